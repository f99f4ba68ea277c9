/**
 * Exact decimals, for display and for the hint under the price fields. A value is a whole number (`bigint`) of
 * 10^-places; floating point is never used for money. The server judges every figure.
 */

export interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

export const ZERO: Decimal = { units: 0n, places: 0 };

/** Reads a decimal in the protocol's form; null for any other text. */
export function decimal(text: string): Decimal | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? "";
  const units = BigInt((match[2] ?? "") + fraction);
  return { units: match[1] === "-" ? -units : units, places: fraction.length };
}

/** Reads a decimal that the server sent. Throws for any other text, because that is a fault of the server. */
export function sent(text: string): Decimal {
  const value = decimal(text);
  if (value === null) throw new Error(`not a decimal: ${text}`);
  return value;
}

function withoutSigns(typed: string): string {
  return typed
    .trim()
    .replace(/^[£€$]\s*/u, "")
    .replace(/\s*[£€$]$/u, "");
}

/**
 * Reads a price that a person typed, and returns it in the protocol's form; null when it cannot be read.
 *
 * A comma or a space is a thousands separator only before groups of three digits, and only where the number does not
 * begin with 0: "2,97" must not become 297, nor "0,125" become 125.
 */
export function typedPrice(typed: string): string | null {
  const read = /^([1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\s\d{3})+|\d*)(?:\.(\d*))?$/u.exec(
    withoutSigns(typed),
  );
  if (read === null) return null;
  const whole = (read[1] ?? "").replace(/[,\s]/gu, "").replace(/^0+(?=\d)/, "");
  const fraction = read[2] ?? "";
  if (whole + fraction === "" || whole.length > 13 || fraction.length > 12) return null;
  return (whole === "" ? "0" : whole) + (fraction === "" ? "" : `.${fraction}`);
}

/**
 * The price that a text which cannot be read probably means: a decimal comma, or points between thousands. Null where
 * more than one reading is possible.
 */
export function likelyPrice(typed: string): string | null {
  const bare = withoutSigns(typed);
  const comma = /^(\d+|[1-9]\d{0,2}(?:[.\s]\d{3})+),(\d+)$/u.exec(bare);
  // Three digits after the only sign may be thousands as well, unless the number begins with 0.
  if (/^[1-9]\d*,\d{3}$/u.test(bare)) return null;
  if (comma !== null) return typedPrice(`${(comma[1] ?? "").replace(/[.\s]/gu, "")}.${comma[2] ?? ""}`);
  return /^[1-9]\d{0,2}(?:\.\d{3}){2,}$/u.test(bare) ? typedPrice(bare.replaceAll(".", "")) : null;
}

function unitsAt(value: Decimal, places: number): bigint {
  return value.units * 10n ** BigInt(places - value.places);
}

export function add(left: Decimal, right: Decimal): Decimal {
  const places = Math.max(left.places, right.places);
  return { units: unitsAt(left, places) + unitsAt(right, places), places };
}

export function negate(value: Decimal): Decimal {
  return { units: -value.units, places: value.places };
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return add(left, negate(right));
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return { units: left.units * right.units, places: left.places + right.places };
}

/** Negative if `left` is below `right`, zero if they are equal, positive if `left` is above. */
export function compare(left: Decimal, right: Decimal): number {
  const difference = subtract(left, right).units;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** `left ÷ right` with `places` decimal places, rounded down; only for positive values. */
export function divideDown(left: Decimal, right: Decimal, places: number): Decimal {
  const numerator = left.units * 10n ** BigInt(right.places + places);
  return { units: numerator / (right.units * 10n ** BigInt(left.places)), places };
}

/** `part` as a percentage of `whole`, rounded half away from zero; null for a `whole` of zero. */
export function percentage(part: Decimal, whole: Decimal, places = 1): Decimal | null {
  if (whole.units === 0n) return null;
  const numerator = part.units * 10n ** BigInt(whole.places + places + 2);
  const denominator = whole.units * 10n ** BigInt(part.places);
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const units = (2n * top + bottom) / (2n * bottom);
  return { units: negative ? -units : units, places };
}

/** The value in the protocol's form, with at least `least` decimal places and no zeros after those. */
export function text(value: Decimal, least = 0): string {
  const negative = value.units < 0n;
  const digits = (negative ? -value.units : value.units).toString().padStart(value.places + 1, "0");
  const whole = digits.slice(0, digits.length - value.places);
  const fraction = digits
    .slice(digits.length - value.places)
    .replace(/0+$/, "")
    .padEnd(least, "0");
  return (negative ? "-" : "") + whole + (fraction === "" ? "" : `.${fraction}`);
}

/** An approximate number, only for the place of a point on the graph. */
export function forDrawing(decimalText: string): number {
  return Number(decimalText);
}
