/** The words of the list of templates. Pure. */
import { count } from "../numbers";

export function templatesSentence(templates: number): string {
  return templates === 0
    ? "No template yet. Make one from an event, and set up the next events from it."
    : `${count(templates, "template")}.`;
}

/** Why an act was not done. */
export function notDone(status: number, detail: string | undefined): string {
  if (status === 0) return "There was no answer. Try again; nothing is done twice.";
  if (status === 401) return "You are signed out. Sign in and try again.";
  if (status === 404) return "The template has been deleted meanwhile.";
  if (status === 412) return "Another buyer has changed it meanwhile. Try again.";
  return detail ?? "It could not be done just now. Try again.";
}
