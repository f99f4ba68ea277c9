/** Sends HTTP requests to the server. The session cookie identifies the person. Never throws for a lost network. */

export type Answer<T> = { ok: true; value: T } | { ok: false; status: number };

/** After this time without the whole answer there is none. */
const TIMEOUT_MS = 30_000;

export async function get(path: string): Promise<Response | null> {
  try {
    const headers = { accept: "application/json, application/x-ndjson" };
    return await fetch(path, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    // Without a network the result is the same as without a server.
    return null;
  }
}

/** The answer's status is 0 when there was no answer. */
export async function getJson<T>(path: string): Promise<Answer<T>> {
  const response = await get(path);
  if (response === null) return { ok: false, status: 0 };
  if (!response.ok) return { ok: false, status: response.status };
  try {
    return { ok: true, value: (await response.json()) as T };
  } catch {
    return { ok: false, status: 0 };
  }
}

/** The answer's status is 0 when there was no answer. */
export async function post(path: string, body: object): Promise<Answer<null>> {
  const headers = { "content-type": "application/json" };
  return act(path, { method: "POST", headers, body: JSON.stringify(body) });
}

export function remove(path: string): Promise<Answer<null>> {
  return act(path, { method: "DELETE" });
}

async function act(path: string, request: RequestInit): Promise<Answer<null>> {
  try {
    const { ok, status } = await fetch(path, request);
    return ok ? { ok, value: null } : { ok, status };
  } catch {
    return { ok: false, status: 0 };
  }
}
