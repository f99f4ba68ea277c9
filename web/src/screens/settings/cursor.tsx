/** The buttons below a list that the server gives page by page, the newest first. */
import { useState } from "preact/hooks";

interface CursorProps {
  /** Where the next page begins; null on the last one. */
  next: string | null;
  /** Where this page begins; null on the first one. */
  after: string | null;
  goTo(after: string | null): void;
  what: string;
}

export function Cursor({ next, after, goTo, what }: CursorProps) {
  const [before, setBefore] = useState<ReadonlyArray<string | null>>([]);
  if (next === null && after === null) return null;
  const older = (): void => {
    setBefore([...before, after]);
    goTo(next);
  };
  const newer = (): void => {
    goTo(before.at(-1) ?? null);
    setBefore(before.slice(0, -1));
  };
  return (
    <p class="pages">
      {after !== null && (
        <button type="button" class="plain-button" onClick={newer}>
          Newer {what}
        </button>
      )}
      {next !== null && (
        <button type="button" class="plain-button" onClick={older}>
          Older {what}
        </button>
      )}
    </p>
  );
}
