/** Keeps the page's title current. Every page and every state has a title of its own. */
import { useLayoutEffect } from "preact/hooks";

/** Sets the title with the page itself, so that no reader meets a page under the title of the one before. */
export function useTitle(title: string): void {
  useLayoutEffect(() => {
    document.title = title;
  }, [title]);
}

/** "Events and lots – fairlot" */
export function titled(...parts: readonly string[]): string {
  return [...parts, "fairlot"].join(" \u2013 ");
}
