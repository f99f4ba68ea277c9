/**
 * The two live regions that stand empty in the first HTML. A text is cleared and set again a frame later, so
 * that the same words twice are spoken twice; afterwards the region is emptied, so that nobody reads an old
 * rank there.
 */
import type { Voice } from "./speaker";

const FRAME_MS = 50;
const CLEAR_MS = 12_000;

export function regionVoice(polite: HTMLElement, assertive: HTMLElement): Voice {
  return { polite: into(polite), assertive: into(assertive) };
}

function into(region: HTMLElement): (text: string) => void {
  let setting: ReturnType<typeof setTimeout> | undefined;
  let clearing: ReturnType<typeof setTimeout> | undefined;
  let unsaid: string[] = [];
  return (text) => {
    // What was asked for in the same frame and is not set yet is said too, never lost.
    unsaid.push(text);
    clearTimeout(setting);
    clearTimeout(clearing);
    region.textContent = "";
    setting = setTimeout(() => {
      region.textContent = unsaid.join(" ");
      unsaid = [];
      clearing = setTimeout(() => {
        region.textContent = "";
      }, CLEAR_MS);
    }, FRAME_MS);
  };
}
