/** Where the focus goes in a console: to what was opened, back to its row, and with F6 between both. */
import { useEffect, useRef } from "preact/hooks";
import type { ConsolePlace } from "../../words/console/address";

export const LIST = "console-list";
export const PANE = "console-pane";

export function rowId(lot: string): string {
  return `lot-${lot}`;
}

export function useFocus({ lot, act, about }: ConsolePlace): void {
  const was = useRef<{ lot: string | null; key: string } | null>(null);
  const key = [lot, act, about].join(" ");
  useEffect(() => {
    const before = was.current;
    was.current = { lot: lot ?? before?.lot ?? null, key };
    // The page that is opened anew begins at its top.
    if (before === null || before.key === key) return;
    if (lot === null && act === null) toList(before.lot);
    else toPane();
  }, [key]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "F6" || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const in_pane = document.getElementById(PANE)?.contains(document.activeElement) === true;
      if (in_pane) toList(was.current?.lot ?? null);
      else toPane();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

export function toPane(): void {
  document.querySelector<HTMLElement>(`#${PANE} h2`)?.focus();
}

export function toList(lot: string | null): void {
  const row = lot === null ? null : document.getElementById(rowId(lot));
  const target = row ?? document.querySelector<HTMLElement>(`#${LIST} h2`);
  target?.focus();
}
