// The editor of a draft against a small server that knows revisions: two buyers, lost answers, lost sessions, reloads.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DraftStored, EventStatus, StoredEvent } from "../../api/drafts";
import type { Reply } from "../../api/exchange";
import type { JsonObject } from "../../json";
import { Editor, SAVE_MS } from "./editor";
import type { Keep, Kept } from "./kept";

/** One draft with revisions, as the server keeps it. */
class DraftServer {
  document: JsonObject = { title: "Gloves", reference: "W-1" };
  revision = 1;
  status: EventStatus = "draft";
  by = "ann";
  /** What the next requests end with instead: 0 before the server got it, "unanswered" after it was stored. */
  faults: Array<number | "unanswered"> = [];
  writes = 0;
  private readonly answers = new Map<string, DraftStored>();

  read(): Reply<StoredEvent> {
    const { document, revision, status } = this;
    return ok({ id: "e1", status, revision, document, lots: [], changed_by_name: this.by, changed_at: null });
  }

  revise(by: string, document: JsonObject, revision: number, key: string): Reply<DraftStored> {
    const fault = this.faults.shift();
    if (typeof fault === "number") return { status: fault, value: null, problem: null, revision: null };
    const known = this.answers.get(key);
    if (known === undefined && this.status !== "draft") return problem(409, { code: "wrong_state" });
    if (known === undefined && revision !== this.revision) {
      return problem(412, { code: "stale", revision: this.revision, changed_by_name: this.by });
    }
    if (known === undefined) {
      Object.assign(this, { document, revision: revision + 1, by, writes: this.writes + 1 });
      const stored = {
        id: "e1",
        status: this.status,
        revision: this.revision,
        complete: false,
        findings: [],
        lint: [],
      };
      this.answers.set(key, stored);
    }
    return fault === "unanswered"
      ? { status: 0, value: null, problem: null, revision: null }
      : ok(this.answers.get(key)!);
  }
}

function ok<T>(value: T): Reply<T> {
  return { status: 200, value, problem: null, revision: null };
}

function problem(status: number, of: object): Reply<never> {
  return { status, value: null, problem: of, revision: null };
}

class Memory implements Keep {
  kept: Kept | null = null;

  load(): Kept | null {
    return this.kept;
  }

  save(kept: Kept | null): void {
    this.kept = kept;
  }
}

let server: DraftServer;
let keys = 0;

function editorOf(person: string, keep: Keep = new Memory()): Editor {
  return new Editor({
    person,
    read: async () => server.read(),
    revise: async (document, revision, key) => server.revise(person, document, revision, key),
    check: async () => ok({ complete: false, findings: [], lint: [], lots: [] }),
    keep,
    freshKey: () => `key-${(keys += 1)}`,
    now: () => 1_000,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  server = new DraftServer();
});

afterEach(() => vi.useRealTimers());

test("what was typed is saved under its revision", async () => {
  const editor = editorOf("bob");
  await editor.load();

  editor.edit("/title", "Sterile gloves");
  const saved = await editor.save();

  expect(saved).toBe(true);
  expect(server.document).toEqual({ title: "Sterile gloves", reference: "W-1" });
  expect(editor.state.saving).toEqual({ kind: "saved", at: 1_000 });
});

// G153
test("changes are saved by themselves after 30 seconds", async () => {
  const editor = editorOf("bob");
  await editor.load();

  editor.edit("/title", "Sterile gloves");
  await vi.advanceTimersByTimeAsync(SAVE_MS - 1);
  expect(server.writes).toBe(0);
  await vi.advanceTimersByTimeAsync(1);

  expect(server.document["title"]).toBe("Sterile gloves");
});

test("nothing is sent when nothing was changed", async () => {
  const editor = editorOf("bob");
  await editor.load();

  editor.edit("/title", "Other");
  editor.edit("/title", "Gloves");
  await editor.save();

  expect(server.writes).toBe(0);
});

// G153
test("another person's change of another member is joined without a question", async () => {
  const editor = editorOf("bob");
  await editor.load();
  server.revise("ann", { title: "Gloves", reference: "W-2" }, 1, "ann-1");

  editor.edit("/title", "Sterile gloves");
  const saved = await editor.save();

  expect(saved).toBe(true);
  expect(server.document).toEqual({ title: "Sterile gloves", reference: "W-2" });
  expect(editor.state.others).toEqual({ own: false, name: "ann", at: null, paths: ["/reference"] });
});

// G153
test("what both changed is asked about, with the other person's name, and nothing is overwritten before", async () => {
  const editor = editorOf("bob");
  await editor.load();
  server.revise("ann", { title: "Gloves 2027", reference: "W-1" }, 1, "ann-1");

  editor.edit("/title", "Sterile gloves");
  const saved = await editor.save();

  expect(saved).toBe(false);
  expect(server.document["title"]).toBe("Gloves 2027");
  expect(editor.state.disputed?.by.name).toBe("ann");
  expect(editor.state.own["title"]).toBe("Sterile gloves");

  await editor.settle(["own"]);

  expect(server.document["title"]).toBe("Sterile gloves");
});

test("a save without an answer is sent again as it was, and counts once", async () => {
  const editor = editorOf("bob");
  await editor.load();
  server.faults = ["unanswered"];

  editor.edit("/title", "Sterile gloves");
  await editor.save();
  editor.edit("/title", "Sterile gloves, large");
  expect(editor.state.saving.kind).toBe("unsaved");
  await editor.save();

  expect(server.writes).toBe(2);
  expect(editor.state.disputed).toBeNull();
  expect(server.document["title"]).toBe("Sterile gloves, large");
});

test("a save that did not reach the server is tried again by itself", async () => {
  const editor = editorOf("bob");
  await editor.load();
  server.faults = [0, 503];

  editor.edit("/title", "Sterile gloves");
  await editor.save();
  expect(editor.state.saving.kind).toBe("failed");
  await vi.advanceTimersByTimeAsync(60_000);

  expect(server.document["title"]).toBe("Sterile gloves");
  expect(server.writes).toBe(1);
});

// G153
test("what was typed survives a lost session and a reload", async () => {
  const keep = new Memory();
  const editor = editorOf("bob", keep);
  await editor.load();
  server.faults = [401];
  editor.edit("/title", "Sterile gloves");
  await editor.save();
  expect(editor.state.saving.kind).toBe("signed_out");
  editor.stop();

  const after = editorOf("bob", keep);
  await after.load();

  expect(after.state.own["title"]).toBe("Sterile gloves");
  expect(after.state.restored).toBe(true);
  await after.save();
  expect(server.document["title"]).toBe("Sterile gloves");
  expect(keep.kept).toBeNull();
});

test("what was typed before a reload is joined with what another person stored meanwhile", async () => {
  const keep = new Memory();
  const editor = editorOf("bob", keep);
  await editor.load();
  editor.edit("/title", "Sterile gloves");
  editor.stop();
  server.revise("ann", { title: "Gloves", reference: "W-2" }, 1, "ann-1");

  const after = editorOf("bob", keep);
  await after.load();

  expect(after.state.own).toEqual({ title: "Sterile gloves", reference: "W-2" });
});

test("a reload after a save without an answer asks nobody about the person's own change", async () => {
  const keep = new Memory();
  const editor = editorOf("bob", keep);
  await editor.load();
  server.faults = ["unanswered"];
  editor.edit("/title", "Sterile gloves");
  await editor.save();
  editor.edit("/title", "Sterile gloves, large");
  editor.stop();

  const after = editorOf("bob", keep);
  await after.load();
  await after.save();

  expect(after.state.disputed).toBeNull();
  expect(server.document["title"]).toBe("Sterile gloves, large");
});

// G153
test("an event that was published meanwhile takes no more changes, and what was typed is still there", async () => {
  const editor = editorOf("bob");
  await editor.load();
  editor.edit("/title", "Sterile gloves");
  server.status = "published";

  const saved = await editor.save();

  expect(saved).toBe(false);
  expect(editor.state.status).toBe("published");
  expect(editor.state.own["title"]).toBe("Sterile gloves");
});

test("a look takes in what another person stored, also while something is typed", async () => {
  const editor = editorOf("bob");
  await editor.load();
  editor.edit("/title", "Sterile gloves");
  server.revise("ann", { title: "Gloves", reference: "W-2" }, 1, "ann-1");

  await editor.look();

  expect(editor.state.own).toEqual({ title: "Sterile gloves", reference: "W-2" });
  expect(editor.state.others?.name).toBe("ann");
});

test("a draft that is gone says so, and keeps what was typed", async () => {
  const editor = editorOf("bob");
  await editor.load();
  server.faults = [404];

  editor.edit("/title", "Sterile gloves");
  await editor.save();

  expect(editor.state.status).toBe("deleted");
  expect(editor.state.own["title"]).toBe("Sterile gloves");
});
