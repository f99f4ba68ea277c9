/**
 * What a part of a page loads when it appears: loaded again when it is asked for, when the person comes back to the tab
 * and when the session is back, and with growing pauses while the server does not answer.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { type Answer, failedLot } from "../../api/request";
import { Loader } from "../../live/loader";
import type { FailedLot } from "../../protocol/http";
import { useSession } from "./session-context";

export interface Loaded<T> {
  /** Null before the first answer. */
  readonly value: T | null;
  /** The status of an answer that says that this is not for the person: 403 or 404. */
  readonly refused: number | null;
  /** When the value was loaded, by this machine's clock. */
  readonly loaded_at: number | null;
  /** When a load that failed is tried again, by this machine's clock; null while nothing fails. */
  readonly next_try: number | null;
  /** What the last try was told of a lot whose records cannot be used; null where it was told nothing like that. */
  readonly failed: FailedLot | null;
}

export interface Loading<T> extends Loaded<T> {
  /** Loads it again. */
  again(): void;
}

const BEFORE = { value: null, refused: null, loaded_at: null, next_try: null, failed: null };

/** `key` names what is loaded: with another key the old value goes. Nothing is loaded while it is null. */
export function useLoaded<T>(
  key: string | null,
  load: () => Promise<Answer<T>>,
  every_ms?: number,
): Loading<T> {
  const [state, setState] = useState<Loaded<T>>(BEFORE);
  const newest = useRef(load);
  newest.current = load;
  const loader = useRef<Loader | null>(null);
  const { returns } = useSession();
  useEffect(() => {
    if (key === null) return;
    let over = false;
    const change = (changed: Partial<Loaded<T>>): void => {
      if (!over) setState((before) => ({ ...before, ...changed }));
    };
    const one = new Loader(
      async () => {
        const answer = await newest.current();
        if (answer.ok) change({ ...BEFORE, value: answer.value, loaded_at: Date.now() });
        else if (isRefusal(answer)) change({ refused: answer.status, next_try: null, failed: null });
        else {
          change({ failed: failedLot(answer) });
          // The page asks for the session or the code by itself.
          return answer.status === 401 || answer.status === 403;
        }
        return true;
      },
      (pause_ms) => change({ next_try: Date.now() + pause_ms }),
    );
    loader.current = one;
    setState(BEFORE);
    one.ask();
    const seen = (): void => {
      if (document.visibilityState === "visible") one.ask();
    };
    const timer = every_ms === undefined ? undefined : setInterval(seen, every_ms);
    const online = (): void => one.tryNow();
    document.addEventListener("visibilitychange", seen);
    addEventListener("offline", seen);
    addEventListener("online", online);
    return () => {
      over = true;
      one.stop();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("offline", seen);
      removeEventListener("online", online);
    };
  }, [key]);
  useEffect(() => {
    if (returns > 0) loader.current?.ask();
  }, [returns]);
  return { ...state, again: () => loader.current?.ask() };
}

function isRefusal({ status, problem }: { status: number; problem?: { code: string } }): boolean {
  return status === 404 || (status === 403 && problem?.code !== "step_up_required");
}
