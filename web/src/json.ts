/** JSON values, and pointers into them (RFC 6901). No value is changed in place: a change copies the path that leads to it. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value as a list of objects. Whatever is no object counts as an empty one, so that places stay the same. */
export function objects(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.map((one) => (isObject(one) ? one : {})) : [];
}

/** The value as text; empty for what is no text. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** `pointer("lots", 0, "a/b")` is `/lots/0/a~1b`. */
export function pointer(...steps: ReadonlyArray<string | number>): string {
  return steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

export function steps(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value at `path`; undefined where there is none. */
export function at(value: Json | undefined, path: string): Json | undefined {
  return steps(path).reduce<Json | undefined>(member, value);
}

function member(value: Json | undefined, step: string): Json | undefined {
  if (isList(value)) return /^(0|[1-9]\d*)$/.test(step) ? value[Number(step)] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/**
 * The value with `change` at `path`. Undefined takes the member or the entry away, and with it each object above that
 * is empty then, as far as it is a member itself. Objects that are not there yet are made.
 */
export function withChange(value: Json | undefined, path: string, change: Json | undefined): Json {
  return changed(value, steps(path), change) ?? {};
}

function changed(
  value: Json | undefined,
  path: readonly string[],
  change: Json | undefined,
): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return change;
  if (isList(value)) {
    const index = Number(step);
    const entry = changed(value[index], rest, change);
    if (entry === undefined && rest.length === 0) return value.filter((_, nth) => nth !== index);
    return value
      .map((one, nth) => (nth === index ? (entry ?? {}) : one))
      .concat(index === value.length ? [entry ?? {}] : []);
  }
  const whole = isObject(value) ? value : {};
  const entry = changed(whole[step], rest, change);
  if (entry !== undefined) return { ...whole, [step]: entry };
  const { [step]: _, ...others } = whole;
  return Object.keys(others).length === 0 ? undefined : others;
}

/** Whether two values are equal. The order of the members of an object does not count. */
export function same(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (isList(left)) {
    return isList(right) && left.length === right.length && left.every((one, nth) => same(one, right[nth]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => same(left[name], right[name]));
}
