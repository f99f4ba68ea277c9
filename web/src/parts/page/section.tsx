/** One section of a page of forms, under its heading. */
import type { ComponentChildren } from "preact";

interface SectionProps {
  id: string;
  heading: string;
  children: ComponentChildren;
}

export function Section({ id, heading, children }: SectionProps) {
  return (
    <section class="card" aria-labelledby={id}>
      <h2 class="card__heading" id={id}>
        {heading}
      </h2>
      {children}
    </section>
  );
}
