/** Finds out which screen an address names. Pure. */
import { placeOf } from "../words/draft/address";

export type Route =
  { screen: "events" } | { screen: "lot"; lot: string } | { screen: "set-up" } | { screen: "unknown" };

export function route(path: string): Route {
  if (path === "/") return { screen: "events" };
  if (placeOf(path) !== null) return { screen: "set-up" };
  const lot = /^\/lots\/([^/]+)\/?$/.exec(path)?.[1];
  if (lot === undefined) return { screen: "unknown" };
  try {
    return { screen: "lot", lot: decodeURIComponent(lot) };
  } catch {
    return { screen: "unknown" };
  }
}
