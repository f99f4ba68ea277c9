/** What became of each offer that was sent from the review. What needs the person comes first. */
import { useEffect, useRef } from "preact/hooks";
import { grouped, type SentTogether } from "../../live/many/batch";
import type { BidderLots } from "../../live/many/bidder-lots";
import type { LotMessage } from "../../protocol/names";
import { notTaken, tooLarge, unknownOutcome } from "../../words/bid";
import { acceptedInShort, LOT_GONE, NOT_SENT, outcomesSentence, TO_CONFIRM } from "../../words/many-lots";
import { money } from "../../words/numbers";
import { refusal } from "../../words/refusal";
import { type GoTo, headingId } from "./go-to";

export function Outcomes({ live, goTo }: { live: BidderLots; goTo: GoTo }) {
  const { batch } = live;
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(batch.map(({ ref }) => ref).join());
  const refs = batch.map(({ ref }) => ref).join();
  useEffect(() => {
    // The person waits for it. After a reload nobody does.
    if (refs !== "" && refs !== shown.current) heading.current?.focus();
    shown.current = refs;
  }, [refs]);
  if (batch.length === 0) return null;
  const { not_accepted, unknown, accepted } = grouped(batch);
  const counts = {
    sent: batch.length,
    accepted: accepted.length,
    not_accepted: not_accepted.length,
    unknown: unknown.length,
  };
  const hide = (): void => {
    document.getElementById("stand")?.focus();
    live.forgetBatch();
  };
  return (
    <section class="card outcomes" aria-labelledby="outcomes">
      <h2 class="card__heading" id="outcomes" tabIndex={-1} ref={heading}>
        What became of your offers
      </h2>
      <p class="lead">{outcomesSentence(counts)}</p>
      <Group live={live} goTo={goTo} name="Not accepted" entries={not_accepted} />
      <Group live={live} goTo={goTo} name="No answer yet" entries={unknown} />
      <Group live={live} goTo={goTo} name="Accepted" entries={accepted} />
      <button type="button" class="plain-button" onClick={hide}>
        Hide this
      </button>
    </section>
  );
}

interface GroupProps {
  live: BidderLots;
  goTo: GoTo;
  name: string;
  entries: readonly SentTogether[];
}

function Group({ live, goTo, name, entries }: GroupProps) {
  if (entries.length === 0) return null;
  return (
    <>
      <h3 class="outcomes__group">{name}</h3>
      <ul class="nhsuk-list outcomes__list">
        {entries.map((entry) => {
          const one = live.lot(entry.lot);
          const jump = (event: Event): void => {
            event.preventDefault();
            goTo(entry.lot);
          };
          return (
            <li key={entry.lot}>
              <a href={`#${headingId(entry.lot)}`} onClick={jump}>
                {one?.state.lot?.title ?? one?.title ?? LOT_GONE}
              </a>
              :{" "}
              {one?.state.lot == null
                ? entry.total
                : entryWords(entry, one.state.lot, one.state.sent?.unknown ?? true)}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function entryWords({ outcome, total }: SentTogether, lot: LotMessage, is_unknown: boolean): string {
  const { currency } = lot.event;
  if (outcome === null)
    return is_unknown ? unknownOutcome(total, currency) : `${money(total, currency)} is being sent.`;
  if (outcome === "confirm") return TO_CONFIRM;
  if (outcome === "not_sent") return NOT_SENT;
  switch (outcome.kind) {
    case "accepted":
      return acceptedInShort(outcome.total, outcome.rank, currency);
    case "refused":
      return `${money(outcome.total, currency)} was refused. ${refusal(outcome, lot)}`;
    case "too_large":
      return tooLarge(outcome.total, currency);
    case "not_taken":
      return notTaken(outcome.code, outcome.message, outcome.total, currency);
    case "unreadable":
      return "";
  }
}
