/** What waits for a buyer in a lot. Pure. */
import type { LotMessage } from "../../protocol/names";

/** What has to be known of a lot to say what waits in it. */
export type WaitingLot = Pick<LotMessage, "lot" | "state" | "requests" | "proposals">;

/** Whether something waits for this buyer that did not wait before. In a lot that is over nothing does. */
export function needsMore(before: WaitingLot, after: WaitingLot, person: string): boolean {
  if (after.state === "closed" || after.state === "cancelled") return false;
  const known = needs(before, person);
  return needs(after, person).some((seq) => !known.includes(seq));
}

/** The records that wait for this buyer. Nobody approves what they proposed themselves. */
function needs({ requests, proposals }: WaitingLot, person: string): number[] {
  return [...(requests ?? []), ...(proposals ?? []).filter(({ by }) => by !== person)].map(({ seq }) => seq);
}
