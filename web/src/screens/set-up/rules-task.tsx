/** The rules of a lot. Each says what it does where it is set, with the facts that follow from the figures. */
import type { LotFacts } from "../../api/drafts";
import { at, isObject, type Json, type JsonObject, objects, textOf } from "../../json";
import { text } from "../../money";
import type { RuleAbout } from "../../protocol/ws";
import {
  ceilingFact,
  type FactsInWords,
  spendFact,
  stepFact,
  weightExample,
} from "../../words/draft/explain";
import { lotSums, trustCodes } from "../../words/draft/figures";
import { currencySign } from "../../words/numbers";
import { Choice, TextField, YES_OR_NO } from "./fields";
import { useForm } from "./form";
import { lotPath, LotPicker, SameForAll } from "./lots";

interface LotTaskProps {
  lot: number;
  pick: (lot: number) => void;
}

const SCORING = [
  {
    value: "price",
    label: "The lowest total",
    hint: "The total, put through the bidder's own figures where it has some.",
  },
  {
    value: "weighted",
    label: "The highest score",
    hint: "Quality points from the tender, and points for the price. A dearer offer can rank above a cheaper one.",
  },
];
const BEAT = [
  {
    value: "own",
    label: "Its own last offer",
    hint: "A bidder that is 3rd may improve without taking 1st place.",
  },
  { value: "lead", label: "The leading offer", hint: "Each accepted offer takes 1st place." },
];
const TIES = [
  { value: "earliest", label: "The offer that came first is ahead" },
  { value: "equal_best", label: "Both have the better place", hint: "Ranks 1, 1, 3" },
  {
    value: "equal_worst",
    label: "Both have the worse place",
    hint: "Ranks 2, 2, 3: then nobody leads alone.",
  },
  { value: "forbid_first", label: "No offer may equal the leading offer" },
];
const STEPS = [
  { value: "none", label: "None: any lower offer counts" },
  { value: "absolute", label: "An amount" },
  { value: "percent", label: "A percentage" },
  { value: "bands", label: "Bands: it depends on the present offer" },
];
const DROPS = [
  { value: "none", label: "None: an offer may drop by any amount" },
  { value: "absolute", label: "An amount" },
  { value: "percent", label: "A percentage" },
];
const MODES = [
  { value: "confirm", label: "The bidder is asked to confirm it", hint: "It is often a slip." },
  { value: "refuse", label: "It is refused" },
];

/** What of this page is the same in lots of different size. Times and visibility have pages of their own. */
const COPIED = [
  "scoring",
  "price_weight",
  "ties",
  "beat",
  "min_decrement",
  "whole_steps",
  "max_decrement",
  "leader_may_rebid",
].map((member) => `/rules/${member}`);

export function RulesTask({ lot, pick }: LotTaskProps) {
  return (
    <LotPicker lot={lot} pick={pick}>
      <LotRules lot={lot} />
      <SameForAll lot={lot} members={COPIED} but="Each lot keeps its own ceiling and reserve." />
    </LotPicker>
  );
}

/** The facts of the lot; null while it cannot be read as one. */
export function useFacts(lot: number): LotFacts | null {
  return useForm().checked?.lots[lot]?.facts ?? null;
}

/** What follows from the typed figures while the lot cannot be read as one, such as before its times are set. */
function typedFacts(document: JsonObject, lot: number): FactsInWords {
  const items = objects(at(document, `${lotPath(lot)}/items`));
  const { spend, without_baseline } = lotSums(items, trustCodes(document));
  const spend_today = spend.units === 0n ? null : text(spend, 2);
  const none = { smallest_step: null, ceiling_percent_of_spend: null };
  return { spend_today, pairs_without_baseline: without_baseline, ...none };
}

/** The lot's rule in the server's words, as bidders will read it. */
export function useRuleWords(lot: number, about: RuleAbout): string | null {
  const words = useForm().checked?.lots[lot]?.words ?? [];
  return words.find((one) => one.about === about)?.text ?? null;
}

function LotRules({ lot }: { lot: number }) {
  const { document, currency } = useForm();
  const rules = `${lotPath(lot)}/rules`;
  const facts = useFacts(lot);
  const words = (about: RuleAbout): string | null => useRuleWords(lot, about);
  const ceiling = textOf(at(document, `${rules}/ceiling`));
  const weighted = at(document, `${rules}/scoring`) === "weighted";
  const sign = currencySign(currency);
  return (
    <>
      <section class="card">
        <h3 class="card__heading">What is compared</h3>
        <p>
          An English auction: while the lot is open any bidder may offer at any time, and each sees its own
          rank.
        </p>
        <Choice path={`${rules}/scoring`} options={SCORING} fact={words("scoring")} />
        {weighted && (
          <TextField
            path={`${rules}/price_weight`}
            decimal
            width="short"
            suffix="points"
            hint="The points that the lowest offer gets for its price."
            fact={weightExample(textOf(at(document, `${rules}/price_weight`)))}
          />
        )}
        <Choice path={`${rules}/ties`} options={TIES} fact={words("ties")} />
      </section>
      <section class="card">
        <h3 class="card__heading">The most that can be paid</h3>
        <p>{spendFact(facts ?? typedFacts(document, lot), currency)}</p>
        <TextField
          path={`${rules}/ceiling`}
          decimal
          prefix={sign}
          width="medium"
          hint="Totals above it are refused. Bidders see it. Leave it empty if there is none."
          fact={facts && ceilingFact(facts)}
        />
        <TextField
          path={`${rules}/reserve`}
          decimal
          prefix={sign}
          width="medium"
          hint="Refuses nothing, and bidders never see it: the result says whether the lead met it."
        />
      </section>
      <section class="card">
        <h3 class="card__heading">A new offer</h3>
        <Choice path={`${rules}/beat`} options={BEAT} />
        <Step path={`${rules}/min_decrement`} fact={words("step")} />
        {facts && <p class="set-up__fact">{stepFact(facts, ceiling, currency)}</p>}
        <Choice
          path={`${rules}/whole_steps`}
          options={YES_OR_NO(
            "Each drop is a whole multiple of the smallest drop",
            "Any drop that is large enough",
          )}
        />
        <Drop path={`${rules}/max_decrement`} fact={words("drop")} />
        <Choice
          path={`${rules}/leader_may_rebid`}
          options={YES_OR_NO(
            "The leader may improve its own offer",
            "The leader waits until another bidder takes 1st place",
          )}
          fact={words("leader")}
        />
      </section>
    </>
  );
}

/** The member of an amount or a percentage that is there. */
function kindOf(value: Json | undefined): "none" | "absolute" | "percent" | "bands" {
  if (!isObject(value)) return "none";
  if ("bands" in value) return "bands";
  if ("percent" in value) return "percent";
  return "absolute";
}

/** An amount of zero asks for nothing. */
function stepKind(value: Json | undefined): "none" | "absolute" | "percent" | "bands" {
  const is_zero =
    isObject(value) && /^0*(\.0*)?$/.test(textOf(value["absolute"])) && value["absolute"] === "0";
  return is_zero ? "none" : kindOf(value);
}

const STEP_OF: Readonly<Record<string, Json>> = {
  none: { absolute: "0" },
  bands: { bands: [{ from: "0", absolute: "" }] },
};

function Step({ path, fact }: { path: string; fact: string | null }) {
  const { document, editor } = useForm();
  const value = at(document, path);
  const kind = stepKind(value);
  const choose = (chosen: Json): void =>
    editor.edit(path, STEP_OF[textOf(chosen)] ?? { [textOf(chosen)]: "" });
  return (
    <>
      <Choice path={path} options={STEPS} chosen={kind} choose={choose} fact={fact} />
      {(kind === "absolute" || kind === "percent") && <Size path={`${path}/${kind}`} kind={kind} />}
      {kind === "bands" && <Bands path={path} />}
    </>
  );
}

function Drop({ path, fact }: { path: string; fact: string | null }) {
  const { document, editor } = useForm();
  const value = at(document, path);
  const kind = kindOf(value);
  const mode = isObject(value) ? (value["mode"] ?? "confirm") : "confirm";
  const choose = (chosen: Json): void =>
    editor.edit(path, chosen === "none" ? undefined : { [textOf(chosen)]: "", mode });
  return (
    <>
      <Choice path={path} options={DROPS} chosen={kind} choose={choose} fact={fact} />
      {(kind === "absolute" || kind === "percent") && (
        <>
          <Size path={`${path}/${kind}`} kind={kind} />
          <Choice path={`${path}/mode`} options={MODES} />
        </>
      )}
    </>
  );
}

function Size({ path, kind }: { path: string; kind: "absolute" | "percent" }) {
  const { currency } = useForm();
  const sign = kind === "absolute" ? { prefix: currencySign(currency) } : { suffix: "%" };
  return <TextField path={path} decimal needed width="medium" {...sign} />;
}

/** Each band: from which standing offer on, and by how much an offer has to drop then. */
function Bands({ path }: { path: string }) {
  const { document, editor, currency } = useForm();
  const list = `${path}/bands`;
  const bands = objects(at(document, list));
  const sign = currencySign(currency);
  const add = (): void => editor.edit(list, [...bands, { from: "", absolute: "" }]);
  return (
    <>
      {bands.map((band, nth) => {
        const kind = kindOf(band) === "percent" ? "percent" : "absolute";
        const one = `${list}/${nth}`;
        const other = kind === "percent" ? "absolute" : "percent";
        const change = (): void => editor.edit(one, { from: band["from"] ?? "", [other]: "" });
        return (
          <div key={nth} class="set-up__band">
            <TextField
              path={`${one}/from`}
              label={`Band ${nth + 1}: from`}
              decimal
              needed
              prefix={sign}
              width="medium"
            />
            <TextField
              path={`${one}/${kind}`}
              label={`Band ${nth + 1}: drop`}
              decimal
              needed
              width="medium"
              {...(kind === "percent" ? { suffix: "%" } : { prefix: sign })}
            />
            <p class="set-up__acts">
              <button type="button" class="plain-button" onClick={change}>
                {kind === "percent" ? "Use an amount" : "Use a percentage"}
                <span class="nhsuk-u-visually-hidden"> in band {nth + 1}</span>
              </button>
              <button type="button" class="plain-button" onClick={() => editor.edit(one, undefined)}>
                Remove<span class="nhsuk-u-visually-hidden"> band {nth + 1}</span>
              </button>
            </p>
          </div>
        );
      })}
      <p>
        <button type="button" class="plain-button" onClick={add}>
          Add a band
        </button>
      </p>
    </>
  );
}
