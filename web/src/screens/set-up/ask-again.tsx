/** Asks once more before something is deleted, and keeps the focus where the person is. */
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface AskAgainProps {
  /** What the second press does. */
  children: ComponentChildren;
  said: string | null;
  remove: () => void;
  keep: () => void;
}

export function AskAgain({ children, said, remove, keep }: AskAgainProps) {
  const question = useRef<HTMLDivElement>(null);
  // The button that led here is gone.
  useEffect(() => question.current?.focus(), []);
  return (
    <div class="answer answer--unknown" tabIndex={-1} ref={question}>
      <p>{children}</p>
      <p class="set-up__acts">
        <button type="button" class="plain-button" onClick={remove}>
          Delete it
        </button>
        <button type="button" class="plain-button" onClick={keep}>
          Keep it
        </button>
      </p>
      {said !== null && <p>{said}</p>}
    </div>
  );
}

/** The button that opens something: it gets the focus back when that is closed. */
export function useOpener(is_open: boolean): RefObject<HTMLButtonElement | null> {
  const opener = useRef<HTMLButtonElement>(null);
  const was_open = useRef(is_open);
  useEffect(() => {
    if (was_open.current && !is_open) opener.current?.focus();
    was_open.current = is_open;
  }, [is_open]);
  return opener;
}
