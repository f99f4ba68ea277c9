/** Ids of their own for a lot's parts that stand on a page more than once. */
import { useLayoutEffect } from "preact/hooks";

const REFERENCES = ["for", "aria-labelledby", "aria-describedby", "headers"];

/**
 * The live pages have fixed ids. Two views on one page need ids of their own, which end with `end`. The element that
 * names the view has the id `view` with that ending.
 */
export function useOwnIds(place: { current: HTMLElement | null }, end: string): void {
  useLayoutEffect(() => {
    if (place.current !== null) giveOwnIds(place.current, end);
  });
}

export function giveOwnIds(root: HTMLElement, end: string): void {
  for (const one of root.querySelectorAll("[id]")) if (!one.id.endsWith(end)) one.id += end;
  for (const name of REFERENCES) {
    for (const one of root.querySelectorAll(`[${name}]`)) {
      const ids = (one.getAttribute(name) ?? "").split(/\s+/).filter(Boolean);
      if (ids.every((id) => id.endsWith(end))) continue;
      one.setAttribute(name, ids.map((id) => (id.endsWith(end) ? id : id + end)).join(" "));
    }
  }
  // A section of one view is called otherwise than the same section of the other.
  for (const one of root.querySelectorAll("section[aria-labelledby]")) {
    const name = one.getAttribute("aria-labelledby") ?? "";
    if (!name.startsWith(`view${end}`)) one.setAttribute("aria-labelledby", `view${end} ${name}`);
  }
}
