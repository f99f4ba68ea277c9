/** The way to the page of all lots of the event, where the bidder takes part in more than this one. */
import { useEffect, useState } from "preact/hooks";
import { lotsOf } from "../../api/events";
import { allLotsAddress } from "../../words/address";

export function AllYourLots({ event }: { event: string }) {
  const [several, setSeveral] = useState(false);
  useEffect(() => {
    void lotsOf(event).then((answer) => answer.ok && setSeveral(answer.value.lots.length > 1));
  }, [event]);
  return (
    several && (
      <p>
        <a href={allLotsAddress(event)}>All your lots in this event</a>
      </p>
    )
  );
}
