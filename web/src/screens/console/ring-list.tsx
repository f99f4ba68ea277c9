/**
 * Whom to ring: who is missing comes first, with since when and the numbers. While a person is within the list its order
 * stays, so that nothing moves under the hand.
 */
import { useMemo, useRef } from "preact/hooks";
import type { LiveConsole } from "../../live/console/live-console";
import { TelephoneLink } from "../../parts/contact/telephone-link";
import { type Column, Table } from "../../parts/page/table";
import type { EventMessage, LotMessage, Presence } from "../../protocol/names";
import { lobbyOfBidderAddress } from "../../words/address";
import { backSentence, connectionWords, readyWords, recordWords, ringOrder } from "../../words/console/ring";
import { useSecond } from "./use-second";

interface RingListProps {
  live: LiveConsole;
  event: EventMessage;
  bidders: readonly Presence[];
  /** The lot that the list is about, where it is about one. */
  lot?: LotMessage | null;
  current: boolean;
}

const MINUTE_MS = 60_000;

export function RingList({ live, event, bidders, lot = null, current }: RingListProps) {
  const box = useRef<HTMLDivElement>(null);
  const ordered = useOrder(bidders, box.current);
  const minute = Math.floor(useSecond(live) / MINUTE_MS);
  const excluded = lot?.bidders
    ?.filter((bidder) => bidder.excluded)
    .map(({ alias }) => alias)
    .join();
  const table = useMemo(
    () => (
      <Table
        caption="Bidders: who is missing comes first"
        columns={columnsOf(minute * MINUTE_MS, event, lot)}
        rows={ordered}
        keyOf={({ bidder }) => bidder}
        classOf={(bidder) => (isExcluded(bidder, lot) ? "void" : "")}
      />
    ),
    [ordered, minute, event.lots.length, excluded],
  );
  const back = backSentence(bidders);
  return (
    <section class={`card${current ? "" : " card--stale"}`} aria-labelledby="ring">
      <h2 class="card__heading" id="ring" tabIndex={-1}>
        Whom to ring
      </h2>
      {back !== null && <p>{back}</p>}
      {bidders.length === 0 ? (
        <p class="quiet">Nobody is invited.</p>
      ) : (
        <div class="scroll console__ring" tabIndex={0} role="group" aria-labelledby="ring" ref={box}>
          {table}
        </div>
      )}
    </section>
  );
}

/** The bidders in their newest state; in a new order only while the focus is elsewhere. */
function useOrder(bidders: readonly Presence[], box: HTMLElement | null): readonly Presence[] {
  const kept = useRef<readonly string[]>([]);
  const wanted = useMemo(() => ringOrder(bidders), [bidders]);
  const is_inside = box?.contains(document.activeElement) === true;
  const is_known = kept.current.length === bidders.length;
  if (!is_inside || !is_known) kept.current = wanted.map(({ bidder }) => bidder);
  const order = kept.current.join(" ");
  return useMemo(() => {
    const place = (one: Presence): number => kept.current.indexOf(one.bidder);
    return [...bidders].sort((one, other) => place(one) - place(other));
  }, [bidders, order]);
}

function aliasOn({ lots }: Presence, lot: LotMessage | null): string | null {
  return lots.find((one) => one.lot === lot?.lot)?.alias ?? null;
}

function isExcluded(bidder: Presence, lot: LotMessage | null): boolean {
  const alias = aliasOn(bidder, lot);
  return lot?.bidders?.some((one) => one.alias === alias && one.excluded) === true;
}

function columnsOf(now: number, event: EventMessage, lot: LotMessage | null): Array<Column<Presence>> {
  return [
    {
      name: "Bidder",
      names_row: true,
      cell: (bidder) => {
        const alias = aliasOn(bidder, lot);
        const of = `${bidder.lots.length} of ${event.lots.length} lots`;
        return (
          <>
            {bidder.name}
            <span class="quiet block">{lot === null ? of : (alias ?? "")}</span>
            {isExcluded(bidder, lot) && <strong class="no block">Excluded</strong>}
            {lot === null && <LobbyOf event={event} bidder={bidder} />}
          </>
        );
      },
    },
    {
      name: "Connection",
      cell: (bidder) => (
        <>
          <span class={bidder.connected === false ? "no" : ""}>{connectionWords(bidder, now)}</span>
          <Ready bidder={bidder} now={now} />
        </>
      ),
    },
    { name: "So far", cell: recordWords },
    { name: "People", cell: ({ people }) => <People people={people} /> },
  ];
}

/** The way to what the bidder reads before its lots open. */
function LobbyOf({ event, bidder }: { event: EventMessage; bidder: Presence }) {
  return (
    <a class="block" href={lobbyOfBidderAddress(event.event, bidder.bidder)}>
      What it reads before the opening<span class="nhsuk-u-visually-hidden"> ({bidder.name})</span>
    </a>
  );
}

function Ready({ bidder, now }: { bidder: Presence; now: number }) {
  const words = readyWords(bidder.ready, now);
  return words === null ? null : <span class="quiet block">{words}</span>;
}

function People({ people }: Pick<Presence, "people">) {
  if (people.length === 0) return <>Nobody can sign in yet</>;
  return (
    <>
      {people.map(({ person, name, telephone, connected }) => (
        <span class="block" key={person}>
          {name ?? "No name"}
          {connected === true && " (connected)"}:{" "}
          {telephone ? <TelephoneLink telephone={telephone} /> : "no telephone number"}
        </span>
      ))}
    </>
  );
}
