/** Sends HTTP requests to the server. The session cookie identifies the person. Never throws for a lost network. */

export type Answer<T> = { ok: true; value: T } | { ok: false; status: number };

export async function get(path: string): Promise<Response | null> {
  try {
    return await fetch(path, { headers: { accept: "application/json, application/x-ndjson" } });
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
  return { ok: true, value: (await response.json()) as T };
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
