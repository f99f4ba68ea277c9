/** Keeps the page's title current. Every page and every state has a title of its own. */
import { useEffect } from "preact/hooks";

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** "Events and lots – fairlot" */
export function titled(...parts: readonly string[]): string {
  return [...parts, "fairlot"].join(" \u2013 ");
}
