/** The words of signing in: what is asked, what was wrong, how long to wait. Pure. Never tells whether an address is known. */
import { count } from "./numbers";

export const SIGN_IN = "Sign in to fairlot";
export const ENTER_CODE = "Enter your code";
export const SIGN_IN_AGAIN = {
  heading: "Your session has ended",
  text: "Sign in again on this page. What you typed is kept.",
};
export const CODE_AGAIN = {
  heading: "Enter your code to go on",
  text: "Enter the code that your app shows now, or a recovery code. What you typed is kept.",
};
export const FACTOR_NEEDED = {
  heading: "Set up a code from an app to go on",
  text: "Your role needs one. Until then these pages show you nothing else.",
};
/** The page that has the code set up, before it asks for a password. */
export const FACTOR_FIRST_PAGE = {
  heading: "Set up a code from an app",
  text: "Your role needs a code from an app beside the password. You need your telephone, and about two minutes.",
};
/** Stands beside a password that was refused because the code from an app comes first. */
export const FACTOR_FIRST =
  "Nothing was changed yet: set up the code from an app in your settings, then do this once more.";
export const EMAIL_NEEDED = "Enter your e-mail address";
export const PASSWORD_NEEDED = "Enter your password";
export const CODE_HINT = "Your app shows 6 digits for fairlot. They change every 30 seconds.";
export const RECOVERY_HINT = "It is one of the 10 codes that you printed or wrote down. Each one works once.";
const NOT_RIGHT = "E-mail address or password is not right. Check both.";
export const CODE_NOT_RIGHT =
  "Code is not right, or was used before. Enter the code that your app shows now.";
const RECOVERY_NOT_RIGHT = "Recovery code is not right, or was used before. Enter another one.";
const NO_ANSWER = "fairlot did not answer just now, so you are not signed in. Try again.";

/** What the person has sent: the password alone, or also a code of one of the two kinds. */
export type Sent = "password" | "code" | "recovery";

/** What follows from an answer that did not sign in. */
export type AfterSignIn =
  | { readonly next: "code" }
  | { readonly next: "correct"; readonly field: "email" | "code"; readonly text: string }
  | { readonly next: "wait"; readonly seconds: number }
  | { readonly next: "again"; readonly text: string };

interface Refused {
  readonly status: number;
  readonly code: string | null;
  readonly retry_after_s: number | null;
}

const WAIT_UNKNOWN_S = 60;

export function afterSignIn({ status, code, retry_after_s }: Refused, sent: Sent): AfterSignIn {
  if (status === 429) return { next: "wait", seconds: retry_after_s ?? WAIT_UNKNOWN_S };
  if (code === "code_needed" && sent === "password") return { next: "code" };
  if (code === "code_needed")
    return {
      next: "correct",
      field: "code",
      text: sent === "recovery" ? RECOVERY_NOT_RIGHT : CODE_NOT_RIGHT,
    };
  if (status === 401 || status === 422) return { next: "correct", field: "email", text: NOT_RIGHT };
  return { next: "again", text: NO_ANSWER };
}

/** "Too many wrong tries, so you have to wait. You can try again in 4 minutes." */
export function waitSentence(left_ms: number): string {
  if (left_ms <= 0) return "You can try again now.";
  const minutes = Math.ceil(left_ms / 60_000);
  return `There were too many wrong tries. You can try again in ${count(minutes, "minute")}. Until then the right password or code is not taken either.`;
}

/** Beside the wait: a buyer can end it (G97), which this page cannot know by itself. */
export const LET_BACK_IN = "If the buyer of an event has let you back in, you need not wait.";
export const TRY_NOW = "Try now";

export function codeNeeded(recovery: boolean): string {
  return recovery ? "Enter a recovery code" : "Enter the code that your app shows";
}
