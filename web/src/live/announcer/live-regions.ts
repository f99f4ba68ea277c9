/**
 * Speaks through the two live regions of `index.html`. A text is cleared and set again a moment later, so that a screen
 * reader speaks the same text twice. Later the region is emptied, so that nobody finds an old rank in it.
 */
import type { Voice } from "./speaker";

const FRAME_MS = 50;
const CLEAR_MS = 12_000;

export function liveRegions(polite: HTMLElement, assertive: HTMLElement): Voice {
  return { polite: speakInto(polite), assertive: speakInto(assertive) };
}

function speakInto(region: HTMLElement): (text: string) => void {
  let setting: ReturnType<typeof setTimeout> | undefined;
  let clearing: ReturnType<typeof setTimeout> | undefined;
  let waiting: string[] = [];
  return (text) => {
    // A text that waits to be set is spoken together with the new one, so that none is lost.
    waiting.push(text);
    clearTimeout(setting);
    clearTimeout(clearing);
    region.textContent = "";
    setting = setTimeout(() => {
      region.textContent = waiting.join(" ");
      waiting = [];
      clearing = setTimeout(() => {
        region.textContent = "";
      }, CLEAR_MS);
    }, FRAME_MS);
  };
}
