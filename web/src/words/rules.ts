/** The lot's rules as sentences. Pure. */
import type { Decrement, LotMessage } from "../protocol/names";
import { stepWords } from "./decrement";
import { extensionRule } from "./notices";
import { count, money } from "./numbers";

function step(decrement: Decrement, currency: string): string {
  if (!("bands" in decrement)) return stepWords(decrement, currency) ?? "";
  return decrement.bands
    .map((band) => `${stepWords(band, currency) ?? ""} from ${money(band.from, currency)}`)
    .join(", ");
}

function isZero(decrement: Decrement): boolean {
  const size =
    "absolute" in decrement ? decrement.absolute : "percent" in decrement ? decrement.percent : "1";
  return /^0*\.?0*$/.test(size);
}

export function rulesSentences(lot: LotMessage): string[] {
  const { rules } = lot;
  const sentences: string[] = [];
  const whose = rules.beat === "lead" ? "the lowest offer" : "your own last offer";
  if (rules.min_decrement && !isZero(rules.min_decrement)) {
    sentences.push(
      `Each new offer must be at least ${step(rules.min_decrement, lot.event.currency)} below ${whose}.`,
    );
  } else {
    sentences.push(
      `Each new offer must be below ${rules.beat === "lead" ? "or level with the lowest offer, and below your own" : "your own last offer"}.`,
    );
  }
  if (rules.max_decrement) {
    const most = step(rules.max_decrement, lot.event.currency);
    sentences.push(
      rules.max_decrement.mode === "confirm"
        ? `A drop of more than ${most} has to be confirmed.`
        : `One offer cannot drop by more than ${most}.`,
    );
  }
  if (rules.ceiling)
    sentences.push(
      `The most the partnership can pay for this lot is ${money(rules.ceiling, lot.event.currency)}.`,
    );
  if (rules.leader_may_rebid === false)
    sentences.push("Whoever is 1st alone waits until another bidder takes 1st place.");
  const extension = extensionRule(lot);
  if (extension) sentences.push(extension);
  if (rules.idle)
    sentences.push(`The lot closes when no offer has come for ${count(rules.idle.idle_s, "second")}.`);
  sentences.push(`Prices have up to ${count(lot.decimals, "decimal place")}.`);
  return sentences;
}
