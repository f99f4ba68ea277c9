/** Numbers in words: places, money, percentages, counts. Pure; money comes and stays as decimal text. */
import { type Decimal, negate, sent, text } from "../money";

const MINUS = "\u2212";
const SYMBOLS: Readonly<Record<string, string>> = { GBP: "£", EUR: "€", USD: "$" };

/** The sign before an amount; the currency's code for a currency without a well-known sign. */
export function currencySign(currency: string): string {
  return SYMBOLS[currency] ?? `${currency}\u00a0`;
}

/** 1st, 2nd, 3rd, 4th, 11th, 21st … */
export function ordinal(place: number): string {
  const teens = place % 100 >= 11 && place % 100 <= 13;
  const ending = teens ? "th" : (["th", "st", "nd", "rd"][place % 10] ?? "th");
  return `${place}${ending}`;
}

function grouped(wholeDigits: string): string {
  return wholeDigits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** £178,200.00: at least two decimal places, and more only for digits that are not zero. */
export function money(value: string | Decimal, currency: string): string {
  const exact = typeof value === "string" ? sent(value) : value;
  const plain = text(exact, 2);
  const negative = plain.startsWith("-");
  const [whole = "", fraction = ""] = plain.replace("-", "").split(".");
  return `${negative ? MINUS : ""}${currencySign(currency)}${grouped(whole)}.${fraction}`;
}

/** £12,300: rounded to whole pounds, half away from zero, for lists that need no pence. */
export function wholeMoney(value: string, currency: string): string {
  const exact = sent(value);
  const scale = 10n ** BigInt(exact.places);
  const size = exact.units < 0n ? -exact.units : exact.units;
  const rounded = (2n * size + scale) / (2n * scale);
  return `${exact.units < 0n && rounded > 0n ? MINUS : ""}${currencySign(currency)}${grouped(rounded.toString())}`;
}

/** The number without its sign, for sentences that say "pay more". */
export function withoutSign(value: string): string {
  return value.replace(/^-/, "");
}

export function percent(value: Decimal | string): string {
  const exact = typeof value === "string" ? sent(value) : value;
  return `${text(exact).replace("-", MINUS)}%`;
}

/** "0.7% less", "9.1% more": the word says the direction, so there is never a sign beside it. */
export function lessOrMore(saving: Decimal | string): string {
  const exact = typeof saving === "string" ? sent(saving) : saving;
  if (exact.units === 0n) return "0%";
  return exact.units > 0n ? `${percent(exact)} less` : `${percent(negate(exact))} more`;
}

/** "1 point", "93.125 points" */
export function points(value: string): string {
  return `${amount(value)} ${text(sent(value)) === "1" ? "point" : "points"}`;
}

/** A number such as a volume: 60,000. */
export function amount(value: string): string {
  const [whole = "", fraction] = text(sent(value)).split(".");
  return grouped(whole) + (fraction === undefined ? "" : `.${fraction}`);
}

const UNCHANGED = /^(each|kg|g|mg|l|ml|m|cm|mm)$|\d$|[^s]s$/i;

function plural(noun: string): string {
  if (UNCHANGED.test(noun)) return noun;
  if (/(s|x|z|ch|sh)$/i.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/i.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

/** "35,000 boxes of 100", "1 box of 100" */
export function volumeWords(volume: string, unit: string): string {
  const [noun = unit, ...contents] = unit.split(" of ");
  const named = text(sent(volume)) === "1" ? noun : plural(noun);
  return [`${amount(volume)} ${named}`, ...contents].join(" of ");
}

/** The words with a capital letter at the start. */
export function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${grouped(String(n))} ${n === 1 ? one : many}`;
}
