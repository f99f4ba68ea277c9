/** What came of an act, said where the person acted. Takes the focus when it appears, so that a screen reader reads it. */
import { useEffect, useRef } from "preact/hooks";

export function Said({ text, id }: { text: string | null; id?: string }) {
  const said = useRef<HTMLParagraphElement>(null);
  const is_said = text !== null;
  useEffect(() => {
    if (is_said) said.current?.focus();
  }, [is_said]);
  if (!is_said) return null;
  return (
    <p class="note" id={id} tabIndex={-1} ref={said}>
      {text}
    </p>
  );
}
