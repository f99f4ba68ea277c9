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
  savingInShort,
  timeWords,
  waitingInShort,
} from "../../words/console/rows";
import { loses } from "../../words/market";
import { stateName, wasState } from "../../words/standing";
import { LIST, rowId } from "./use-focus";
import { useSecond } from "./use-second";

interface LotRowsProps {
  live: LiveConsole;
  event: EventMessage;
  ticked: ReadonlySet<string>;
  tick(lot: string, is_ticked: boolean): void;
  /** The lot beside the list. */
  chosen: string | null;
  current: boolean;
  is_buyer: boolean;
}

export function LotRows({ live, event, ticked, tick, chosen, current, is_buyer }: LotRowsProps) {
  return (
    <section class={`card console__list${current ? "" : " card--stale"}`} id={LIST} aria-labelledby="lots">
      <h2 class="card__heading" id="lots" tabIndex={-1}>
        Lots
      </h2>
      <table class="list console__table" role="table">
        <caption class="nhsuk-u-visually-hidden">The lots of the event, in its order</caption>
        <thead role="rowgroup">
          <tr role="row">
            {is_buyer && <Head look="console__narrow">Choose</Head>}
            <Head look="console__wide">Lot</Head>
            <Head look="console__wide">Time</Head>
            <Head look="console__widest">Leader and saving</Head>
            <Head>Bids of the last minute</Head>
            <Head>In / connected / invited</Head>
            <Head>Waits</Head>
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
              is_buyer={is_buyer}
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
  is_buyer: boolean;
  tick(lot: string, is_ticked: boolean): void;
}

function Row(props: RowProps) {
  const { lot, is_ticked, is_chosen, current, is_buyer } = props;
  return useMemo(() => <Drawn {...props} />, [lot, is_ticked, is_chosen, current, is_buyer]);
}

function Drawn({ live, event, currency, lot, is_ticked, is_chosen, current, is_buyer, tick }: RowProps) {
  const { lot: id, title, state } = lot;
  const lead = leadWords(lot, currency);
  const saving = savingInShort(lot, currency);
  const [offers, bidders] = [offersInShort(lot), biddersInShort(lot)];
  return (
    <tr role="row" class={is_chosen ? "console__row--chosen" : ""}>
      {is_buyer && (
        <td role="cell" data-name="Choose">
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
        </a>{" "}
        <strong class={`tag tag--${state ?? "failed"}`}>{stateOf(lot, current)}</strong>
      </th>
      <td role="cell" data-name="Time">
        <span class="list__value">
          {state === null || state === undefined ? (
            "Nothing that was accepted is lost"
          ) : (
            <Time live={live} lot={lot} current={current} />
          )}
        </span>
      </td>
      <td role="cell" data-name="Leader and saving">
        <span class="list__value">
          {lead === null ? (
            withoutLead(lot)
          ) : (
            <>
              {lead.name} <span class="block">{lead.figures}</span>
            </>
          )}
          {saving !== null && lot.saving && (
            <span class={`block ${loses(lot.saving) ? "no" : "yes"}`}>{saving}</span>
          )}
        </span>
      </td>
      <td role="cell" data-name="Bids of the last minute">
        <span class="list__value">
          {offers.last_minute} <span class="block quiet">{offers.all}</span>
        </span>
      </td>
      <td role="cell" data-name="In / connected / invited">
        <span class="list__value">
          {bidders.counts} {bidders.but !== "" && <span class="block quiet">{bidders.but}</span>}
        </span>
      </td>
      <td role="cell" data-name="Waits">
        <span class="list__value">{waitingInShort(lot) ?? (state ? "Nothing" : "Not known")}</span>
      </td>
    </tr>
  );
}

function withoutLead({ state }: LotSummary): string {
  if (!state) return "Not known";
  return state === "closed" || state === "cancelled" ? "Nobody made an offer" : "No offer yet";
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

function Time({ live, lot, current }: TimeProps) {
  const { digits, caption, last } = timeWords(lot, useSecond(live), current);
  return (
    <>
      {digits !== null && (
        <strong class={`console__left${last ? " console__left--last" : ""}`}>{digits}</strong>
      )}
      <span class="block quiet">{caption}</span>
    </>
  );
}
