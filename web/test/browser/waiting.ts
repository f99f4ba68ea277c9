// Waits for what a page does a moment after an act. No test reads a page only once after an act: on a busy machine it may
// not have drawn yet. What has no wait of its own in Playwright is read again and again by `expect.poll`.
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { accessibilityFaults, scrollsSideways } from "./browser";

/** The element that has the focus, as far as tests tell it from others. */
interface Focused {
  readonly tag: string;
  readonly id: string;
  readonly text: string;
  /** Its `aria-label`. */
  readonly label: string | null;
  readonly value: string | null;
  readonly invalid: boolean;
  /** Its `data-path`: the place in a draft that a field is for. */
  readonly path: string | null;
}

type Wanted = { readonly [Property in keyof Focused]?: unknown };

/**
 * Waits until the element with the focus is as described. Keys that are pressed before that may go elsewhere, so this
 * stands between an act that moves the focus and the keys for the element that gets it.
 */
export async function focusIs(page: Page, wanted: Wanted): Promise<void> {
  await expect.poll(() => focused(page)).toMatchObject(wanted);
}

/** Waits until the rules of accessibility hold. */
export async function expectAccessible(page: Page, name = "accessibility"): Promise<void> {
  await expect.poll(() => accessibilityFaults(page), { message: name }).toEqual([]);
}

/** Waits until nothing stands beside the page: parts that were drawn for a wider screen follow a moment later. */
export async function expectNothingBeside(page: Page, name = "width"): Promise<void> {
  await expect.poll(() => scrollsSideways(page), { message: name }).toBe(false);
}

/** How far below the upper edge of the window a part begins, in pixels. */
export function topOf(part: Locator): Promise<number> {
  return part.evaluate((one) => one.getBoundingClientRect().top);
}

/** How far below the upper edge of the window a part ends, in pixels. */
export function bottomOf(part: Locator): Promise<number> {
  return part.evaluate((one) => one.getBoundingClientRect().bottom);
}

function focused(page: Page): Promise<Focused | null> {
  return page.evaluate(() => {
    const one = document.activeElement;
    return (
      one && {
        tag: one.tagName,
        id: one.id,
        text: one.textContent,
        label: one.getAttribute("aria-label"),
        value: "value" in one ? String(one.value) : null,
        invalid: one.getAttribute("aria-invalid") === "true",
        path: one.getAttribute("data-path"),
      }
    );
  });
}
