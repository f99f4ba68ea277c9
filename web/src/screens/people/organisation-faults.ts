/** Tells in the words of the form that an organisation is not known yet. The server says it in those of a program. */
import type { Failure } from "../../api/request";
import type { FieldProblem } from "../../parts/form/error-summary";
import { ORGANISATION_UNKNOWN } from "../../words/inviting";

export function withUnknownOrganisation(
  { problem }: Failure,
  field: string,
  problems: readonly FieldProblem[],
): readonly FieldProblem[] {
  const is_unknown = problem?.errors?.some(
    ({ path, code }) => path === "/org" && code === "unknown_reference",
  );
  return is_unknown
    ? problems.map((one) => (one.field === field ? { ...one, text: ORGANISATION_UNKNOWN } : one))
    : problems;
}
