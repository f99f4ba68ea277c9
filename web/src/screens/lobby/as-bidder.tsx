/** The lobby of a bidder as a buyer looks at it: how ready the bidder is, and what it reads. Nothing can be done here. */
import { lobbyOfBidder } from "../../api/lobby";
import { CannotSee } from "../../parts/page/error-pages";
import { Heading } from "../../parts/page/heading";
import { LoadState } from "../../parts/page/load-state";
import { Page } from "../../parts/page/page";
import { useLoaded } from "../../parts/page/use-loaded";
import { RulesOfLot } from "../../parts/lot/rules";
import type { Lobby, LobbyLot } from "../../protocol/names";
import { lotTimes } from "../../words/home";
import { readyWords } from "../../words/console/ring";
import {
  GET_READY,
  HIDDEN_FROM_BUYER,
  isHiddenFromBuyer,
  isOver,
  lookingAs,
  NOT_TESTED,
  ONLY_TO_LOOK_AT,
  personOfBidder,
  timesSentence,
  whoBids,
} from "../../words/lobby";
import { lotAddress } from "../../words/practice";
import { stateName } from "../../words/standing";
import { millis } from "../../words/time";
import "../../styles/lobby.scss";

const ASK_MS = 15_000;

interface LobbyAsProps {
  event: string;
  /** Whose lobby, such as `bidder:acme`. */
  as: string;
}

export function LobbyAsScreen({ event, as }: LobbyAsProps) {
  const loaded = useLoaded(`${event} ${as}`, () => lobbyOfBidder(event, as), ASK_MS);
  const lobby = loaded.value;
  if (loaded.refused !== null) {
    return (
      <Page>
        <CannotSee />
      </Page>
    );
  }
  if (lobby === null) {
    return (
      <Page>
        <Heading>{GET_READY}</Heading>
        <LoadState what="what the bidder reads" loaded={loaded} />
      </Page>
    );
  }
  return (
    <Page event={lobby.lots[0]?.event}>
      <Heading>{`${lobby.event.title}: ${lobby.bidder_name}`}</Heading>
      <p class="lead">{lookingAs(lobby.bidder_name)}</p>
      <p>{ONLY_TO_LOOK_AT}</p>
      <LoadState what="what the bidder reads" loaded={loaded} />
      <div class="columns">
        <div class="columns__main">
          <HowReady lobby={lobby} />
          {lobby.event.terms != null && <Terms text={lobby.event.terms} />}
        </div>
        <div class="columns__side">
          <Lots lobby={lobby} />
        </div>
      </div>
      <p class="quiet">All times are UK time.</p>
    </Page>
  );
}

function HowReady({ lobby }: { lobby: Lobby }) {
  const now = millis(lobby.now);
  return (
    <section class="card how-ready" aria-labelledby="how-ready">
      <h2 class="card__heading" id="how-ready">
        How ready {lobby.bidder_name} is
      </h2>
      {isHiddenFromBuyer(lobby.people) ? (
        <p>{HIDDEN_FROM_BUYER}</p>
      ) : (
        <p>{readyWords(lobby.ready, now) ?? NOT_TESTED}</p>
      )}
      <p>{whoBids(lobby)}</p>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {lobby.people.map((one) => (
          <li key={one.person}>{personOfBidder(one)}</li>
        ))}
      </ul>
    </section>
  );
}

function Terms({ text }: { text: string }) {
  return (
    <section class="card" aria-labelledby="terms">
      <h2 class="card__heading" id="terms">
        Terms of this event
      </h2>
      <div class="terms terms--whole" tabIndex={0} role="region" aria-label="The text of the terms">
        {text}
      </div>
    </section>
  );
}

function Lots({ lobby }: { lobby: Lobby }) {
  const now = millis(lobby.now);
  return (
    <section aria-labelledby="lots">
      <h2 class="group" id="lots">
        {lobby.lots.length === 1 ? "The lot" : "The lots"}
      </h2>
      {lobby.lots.map((lot) => (
        <section class="card" key={lot.lot} aria-labelledby={`lot-${lot.lot}`}>
          <h3 class="card__heading" id={`lot-${lot.lot}`}>
            <a href={lotAddress(lot.lot)}>{lot.title}</a>
          </h3>
          <p>
            <strong class={`tag tag--${lot.state}`}>{stateName(lot.state)}</strong>
          </p>
          <p>{timesOf(lot, now)}</p>
          {!isOver(lot) && <RulesOfLot lot={lot} open={lobby.lots.length <= 3} />}
        </section>
      ))}
      {lobby.unreadable.map(({ lot, title }) => (
        <p key={lot}>{title}: this lot cannot be read at the moment.</p>
      ))}
    </section>
  );
}

function timesOf(lot: LobbyLot, now: number): string {
  if (lot.state === "scheduled") return timesSentence(lot, now);
  return `${lotTimes(lot, { title: "", status: "published", lots: [] }, now)}.`;
}
