/** Takes the server's messages into the state. Pure, as a part of the reducer. */
import type {
  AcceptedMessage,
  ErrorMessage,
  LotMessage,
  RefusedMessage,
  UpdateMessage,
} from "../../protocol/names";
import type { ServerMessage } from "../../protocol/ws";
import { isPractice } from "../../words/practice";
import { type Away, isOver, now, type SentBid, type State } from "./state";

export function received(state: State, message: ServerMessage): State {
  switch (message.type) {
    case "welcome":
      return { ...state, welcome: message };
    case "lot":
      return joined(state, message);
    case "update":
      return updated(state, message);
    case "accepted":
      return accepted(state, message);
    case "refused":
      return refused(state, message);
    case "error":
      return failed(state, message);
    case "beat":
      return { ...state, link: { ...state.link, next_ms: message.next_ms } };
    // A buyer's message is also one of the lot's notices. The connection measures the round trips.
    case "message":
    case "time":
      return state;
    default:
      // A newer server may send messages that this page does not know.
      return state;
  }
}

/**
 * The answer to a join of this connection is taken whatever its place in the journal: a server that comes back after a
 * crash may stand before what was shown. Then the lists are loaded anew.
 */
function joined(state: State, lot: LotMessage): State {
  const same = state.lot !== null && state.lot.lot === lot.lot;
  const back = same && lot.seq < (state.lot?.seq ?? 0);
  if (back && state.link.status === "joined") return state;
  const next: State = {
    ...state,
    lot,
    link: { ...state.link, status: "joined", next_try_local: null },
    lost: null,
    ...(back ? { offers: [], history: [] } : {}),
  };
  return finished({ ...next, away: whileAway(state, lot, now(next)) ?? state.away });
}

/** At the end of a lot nothing stays frozen, and what changed during an absence is over. */
function finished(state: State): State {
  if (state.lot === null || !isOver(state.lot.state)) return state;
  return { ...state, frozen: null, away: null };
}

function whileAway(state: State, lot: LotMessage, back_at: number): Away | null {
  const { lost } = state;
  if (lost === null) return null;
  const offers = lot.market?.offers;
  return {
    lost,
    back_at,
    state: lot.state,
    rank: lot.you?.rank ?? null,
    lead: lot.market?.lead ?? null,
    closes_at: lot.closes_at ?? null,
    new_offers: offers ? offers.filter(({ at }) => at && Date.parse(at) > lost.at).length : null,
    notices: lot.notices.filter(({ seq }) => seq > lost.seq).length,
  };
}

/** An update has the newest values of whole fields. An update older than the shown state is ignored. */
function updated(state: State, update: UpdateMessage): State {
  const { lot } = state;
  if (lot === null || lot.lot !== update.lot || update.seq < lot.seq) return state;
  return finished({ ...state, lot: { ...lot, ...update, type: "lot" } });
}

function awaited(state: State, ref: string | null | undefined): SentBid | null {
  return state.sent !== null && state.sent.ref === ref ? state.sent : null;
}

function accepted(state: State, message: AcceptedMessage): State {
  if (awaited(state, message.ref) === null) return state;
  const { ref, seq, at, hash, total } = message;
  return {
    ...state,
    sent: null,
    typed: {},
    outcome: { kind: "accepted", ref, seq, at, hash, total, rank: message.rank ?? null },
  };
}

function refused(state: State, message: RefusedMessage): State {
  const bid = awaited(state, message.ref);
  if (bid === null) return state;
  if (message.reason === "needs_confirmation") {
    const confirming = { prices: bid.prices, total: bid.total, because: "rule" } as const;
    return { ...state, sent: null, confirming };
  }
  const { ref, seq, at, hash, reason, message: said } = message;
  const received_at = message.received_at ?? at;
  const limit = message.limit ?? null;
  const { prices, total } = bid;
  const prompt = !bid.unknown;
  const own_total = state.lot?.you?.total ?? null;
  return {
    ...state,
    sent: null,
    outcome: {
      kind: "refused",
      ref,
      seq,
      at,
      received_at,
      hash,
      reason,
      limit,
      message: said,
      prices,
      total,
      own_total,
      prompt,
    },
  };
}

function failed(state: State, message: ErrorMessage): State {
  const bid = awaited(state, message.ref);
  if (bid === null) {
    // A restart forgets practice lots, also one that is shown.
    const gone = message.code === "not_found" && (state.lot === null || isPractice(message.lot ?? ""));
    return gone ? { ...state, link: { ...state.link, status: "not_found" } } : state;
  }
  // The offer may have been committed before the store failed, so the bid is sent again with the same reference.
  if (message.code === "unavailable") return { ...state, sent: { ...bid, unknown: true } };
  const { code, message: said } = message;
  const outcome = {
    kind: "not_taken",
    ref: bid.ref,
    code,
    message: said,
    total: bid.total,
    prompt: !bid.unknown,
  } as const;
  return { ...state, sent: null, outcome };
}
