/**
 * Tests the connection as a bid would use it: opens a WebSocket of its own, asks the server five times for its time, and
 * says how long an answer takes and how far the device's clock is off.
 */
import type { ConnectionMeasured } from "../protocol/http";
import type { ClientMessage, ServerMessage } from "../protocol/ws";

const QUESTIONS = 5;
/** After this time without the last answer there is no result. */
const TIMEOUT_MS = 10_000;
/** The server takes no larger figures. */
const ROUND_TRIP_MS_MAX = 60_000;
const CLOCK_MS_MAX = 315_576_000_000;

interface Trip {
  readonly took: number;
  /** How far the device's clock is ahead of the server's. */
  readonly ahead: number;
}

/** Null where the connection could not be opened, or had no answer in time. */
export function testConnection(url: string): Promise<ConnectionMeasured | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const trips: Trip[] = [];
    let asked_at = 0;
    let asked_local = 0;
    const end = (result: ConnectionMeasured | null): void => {
      clearTimeout(timer);
      socket.onmessage = socket.onclose = null;
      socket.close();
      resolve(result);
    };
    const timer = setTimeout(() => end(null), TIMEOUT_MS);
    const ask = (): void => {
      asked_at = performance.now();
      asked_local = Date.now();
      const question: ClientMessage = { type: "time", id: trips.length };
      socket.send(JSON.stringify(question));
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as ServerMessage;
      if (message.type === "welcome") ask();
      if (message.type !== "time" || message.id !== trips.length) return;
      const took = performance.now() - asked_at;
      trips.push({ took, ahead: asked_local + took / 2 - Date.parse(message.now) });
      if (trips.length < QUESTIONS) ask();
      else end(measured(trips));
    };
    socket.onclose = () => end(null);
  });
}

/** The middle one of the trips, and the clock by the shortest one, which knows it best. */
export function measured(trips: readonly Trip[]): ConnectionMeasured {
  const sorted = [...trips].sort((one, other) => one.took - other.took);
  const middle = sorted[Math.floor(sorted.length / 2)]?.took ?? ROUND_TRIP_MS_MAX;
  const ahead = sorted[0]?.ahead ?? 0;
  return {
    round_trip_ms: Math.min(ROUND_TRIP_MS_MAX, Math.max(0, Math.round(middle))),
    clock_ms: Math.min(CLOCK_MS_MAX, Math.max(-CLOCK_MS_MAX, Math.round(ahead))),
  };
}
