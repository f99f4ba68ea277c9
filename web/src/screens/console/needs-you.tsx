/**
 * What needs a buyer, oldest first, each line with the way to it. The box keeps its height, so that the lots below never
 * move. Where there are many, the oldest ones are told in a few words, and all of them in full on demand.
 */
import { useState } from "preact/hooks";
import { TelephoneLink } from "../../parts/contact/telephone-link";
import { ONE_COLUMN, useNarrow } from "../../parts/page/use-narrow";
import type { EventMessage } from "../../protocol/names";
import { consoleAddress } from "../../words/console/address";
import { hasEnded } from "../../words/console/lead";
import type { Need } from "../../words/console/needs";
import { clockTimeToSecond } from "../../words/time";
import { useKeptFocus } from "./use-kept-focus";

const BOX = "console-needs";
/** The number of lines in short that fill the box. */
const SHORT_MAX = 6;
const SHORT_MAX_NARROW = 2;
/** The number of lines in full that fit into the box of a wide screen. */
const FULL_MAX = 2;

interface NeedsYouProps {
  event: EventMessage;
  needs: readonly Need[];
  current: boolean;
  is_buyer: boolean;
  setTicked: Choose;
}

type Choose = (lots: ReadonlySet<string>) => void;

export function NeedsYou({ event, needs, current, is_buyer, setTicked }: NeedsYouProps) {
  const narrow = useNarrow(ONE_COLUMN);
  const choose = is_buyer ? setTicked : null;
  useKeptFocus(BOX, () => document.getElementById("needs-you")?.focus());
  if (hasEnded(event)) return null;
  return (
    <section
      class={`card console__needs${current ? "" : " card--stale"}`}
      id={BOX}
      aria-labelledby="needs-you"
    >
      <h2 class="card__heading" id="needs-you" tabIndex={-1}>
        {is_buyer ? "Needs you" : "Needs a buyer"}
      </h2>
      {needs.length > 0 && (narrow || needs.length > FULL_MAX) ? (
        <InShort {...{ event, needs, choose }} most={narrow ? SHORT_MAX_NARROW : SHORT_MAX} />
      ) : (
        <div class="console__needs-list" tabIndex={0} role="group" aria-labelledby="needs-you">
          {needs.length === 0 ? (
            <p class="quiet">Nothing {current ? "waits" : "waited"}.</p>
          ) : (
            <InFull {...{ event, needs, choose }} />
          )}
        </div>
      )}
    </section>
  );
}

interface Shown extends Pick<NeedsYouProps, "event" | "needs"> {
  choose: Choose | null;
}

/** The oldest ones in a few words; all of them with their sentences where somebody asks for them. */
function InShort({ event, needs, choose, most }: Shown & { most: number }) {
  const [all, setAll] = useState(false);
  return (
    <>
      <button type="button" class="link-button console__all" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? "In short" : needs.length === 1 ? "In full" : `All ${needs.length} in full`}
      </button>
      {all ? (
        <InFull {...{ event, needs, choose }} />
      ) : (
        <ul class="console__needs-short">
          {needs.slice(0, most).map((need) => (
            <Short key={need.key} {...{ need, event, choose }} />
          ))}
        </ul>
      )}
    </>
  );
}

interface LineProps {
  need: Need;
  event: EventMessage;
  choose: Choose | null;
}

function Short({ need, event, choose }: LineProps) {
  const { since, kind, lot, lots, lot_title, in_short } = need;
  const [first] = reachable(need, event);
  return (
    <li>
      <span class="console__since">{since === null ? "Not known" : clockTimeToSecond(since)}</span>
      {lots.length === 1 ? (
        <a class="console__line" href={consoleAddress(event.event, { lot })}>
          {lot_title}
        </a>
      ) : (
        <strong class="console__line">{lot_title}</strong>
      )}
      <span class="console__line">{in_short}</span>
      {first && <TelephoneLink telephone={first.telephone} />}
      {kind === "paused" && choose !== null && <Restart event={event.event} lots={lots} choose={choose} />}
    </li>
  );
}

/** The people to ring about it, who have a number. */
function reachable({ bidder }: Need, { presence }: EventMessage) {
  return (presence?.find((one) => one.bidder === bidder)?.people ?? []).filter(({ telephone }) => telephone);
}

function InFull({ event, needs, choose }: Shown) {
  return (
    <ul class="notices console__needs-all">
      {needs.map((need) => (
        <Line key={need.key} {...{ need, event, choose }} />
      ))}
    </ul>
  );
}

function Line({ need, event, choose }: LineProps) {
  const { since, kind, lot, lots, lot_title, sentence } = need;
  const people = reachable(need, event);
  return (
    <li>
      <span class="notices__time">{since === null ? "Not known" : clockTimeToSecond(since)}</span>
      <span>
        {lots.length === 1 ? <a href={consoleAddress(event.event, { lot })}>{lot_title}</a> : lot_title}:{" "}
        {sentence}
        {kind === "paused" && choose !== null && <Restart event={event.event} lots={lots} choose={choose} />}
        {people.length > 0 && " Ring "}
        {people.map(({ person, name, telephone }, nth) => (
          <span key={person}>
            {nth > 0 && ", or "}
            {name ?? "a person without a name"} on <TelephoneLink telephone={telephone} />
          </span>
        ))}
        {people.length > 0 && "."}
      </span>
    </li>
  );
}

/** The way to the restart of all lots of a line: they are the chosen ones then. */
function Restart({ event, lots, choose }: { event: string; lots: readonly string[]; choose: Choose }) {
  const [lot = null] = lots;
  const single = lots.length === 1;
  return (
    <>
      {" "}
      <a
        href={consoleAddress(event, single ? { lot, act: "resume" } : { act: "resume" })}
        onClick={() => !single && choose(new Set(lots))}
      >
        {single ? "Restart it" : `Restart these ${lots.length} lots`}
      </a>
    </>
  );
}
