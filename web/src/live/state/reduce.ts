/**
 * The one function from an act to the next state. Pure: it reads no clock and sends nothing. The server's answers and
 * instants are taken as they are.
 */
import type { Act } from "./acts";
import { afterMessage, afterRoundTrip } from "./clock";
import { received } from "./received";
import { ANSWER_MS, type Load, type Lost, now, type State } from "./state";

export function reduce(state: State, act: Act): State {
  switch (act.type) {
    case "tick":
      return tick({ ...state, local: act.local });
    case "line": {
      const { local, last_frame_local, clock } = act;
      return tick({ ...state, local, clock, link: { ...state.link, last_frame_local } });
    }
    case "received":
      return received(frameReceived(state, act), act.message);
    case "clock_measured":
      return { ...state, clock: afterRoundTrip(state.clock, act.asked, act.answered, act.now) };
    case "connecting":
      return {
        ...state,
        local: act.local,
        link: { ...state.link, status: "connecting", next_try_local: null },
      };
    case "connection_lost":
      return connectionLost({ ...state, local: act.local }, "waiting", act.next_try_local);
    case "signed_out":
      return connectionLost({ ...state, local: act.local }, "signed_out", null);
    case "typed":
      return {
        ...state,
        typed: { ...state.typed, [act.item]: act.text },
        typed_local: act.local,
        local: act.local,
        before_fill: null,
      };
    case "filled":
      return {
        ...state,
        typed: { ...state.typed, ...act.prices },
        before_fill: state.before_fill ?? state.typed,
      };
    case "fill_undone":
      return state.before_fill === null ? state : { ...state, typed: state.before_fill, before_fill: null };
    case "too_large":
      return tooLarge(state);
    case "unreadable": {
      const nth = state.outcome?.kind === "unreadable" ? state.outcome.nth + 1 : 1;
      return { ...state, outcome: { kind: "unreadable", problems: act.problems, nth } };
    }
    case "asked_to_confirm":
      return { ...state, confirming: act.confirming, outcome: null };
    case "changed_mind":
      return { ...state, confirming: null };
    case "sent":
      return { ...state, sent: act.bid, confirming: null, outcome: null, before_fill: null };
    case "ask_every_time":
      return { ...state, ask_every_time: act.on };
    case "offers_loaded":
      return { ...state, offers: merged(state.offers, act.after, act.offers), offers_load: LOADED };
    case "history_loaded":
      return { ...state, history: merged(state.history, act.after, act.records), history_load: LOADED };
    case "load_failed": {
      const load: Load = { status: "failed", next_try_local: act.next_try_local };
      return act.what === "offers" ? { ...state, offers_load: load } : { ...state, history_load: load };
    }
    case "frozen":
      return state.lot === null
        ? state
        : { ...state, frozen: { lot: state.lot, offers: state.offers, at: now(state) } };
    case "released":
      return { ...state, frozen: null };
    case "away_read":
      return { ...state, away: null };
    case "annulment_read":
      return { ...state, annulment_read: act.annulled_at };
    case "restored":
      return {
        ...state,
        typed: act.typed,
        sent: act.sent === null ? null : { ...act.sent, unknown: true },
      };
  }
}

function tick(state: State): State {
  const { sent } = state;
  if (sent === null || sent.unknown) return state;
  const waited = state.local - sent.sent_local >= ANSWER_MS;
  return waited ? { ...state, sent: { ...sent, unknown: true } } : state;
}

function frameReceived(state: State, act: Extract<Act, { type: "received" }>): State {
  const { message, local } = act;
  const link = { ...state.link, last_frame_local: local };
  const said = "now" in message ? Date.parse(message.now) : Number.NaN;
  const clock = Number.isNaN(said) ? state.clock : afterMessage(state.clock, said, local);
  return { ...state, local, link, clock };
}

function connectionLost(
  state: State,
  status: "waiting" | "signed_out",
  next_try_local: number | null,
): State {
  const link = { ...state.link, status, next_try_local };
  const sent = state.sent === null ? null : { ...state.sent, unknown: true };
  return { ...state, link, sent, lost: state.lost ?? known(state) };
}

/** What the page showed when the connection was lost; null if it showed no lot yet. */
function known(state: State): Lost | null {
  const { lot, link } = state;
  if (lot === null) return null;
  const last_frame_local = link.last_frame_local ?? state.local;
  return {
    at: now({ ...state, local: last_frame_local }),
    seq: lot.seq,
    state: lot.state,
    rank: lot.you?.rank ?? null,
    lead: lot.market?.lead ?? null,
    closes_at: lot.closes_at ?? null,
  };
}

/** The server closed the connection because of the size of the bid. It cannot have counted, and is not sent again. */
function tooLarge(state: State): State {
  const { sent } = state;
  return sent === null ? state : { ...state, sent: null, outcome: { kind: "too_large", total: sent.total } };
}

const LOADED: Load = { status: "loaded", next_try_local: null };

/** The entries up to `after`, then the fresh ones, in order of `seq` and without doubles. */
function merged<T extends { seq: number }>(
  old: readonly T[],
  after: number,
  fresh: readonly T[],
): readonly T[] {
  if (fresh.length === 0 && (old.at(-1)?.seq ?? 0) <= after) return old;
  return [...old.filter(({ seq }) => seq <= after), ...fresh];
}
