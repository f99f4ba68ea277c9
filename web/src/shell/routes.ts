/** Finds out which screen an address names. Pure. */

/** The id of the lot that the address names; null for every other address. */
export function lotInPath(path: string): string | null {
  const match = /^\/lots\/([^/]+)\/?$/.exec(path);
  return match?.[1] === undefined ? null : decodeURIComponent(match[1]);
}
