/**
 * Brings a person who followed a link to the new page: the focus goes to its heading, as on a page that was loaded anew.
 * Where the heading comes only after the page has loaded what it shows, the focus follows it, until the person acts.
 */
const ACTS = ["keydown", "pointerdown"] as const;

let leave: () => void = () => {};

export function arrive(): void {
  leave();
  const focus = (): void => {
    if (document.activeElement === null || document.activeElement === document.body) heading()?.focus();
  };
  const later = new MutationObserver(focus);
  leave = () => {
    later.disconnect();
    for (const act of ACTS) removeEventListener(act, leave, true);
  };
  for (const act of ACTS) addEventListener(act, leave, true);
  later.observe(document.body, { childList: true, subtree: true });
  // What had the focus may stand on both pages, such as a link of the header.
  heading()?.focus();
}

function heading(): HTMLElement | null {
  const found = document.querySelector<HTMLElement>("main h1");
  if (found !== null && !found.hasAttribute("tabindex")) found.tabIndex = -1;
  return found;
}
