/** What waits for the person: decisions of a buyer, terms of a supplier, and a buyer's drafts. */
import type { ComponentChildren } from "preact";
import type { LiveEvents } from "../../live/live-events";
import { Pages } from "../../parts/page/pages";
import type { EventListed, LotListed, LotMessage, Person } from "../../protocol/names";
import { proposalSentence, requestSentence } from "../../words/buyer-acts";
import { lotTimes } from "../../words/home";

interface NeedsYouProps {
  live: LiveEvents;
  events: readonly EventListed[];
  person: Person;
}

interface Need {
  readonly key: string;
  readonly line: ComponentChildren;
}

export function NeedsYou({ live, events, person }: NeedsYouProps) {
  const drafts = person.role === "buyer" ? events.filter(({ status }) => status === "draft") : [];
  const needs = [
    ...events.flatMap((event) => [
      ...event.lots.flatMap((lot) => needsOfLot(live, event, lot, person)),
      ...termsNeeded(live, event),
    ]),
    ...drafts.map((event) => draft(event, live.now())),
  ];
  if (needs.length === 0) return null;
  return (
    <section aria-labelledby="needs-you">
      <h2 class="group" id="needs-you">
        Needs you
      </h2>
      <div class="card">
        <Pages rows={needs} before="Previous page" after="Next page">
          {(shown) => (
            <ul class="nhsuk-list lots">
              {shown.map(({ key, line }) => (
                <li key={key}>{line}</li>
              ))}
            </ul>
          )}
        </Pages>
      </div>
    </section>
  );
}

/** Nothing that may be old is said to wait. */
function needsOfLot(live: LiveEvents, event: EventListed, listed: LotListed, { role }: Person): Need[] {
  const lot = live.lot(listed.id);
  if (lot === null || !live.current) return [];
  const sentences = [
    ...(lot.requests ?? []).map((request) => requestSentence(lot, request)),
    ...(lot.proposals ?? []).map((proposal) => proposalSentence(lot, proposal)),
  ];
  const id = encodeURIComponent(lot.lot);
  // A buyer decides in the console.
  const to = role === "buyer" ? `/events/${encodeURIComponent(event.id)}/console?lot=${id}` : `/lots/${id}`;
  return sentences.map((sentence, nth) => ({
    key: `${lot.lot} ${nth}`,
    line: (
      <>
        <a href={to}>{lot.title}</a>
        <span>{sentence}</span>
      </>
    ),
  }));
}

/** The terms are those of the event: who accepts them at one lot has accepted them for all. */
function termsNeeded(live: LiveEvents, event: EventListed): Need[] {
  if (!live.current) return [];
  const lot = event.lots.map(({ id }) => live.lot(id)).find((one) => one !== null && waitsForTerms(one));
  if (lot === undefined || lot === null) return [];
  return [
    {
      key: `${event.id} terms`,
      line: (
        <>
          <a href={`/events/${encodeURIComponent(event.id)}`}>{event.title}</a>
          <span>Accept the terms before you send an offer.</span>
        </>
      ),
    },
  ];
}

function waitsForTerms({ you, state }: LotMessage): boolean {
  return you?.terms_accepted === false && state !== "closed" && state !== "cancelled";
}

function draft(event: EventListed, now: number): Need {
  const [first] = event.lots;
  const planned = first === undefined ? "" : lotTimes(first, event, now);
  return {
    key: event.id,
    line: (
      <>
        <strong class="tag tag--draft">Draft</strong>
        <a href={`/events/${encodeURIComponent(event.id)}/set-up`}>{event.title}</a>
        <span class="quiet">{[event.reference, planned].filter(Boolean).join(". ")}</span>
      </>
    ),
  };
}
