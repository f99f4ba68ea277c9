/** The outcome of a check: right, wrong, or not known. A sign and words say so, besides the colour. */
import type { ComponentChildren } from "preact";

export type Tone = "good" | "bad" | "open";

const SIGNS: Readonly<Record<Tone, string>> = { good: "\u2713", bad: "\u2717", open: "?" };

interface VerdictProps {
  tone: Tone;
  children: ComponentChildren;
}

export function Verdict({ tone, children }: VerdictProps) {
  return (
    <div class={`record__verdict record__verdict--${tone}`}>
      <span class="record__sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      <div>{children}</div>
    </div>
  );
}
