// The list of events: one sentence for where the person stands, and a state for each lot.
import { expect, test } from "vitest";
import type { LotMessage, LotSummary } from "../protocol/names";
import { CLOSE, instant, NOW, observerLot, supplierLot } from "../../test/fixtures";
import {
  found,
  groupOf,
  homeSentence,
  lotTimes,
  type Standing,
  standingInShort,
  standingOf,
  stateWord,
} from "./home";

const lot = { title: "Lot 1", state: "open", opens_at: instant(NOW), closes_at: instant(CLOSE) } as const;
const event = { title: "Gloves", reference: "WTP-14", status: "published", lots: [lot] };
const later = { ...lot, title: "Lot 2", state: "scheduled", opens_at: instant(CLOSE + 86_400_000) } as const;

function stand(...lots: LotMessage[]): Standing[] {
  return lots.map(standingOf).filter((standing) => standing !== null);
}

test("one sentence says where a bidder stands", () => {
  expect(homeSentence([event], stand(supplierLot()), NOW)).toBe("1 lot is open. You are 2nd of 3.");
  const leading = { ...supplierLot(), you: { ...supplierLot().you, rank: 1 } };
  expect(homeSentence([{ ...event, lots: [lot, lot] }], stand(supplierLot(), leading), NOW)).toBe(
    "2 lots are open. You lead 1 of 2 lots.",
  );
});

test("for a buyer the sentence counts what needs a decision", () => {
  const requests = [{ seq: 41, alias: "Bidder A", reason: "A slip.", at: instant(NOW) }];

  expect(homeSentence([event], stand({ ...observerLot(), requests }), NOW)).toBe(
    "1 lot is open. Of 3 bidders, Bidder B leads with £176,400.00. 1 thing needs a decision.",
  );
});

test("without a running lot the sentence names the next one", () => {
  const coming = { ...event, lots: [{ ...lot, state: "closed" as const }, later] };

  expect(homeSentence([coming], [], NOW)).toBe(
    "No lot is open. Lot 2 opens at 2:49pm on Sunday 22 November 2026.",
  );
  expect(homeSentence([{ ...coming, status: "draft" }], [], NOW)).toBe(
    "No lot is open, and none is about to open.",
  );
});

test("a pause is said as a pause", () => {
  const paused = { ...event, lots: [lot, { ...lot, state: "paused" as const }] };

  expect(homeSentence([paused], [], NOW)).toBe("1 lot is open, 1 is paused.");
  expect(homeSentence([{ ...event, lots: [{ ...lot, state: "paused" as const }] }], [], NOW)).toBe(
    "1 lot is paused.",
  );
});

test("a draft is a draft, whatever its lots are", () => {
  const draft = { ...event, status: "draft", lots: [{ ...lot, state: null }] };

  expect(stateWord(draft.lots[0] ?? lot, draft)).toBe("Draft");
  expect(groupOf(draft)).toBe("draft");
  expect(lotTimes({ ...lot, state: null, opens_at: "now" }, draft, NOW)).toBe("");
  expect(lotTimes({ ...lot, state: null, opens_at: null }, draft, NOW)).toBe("");
});

test("a deleted event stands last and opens nothing", () => {
  const deleted = { ...event, status: "deleted", lots: [{ ...later, state: null }] };

  expect([groupOf(deleted), stateWord(deleted.lots[0] ?? lot, deleted)]).toEqual(["ended", "Deleted"]);
  expect(homeSentence([deleted], [], NOW)).toBe("No lot is open, and none is about to open.");
});

test("a draft that does not say yet when it opens has no time, and a deleted event opens nothing", () => {
  const draft = { ...event, status: "draft", lots: [] };
  const deleted = { ...event, status: "deleted", lots: [{ ...later, state: null }] };

  expect(lotTimes({ ...lot, state: null, opens_at: null }, draft, NOW)).toBe("");
  expect([groupOf(deleted), stateWord(deleted.lots[0] ?? lot, deleted)]).toEqual(["ended", "Deleted"]);
  expect(homeSentence([deleted], [], NOW)).toBe("No lot is open, and none is about to open.");
});

test("a lot that cannot be read says so, and does not say that it is closed", () => {
  const failed = { ...lot, state: null };

  expect(stateWord(failed, event)).toBe("Cannot be read");
  expect(lotTimes(failed, event, NOW)).toContain("Nothing that was accepted is lost.");
});

test("a lot that was closed early ended when it was closed", () => {
  const closed = { ...lot, state: "closed", ended_at: instant(CLOSE - 60_000) } as const;

  expect(lotTimes(closed, event, NOW)).toBe("Closed at 2:48pm");
});

test("an excluded bidder and one without an offer are told so", () => {
  const you = { ...supplierLot().you, rank: null, total: null };

  expect(standingOf({ ...supplierLot(), you })?.sentence).toBe("You have no offer.");
  expect(standingOf({ ...supplierLot(), you: { ...you, excluded: true } })?.sentence).toBe(
    "You are excluded.",
  );
  expect(standingOf({ ...supplierLot(), state: "closed" })).toBeNull();
});

// G152
test("a summary says the same as the lot itself", () => {
  const lead = { alias: "Bidder B", total: "176400.00", evaluated: "176400.00", score: null, seq: 40 };
  const summary = { state: "open", lead, bidders: { invited: 3, with_offer: 3, excluded: 0 } } as LotSummary;
  const waiting = { requests: 1, proposals: 1, oldest_at: instant(NOW) };

  expect(standingInShort(summary, "GBP")).toEqual(standingOf(observerLot()));
  expect(standingInShort({ ...summary, lead: null }, "GBP")?.sentence).toBe(
    "Of 3 bidders, none has made an offer yet.",
  );
  expect(standingInShort({ ...summary, waiting }, "GBP")).toMatchObject({ waiting: 2 });
  expect(standingInShort({ ...summary, state: "closed" }, "GBP")).toBeNull();
});

test("the search finds titles, references and lots", () => {
  expect(found([event], "wtp gloves")).toEqual([event]);
  expect(found([event], "lot 1")).toEqual([event]);
  expect(found([event], "masks")).toEqual([]);
});

test("a paused lot says when it is planned to restart, where that is known", () => {
  const paused = { ...lot, state: "paused" } as const;

  expect(lotTimes(paused, event, NOW)).toBe("The clock stands still");
  expect(lotTimes({ ...paused, resumes_at: instant(NOW + 72_000) }, event, NOW)).toBe(
    "Planned restart: 2:46pm, in 1 minute 12 seconds",
  );
});
