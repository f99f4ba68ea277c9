/** Bids one by one. A bidder sees all of its own, with receipts; buyers, administrators and auditors see the refused ones. */
import { LISTED_MAX, type Listed, ownRecord, refusedBids } from "../../api/result";
import { OwnOffersTable } from "../../parts/bid/own-offers-table";
import { RefusedTable } from "../../parts/lot/refused-table";
import { Folded } from "../../parts/page/folded";
import { LoadState } from "../../parts/page/load-state";
import { Section } from "../../parts/page/section";
import { useLoaded } from "../../parts/page/use-loaded";
import { amount, count } from "../../words/numbers";
import { LongList } from "./long-table";
import type { ResultPartProps } from "./part";

const SEES_REFUSED: readonly string[] = ["buyer", "admin", "auditor"];

export function Offers(part: ResultPartProps) {
  if (part.person.role === "supplier") return <OwnOffers {...part} />;
  return SEES_REFUSED.includes(part.person.role) ? <RefusedBids {...part} /> : null;
}

/** They are loaded with the page, so that they stand on paper too. */
function RefusedBids({ result }: ResultPartProps) {
  const refused = result.counts.refused ?? 0;
  const loaded = useLoaded(refused === 0 ? null : result.lot, () => refusedBids(result.lot));
  const rows = loaded.value?.rows ?? [];
  return (
    <Section id="refused" heading="Refused bids">
      <p>
        {refused === 0
          ? "No bid was refused."
          : `${count(refused, "bid was", "bids were")} refused, and none of them counts.`}
      </p>
      {refused > 0 && <LoadState what="the refused bids" loaded={loaded} />}
      {rows.length > 0 && (
        <Folded summary={`The refused bids one by one (${amount(String(rows.length))})`}>
          <LongList caption="Refused bids, the oldest first" rows={rows}>
            {(shown) => (
              <RefusedTable
                caption="Refused bids, the oldest first"
                rows={shown}
                currency={result.event.currency}
              />
            )}
          </LongList>
          <More listed={loaded.value} what="the file of all bids" />
        </Folded>
      )}
    </Section>
  );
}

function OwnOffers({ result }: ResultPartProps) {
  const loaded = useLoaded(result.lot, () => ownRecord(result.lot));
  const offers = (loaded.value?.rows ?? []).toReversed();
  return (
    <Section id="own" heading="Your bids">
      <LoadState what="your bids" loaded={loaded} />
      {loaded.value !== null && offers.length === 0 && (
        <p class="quiet">You did not send an offer in this lot.</p>
      )}
      {offers.length > 0 && (
        <LongList caption="Your bids, the newest first" rows={offers} before="Newer" after="Older">
          {(shown) => <OwnOffersTable offers={shown} lot={result} current over />}
        </LongList>
      )}
      <More listed={loaded.value} what="the file of your bids" />
    </Section>
  );
}

function More({ listed, what }: { listed: Listed<unknown> | null; what: string }) {
  if (!listed?.has_more) return null;
  return (
    <p class="quiet">
      Here stand the first {amount(String(LISTED_MAX))}. All of them are in {what}.
    </p>
  );
}
