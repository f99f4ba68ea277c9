/** Details that are closed on the screen until somebody opens them, and always open on paper. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { usePaper } from "./paper";

interface FoldedProps {
  summary: string;
  children: ComponentChildren;
}

export function Folded({ summary, children }: FoldedProps) {
  const [open, setOpen] = useState(false);
  const paper = usePaper();
  return (
    <details
      class="more more--whole"
      open={open || paper}
      onToggle={(event) => !paper && setOpen(event.currentTarget.open)}
    >
      <summary>{summary}</summary>
      {(open || paper) && children}
    </details>
  );
}
