/** The words of a person's own settings. Pure. */
import { sentenceCase } from "./numbers";
import { waitSentence } from "./sign-in";

export const NOT_SAVED = "fairlot did not answer just now, so nothing was changed. Try again.";
export const NOT_TO_BE_HAD = "This cannot be changed here. Ask the person who invited you.";
export const NAME_NEEDED = "Enter your name";
export const OLD_PASSWORD_NEEDED = "Enter your current password";
export const NEW_PASSWORD_NEEDED = "Enter a new password";
export const OLD_PASSWORD_WRONG = "Current password is not right";
export const CODE_NEEDED = "Enter the code that your app shows";
export const CODE_WRONG = "Code is not right. Enter the one that your app shows now.";
export const PASSWORD_RULE =
  "At least 12 characters of any kind, also spaces. Three words that do not belong together are easy to remember and hard to guess.";
export const PASSWORD_CHANGED = "Your password is changed. Your other sessions have ended.";
export const DETAILS_SAVED = "Your name and telephone number are saved.";

interface NotDone {
  readonly status: number;
  readonly retry_after_s?: number;
}

/** Why an act was not done, where no field is at fault. */
export function notDone({ status, retry_after_s = 60 }: NotDone): string {
  if (status === 429) return waitSentence(retry_after_s * 1_000);
  return status === 404 || status === 405 ? NOT_TO_BE_HAD : NOT_SAVED;
}

/** What a server says of a field, as a sentence: "Telephone must be digits". */
export function aboutField(label: string, message: string): string {
  return /^(must|is|has|needs)\b/.test(message) ? `${label} ${message}` : sentenceCase(message);
}

/** What follows once the code is right: what a button was pressed for is done, or has to be done again. */
export const THEN_DONE = "What you pressed the button for is done as soon as the code is right.";
export const THEN_AGAIN = "Then do what you wanted to do once more.";
