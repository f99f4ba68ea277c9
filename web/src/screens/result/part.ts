/** The properties that the parts of a result take. */
import type { ResultAnswer } from "../../protocol/http";
import type { Person } from "../../protocol/names";

export interface ResultPartProps {
  result: ResultAnswer;
  person: Person;
}
