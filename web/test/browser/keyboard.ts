// Goes through a page with the Tab key, as a person without a mouse does.
import type { Page } from "playwright-core";

/** More presses than controls: a box that scrolls is a stop of its own. */
const SPARE = 12;

/**
 * The visible controls that the Tab key does not reach, and those that do not look different while they have the focus.
 * Begins at the link that skips to the content.
 */
export async function keyboardFaults(page: Page): Promise<string[]> {
  const controls = await page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex="0"]',
    );
    const look = (one: Element): string => {
      // A group of radio buttons or a wrapped input may show the focus around the control.
      const shown = [one, one.parentElement, one.closest(".nhsuk-input-wrapper")].filter(
        (part) => part !== null,
      );
      return shown
        .map((part) => getComputedStyle(part))
        .map((style) => [style.outline, style.boxShadow, style.backgroundColor, style.border].join())
        .join(";");
    };
    const visible = [...all].filter(
      (one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(":disabled"),
    );
    // Of a group of radio buttons the Tab key reaches one.
    const groups = new Set<string>();
    const wanted = visible.filter((one) => {
      if (!(one instanceof HTMLInputElement) || one.type !== "radio") return true;
      const is_new = !groups.has(one.name);
      groups.add(one.name);
      return is_new;
    });
    (document.activeElement as HTMLElement | null)?.blur();
    const before = new Map(visible.map((one) => [one, look(one)]));
    const reached = new Set<string>();
    const unseen: string[] = [];
    const keyOf = (one: HTMLElement): string =>
      one instanceof HTMLInputElement && one.type === "radio" ? `radio ${one.name}` : "";
    document.addEventListener("focusin", ({ target }) => {
      const one = target as HTMLElement;
      if (keyOf(one) !== "") reached.add(keyOf(one));
      one.dataset["reached"] = "";
      if (before.has(one) && before.get(one) === look(one)) unseen.push(one.outerHTML.slice(0, 160));
    });
    Object.assign(window, {
      keyboardFaults: (): string[] => [
        ...wanted
          .filter(
            (one) => one.isConnected && one.dataset["reached"] === undefined && !reached.has(keyOf(one)),
          )
          .map((one) => `not reached: ${one.outerHTML.slice(0, 160)}`),
        ...unseen.map((one) => `does not show the focus: ${one}`),
      ],
    });
    document.querySelector<HTMLElement>(".nhsuk-skip-link")?.focus();
    return wanted.length;
  });
  for (let nth = 0; nth < controls + SPARE; nth += 1) await page.keyboard.press("Tab");
  return page.evaluate(() => (window as unknown as { keyboardFaults: () => string[] }).keyboardFaults());
}
