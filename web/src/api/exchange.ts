/**
 * Sends a request with headers of its own and reads the whole answer: its status, its revision, and its JSON. Never
 * throws for a lost network.
 */
import { failureOf } from "./request";

/** A request up to this length goes on when the page is closed; the browser takes 64 KiB, and a sign may be 3 bytes. */
const KEPT_ALIVE_CHARS_MAX = 20_000;
/** After this time without the whole answer there is none. */
const TIMEOUT_MS = 30_000;

export interface Request {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly json?: unknown;
  /** A body that is no JSON, with its type in `headers`. */
  readonly body?: string | Blob;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply<Body> {
  /** 0 when there was no answer: the outcome is not known. */
  readonly status: number;
  /** The answer's JSON, where the status says that the request succeeded. */
  readonly value: Body | null;
  /** The JSON of an answer that says why not. */
  readonly problem: Problem | null;
  /** The revision that the answer names. */
  readonly revision: number | null;
  /** How long the server asks to wait before the next try; absent where it does not say. */
  readonly retry_after_s?: number | null;
}

/** One fault of what was sent. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** A problem document. */
export interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly Fault[];
  /** The practice lot that runs already, where it keeps another one from beginning. */
  readonly practice?: string | null;
  /** Of `stale`: what stands now, and who changed it. */
  readonly revision?: number;
  readonly changed_by?: string;
  readonly changed_by_name?: string | null;
  readonly changed_at?: string;
}

export async function exchange<Body>(path: string, request: Request = {}): Promise<Reply<Body>> {
  const { method = "GET", json, body, headers = {} } = request;
  const type: Record<string, string> = json === undefined ? {} : { "content-type": "application/json" };
  const sent = json === undefined ? (body ?? null) : JSON.stringify(json);
  try {
    const response = await fetch(path, {
      method,
      keepalive: method === "PUT" && typeof sent === "string" && sent.length < KEPT_ALIVE_CHARS_MAX,
      headers: { accept: "application/json", ...type, ...headers },
      body: sent,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const revision = revisionOf(response.headers.get("etag"));
    const { status } = response;
    if (!response.ok) {
      const { problem = null, retry_after_s = null } = await failureOf(response);
      return { status, value: null, problem: problem as Problem | null, revision, retry_after_s };
    }
    const text = await response.text();
    const value = (text === "" ? null : JSON.parse(text)) as Body | null;
    return { status, value, problem: null, revision };
  } catch {
    // Without a network the result is the same as without a server.
    return { status: 0, value: null, problem: null, revision: null };
  }
}

/** The number in `"7"` or `W/"7"`. */
function revisionOf(tag: string | null): number | null {
  const digits = /^(?:W\/)?"(\d+)"$/.exec(tag ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

/** 128 random bits as text. Not `crypto.randomUUID`, because that needs a secure context. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
