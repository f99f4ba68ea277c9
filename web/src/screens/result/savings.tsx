/** What each trust saves or pays more in a year by the result, and the same line by line. */
import { useState } from "preact/hooks";
import { Folded } from "../../parts/page/folded";
import { usePaper } from "../../parts/page/paper";
import { Section } from "../../parts/page/section";
import { type ItemRow, ItemSavings, rowsOfAll, rowsOfTrust, sumRow } from "../../parts/watch/item-savings";
import { OwnYears } from "../../parts/watch/own-years";
import { TrustSavings } from "../../parts/watch/trust-savings";
import type { ResultAnswer, ResultSavings } from "../../protocol/http";
import type { SpendFigures } from "../../protocol/names";
import type { TrustSaving } from "../../protocol/ws";
import { fullYearSentence, notCounted, totalSentence } from "../../words/market";
import { ownTrust, showsAllTrusts, linesLeftOut, withoutSavings } from "../../words/result-savings";
import { LongList, PAPER_LINES_MAX } from "./long-table";
import type { ResultPartProps } from "./part";

export function SavingsByTrust({ result, person }: ResultPartProps) {
  const savings = result.savings ?? null;
  if (savings === null) {
    return (
      <Section id="savings" heading="Saving by trust">
        <p>{withoutSavings(result)}</p>
      </Section>
    );
  }
  const { currency } = result.event;
  const shows_all = showsAllTrusts(savings);
  const left_out = notCounted(savings);
  const own = person.role === "observer" ? ownTrust(savings, person.org) : undefined;
  return (
    <Section id="savings" heading="Saving by trust">
      <p>{totalSentence(savings, currency, null, shows_all)}</p>
      {!shows_all && (
        <p class="quiet">In this lot each trust sees its own figures and those of all together.</p>
      )}
      <div class="scroll" tabIndex={0} role="group" aria-labelledby="savings">
        <TrustSavings
          trusts={savings.trusts}
          total={savings.total}
          basis="by the result"
          currency={currency}
          org={person.org}
        />
      </div>
      {left_out && <p class="quiet card__foot">{left_out}</p>}
      <p class="quiet card__foot">{fullYearSentence(result.event)}</p>
      <ByItem result={result} savings={savings} first={own} />
      {own?.items && <OwnYears event={result.event} items={own.items} />}
    </Section>
  );
}

/** The lines of one trust, or of all together. */
interface Group {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  rows(): ItemRow[];
  readonly sum: SpendFigures;
}

interface ByItemProps {
  result: ResultAnswer;
  savings: ResultSavings;
  /** The viewer's own trust, which stands first. */
  first: TrustSaving | undefined;
}

function ByItem({ result, savings, first }: ByItemProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const paper = usePaper();
  const groups = groupsOf(result, savings, first);
  const shown = groups.find(({ key }) => key === chosen) ?? groups[0];
  if (shown === undefined) return null;
  return (
    <Folded summary="Item by item">
      {groups.length > 1 && (
        <p class="result__choose">
          <label for="lines-of">Lines of</label>
          <select
            class="nhsuk-select"
            id="lines-of"
            value={shown.key}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {groups.map(({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </p>
      )}
      {paper ? (
        <OnAllPaper groups={groups} result={result} />
      ) : (
        <Lines key={shown.key} group={shown} result={result} />
      )}
    </Folded>
  );
}

function groupsOf(result: ResultAnswer, savings: ResultSavings, first: TrustSaving | undefined): Group[] {
  const { items, event } = result;
  const { total } = savings;
  const all: Group[] = total.items
    ? [
        {
          key: "",
          name: "All trusts",
          size: total.items.length,
          rows: () => rowsOfAll(total.items ?? [], items, event.currency),
          sum: total,
        },
      ]
    : [];
  const of_trusts = savings.trusts.map((trust): Group => {
    const lines = trust.items ?? [];
    const rows = (): ItemRow[] => rowsOfTrust(lines, items, event.currency);
    return { key: trust.ods, name: trust.name, size: lines.length, rows, sum: trust };
  });
  const own = of_trusts.filter(({ key }) => key === first?.ods);
  const others = of_trusts.filter(({ key }) => key !== first?.ods);
  return [...own, ...all, ...others].filter(({ size }) => size > 0);
}

/** All lines, one trust below the other; only those of the first group where all would be too many. */
function OnAllPaper({ groups, result }: { groups: readonly Group[]; result: ResultAnswer }) {
  const sizeOf = (some: readonly Group[]): number => some.reduce((sum, { size }) => sum + size, 0);
  const printed = sizeOf(groups) <= PAPER_LINES_MAX ? groups : groups.slice(0, 1);
  const left_out = sizeOf(groups) - sizeOf(printed);
  return (
    <>
      {printed.map((group) => (
        <Lines key={group.key} group={group} result={result} />
      ))}
      {left_out > 0 && <p>{linesLeftOut(left_out)}</p>}
    </>
  );
}

function Lines({ group, result }: { group: Group; result: ResultAnswer }) {
  const rows = group.rows();
  const caption = `What ${group.key === "" ? "all trusts spend" : `${group.name} spends`} a year on each item, today and by the result`;
  return (
    <>
      <h3 class="more__heading">{group.name}</h3>
      <LongList caption={caption} rows={rows} before="Lines before" after="Lines after">
        {(shown) => (
          <ItemSavings
            caption={caption}
            basis="By the result"
            rows={shown}
            foot={rows.length > 1 ? sumRow(group.sum) : undefined}
            currency={result.event.currency}
          />
        )}
      </LongList>
    </>
  );
}
