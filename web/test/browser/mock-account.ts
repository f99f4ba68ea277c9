// The routes of signing in and of a person's own settings, for the mock server. A test sets what they answer.
import type { About } from "../../src/api/answers";
import type { OwnSession, Person } from "../../src/protocol/names";
import { CLOSE, instant } from "../fixtures";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Answered {
  readonly status: number;
  readonly body?: unknown;
  readonly retry_after_s?: number;
  /** The connection is lost in the middle of the answer. */
  readonly is_cut?: boolean;
}

export const RIGHT_PASSWORD = "blue kettle sings";
export const RIGHT_CODE = "123456";
export const RECOVERY_CODES = Array.from({ length: 10 }, (_, nth) => `abcd-efg${nth}`);

export class MockAccount {
  /** Who signs in with the right password; null while nobody can. */
  signs_in: Person | null = null;
  needs_code = false;
  /** Whether the session has to prove its second factor before it may do anything else. */
  needs_proof = false;
  /** The status with which choices are refused; null while they are kept. */
  keeps_no_choices: number | null = null;
  /** Whether a change of people needs the second factor once more. */
  needs_fresh_proof = false;
  /** How long every try to sign in has to wait. */
  wait_s: number | null = null;
  about: About = { name: "fairlot", contact: null, mail: false };
  sessions: OwnSession[] = [session("s1", true), session("s2", false), session("s3", false)];
  /** Everything that was asked of these routes. */
  readonly asked: Asked[] = [];

  /** The answer; null for any other route. `here` is the person who is signed in, `enter` changes that. */
  answer(asked: Asked, here: Person | null, enter: (person: Person) => void): Answered | null {
    const route = `${asked.method} ${asked.path}`;
    if (here !== null && this.needs_proof && !UNPROVED.includes(route))
      return refused(403, "step_up_required");
    const answered =
      this.open(route, asked.body, enter) ??
      (here === null ? null : this.own(route, asked.body, here, enter));
    if (answered !== null) this.asked.push(asked);
    return answered;
  }

  private open(route: string, body: Asked["body"], enter: (person: Person) => void): Answered | null {
    switch (route) {
      case "GET /api/v1/about":
        return { status: 200, body: this.about };
      case "POST /api/v1/password-resets":
        return { status: 202 };
      case "POST /api/v1/sessions":
        return this.signIn(body, enter);
      default:
        return null;
    }
  }

  private signIn(body: Asked["body"], enter: (person: Person) => void): Answered {
    if (this.wait_s !== null) return { ...refused(429, "too_many_attempts"), retry_after_s: this.wait_s };
    if (this.signs_in === null || body["password"] !== RIGHT_PASSWORD) return refused(401, "unauthorized");
    const code = body["code"] as string | undefined;
    const is_right = code === RIGHT_CODE || RECOVERY_CODES.includes(code ?? "");
    if (this.needs_code && !is_right) return refused(401, "code_needed");
    enter(this.signs_in);
    return { status: 201, body: this.signs_in };
  }

  private own(
    route: string,
    body: Asked["body"],
    here: Person,
    enter: (person: Person) => void,
  ): Answered | null {
    const ended = /^DELETE \/api\/v1\/sessions\/(s\d)$/.exec(route)?.[1];
    if (ended !== undefined) {
      this.sessions = this.sessions.filter(({ id }) => id !== ended);
      return { status: 204 };
    }
    switch (route) {
      case "PUT /api/v1/me":
        return body["telephone"] === "none"
          ? refused(422, "bad_document", "/telephone", "must be 7 to 20 digits")
          : { status: 200, body: { ...here, ...body } };
      case "PUT /api/v1/me/choices":
        if (this.keeps_no_choices !== null) return refused(this.keeps_no_choices, "unavailable");
        enter({ ...here, choices: body as unknown as Person["choices"] });
        return { status: 204 };
      case "PUT /api/v1/me/password":
        if (body["old"] !== RIGHT_PASSWORD && (here.password ?? "set") === "set")
          return refused(403, "forbidden");
        return String(body["new"]).length < 12
          ? refused(422, "weak_password", "/new", "must have 12 characters or more")
          : { status: 204 };
      case "POST /api/v1/me/second-factor":
        return { status: 200, body: { uri: "otpauth://totp/fairlot", secret: "JBSWY3DPEHPK3PXP", qr: QR } };
      case "PUT /api/v1/me/second-factor":
        if (body["code"] !== RIGHT_CODE) return refused(403, "forbidden");
        this.needs_proof = false;
        return { status: 200, body: { recovery_codes: RECOVERY_CODES } };
      case "DELETE /api/v1/me/second-factor":
        if (body["password"] !== RIGHT_PASSWORD || body["code"] !== RIGHT_CODE)
          return refused(403, "forbidden");
        enter({ ...here, second_factor: false });
        return { status: 204 };
      case "GET /api/v1/sessions":
        return { status: 200, body: this.sessions };
      case "POST /api/v1/sessions/current/step-up":
        if (body["code"] !== RIGHT_CODE) return refused(403, "forbidden");
        this.needs_proof = false;
        this.needs_fresh_proof = false;
        return { status: 204 };
      case "POST /api/v1/sessions/current/place":
        enter({ ...here, role: body["role"] as Person["role"], org: String(body["org"]) });
        return { status: 200, body: {} };
      case "DELETE /api/v1/sessions":
        this.sessions = this.sessions.filter(({ current }) => current);
        return { status: 204 };
      default:
        return null;
    }
  }
}

/** What a session may do without the proof. */
const UNPROVED = [
  "GET /api/v1/me",
  "POST /api/v1/sessions/current/step-up",
  "POST /api/v1/me/second-factor",
  "PUT /api/v1/me/second-factor",
  "DELETE /api/v1/sessions/current",
];

const QR = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4" fill="#fff"/><path d="M1,1h2v2h-2z"/></svg>',
)}`;

export function refused(
  status: number,
  code: string,
  path?: string,
  message = "",
  fault = "out_of_range",
): Answered {
  const errors = path === undefined ? [] : [{ path, code: fault, message }];
  return { status, body: { type: "about:blank", title: "", status, code, detail: "", errors } };
}

function session(id: string, current: boolean): OwnSession {
  return {
    id,
    current,
    role: "supplier",
    org: "acme",
    created_at: instant(CLOSE - 7_200_000),
    last_used_at: instant(CLOSE - 60_000),
    device: current ? "Chromium on Linux" : `Firefox on Windows ${id}`,
    address: "192.0.2.7",
    expires_at: instant(CLOSE + 72_000_000),
  };
}
