/**
 * Makes what stands in a pane of a replay unable to act: buttons and fields are disabled, links lead nowhere. What only
 * shows more of the pane (details, pages of a table, the reader of the graph) still works.
 */
import { useEffect, useLayoutEffect } from "preact/hooks";
import { giveOwnIds } from "../../parts/lot/own-ids";

const CONTROLS = "button, input, select, textarea";
const ONLY_SHOWS = ".pages button, .graph__slider";

/** Also gives ids of their own, which end with `end`. Parts that draw themselves again are seen to as well. */
export function useStill(place: { current: HTMLElement | null }, end: string): void {
  useLayoutEffect(() => {
    if (place.current !== null) still(place.current, end);
  });
  useEffect(() => {
    const root = place.current;
    if (root === null) return;
    const observer = new MutationObserver(() => still(root, end));
    observer.observe(root, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [end]);
}

function still(root: HTMLElement, end: string): void {
  giveOwnIds(root, end);
  for (const one of root.querySelectorAll<HTMLButtonElement>(CONTROLS)) {
    if (!one.disabled && !one.matches(ONLY_SHOWS)) one.disabled = true;
  }
  for (const link of root.querySelectorAll("a[href]")) {
    link.removeAttribute("href");
    link.setAttribute("role", "link");
    link.setAttribute("aria-disabled", "true");
  }
}
