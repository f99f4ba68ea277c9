/**
 * The act that a buyer sent last: it waits for its answer, was answered, or nobody knows. It has one key until it is
 * answered, whatever is pressed, also after a reload.
 */
import { useState } from "preact/hooks";
import { type ActAnswer, sendAct } from "../../api/acts";
import { freshKey } from "../../api/exchange";
import { keepPendingAct, pendingAct, type PendingAct } from "../../live/console/pending-act";
import { howItWent } from "../../words/console/acts";

/** `unknown`: no answer came, or a lot could not say whether it was done. */
export interface Sent {
  readonly status: "waiting" | "unknown" | "answered";
  readonly act: PendingAct;
  /** Null while there is none. */
  readonly answer: Exclude<ActAnswer, { kind: "unknown" }> | null;
}

export interface Acts {
  readonly sent: Sent | null;
  send(act: Omit<PendingAct, "key" | "sent_local">): void;
  /** Sends the same once more, with the same key. */
  again(): void;
  /** Forgets an act, and that it may not have been answered. */
  forget(): void;
}

/** `done` is given the lots in which an act was done, or waits for another buyer. */
export function useActs(person: string, event: string, done: (lots: readonly string[]) => void): Acts {
  const [sent, setSent] = useState<Sent | null>(() => {
    const kept = pendingAct(person, event);
    return kept === null ? null : { status: "unknown", act: kept, answer: null };
  });
  const run = async (act: PendingAct): Promise<void> => {
    keepPendingAct(person, event, act);
    setSent({ status: "waiting", act, answer: null });
    const answer = await sendAct(act.request, act.key);
    if (answer.kind === "unknown") {
      setSent({ status: "unknown", act, answer: null });
      return;
    }
    const lots = answer.kind === "lots" ? answer.lots : [];
    const is_known = !lots.some((outcome) => howItWent(outcome) === "unknown");
    if (is_known) keepPendingAct(person, event, null);
    setSent({ status: is_known ? "answered" : "unknown", act, answer });
    done(lots.filter((outcome) => ["done", "waits"].includes(howItWent(outcome))).map(({ lot }) => lot));
  };
  return {
    sent,
    send: (act) => {
      if (sent?.status !== "waiting") void run({ ...act, key: freshKey(), sent_local: Date.now() });
    },
    again: () => {
      if (sent !== null && sent.status !== "waiting") void run(sent.act);
    },
    forget: () => {
      if (sent === null || sent.status === "waiting") return;
      keepPendingAct(person, event, null);
      setSent(null);
    },
  };
}
