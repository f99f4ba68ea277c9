/**
 * What needs a buyer, oldest first, each line with the way to it. The box keeps its height, so that the lots below never
 * move.
 */
import { TelephoneLink } from "../../parts/contact/telephone-link";
import type { EventMessage } from "../../protocol/names";
import { consoleAddress } from "../../words/console/address";
import { hasEnded } from "../../words/console/lead";
import type { Need } from "../../words/console/needs";
import { clockTimeToSecond } from "../../words/time";

interface NeedsYouProps {
  event: EventMessage;
  needs: readonly Need[];
  current: boolean;
  is_buyer: boolean;
}

export function NeedsYou({ event, needs, current, is_buyer }: NeedsYouProps) {
  if (hasEnded(event)) return null;
  return (
    <section class={`card console__needs${current ? "" : " card--stale"}`} aria-labelledby="needs-you">
      <h2 class="card__heading" id="needs-you">
        {is_buyer ? "Needs you" : "Needs a buyer"}
      </h2>
      <div class="console__needs-list" tabIndex={0} role="group" aria-labelledby="needs-you">
        {needs.length === 0 ? (
          <p class="quiet">Nothing {current ? "waits" : "waited"}.</p>
        ) : (
          <ul class="notices">
            {needs.map((need) => (
              <Line key={need.key} need={need} event={event} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Line({ need, event }: { need: Need; event: EventMessage }) {
  const { since, lot, lot_title, sentence, bidder } = need;
  const people = event.presence?.find((one) => one.bidder === bidder)?.people ?? [];
  const reachable = people.filter(({ telephone }) => telephone);
  return (
    <li>
      <span class="notices__time">{since === null ? "Not known" : clockTimeToSecond(since)}</span>
      <span>
        <a href={consoleAddress(event.event, { lot })}>{lot_title}</a>: {sentence}
        {reachable.length > 0 && " Ring "}
        {reachable.map(({ person, name, telephone }, nth) => (
          <span key={person}>
            {nth > 0 && ", or "}
            {name ?? "a person without a name"} on <TelephoneLink telephone={telephone} />
          </span>
        ))}
        {reachable.length > 0 && "."}
      </span>
    </li>
  );
}
