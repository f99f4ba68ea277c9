/** What the page of a console knows, and the one function from an act to the next state. Pure. */
import type { EventMessage, LotMessage } from "../../protocol/names";
import type { ServerMessage } from "../../protocol/ws";
import type { Act } from "../state/acts";
import { nextBeatOf, staleAfter } from "../state/beats";
import { afterMessage, afterRoundTrip, type Clock, serverTime, UNKNOWN_CLOCK } from "../state/clock";
import { afterUpdate } from "../state/event-update";
import { FRESH_MS, type Link } from "../state/state";
import { waitingIn } from "../../words/console/needs";
import { hasEnded } from "../../words/console/lead";

export interface ConsoleState {
  readonly event: EventMessage | null;
  /** The lots that are followed by themselves, because something waits in them. */
  readonly details: ReadonlyMap<string, LotMessage>;
  readonly link: Link;
  readonly clock: Clock;
  readonly local: number;
}

export function startConsole(local: number): ConsoleState {
  return {
    event: null,
    details: new Map(),
    link: {
      status: "connecting",
      last_frame_local: null,
      next_try_local: null,
      next_ms: nextBeatOf("buyer"),
    },
    clock: UNKNOWN_CLOCK,
    local,
  };
}

export function reduceConsole(state: ConsoleState, act: Act): ConsoleState {
  switch (act.type) {
    case "tick":
      return { ...state, local: act.local };
    case "received":
      return received(frameReceived(state, act.message, act.local), act.message);
    case "clock_measured":
      return { ...state, clock: afterRoundTrip(state.clock, act.asked, act.answered, act.now) };
    case "connecting":
      return withLink({ ...state, local: act.local }, { status: "connecting", next_try_local: null });
    case "connection_lost":
      return withLink(
        { ...state, local: act.local },
        { status: "waiting", next_try_local: act.next_try_local },
      );
    case "signed_out":
      return withLink({ ...state, local: act.local }, { status: "signed_out", next_try_local: null });
    default:
      return state;
  }
}

function withLink(state: ConsoleState, link: Partial<Link>): ConsoleState {
  return { ...state, link: { ...state.link, ...link } };
}

function frameReceived(state: ConsoleState, message: ServerMessage, local: number): ConsoleState {
  const said = "now" in message ? Date.parse(message.now) : Number.NaN;
  const clock = Number.isNaN(said) ? state.clock : afterMessage(state.clock, said, local);
  return { ...withLink(state, { last_frame_local: local }), local, clock };
}

function received(state: ConsoleState, message: ServerMessage): ConsoleState {
  switch (message.type) {
    case "event": {
      const details = new Map([...state.details].filter(([lot]) => waitingLots(message).includes(lot)));
      return withLink({ ...state, event: message, details }, { status: "joined", next_try_local: null });
    }
    case "event_update": {
      if (state.event?.event !== message.event) return state;
      const event = afterUpdate(state.event, message);
      const wanted = waitingLots(event);
      const stays = [...state.details.keys()].every((lot) => wanted.includes(lot));
      const details = stays
        ? state.details
        : new Map([...state.details].filter(([lot]) => wanted.includes(lot)));
      return { ...state, event, details };
    }
    case "lot":
      return { ...state, details: new Map(state.details).set(message.lot, message) };
    case "update": {
      const lot = state.details.get(message.lot);
      if (lot === undefined || message.seq < lot.seq) return state;
      return {
        ...state,
        details: new Map(state.details).set(message.lot, { ...lot, ...message, type: "lot" }),
      };
    }
    case "beat":
      return withLink(state, { next_ms: message.next_ms });
    case "error": {
      const gone = state.event === null && (message.code === "not_found" || message.code === "forbidden");
      return gone && message.event ? withLink(state, { status: "not_found" }) : state;
    }
    default:
      return state;
  }
}

/** The lots whose requests and proposals have to be known in full. */
export function waitingLots(event: EventMessage): string[] {
  return event.lots.filter((lot) => waitingIn(lot) > 0).map(({ lot }) => lot);
}

export function consoleNow(state: ConsoleState): number {
  return serverTime(state.clock, state.local);
}

/** Whether what the page shows is current: the connection follows the event and was not silent for too long. */
export function isConsoleFresh(state: ConsoleState): boolean {
  const { status, last_frame_local } = state.link;
  return (
    status === "joined" && last_frame_local !== null && state.local - last_frame_local < consoleStaleMs(state)
  );
}

/** Without a frame for this long the state is not current. Without a lot that runs an event has no beats. */
export function consoleStaleMs({ link, event }: ConsoleState): number {
  const runs = event?.state === "open" || event?.state === "paused";
  return runs ? staleAfter(link.next_ms) : FRESH_MS;
}

/** An event that is over does not change any more. */
export function isConsoleCurrent(state: ConsoleState): boolean {
  return isConsoleFresh(state) || (state.event !== null && hasEnded(state.event));
}

/** The server's time of the last frame; null before the first. */
export function consoleAsAt(state: ConsoleState): number | null {
  const { last_frame_local } = state.link;
  return last_frame_local === null ? null : serverTime(state.clock, last_frame_local);
}
