/** The link to the replay of a lot. Auditors alone see it. */
import type { Person } from "../../protocol/names";
import { isPractice } from "../../words/practice";
import { replayAddress } from "../../words/replay/address";

interface ReplayLinkProps {
  lot: string;
  person: Pick<Person, "role">;
}

/** Nothing for others: the server lets auditors alone replay. A practice lot keeps no record. */
export function ReplayLink({ lot, person }: ReplayLinkProps) {
  if (person.role !== "auditor" || isPractice(lot)) return null;
  return (
    <p class="ways">
      <a href={replayAddress(lot)}>Replay this lot: every record, and what each party saw</a>
    </p>
  );
}
