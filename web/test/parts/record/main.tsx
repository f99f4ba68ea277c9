/** The parts of a lot's record on a page of their own, for tests. `?seq=` is the record that is shown. */
import "../../../src/styles/main.scss";
import { render } from "preact";
import { useState } from "preact/hooks";
import { reportSessionTo } from "../../../src/api/request";
import { Session } from "../../../src/live/session";
import { SessionContext } from "../../../src/parts/page/session-context";
import { BundleLink } from "../../../src/parts/record/bundle-link";
import { ChainCheck } from "../../../src/parts/record/chain-check";
import { RecordPane } from "../../../src/parts/record/record-pane";
import { RecordSearch } from "../../../src/parts/record/record-search";

const query = new URLSearchParams(location.search);
const lot = query.get("lot") ?? "";
const head = query.has("hash")
  ? { seq: Number(query.get("head")), hash: query.get("hash") ?? "" }
  : undefined;
const session = new Session(() => {});
reportSessionTo(session);

function RecordParts() {
  const [seq, setSeq] = useState(Number(query.get("seq") ?? 1));
  return (
    <SessionContext.Provider value={session}>
      <a class="nhsuk-skip-link" href="#maincontent">
        Skip to main content
      </a>
      <main class="page" id="maincontent" tabIndex={-1}>
        <h1 class="nhsuk-heading-l" tabIndex={-1}>
          The record
        </h1>
        <RecordPane lot={lot} seq={seq} head={query.has("head") ? Number(query.get("head")) : null} />
        <ChainCheck lot={lot} head={head} onGo={setSeq} />
        <RecordSearch lot={lot} onGo={setSeq} />
        <BundleLink lot={lot} party="bidder:acme" at={seq} />
      </main>
    </SessionContext.Provider>
  );
}

const app = document.getElementById("app");
if (app !== null) render(<RecordParts />, app);
