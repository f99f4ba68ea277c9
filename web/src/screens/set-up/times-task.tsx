/** When a lot opens, how it closes, and how offers near its end move the close. */
import { at, isObject, type Json, textOf } from "../../json";
import { instantWords } from "../../words/draft/times";
import { Choice, TextField } from "./fields";
import { useForm } from "./form";
import { lotPath, LotPicker, SameForAll } from "./lots";
import { useFacts, useRuleWords } from "./rules-task";
import { DurationField, TimeField } from "./time-field";

const OPENS = [
  { value: "at", label: "At a time" },
  {
    value: "now",
    label: "As soon as it is published",
    hint: "Only for practice, and under rules of our own.",
  },
];
const CLOSES = [
  { value: "closes_at", label: "At a time" },
  { value: "duration_s", label: "After a length of time" },
  { value: "idle", label: "After a time without an offer" },
];
const EXTENDS = [
  { value: true, label: "An offer near the end gives the others time to answer" },
  { value: false, label: "Nothing moves the close" },
];
const FROM = [
  { value: "close", label: "From the close: it moves that much later" },
  { value: "bid", label: "From the offer: the lot stays open for that long after the offer" },
];
const TRIGGERS = [
  { value: "any", label: "Each accepted offer" },
  { value: "lead_change", label: "An offer that takes 1st place" },
  { value: "rank_within", label: "An offer that reaches one of the first places" },
];

export function TimesTask({ lot, pick }: { lot: number; pick: (lot: number) => void }) {
  return (
    <LotPicker lot={lot} pick={pick}>
      <LotTimes lot={lot} />
      <SameForAll
        lot={lot}
        members={["/opens_at", "/closes_at", "/duration_s", "/rules/extension", "/rules/idle"]}
      />
    </LotPicker>
  );
}

function LotTimes({ lot }: { lot: number }) {
  const { document, editor } = useForm();
  const path = lotPath(lot);
  const now = at(document, `${path}/opens_at`) === "now";
  const close = closeOf(at(document, path));
  const extension = at(document, `${path}/rules/extension`);
  const facts = useFacts(lot);
  const latest = facts?.latest_close ?? null;
  const opening = (chosen: Json): void =>
    editor.edit(`${path}/opens_at`, chosen === "now" ? "now" : undefined);
  const closing = (chosen: Json): void => {
    for (const member of ["/closes_at", "/duration_s", "/rules/idle"]) editor.edit(path + member, undefined);
    if (chosen === "idle") {
      editor.edit(`${path}/rules/extension`, undefined);
      editor.edit(`${path}/rules/idle`, { idle_s: 300 });
    } else {
      editor.edit(`${path}/${textOf(chosen)}`, chosen === "duration_s" ? 1_800 : "");
    }
  };
  const extending = (on: Json): void =>
    editor.edit(
      `${path}/rules/extension`,
      on === true ? { window_s: 120, extend_s: 120, from: "close", trigger: "any" } : undefined,
    );
  return (
    <>
      <section class="card">
        <h3 class="card__heading">Opening and close</h3>
        <Choice
          path={`${path}/opens_at-kind`}
          label="The lot opens"
          options={OPENS}
          chosen={now ? "now" : "at"}
          choose={opening}
        />
        {!now && <TimeField path={`${path}/opens_at`} needed />}
        <Choice
          path={`${path}/close-kind`}
          label="The lot closes"
          options={CLOSES}
          chosen={close}
          choose={closing}
        />
        {close === "closes_at" && <TimeField path={`${path}/closes_at`} needed />}
        {close === "duration_s" && <DurationField path={`${path}/duration_s`} />}
        {close === "idle" && (
          <>
            <DurationField
              path={`${path}/rules/idle/idle_s`}
              hint="The lot closes when no offer came for that long."
            />
            <TimeField
              path={`${path}/rules/idle/latest_close`}
              hint="No offer moves the close past it. UK time."
            />
          </>
        )}
        <p class="set-up__fact">{useRuleWords(lot, "close")}</p>
      </section>
      {close !== "idle" && (
        <section class="card">
          <h3 class="card__heading">Extension</h3>
          <Choice
            path={`${path}/rules/extension`}
            label="When an offer comes near the end"
            options={EXTENDS}
            chosen={isObject(extension)}
            choose={extending}
          />
          {isObject(extension) && <Extension path={`${path}/rules/extension`} />}
          <p class="set-up__fact">{useRuleWords(lot, "extension")}</p>
        </section>
      )}
      <p class="set-up__fact">
        {latest === null
          ? "Nothing bounds the close so far."
          : `The lot closes at ${instantWords(latest)} at the latest.`}
      </p>
    </>
  );
}

function closeOf(lot: Json | undefined): "closes_at" | "duration_s" | "idle" | "none" {
  if (isObject(at(lot, "/rules/idle"))) return "idle";
  if (at(lot, "/duration_s") !== undefined && at(lot, "/duration_s") !== null) return "duration_s";
  return at(lot, "/closes_at") === undefined || at(lot, "/closes_at") === null ? "none" : "closes_at";
}

function Extension({ path }: { path: string }) {
  const { document } = useForm();
  const by_rank = at(document, `${path}/trigger`) === "rank_within";
  return (
    <>
      <DurationField
        path={`${path}/window_s`}
        hint="For example, 2 minutes: an offer in the last 2 minutes extends the lot."
      />
      <DurationField path={`${path}/extend_s`} />
      <Choice path={`${path}/from`} options={FROM} />
      <Choice path={`${path}/trigger`} options={TRIGGERS} />
      {by_rank && <TextField path={`${path}/rank`} whole width="short" />}
      <TextField
        path={`${path}/max_count`}
        whole
        width="short"
        hint="Leave it empty if there is no such limit."
      />
      <TimeField path={`${path}/latest_close`} hint="No extension moves the close past it. UK time." />
    </>
  );
}
