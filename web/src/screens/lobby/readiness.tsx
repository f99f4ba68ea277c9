/** The list of what can be ready, each with its mark, a sentence, and what to do. */
import type { ComponentChildren } from "preact";
import { BeginPractice } from "../../parts/practice/begin-practice";
import type { Voice } from "../../live/announcer/speaker";
import type { Lobby, LobbyLot, Person } from "../../protocol/names";
import {
  GET_READY,
  isOver,
  MARK_NAMES,
  personLine,
  type Thing,
  type ThingKey,
  waitsForTerms,
} from "../../words/lobby";
import { isLead } from "../../words/person";
import { lotAddress } from "../../words/practice";
import { ConnectionTest } from "./connection-test";

interface ReadinessProps {
  event: string;
  person: Person;
  voice: Voice;
  lobby: Lobby;
  list: readonly Thing[];
  lots: readonly LobbyLot[];
  now: number;
  again(): void;
}

export function Readiness(props: ReadinessProps) {
  return (
    <section class="card" aria-labelledby="get-ready">
      <h2 class="card__heading" id="get-ready">
        {GET_READY}
      </h2>
      <ul class="nhsuk-list things">
        {props.list.map((thing) => (
          <OneThing key={thing.key} thing={thing}>
            {todo(thing.key, props)}
          </OneThing>
        ))}
        <li>
          <h3 class="things__name">How your offers are compared</h3>
          <p>
            The rules of each lot in words, with your own figures and an example:{" "}
            <a href="#your-lots">read them before a lot opens</a>.
          </p>
        </li>
      </ul>
    </section>
  );
}

function OneThing({ thing, children }: { thing: Thing; children: ComponentChildren }) {
  const { key, name, mark, words } = thing;
  return (
    <li id={`thing-${key}`}>
      <h3 class="things__name" tabIndex={-1}>
        {name}
      </h3>
      <strong class={`tag things__mark tag--${mark === "ready" ? "open" : "scheduled"}`}>
        {MARK_NAMES[mark]}
      </strong>
      <p>{words}</p>
      {children}
    </li>
  );
}

function todo(key: ThingKey, props: ReadinessProps): ComponentChildren {
  switch (key) {
    case "terms":
      return (
        <p>
          <a href="#terms">{waitsForTerms(props.lots) ? "Read and accept the terms" : "Read the terms"}</a>
        </p>
      );
    case "connection":
      return <ConnectionTest event={props.event} voice={props.voice} again={props.again} />;
    case "practice":
      return <Practice {...props} />;
    case "people":
      return <People {...props} />;
    case "telephone":
      return (
        <p>
          <a href="/settings">
            {props.person.telephone ? "Change it in your settings" : "Add it in your settings"}
          </a>
        </p>
      );
  }
}

/** A practice of any lot counts. Of several lots each has its own button, beside its rules. */
function Practice({ event, lobby, lots }: ReadinessProps) {
  if (lobby.practice != null) {
    const address = lotAddress(lobby.practice.lot, `/events/${encodeURIComponent(event)}`);
    return (
      <p>
        <a href={address}>Go to your practice</a>
      </p>
    );
  }
  const lot = lots.find((one) => !isOver(one));
  if (lot === undefined) return null;
  if (lots.length > 1) {
    return (
      <p>
        <a href="#your-lots">Choose a lot to practise</a>
      </p>
    );
  }
  return (
    <p>
      <BeginPractice event={event} lot={lot.lot} words={`Practise ${lot.title}`} plain />
    </p>
  );
}

function People({ lobby, person, now }: ReadinessProps) {
  return (
    <>
      <ul class="nhsuk-list nhsuk-list--bullet">
        {lobby.people.map((one) => (
          <li key={one.person}>{personLine(one, person.person, now)}</li>
        ))}
      </ul>
      {isLead(person) && (
        <p>
          <a href="/people/invite">Invite a colleague</a>
        </p>
      )}
    </>
  );
}
