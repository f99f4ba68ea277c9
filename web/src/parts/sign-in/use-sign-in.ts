/** The course of signing in: the password, then the code where one is needed, and a wait after too many wrong tries. */
import { useEffect, useState } from "preact/hooks";
import { signIn } from "../../api/person";
import type { Person } from "../../protocol/names";
import { afterSignIn, codeNeeded, EMAIL_NEEDED, PASSWORD_NEEDED, type Sent } from "../../words/sign-in";
import type { FieldProblem } from "../form/error-summary";

export const EMAIL = "sign-in-email";
export const PASSWORD = "sign-in-password";
export const CODE = "sign-in-code";

const TICK_MS = 1_000;

interface State {
  readonly step: "password" | "code";
  readonly email: string;
  readonly password: string;
  readonly code: string;
  /** The person enters a recovery code in place of one from the app. */
  readonly recovery: boolean;
  readonly problems: readonly FieldProblem[];
  /** Why the server's answer could not be had. */
  readonly again: string | null;
  /** Until when the server takes no further try, by this machine's clock. */
  readonly wait_until: number | null;
  readonly asking: boolean;
}

const START: State = {
  step: "password",
  email: "",
  password: "",
  code: "",
  recovery: false,
  problems: [],
  again: null,
  wait_until: null,
  asking: false,
};

export interface SigningIn extends State {
  /** Milliseconds until the next try is taken; null where none was refused. */
  readonly wait_ms: number | null;
  type(field: "email" | "password" | "code", text: string): void;
  submit(): void;
  /** Sends what is typed although the page waits: a buyer may have ended the wait. */
  tryNow(): void;
  useRecovery(recovery: boolean): void;
  /** Goes back to address and password. */
  back(): void;
}

/** `known` is the address of the person who was signed in until now. */
export function useSignIn(done: (person: Person) => void, known = ""): SigningIn {
  const [state, setState] = useState({ ...START, email: known });
  const set = (change: Partial<State>): void => setState((before) => ({ ...before, ...change }));
  const wait_ms = useWait(state.wait_until);

  const submit = (): void => {
    if ((wait_ms ?? 0) > 0) set({ problems: missing(state) });
    else void send();
  };

  const send = async (): Promise<void> => {
    const problems = missing(state);
    if (problems.length > 0 || state.asking) {
      set({ problems });
      return;
    }
    set({ problems, again: null, wait_until: null, asking: true });
    const { email, password, code } = state;
    const body = { email: email.trim(), password };
    const answer = await signIn(state.step === "password" ? body : { ...body, code: tidied(state) });
    if (answer.ok) {
      // The password and the code are not kept any longer than needed.
      setState(START);
      done(answer.value);
      return;
    }
    const { status, problem, retry_after_s = null } = answer;
    const sent: Sent = state.step === "password" ? "password" : state.recovery ? "recovery" : "code";
    set({ asking: false, ...after({ status, code: problem?.code ?? null, retry_after_s }, sent, code) });
  };

  return {
    ...state,
    wait_ms,
    type: (field, text) => set({ [field]: text }),
    submit,
    tryNow: () => void send(),
    useRecovery: (recovery) => set({ recovery, code: "", problems: [] }),
    back: () => set({ step: "password", code: "", problems: [], again: null }),
  };
}

type Refused = Parameters<typeof afterSignIn>[0];

function after(refused: Refused, sent: Sent, code: string): Partial<State> {
  const follows = afterSignIn(refused, sent);
  switch (follows.next) {
    case "code":
      return { step: "code", code: "", wait_until: null };
    case "correct":
      // A wrong password is told where it is entered.
      if (follows.field === "email")
        return { step: "password", code: "", problems: [{ field: EMAIL, text: follows.text }] };
      return { code, problems: [{ field: CODE, text: follows.text }] };
    case "wait":
      return { wait_until: Date.now() + follows.seconds * 1_000 };
    case "again":
      return { again: follows.text };
  }
}

function missing({ step, email, password, code, recovery }: State): FieldProblem[] {
  const needed: ReadonlyArray<[string, string, string]> =
    step === "password"
      ? [
          [EMAIL, email.trim(), EMAIL_NEEDED],
          [PASSWORD, password, PASSWORD_NEEDED],
        ]
      : [[CODE, code.trim(), codeNeeded(recovery)]];
  return needed.filter(([, text]) => text === "").map(([field, , text]) => ({ field, text }));
}

/** Apps show a code with a space in the middle. */
function tidied({ code, recovery }: State): string {
  return recovery ? code.trim() : code.replace(/\s/g, "");
}

function useWait(until: number | null): number | null {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (until === null) return;
    const ticking = setInterval(() => redraw((n) => n + 1), TICK_MS);
    return () => clearInterval(ticking);
  }, [until]);
  return until === null ? null : Math.max(0, until - Date.now());
}
