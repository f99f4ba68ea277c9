/** Before a restart: which bidders of the lots are back, whom to ring, and when the lots restart by themselves. */
import { useMemo } from "preact/hooks";
import type { LiveConsole } from "../../live/console/live-console";
import { TelephoneLink } from "../../parts/contact/telephone-link";
import type { EventMessage } from "../../protocol/names";
import { biddersOf } from "../../words/console/preview";
import { backSentence, connectionWords, ringOrder } from "../../words/console/ring";
import { restartWords } from "../../words/lot";
import { useSecond } from "./use-second";

interface BackAgainProps {
  live: LiveConsole;
  event: EventMessage;
  lots: readonly string[];
}

export function BackAgain({ live, event, lots }: BackAgainProps) {
  const now = useSecond(live);
  const bidders = useMemo(
    () => ringOrder(biddersOf(event.presence ?? [], lots)),
    [event.presence, lots.join()],
  );
  const missing = bidders.filter(({ connected }) => connected === false);
  const planned = event.lots.filter(({ lot, resumes_at }) => lots.includes(lot) && resumes_at);
  return (
    <section class="console__preview" aria-labelledby="who-is-back">
      <h3 class="card__heading" id="who-is-back">
        Who is back
      </h3>
      <p>{backSentence(bidders) ?? "Who is connected is not shown while names are hidden."}</p>
      {missing.length > 0 && (
        <ul class="nhsuk-list nhsuk-list--bullet">
          {missing.map((bidder) => (
            <li key={bidder.bidder}>
              {bidder.name}: {connectionWords(bidder, now).toLowerCase()}.{" "}
              {bidder.people
                .filter(({ telephone }) => telephone)
                .map(({ person, name, telephone }) => (
                  <span key={person}>
                    {name ?? "No name"}: <TelephoneLink telephone={telephone} />{" "}
                  </span>
                ))}
            </li>
          ))}
        </ul>
      )}
      {planned.map(({ lot, title, resumes_at }) => (
        <p key={lot}>
          {title} restarts by itself at {restartWords(resumes_at ?? "", now)}.
        </p>
      ))}
    </section>
  );
}
