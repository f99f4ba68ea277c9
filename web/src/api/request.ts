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

/** Whether the server accepted what was sent. */
export async function post(path: string, body: object): Promise<boolean> {
  try {
    const headers = { "content-type": "application/json" };
    return (await fetch(path, { method: "POST", headers, body: JSON.stringify(body) })).ok;
  } catch {
    return false;
  }
}
