/** Whether a person is asked for a password after a link. Who goes on with links only is not asked again in this browser. */
import type { Person } from "../protocol/names";
import type { AfterLink } from "../words/after-link";

/** The person goes on without the password that is asked for. */
const put_off = new Set<string>();

export function asksForPassword({ person, password }: Person): AfterLink | null {
  if (password !== "none" && password !== "reset") return null;
  return isPutOff(keyOf(person, password)) ? null : password;
}

export function putPasswordOff(person: string, asks: AfterLink): void {
  const key = keyOf(person, asks);
  put_off.add(key);
  // A link for a forgotten password asks anew: it was asked for.
  if (asks === "reset") return;
  try {
    localStorage.setItem(key, "later");
  } catch {
    // Without storage the person is asked again at the next visit.
  }
}

function isPutOff(key: string): boolean {
  if (put_off.has(key)) return true;
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

function keyOf(person: string, asks: AfterLink): string {
  return `fairlot password ${asks} ${person}`;
}
