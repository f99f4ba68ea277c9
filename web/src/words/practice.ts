/** Practice lots: how they are known, and where their pages lead back to. Pure. */

const PREFIX = "practice-";

/** Whether the id is that of a practice lot, which a restart of the server forgets. */
export function isPractice(lot: string): boolean {
  return lot.startsWith(PREFIX);
}

/** The address of a lot's page. A practice lot's says where its player came from. */
export function lotAddress(lot: string, from?: string): string {
  const address = `/lots/${encodeURIComponent(lot)}`;
  return from === undefined ? address : `${address}?from=${encodeURIComponent(from)}`;
}

export interface WayBack {
  readonly address: string;
  readonly words: string;
}

const HOME: WayBack = { address: "/", words: "See your events and lots" };
const CHECK = /^\/events\/[^/?#]+\/check$/;
const LOBBY = /^\/events\/[^/?#]+$/;
const LOT = /^\/lots\/[^/?#]+$/;

/** Where the page of a practice lot leads back to: to the check, the lobby or the lot that it was begun from, else home. */
export function wayBack(search: string): WayBack {
  const from = new URLSearchParams(search).get("from") ?? "";
  if (CHECK.test(from)) return { address: from, words: "Back to check and publish" };
  if (LOBBY.test(from)) return { address: from, words: "Back to getting ready" };
  if (LOT.test(from)) return { address: from, words: "Back to the lot" };
  return HOME;
}
