/** Puts at its field why a new password was not taken. */
import type { Failure } from "../../api/request";
import type { Person } from "../../protocol/names";
import { actRefused } from "../../words/people";
import { aboutField, OLD_PASSWORD_WRONG } from "../../words/settings";
import { FACTOR_FIRST } from "../../words/sign-in";
import { type Field, faultsOf } from "./faults";
import type { Outcome } from "./use-sending";

export const OLD: Field = { id: "old-password", label: "Current password", member: "old" };
export const NEW: Field = { id: "new-password", label: "New password", member: "new" };

/** `old` is null where the current password is not asked for. */
export function passwordRefused(failure: Failure, old: Field | null, person: Person): Outcome {
  const { problem, status } = failure;
  if (problem?.code === "step_up_required") {
    return { said: person.second_factor ? actRefused(failure) : FACTOR_FIRST };
  }
  if (status === 403 && old !== null) return { problems: [{ field: old.id, text: OLD_PASSWORD_WRONG }] };
  const found = faultsOf(failure, old === null ? [NEW] : [old, NEW]);
  if ("problems" in found) return found;
  return problem?.code === "weak_password"
    ? { problems: [{ field: NEW.id, text: aboutField(NEW.label, problem.detail) }] }
    : { said: actRefused(failure) };
}
