/**
 * What stands on the page of a lot about practice: a button before the opening, the way back from a practice lot, and
 * that a practice has ended. Loaded apart from the page, which is shown at once.
 */
import { Notice } from "../page/error-pages";
import { Page } from "../page/page";
import { wayBack } from "../../words/practice";
import { BeginPractice } from "./begin-practice";

export interface LotPracticeProps {
  event: string | null;
  lot: string;
  /** A practice that the server no longer has, one that is shown, or a lot to practise for. */
  shows: "over" | "practice" | "coming";
}

export function LotPractice({ event, lot, shows }: LotPracticeProps) {
  if (shows === "over") {
    return (
      <Page>
        <Notice heading="The practice has ended">
          <p>Nothing of it was kept, and nothing follows from it. You can begin another one.</p>
          <WayBackLink />
        </Notice>
      </Page>
    );
  }
  if (shows === "practice") return <WayBackLink />;
  if (event === null) return null;
  return (
    <p class="practise">
      <BeginPractice event={event} lot={lot} words="Practise this lot" plain />
      <a href={`/events/${encodeURIComponent(event)}`}>Get ready for this event</a>
    </p>
  );
}

function WayBackLink() {
  const { address, words } = wayBack(location.search);
  return (
    <p class="practise">
      <a href={address}>{words}</a>
    </p>
  );
}
