/** Who is invited, for buyers and auditors: terms accepted, refused bids, the standing offer, and who is excluded. */
import { isCurrent, isOver } from "../../live/state/state";
import type { PartProps } from "../lot/part";
import { type Column, Table } from "../page/table";
import type { InvitedBidder, LotMessage } from "../../protocol/names";
import { bidderName } from "../../words/names";
import { amount, money } from "../../words/numbers";
import { isPractice } from "../../words/practice";
import { clockTimeToSecond, millis } from "../../words/time";

export function Bidders({ lot, state }: PartProps) {
  const bidders = lot.bidders ?? [];
  if (bidders.length === 0) return null;
  return (
    <section class={`card${isCurrent(state) ? "" : " card--stale"}`} aria-labelledby="bidders">
      <h2 class="card__heading" id="bidders">
        Bidders
      </h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="bidders">
        <Table
          caption="Invited bidders, with their offers and refused bids"
          columns={columnsOf(lot)}
          rows={bidders}
          keyOf={({ alias }) => alias}
          classOf={({ excluded }) => (excluded ? "void" : "")}
        />
      </div>
      {state.person.role === "buyer" && !isOver(lot.state) && !isPractice(lot.lot) && (
        <p class="card__foot">
          <a href={`/events/${encodeURIComponent(lot.event.id)}/readmit`}>
            Let somebody back in who cannot sign in
          </a>
        </p>
      )}
    </section>
  );
}

function columnsOf(lot: LotMessage): Array<Column<InvitedBidder>> {
  const { currency } = lot.event;
  const has_terms = (lot.bidders ?? []).some(({ terms_accepted }) => typeof terms_accepted === "boolean");
  const columns: Array<Column<InvitedBidder> | false> = [
    {
      name: "Bidder",
      names_row: true,
      cell: (one) => {
        const name = bidderName(lot, one);
        return (
          <>
            {name}
            {name !== one.alias && <span class="quiet block">{one.alias}</span>}
          </>
        );
      },
    },
    { name: "State", cell: (one) => <StateOf one={one} /> },
    has_terms && {
      name: "Terms",
      cell: ({ terms_accepted }) => (terms_accepted ? "Accepted" : "Not accepted yet"),
    },
    {
      name: "Standing offer",
      number: true,
      cell: ({ alias, total: last, excluded }) => {
        const total = last ?? lot.market.offers?.find((offer) => offer.alias === alias)?.total ?? null;
        if (total === null) return isOver(lot.state) ? "No offer" : "No offer yet";
        return excluded ? <s>{money(total, currency)}</s> : money(total, currency);
      },
    },
    { name: "Refused bids", number: true, cell: ({ refused_count }) => amount(String(refused_count)) },
  ];
  return columns.filter((column) => column !== false);
}

function StateOf({ one }: { one: InvitedBidder }) {
  if (!one.excluded) return <>Invited</>;
  const { exclusion } = one;
  return (
    <>
      <strong class="no">Excluded</strong>
      {exclusion && (
        <span class="quiet block">
          at {clockTimeToSecond(millis(exclusion.at))}
          {exclusion.reason ? `. Reason: ${exclusion.reason}` : ""}
        </span>
      )}
    </>
  );
}
