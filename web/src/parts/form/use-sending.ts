/** One form that is sent: what is wrong with it, what came of it, and whether an answer is waited for. */
import { useState } from "preact/hooks";
import type { FieldProblem } from "./error-summary";

/** What came of an act: a sentence about it, or what has to be corrected. */
export type Outcome = { readonly said: string } | { readonly problems: readonly FieldProblem[] };

export interface Sending {
  readonly problems: readonly FieldProblem[];
  readonly said: string | null;
  readonly waits: boolean;
  /** Does the act, unless something is missing or the act before has no answer yet. */
  send(missing: readonly FieldProblem[], act: () => Promise<Outcome>): void;
}

interface State {
  readonly problems: readonly FieldProblem[];
  readonly said: string | null;
  readonly waits: boolean;
}

const AT_REST: State = { problems: [], said: null, waits: false };

export function useSending(): Sending {
  const [state, setState] = useState(AT_REST);
  const run = async (act: () => Promise<Outcome>): Promise<void> => {
    setState({ ...AT_REST, waits: true });
    setState({ ...AT_REST, ...(await act()) });
  };
  return {
    ...state,
    send: (missing, act) => {
      if (state.waits) return;
      if (missing.length > 0) setState({ ...AT_REST, problems: missing });
      else void run(act);
    },
  };
}
