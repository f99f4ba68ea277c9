/** When the pages sound, in words, for each role. Pure. */
import type { Role } from "../protocol/ws";

type Tone = "lead_lost" | "minute_left" | "needs_you";

/** What each tone is for, as it follows "when". */
const WHEN: Readonly<Record<Tone, string>> = {
  lead_lost: "you lose 1st place",
  minute_left: "1 minute is left",
  needs_you: "a request or a proposal begins to wait for you",
};

/** The tones that a person of the role can hear. */
export function tonesOf(role: Role): readonly Tone[] {
  if (role === "supplier") return ["lead_lost", "minute_left"];
  return role === "buyer" ? ["needs_you"] : [];
}

/** "Play a short tone when you lose 1st place, and when 1 minute is left" */
export function soundChoice(role: Role): string {
  return `Play a short tone ${tonesOf(role)
    .map((tone) => `when ${WHEN[tone]}`)
    .join(", and ")}`;
}

/** "Try: 1 minute is left" */
export function tryWords(tone: Tone): string {
  return `Try the tone: ${WHEN[tone]}`;
}

export const SOUND_HINT =
  "Everything that a tone tells you is on the page too. A browser plays tones only on a page that you have clicked on, or " +
  "pressed a key in.";

export function triedWords(was_played: boolean): string {
  return was_played
    ? "Played. If you heard nothing, check the volume of this device."
    : "This browser did not play it. It may not allow sound on this page.";
}

/** How far the choices of a person are kept. */
export type ChoicesKept = "kept" | "visit" | "failed";

export function keptWords(kept: ChoicesKept): string {
  switch (kept) {
    case "kept":
      return "Kept for you as soon as you choose, wherever you sign in.";
    case "visit":
      return "Holds until you leave these pages: nobody is signed in here for whom it could be kept.";
    case "failed":
      return "This could not be kept just now. It holds until you leave these pages. Choose again to keep it.";
  }
}
