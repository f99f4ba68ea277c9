/**
 * Sends HTTP requests to the server. The session cookie identifies the person. Never throws for a lost network, and
 * reports what an answer says of the session.
 */
import type { FailedLot, ProblemBody } from "../protocol/http";

export interface Failure {
  readonly ok: false;
  /** 0 when there was no answer. */
  readonly status: number;
  /** What the server says is wrong; absent where it says nothing that can be read. */
  readonly problem?: ProblemBody;
  /** How long the server asks to wait before the next try. */
  readonly retry_after_s?: number;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | Failure;

/** What the server says of a lot whose records it cannot use; null where it says nothing like that. */
export function failedLot(failure: Failure | null): FailedLot | null {
  return failure?.problem?.failed ?? null;
}

/** After this time without the whole answer there is none. */
const TIMEOUT_MS = 30_000;
const ACCEPTED = "application/json, application/x-ndjson";
const NO_ANSWER: Failure = { ok: false, status: 0 };

/** What an answer may say of the session, whatever was asked for. */
export interface SessionReports {
  /** There is no session. */
  lost(): void;
  /** The session has to prove its second factor before it may do this. */
  codeNeeded(): void;
  /** Waits until the second factor is proved. False once the person does something else first. */
  proof(): Promise<boolean>;
}

export const NO_REPORTS: SessionReports = { lost: () => {}, codeNeeded: () => {}, proof: async () => false };

let reports = NO_REPORTS;

/** Sets who is told what answers say of the session. */
export function reportSessionTo(told: SessionReports): void {
  reports = told;
}

/** `signal` ends the request, also while its answer is being read. */
export async function get(path: string, signal?: AbortSignal): Promise<Response | null> {
  return send(path, signal === undefined ? {} : { signal });
}

/** A long answer may be given a longer time. */
export async function getJson<T>(path: string, timeout_ms = TIMEOUT_MS): Promise<Answer<T>> {
  return answerOf<T>(await send(path, {}, timeout_ms));
}

/** With a key the same request can be sent again, and happens once. */
export async function post<T = unknown>(path: string, body: object, key?: string): Promise<Answer<T>> {
  return act<T>(path, withBody("POST", body, key));
}

export async function put<T = unknown>(path: string, body: object): Promise<Answer<T>> {
  return act<T>(path, withBody("PUT", body));
}

export async function remove(path: string, body?: object): Promise<Answer<unknown>> {
  return act(path, body === undefined ? { method: "DELETE" } : withBody("DELETE", body));
}

/** Sends what changes something. Where it needs the second factor, it is sent once more when that is proved. */
async function act<T>(path: string, request: RequestInit): Promise<Answer<T>> {
  const answer = await answerOf<T>(await send(path, request));
  const waits = !answer.ok && answer.problem?.code === "step_up_required";
  return waits && (await reports.proof()) ? answerOf<T>(await send(path, request)) : answer;
}

/** The failure that an answer is; it must not be one that succeeded. */
export async function failureOf(response: Response | null): Promise<Failure> {
  if (response === null) return NO_ANSWER;
  const problem = await problemOf(response);
  // The second half of a sign-in is asked for with 401 too.
  if (response.status === 401 && problem?.code === "unauthorized") reports.lost();
  if (response.status === 403 && problem?.code === "step_up_required") reports.codeNeeded();
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
  return {
    ok: false,
    status: response.status,
    ...(problem === null ? {} : { problem }),
    ...(Number.isFinite(wait) ? { retry_after_s: wait } : {}),
  };
}

function withBody(method: string, body: object, key?: string): RequestInit {
  const headers = { "content-type": "application/json", ...(key && { "idempotency-key": key }) };
  return { method, headers, body: JSON.stringify(body) };
}

/** Null when there was no answer: without a network the result is the same as without a server. */
async function send(path: string, request: RequestInit, timeout_ms = TIMEOUT_MS): Promise<Response | null> {
  const headers = { accept: ACCEPTED, ...request.headers };
  const late = AbortSignal.timeout(timeout_ms);
  const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
  try {
    return await fetch(path, { ...request, headers, signal });
  } catch {
    return null;
  }
}

async function answerOf<T>(response: Response | null): Promise<Answer<T>> {
  if (response === null || !response.ok) return failureOf(response);
  try {
    const text = await response.text();
    return { ok: true, value: (text === "" ? null : JSON.parse(text)) as T };
  } catch {
    return NO_ANSWER;
  }
}

async function problemOf(response: Response): Promise<ProblemBody | null> {
  try {
    const read = (await response.json()) as ProblemBody;
    return typeof read?.code === "string" ? read : null;
  } catch {
    return null;
  }
}
