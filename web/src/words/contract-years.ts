/** What a yearly saving comes to in each NHS financial year (April to March) in which the contract runs. Pure. */
import { add, type Decimal, sent, text, ZERO } from "../money";

/** The length of a contract that does not say its own. */
const MONTHS_USUAL = 12;
const DAY_MS = 86_400_000;
const APRIL = 3;

export interface ContractYear {
  /** "2027-28" */
  readonly name: string;
  /** On how many days of the year the contract runs, and how many days the year has. */
  readonly days: number;
  readonly length: number;
}

/** The financial years that the contract touches. A day is written as 2027-04-01. */
export function contractYears(starts_on: string, months: number | null | undefined): ContractYear[] {
  const first = dayOf(starts_on);
  const end = afterMonths(starts_on, months ?? MONTHS_USUAL);
  const years: ContractYear[] = [];
  for (let year = financialYearOf(first); startOf(year) < end; year += 1) {
    const [from, to] = [startOf(year), startOf(year + 1)];
    const days = Math.min(to, end) - Math.max(from, first);
    years.push({ name: `${year}-${String((year + 1) % 100).padStart(2, "0")}`, days, length: to - from });
  }
  return years;
}

/** The savings of some lines in that year: each line by its days, rounded to pence, half away from zero, then added. */
export function savingInYear(savings: readonly string[], { days, length }: ContractYear): string {
  const parts = savings
    .map((saving) => rounded(sent(saving), 1n, 1n))
    .map((annual) => rounded(annual, BigInt(days), BigInt(length)));
  return text(parts.reduce(add, ZERO), 2);
}

/** `value` × `by` ÷ `over` in whole pence. */
function rounded({ units, places }: Decimal, by: bigint, over: bigint): Decimal {
  const size = (units < 0n ? -units : units) * by * 100n;
  const whole = over * 10n ** BigInt(places);
  const pence = (2n * size + whole) / (2n * whole);
  return { units: units < 0n ? -pence : pence, places: 2 };
}

/** The day as a count of days. Days have no time zone, so all have the same length. */
function dayOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** The same day of the month that number of months later, or the last day of that month where there is none. */
function afterMonths(day: string, months: number): number {
  const [year = 0, month = 1, of_month = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return Date.UTC(year, month - 1 + months, Math.min(of_month, last)) / DAY_MS;
}

function startOf(financial_year: number): number {
  return Date.UTC(financial_year, APRIL, 1) / DAY_MS;
}

function financialYearOf(day: number): number {
  const year = new Date(day * DAY_MS).getUTCFullYear();
  return day < startOf(year) ? year - 1 : year;
}
