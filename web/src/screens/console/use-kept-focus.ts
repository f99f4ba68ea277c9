/** Keeps the focus on the page where what had it goes away by itself, such as a request that another buyer has decided. */
import { useLayoutEffect } from "preact/hooks";

/** Where something inside of the box with that id had the focus and is gone after a drawing, `instead` takes it. */
export function useKeptFocus(box: string, instead: () => void): void {
  const inside = document.getElementById(box)?.contains(document.activeElement) === true;
  useLayoutEffect(() => {
    if (inside && (document.activeElement === null || document.activeElement === document.body)) instead();
  });
}
