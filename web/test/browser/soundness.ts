// Looks at a page as it stands, at the sizes of a telephone and of a desktop.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { shoot } from "./browser";
import { keyboardFaults } from "./keyboard";
import { DESKTOP } from "./real-stage";
import { expectAccessible, expectNothingBeside } from "./waiting";

const SIZES = [{ width: 320, height: 640 }, { width: 360, height: 740 }, DESKTOP];

export interface Soundness {
  /** A page that the keyboard moves through must stay as it is, such as one on which a lot is about to close. */
  readonly keyboard: boolean;
}

/**
 * Pictures at three sizes where SHOTS names a folder, the rules of accessibility, nothing beside the page, and every
 * control within reach of the Tab key. The page is left at the size of a desktop.
 */
export async function expectSound(
  page: Page,
  name: string,
  { keyboard }: Soundness = { keyboard: true },
): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await shoot(page, `${name}-${size.width}`);
    await expectNothingBeside(page, `${name} at ${size.width}`);
    if (size.width !== 360) await expectAccessible(page, `${name} at ${size.width}`);
  }
  if (keyboard) expect(await keyboardFaults(page), name).toEqual([]);
}
