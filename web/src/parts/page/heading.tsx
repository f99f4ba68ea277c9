/** The heading of a page, which also begins its title, and which the focus goes to when a person comes to the page. */
import { titled, useTitle } from "./title";

export function Heading({ children: text, error = false }: { children: string; error?: boolean }) {
  useTitle(`${error ? "Error: " : ""}${titled(text)}`);
  return (
    <h1 class="nhsuk-heading-l" tabIndex={-1}>
      {text}
    </h1>
  );
}
