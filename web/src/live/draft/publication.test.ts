// A publication whose outcome is unknown is asked again with the same key.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Published } from "../../api/drafts";
import type { Reply } from "../../api/exchange";
import { Publication } from "./publication";

const PUBLISHED: Published = {
  id: "e1",
  status: "published",
  revision: 4,
  complete: true,
  findings: [],
  lint: [],
  digest: "sha256:ab",
  lots: ["l1"],
};

/** What a browser keeps for a tab. */
class TabStorage {
  private readonly kept = new Map<string, string>();

  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }

  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

let answers: Array<Partial<Reply<Published>>>;
let asked: Array<[number, string]>;
let storage: TabStorage;

function publication(key: string): Publication {
  return new Publication({
    publish: async (revision, with_key) => {
      asked.push([revision, with_key]);
      return { status: 0, value: null, problem: null, revision: null, ...answers.shift() };
    },
    storage: () => storage as unknown as Storage,
    kept_as: "publish e1",
    freshKey: () => key,
    now: () => 0,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  asked = [];
  storage = new TabStorage();
});

afterEach(() => vi.useRealTimers());

// G154
test("an unknown outcome is asked again with the same key until there is one", async () => {
  answers = [{ status: 0 }, { status: 503 }, { status: 200, value: PUBLISHED }];
  const one = publication("k1");

  await one.publish(4);
  expect(one.state.kind).toBe("unknown");
  await vi.advanceTimersByTimeAsync(10_000);

  expect(asked).toEqual([
    [4, "k1"],
    [4, "k1"],
    [4, "k1"],
  ]);
  expect(one.state).toEqual({ kind: "done", published: PUBLISHED });
});

// G154
test("a question that was open at a reload goes on with its key", async () => {
  const one = publication("k1");
  await one.publish(4);
  one.stop();

  answers = [{ status: 200, value: PUBLISHED }];
  const after = publication("k2");
  after.resume();
  await vi.advanceTimersByTimeAsync(0);

  expect(asked.at(-1)).toEqual([4, "k1"]);
  expect(after.state.kind).toBe("done");
});

// G154
test("another revision than the one that was read is not published", async () => {
  answers = [{ status: 412, problem: { code: "stale", changed_by_name: "Ann Field" } }];
  const one = publication("k1");

  await one.publish(4);

  expect(one.state).toEqual({ kind: "stale", by: "Ann Field" });
  expect(storage.getItem("publish e1")).toBeNull();
});

test("a second press while the first one is under way asks nothing", async () => {
  const one = publication("k1");

  await one.publish(4);
  await one.publish(4);

  expect(asked.length).toBe(1);
});
