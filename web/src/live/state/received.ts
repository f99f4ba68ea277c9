/** Takes the server's messages into the state. Pure, as a part of the reducer. */
import { compare, sent } from "../../money";
import type {
  AcceptedMessage,
  ErrorMessage,
  LotMessage,
  RefusedMessage,
  UpdateMessage,
} from "../../protocol/names";
import type { ServerMessage } from "../../protocol/ws";
import { type Annulled, type Away, now, type SentBid, type State } from "./state";

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
    // A buyer's message is also one of the lot's notices. The connection measures the round trips.
    case "message":
    case "time":
      return state;
    default:
      // A newer server may send messages that this page does not know.
      return state;
  }
}

function joined(state: State, lot: LotMessage): State {
  if (state.lot !== null && state.lot.lot === lot.lot && lot.seq < state.lot.seq) return state;
  const next: State = {
    ...state,
    lot,
    link: { ...state.link, status: "joined", next_try_local: null },
    lost: null,
  };
  return { ...next, away: whileAway(state, lot, now(next)) ?? state.away };
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
  const next: LotMessage = { ...lot, ...update, type: "lot" };
  return { ...state, lot: next, annulled: ownAnnulment(lot, next) ?? state.annulled };
}

/**
 * The notice does not name the bidder whose offer was annulled. It was the person's own offer if its total is gone or
 * has risen with the same update.
 */
function ownAnnulment(lot: LotMessage, next: LotMessage): Annulled | null {
  const was_total = lot.you?.total ?? null;
  const total = next.you?.total ?? null;
  const last = lot.notices.at(-1)?.seq ?? 0;
  const notice = next.notices.findLast(({ kind, seq }) => kind === "bid_annulled" && seq > last);
  if (notice === undefined || was_total === null || was_total === total) return null;
  if (total !== null && compare(sent(total), sent(was_total)) < 0) return null;
  return { was_total, reason: notice.reason ?? null };
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
    const gone = message.code === "not_found" && state.lot === null;
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
