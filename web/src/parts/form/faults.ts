/** What a form says when the server did not do what it asked for. */
import type { Failure } from "../../api/request";
import type { FieldProblem } from "./error-summary";
import type { Outcome } from "./use-sending";
import { aboutField, notDone } from "../../words/settings";

/** A field of a form: its id on the page, its label, and the member that the server knows it by. */
export interface Field {
  readonly id: string;
  readonly label: string;
  readonly member: string;
}

/** Puts what the server says at the fields that it is about; else one sentence for the whole form. */
export function faultsOf(failure: Failure, fields: readonly Field[]): Outcome {
  const problems = fields.flatMap(({ id, label, member }): FieldProblem[] => {
    const found = failure.problem?.errors?.find(({ path }) => path === `/${member}`);
    return found === undefined ? [] : [{ field: id, text: aboutField(label, found.message) }];
  });
  return problems.length > 0 ? { problems } : { said: notDone(failure) };
}
