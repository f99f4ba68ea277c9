/** The words of asking for a link to set a forgotten password. Pure. */
import { waitSentence } from "./sign-in";

export const EMAIL_IS_NONE = "Enter an e-mail address, such as ann@example.org";

/** Why no link was asked for. */
export function notAsked({ status, retry_after_s = 60 }: { status: number; retry_after_s?: number }): string {
  return status === 429
    ? waitSentence(retry_after_s * 1_000)
    : "fairlot did not answer just now, so no link was sent. Try again.";
}
