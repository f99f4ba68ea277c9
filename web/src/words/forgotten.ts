/** The words of asking for a link to set a forgotten password. Pure. */
import { count } from "./numbers";

export const EMAIL_IS_NONE = "Enter an e-mail address, such as ann@example.org";

/** Why no link was asked for. */
export function notAsked({ status, retry_after_s = 60 }: { status: number; retry_after_s?: number }): string {
  return status === 429
    ? `Links were asked for too often. Look for the last e-mail, or try again in ${count(Math.ceil(retry_after_s / 60), "minute")}.`
    : "fairlot did not answer just now, so no link was sent. Try again.";
}
