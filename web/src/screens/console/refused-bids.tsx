/** The refused bids of a lot: the newest ones live, and all of them page by page. */
import { useState } from "preact/hooks";
import { refusals } from "../../api/acts";
import { RefusedTable } from "../../parts/lot/refused-table";
import { LoadState } from "../../parts/page/load-state";
import { useLoaded } from "../../parts/page/use-loaded";
import type { LotSummary } from "../../protocol/names";
import { count } from "../../words/numbers";

const PAGE = 25;

interface RefusedBidsProps {
  lot: LotSummary;
  currency: string;
  current: boolean;
}

export function RefusedBids({ lot, currency, current }: RefusedBidsProps) {
  const newest = (lot.refusals ?? []).toReversed();
  const all = lot.offers?.refused ?? newest.length;
  return (
    <section class={`card console__refused${current ? "" : " card--stale"}`} aria-labelledby="refused">
      <h2 class="card__heading" id="refused">
        Refused bids
      </h2>
      {newest.length === 0 ? (
        <p class="quiet">No bid was refused.</p>
      ) : (
        <>
          <p>
            {count(all, "bid was", "bids were")} refused
            {all > newest.length ? `, the newest ${newest.length} first.` : ", the newest first."}
          </p>
          <div class="scroll scroll--tall" tabIndex={0} role="group" aria-labelledby="refused">
            <RefusedTable caption="The newest refused bids" rows={newest} currency={currency} />
          </div>
        </>
      )}
      {all > newest.length && <All lot={lot.lot} currency={currency} />}
    </section>
  );
}

/** All of them are loaded only when they are asked for. */
function All({ lot, currency }: { lot: string; currency: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>All refused bids, the oldest first</summary>
      {open && <Pages lot={lot} currency={currency} />}
    </details>
  );
}

function Pages({ lot, currency }: { lot: string; currency: string }) {
  // What `after` was of each page up to the present one.
  const [afters, setAfters] = useState<ReadonlyArray<string | null>>([null]);
  const after = afters.at(-1) ?? null;
  const loaded = useLoaded(`${lot} ${after ?? ""}`, () => refusals(lot, after, PAGE));
  const next = loaded.value?.next ?? null;
  return (
    <>
      <LoadState what="the refused bids" loaded={loaded} />
      {loaded.value !== null && (
        <div class="scroll" tabIndex={0} role="group" aria-label="All refused bids">
          <RefusedTable
            caption="All refused bids, the oldest first"
            rows={loaded.value.items}
            currency={currency}
          />
        </div>
      )}
      <p class="pages">
        <button
          type="button"
          class="plain-button"
          aria-disabled={afters.length === 1}
          onClick={() => afters.length > 1 && setAfters(afters.slice(0, -1))}
        >
          Earlier
        </button>
        <span>Page {afters.length}</span>
        <button
          type="button"
          class="plain-button"
          aria-disabled={next === null}
          onClick={() => next !== null && setAfters([...afters, next])}
        >
          Later
        </button>
      </p>
    </>
  );
}
