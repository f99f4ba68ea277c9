/** The viewer's own trust, line by line: what it pays today, what it would pay at the lead's prices, and the difference. */
import { isCurrent, shownAsAt, shownLot } from "../../live/state/state";
import { sent } from "../../money";
import type { Item, LotMessage } from "../../protocol/names";
import { fullYearSentence, ownNotCounted } from "../../words/market";
import { money, volumeWords } from "../../words/numbers";
import { clockTimeToSecond } from "../../words/time";
import type { PartProps } from "../lot/part";
import { type Column, Table } from "../page/table";
import { ItemSavings, rowsOfTrust, sumRow } from "./item-savings";
import { OwnYears } from "./own-years";

export function OwnTrust({ state, lot: present }: PartProps) {
  const lot = shownLot(state) ?? present;
  const savings = lot.savings ?? null;
  const own = savings?.trusts.find(({ ods }) => ods === state.person.org);
  const items = own?.items ?? null;
  if (savings === null || own === undefined || items === null)
    return <WithoutOffer lot={lot} org={state.person.org} />;
  const as_at = shownAsAt(state);
  const basis =
    savings.basis === "result" ? "By the result" : as_at === null ? "At the lead" : "At the lead then";
  const when = as_at === null ? "" : ` at ${clockTimeToSecond(as_at)}`;
  const left_out = ownNotCounted(items);
  return (
    <section class={`card${isCurrent(state) ? "" : " card--stale"}`} aria-labelledby="own-trust">
      <h2 class="card__heading" id="own-trust">
        Your trust by item{when}
      </h2>
      <p class="quiet">{own.name}</p>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="own-trust">
        <ItemSavings
          caption={`What your trust spends a year on each item, today and ${basis.toLowerCase()}${when}`}
          basis={basis}
          rows={rowsOfTrust(items, lot.items, lot.event.currency)}
          foot={items.length > 1 || left_out !== null ? sumRow(own) : undefined}
          currency={lot.event.currency}
        />
      </div>
      {left_out && <p class="quiet card__foot">{left_out}</p>}
      <p class="quiet card__foot">{fullYearSentence(lot.event)}</p>
      <OwnYears event={lot.event} items={items} />
    </section>
  );
}

/** What the trust buys and pays today, where no offer is compared with it. */
function WithoutOffer({ lot, org }: { lot: LotMessage; org: string }) {
  const { currency } = lot.event;
  const bought = lot.items.filter(({ volumes }) => volumes?.[org] && !isZero(volumes[org]));
  if (bought.length === 0) return null;
  const columns: Array<Column<Item>> = [
    { name: "Item", names_row: true, cell: ({ description }) => description },
    {
      name: "Today",
      number: true,
      cell: ({ baselines, unit }) =>
        baselines?.[org] ? `${money(baselines[org], currency)} a ${unit}` : "No price is known",
    },
    {
      name: "Volume a year",
      number: true,
      cell: ({ volumes, unit }) => volumeWords(volumes?.[org] ?? "0", unit),
    },
  ];
  return (
    <section class="card" aria-labelledby="own-trust">
      <h2 class="card__heading" id="own-trust">
        Your trust by item
      </h2>
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="own-trust">
        <Table
          caption="What your trust buys a year, and what it pays for one today"
          columns={columns}
          rows={bought}
          keyOf={({ id }) => id}
        />
      </div>
    </section>
  );
}

function isZero(volume: string): boolean {
  return sent(volume).units === 0n;
}
