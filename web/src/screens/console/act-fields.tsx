/** The fields of an act: only those that it needs, the reason last. */
import { type ActField, type ActFields, asksBidder, requestIn, restartAt } from "../../live/console/act-form";
import { Select } from "../../parts/form/choice-field";
import { type FieldProblem, problemOf } from "../../parts/form/error-summary";
import { TextArea } from "../../parts/form/text-area";
import { TextField } from "../../parts/form/text-field";
import type { EventMessage, LotMessage, LotSummary } from "../../protocol/names";
import { proposalSentence, requestSentence } from "../../words/buyer-acts";
import type { ActKind } from "../../words/console/acts";
import { biddersOf } from "../../words/console/preview";
import { bidderName } from "../../words/names";
import { money } from "../../words/numbers";
import { clockTimeSeenAt, millis } from "../../words/time";

export function fieldId(field: ActField): string {
  return `act-${field}`;
}

interface ActFieldsFormProps {
  kind: ActKind;
  event: EventMessage;
  lots: readonly LotSummary[];
  lot: LotMessage | null;
  about: number | null;
  fields: ActFields;
  problems: readonly FieldProblem[];
  change(fields: ActFields): void;
}

/** Minutes after which a pause ends by itself. */
const RESTARTS = ["5", "10", "15", "20", "30", "60"];

export function ActFieldsForm(props: ActFieldsFormProps) {
  const { kind, event, lot, about, fields, problems, change } = props;
  const set = (field: keyof ActFields) => (text: string) => change({ ...fields, [field]: text });
  const request = requestIn(lot, about);
  const proposal = lot?.proposals?.find(({ seq }) => seq === about);
  const problem = (field: ActField): string | null => problemOf(problems, fieldId(field));
  return (
    <>
      {lot !== null && request !== undefined && <p>{requestSentence(lot, request)}</p>}
      {lot !== null && proposal !== undefined && <p>{proposalSentence(lot, proposal)}</p>}
      {asksBidder(kind, { about }) && (
        <BidderField {...props} problem={problem("bidder")} choose={set("bidder")} />
      )}
      {kind === "extend" && (
        <TextField
          id={fieldId("minutes")}
          label="How many minutes later"
          hint="Counted from the closing time of each lot"
          inputmode="numeric"
          short
          value={fields.minutes}
          typed={set("minutes")}
          problem={problem("minutes")}
        />
      )}
      {kind === "pause" && (
        <Select
          id="act-restart"
          label="Planned restart"
          choices={[
            { value: "", label: "None: a buyer restarts it" },
            ...RESTARTS.map((value) => ({ value, label: restartLabel(value, millis(event.now)) })),
          ]}
          value={fields.restart}
          chosen={set("restart")}
          hint="Bidders are shown the time. A buyer can restart it earlier."
        />
      )}
      {kind === "broadcast" && (
        <>
          {lot !== null && <RecipientField {...props} lot={lot} choose={set("bidder")} />}
          <TextArea
            id={fieldId("text")}
            label="Message"
            hint="Do not name a bidder, or a price."
            value={fields.text}
            typed={set("text")}
            problem={problem("text")}
          />
        </>
      )}
      <TextField
        id={fieldId("reason")}
        label={kind === "approve" ? "Reason, if there is one" : "Reason"}
        hint={REASON_HINTS[kind] ?? "Bidders read it, and it is kept on the record. Do not name a bidder."}
        value={fields.reason}
        typed={set("reason")}
        problem={problem("reason")}
      />
    </>
  );
}

const REASON_HINTS: Partial<Record<ActKind, string>> = {
  broadcast: "Kept on the record. Bidders do not read it here.",
  approve: "Kept on the record.",
};

function restartLabel(minutes: string, now: number): string {
  const at = restartAt(minutes, now);
  return `In ${minutes} minutes${at === null ? "" : `, at about ${clockTimeSeenAt(millis(at), now)}`}`;
}

interface BidderFieldProps extends ActFieldsFormProps {
  problem: string | null;
  choose(bidder: string): void;
}

/** On one lot by the alias, which stands for a bidder there whether its name is known or not; on several by the id. */
function BidderField({ kind, event, lots, lot, fields, problem, choose }: BidderFieldProps) {
  const choices = lot === null ? ofEvent(event, lots) : ofLot(lot, kind);
  return (
    <Select
      id={fieldId("bidder")}
      label={kind === "annul" ? "Whose offer" : "Which bidder"}
      choices={[{ value: "", label: choices.length === 0 ? "There is none" : "Choose one" }, ...choices]}
      value={fields.bidder}
      chosen={choose}
      problem={problem}
    />
  );
}

function ofEvent(event: EventMessage, lots: readonly LotSummary[]) {
  const ids = lots.map(({ lot }) => lot);
  return biddersOf(event.presence ?? [], ids).map(({ bidder, name, lots: invited }) => {
    const of = invited.filter(({ lot }) => ids.includes(lot)).length;
    return { value: bidder, label: `${name} (invited to ${of} of ${lots.length})` };
  });
}

function ofLot(lot: LotMessage, kind: ActKind) {
  return (lot.bidders ?? [])
    .filter(({ excluded }) => !excluded)
    .map((one) => ({ one, standing: lot.market.offers?.find((offer) => offer.alias === one.alias) }))
    .filter(({ standing }) => kind !== "annul" || standing !== undefined)
    .map(({ one, standing }) => {
      const total = standing?.total ? `, ${money(standing.total, lot.event.currency)}` : "";
      const name = bidderName(lot, one);
      return { value: one.alias, label: `${name}${name === one.alias ? "" : ` (${one.alias})`}${total}` };
    });
}

interface RecipientFieldProps extends ActFieldsFormProps {
  lot: LotMessage;
  choose(bidder: string): void;
}

function RecipientField({ lot, fields, choose }: RecipientFieldProps) {
  return (
    <Select
      id="act-recipient"
      label="To"
      choices={[
        { value: "", label: "All bidders of the lot" },
        ...(lot.bidders ?? []).map((one) => ({ value: one.alias, label: `${bidderName(lot, one)} alone` })),
      ]}
      value={fields.bidder}
      chosen={choose}
    />
  );
}
