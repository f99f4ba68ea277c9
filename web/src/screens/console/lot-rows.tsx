/**
 * All lots of the event, in the order of its document, which never changes here. A row is drawn again only where its
 * summary, or what the person chose, has changed; its time is drawn apart, each second.
 */
import { useMemo } from "preact/hooks";
import type { LiveConsole } from "../../live/console/live-console";
import type { EventMessage, LotSummary } from "../../protocol/names";
import { consoleAddress } from "../../words/console/address";
import {
  biddersInShort,
  leadWords,
  offersInShort,
  savingInRow,
  timeWords,
  waitingInShort,
} from "../../words/console/rows";
import { hasEnded } from "../../words/console/lead";
import { loses } from "../../words/market";
import { stateName, wasState } from "../../words/standing";
import { Chosen } from "./chosen";
import { LIST, rowId } from "./use-focus";
import { useShownSecond } from "./use-second";

interface LotRowsProps {
  live: LiveConsole;
  event: EventMessage;
  ticked: ReadonlySet<string>;
  setTicked(change: ReadonlySet<string> | ((before: ReadonlySet<string>) => ReadonlySet<string>)): void;
  /** The lot beside the list. */
  chosen: string | null;
  current: boolean;
  is_buyer: boolean;
}

export function LotRows({ live, event, ticked, setTicked, chosen, current, is_buyer }: LotRowsProps) {
  // What has ended allows no act.
  const ticks = is_buyer && !hasEnded(event);
  const tick = (lot: string, is_ticked: boolean): void =>
    setTicked((before) => {
      const after = new Set(before);
      if (is_ticked) after.add(lot);
      else after.delete(lot);
      return after;
    });
  return (
    <section class={`card console__list${current ? "" : " card--stale"}`} id={LIST} aria-labelledby="lots">
      <div class="console__list-head">
        <h2 class="card__heading" id="lots" tabIndex={-1}>
          Lots
        </h2>
        {ticks && <Chosen {...{ event, ticked, setTicked }} />}
      </div>
      <table class={`list console__table${ticks ? " console__table--ticks" : ""}`} role="table">
        <caption class="nhsuk-u-visually-hidden">The lots of the event, in its order</caption>
        <thead role="rowgroup">
          <tr role="row">
            {ticks && (
              <th role="columnheader" scope="col" class="console__col-tick">
                <span class="nhsuk-u-visually-hidden">Choose</span>
              </th>
            )}
            <Head look="console__col-lot">Lot</Head>
            <Head look="console__col-time">Time</Head>
            <Head>Leader and saving</Head>
            <Head look="console__col-minute">Bids of the last minute</Head>
            <Head look="console__col-bidders">In / connected / invited</Head>
            <Head look="console__col-waits">Waits</Head>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {event.lots.map((lot) => (
            <Row
              key={lot.lot}
              live={live}
              event={event.event}
              currency={event.currency}
              lot={lot}
              is_ticked={ticked.has(lot.lot)}
              is_chosen={chosen === lot.lot}
              current={current}
              ticks={ticks}
              tick={tick}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Head({ children, look = "" }: { children: string; look?: string }) {
  return (
    <th role="columnheader" scope="col" class={look}>
      {children}
    </th>
  );
}

interface RowProps {
  live: LiveConsole;
  event: string;
  currency: string;
  lot: LotSummary;
  is_ticked: boolean;
  is_chosen: boolean;
  current: boolean;
  ticks: boolean;
  tick(lot: string, is_ticked: boolean): void;
}

function Row(props: RowProps) {
  const { lot, is_ticked, is_chosen, current, ticks } = props;
  return useMemo(() => <Drawn {...props} />, [lot, is_ticked, is_chosen, current, ticks]);
}

function Drawn({ live, event, currency, lot, is_ticked, is_chosen, current, ticks, tick }: RowProps) {
  const { lot: id, title, state } = lot;
  const [offers, bidders] = [offersInShort(lot), biddersInShort(lot)];
  const waits = waitingInShort(lot);
  return (
    <tr role="row" class={is_chosen ? "console__row--chosen" : ""}>
      {ticks && (
        <td role="cell" data-name="Choose" class="console__cell-tick">
          <label class="console__tick">
            <input
              type="checkbox"
              checked={is_ticked}
              onChange={(changed) => tick(id, changed.currentTarget.checked)}
            />
            <span class="nhsuk-u-visually-hidden">Choose {title}</span>
          </label>
        </td>
      )}
      <th role="rowheader" scope="row" data-name="Lot">
        <a
          href={consoleAddress(event, { lot: id })}
          id={rowId(id)}
          aria-current={is_chosen ? "true" : undefined}
        >
          {title}
        </a>
      </th>
      <td role="cell" data-name="Time" class="console__cell-time">
        <strong class={`tag tag--${state ?? "failed"}`}>{stateOf(lot, current)}</strong>{" "}
        {state ? (
          <Time live={live} lot={lot} current={current} />
        ) : (
          <span class="console__line quiet">Nothing accepted is lost</span>
        )}
      </td>
      <td role="cell" data-name="Leader and saving" class="console__cell-lead">
        <Lead lot={lot} currency={currency} />
      </td>
      <td role="cell" data-name="Bids of the last minute" class="console__cell-more">
        {offers.last_minute} <span class="quiet">{offers.all}</span>
        <span class="console__line quiet">{offers.refused}</span>
      </td>
      <td role="cell" data-name="In / connected / invited" class="console__cell-more">
        {bidders.counts} {bidders.but !== "" && <span class="console__line quiet">{bidders.but}</span>}
      </td>
      <td role="cell" data-name="Waits" class={waits === null ? "console__cell-more" : "console__cell-waits"}>
        {waits === null ? state ? "Nothing" : "Not known" : <strong>{waits}</strong>}
      </td>
    </tr>
  );
}

function Lead({ lot, currency }: Pick<RowProps, "lot" | "currency">) {
  const lead = leadWords(lot, currency);
  const saving = savingInRow(lot, currency);
  return (
    <>
      {lead === null ? (
        <span class="console__line">{withoutLead(lot)}</span>
      ) : (
        <span class="console__leads">
          <span class="console__line">{lead.name}</span> <strong class="nowrap">{lead.figures}</strong>
        </span>
      )}
      {saving !== null && lot.saving && (
        <span class={`console__line ${loses(lot.saving) ? "no" : "yes"}`}>{saving}</span>
      )}
    </>
  );
}

function withoutLead({ state }: LotSummary): string {
  if (!state) return "Not known";
  if (state === "cancelled") return "No result";
  return state === "closed" ? "Nobody made an offer" : "No offer yet";
}

export function stateOf({ state }: LotSummary, current: boolean): string {
  if (!state) return "Cannot be read";
  return current ? stateName(state) : wasState(state);
}

interface TimeProps {
  live: LiveConsole;
  lot: LotSummary;
  current: boolean;
}

/** A row has no room for a time in days, and the caption has the date. */
const IN_DAYS = / /;

function Time({ live, lot, current }: TimeProps) {
  const { digits, caption, last } = timeWords(lot, useShownSecond(live), current);
  return (
    <>
      {digits !== null && !IN_DAYS.test(digits) && (
        <strong class={`console__left${last ? " console__left--last" : ""}`}>{digits}</strong>
      )}
      <span class="block quiet">{caption}</span>
    </>
  );
}
