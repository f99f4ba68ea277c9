/** Finds out which screen an address names. Pure. */

export type Route = { screen: "events" } | { screen: "lot"; lot: string } | { screen: "unknown" };

export function route(path: string): Route {
  if (path === "/") return { screen: "events" };
  const lot = /^\/lots\/([^/]+)\/?$/.exec(path)?.[1];
  if (lot === undefined) return { screen: "unknown" };
  try {
    return { screen: "lot", lot: decodeURIComponent(lot) };
  } catch {
    return { screen: "unknown" };
  }
}
