/** What an act would do: for one lot in sentences, for several in a table with a row for each. */
import type { ActFields } from "../../live/console/act-form";
import { type Column, Table } from "../../parts/page/table";
import type { ActPreview, EventMessage, LotMessage, LotOutcome, LotSummary } from "../../protocol/names";
import { type ActKind, asSentence } from "../../words/console/acts";
import {
  closesTooNear,
  type NameOf,
  saidOnce,
  toldSentence,
  waitsSentence,
  whatWillBe,
} from "../../words/console/preview";
import { bidderName } from "../../words/names";
import { count } from "../../words/numbers";
import type { Preview } from "./use-preview";

interface WhatWillBeProps {
  kind: ActKind;
  event: EventMessage;
  lots: readonly LotSummary[];
  lot: LotMessage | null;
  preview: Preview;
  fields: ActFields;
  /** What decides the effect is entered. */
  can_preview: boolean;
}

export function WhatWillBe(props: WhatWillBeProps) {
  return (
    <section class="console__preview" aria-labelledby="what-will-be">
      <h3 class="card__heading" id="what-will-be">
        What will be
      </h3>
      <Content {...props} />
    </section>
  );
}

function Content({ preview, can_preview, ...props }: WhatWillBeProps) {
  if (!can_preview) return <p class="quiet">It is shown here once what it needs is chosen.</p>;
  switch (preview.kind) {
    case "asking":
      return <p class="quiet">Working out what this would do.</p>;
    case "unknown":
      return (
        <p class="quiet">What this would do cannot be worked out just now. The page asks again by itself.</p>
      );
    case "refused": {
      const said = preview.problem?.errors?.map(({ message }) => asSentence(message)) ?? [];
      return (
        <p class="note">
          {said.length > 0 ? said.join(" ") : asSentence(preview.problem?.detail ?? "It cannot be done")}
        </p>
      );
    }
    case "lots":
      return <Lots {...props} outcomes={preview.lots} />;
  }
}

type LotsProps = Omit<WhatWillBeProps, "preview" | "can_preview"> & { outcomes: readonly LotOutcome[] };

function Lots({ kind, event, lots, lot, fields, outcomes }: LotsProps) {
  const titleOf = (id: string): string => lots.find((one) => one.lot === id)?.title ?? "A lot";
  const [only] = outcomes;
  const closes = kind === "resume" ? tooNear(event, outcomes, titleOf) : null;
  return (
    <>
      {outcomes.length === 1 && only !== undefined ? (
        <OneLot outcome={only} kind={kind} event={event} lot={lot} fields={fields} />
      ) : (
        <Several event={event} outcomes={outcomes} titleOf={titleOf} />
      )}
      {closes !== null && <p class="note">{closes}</p>}
    </>
  );
}

interface OneLotProps {
  outcome: LotOutcome;
  kind: ActKind;
  event: EventMessage;
  lot: LotMessage | null;
  fields: ActFields;
}

function OneLot({ outcome, kind, event, lot, fields }: OneLotProps) {
  const { preview = null } = outcome;
  if (!preview) return <p class="note">{asSentence(outcome.detail ?? "It cannot be done now")}</p>;
  const nameOf = namesIn(preview, lot);
  // What another buyer proposed has the reason of that buyer.
  const reason = kind === "approve" ? (preview.told?.reason ?? "") : fields.reason.trim();
  const typed = { reason, text: fields.text.trim() };
  return (
    <>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {whatWillBe(preview, event.currency, nameOf).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {lot !== null && <p>{toldSentence(preview, lot, typed, nameOf)}</p>}
      {preview.waits && <p class="note">{waitsSentence()}</p>}
    </>
  );
}

/** A bidder has the name that the preview or the lot gives it. */
function namesIn({ before, after }: ActPreview, lot: LotMessage | null): NameOf {
  const named = [...before.ranking, ...after.ranking];
  return (alias) => named.find((one) => one.alias === alias && one.name)?.name ?? bidderName(lot, { alias });
}

interface Row {
  readonly lot: string;
  readonly title: string;
  /** What will be in this lot alone. */
  readonly own: readonly string[];
  /** Why it cannot be done now; null where it can. */
  readonly why_not: string | null;
}

interface SeveralProps {
  event: EventMessage;
  outcomes: readonly LotOutcome[];
  titleOf(lot: string): string;
}

/** Each lot by its name: first those where it cannot be done now. The list scrolls, so that the button stays near. */
function Several({ event, outcomes, titleOf }: SeveralProps) {
  const possible = outcomes.flatMap(({ lot, preview }) => (preview ? [{ lot, preview }] : []));
  const { shared, own } = saidOnce(
    possible.map(({ preview }) => [
      ...whatWillBe(preview, event.currency, namesIn(preview, null)),
      ...(preview.waits ? [waitsSentence()] : []),
    ]),
  );
  const rows: Row[] = [
    ...outcomes
      .filter(({ preview }) => !preview)
      .map(({ lot, detail }) => ({
        lot,
        title: titleOf(lot),
        own: [],
        why_not: asSentence(detail ?? "It cannot be done now"),
      })),
    ...possible.map(({ lot }, nth) => ({ lot, title: titleOf(lot), own: own[nth] ?? [], why_not: null })),
  ];
  return (
    <>
      {shared.length > 0 && (
        <p>
          {possible.length === outcomes.length ? "In each lot" : `In ${count(possible.length, "lot")}`}:{" "}
          {shared.join(" ")}
        </p>
      )}
      <div class="scroll console__by-lot" tabIndex={0} role="group" aria-labelledby="what-will-be">
        <Table caption="What will be, lot by lot" columns={COLUMNS} rows={rows} keyOf={({ lot }) => lot} />
      </div>
    </>
  );
}

const COLUMNS: Array<Column<Row>> = [
  { name: "Lot", names_row: true, cell: ({ title }) => title },
  {
    name: "What will be",
    cell: ({ own, why_not }) =>
      why_not === null ? (
        own.length === 0 ? (
          "As said above"
        ) : (
          own.join(" ")
        )
      ) : (
        <span class="no">Not possible now. {why_not}</span>
      ),
  },
];

/** The closes that would be too near to each other, also to those of lots that are open already. */
function tooNear(
  event: EventMessage,
  outcomes: readonly LotOutcome[],
  titleOf: (lot: string) => string,
): string | null {
  const restarted = outcomes.flatMap(({ lot, preview }) =>
    preview ? [{ title: titleOf(lot), closes_at: preview.after.closes_at }] : [],
  );
  const open = event.lots.flatMap(({ state, title, closes_at }) =>
    state === "open" && closes_at ? [{ title, closes_at }] : [],
  );
  return closesTooNear([...restarted, ...open]);
}
