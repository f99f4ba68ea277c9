// Prices that the page fills in: which, when, and that nothing typed meanwhile is lost.
import { expect, test } from "vitest";
import { person, supplierLot } from "../../test/fixtures";
import { priceChange } from "../words/bid";
import { read } from "./bid";
import { canLowerAll, fillHighest, lowerAll, priceDrop } from "./fill";
import type { LiveLot } from "./live-lot";
import type { Act } from "./state/acts";
import { reduce } from "./state/reduce";
import { start, type State } from "./state/state";

function severalItems(highest: string | null) {
  const lot = supplierLot();
  const items = ["s", "m"].map((id) => ({ id, description: id, unit: "box", volume: "100" }));
  return {
    ...lot,
    items,
    you: { ...lot.you, prices: { s: "3.00", m: "2.00" }, highest_allowed: highest },
  };
}

// G58
test("prices can be lowered together where they come to more than is allowed", () => {
  const lot = severalItems("450.00");
  const lower = (typed: Record<string, string>, one = lot) => canLowerAll(one, typed, read(one, typed));

  expect(lower({ s: "3.00" })).toBe(true);
  expect(lower({})).toBe(false);
  expect(lower({}, { ...lot, you: { ...lot.you, suggested: null } })).toBe(true);
  expect(lower({ s: "2.50" })).toBe(false);
  expect(lower({ s: "abc" })).toBe(false);
  expect(lower({ s: "3" }, severalItems(null))).toBe(false);
  expect(lower({ s: "3" }, { ...lot, rules: { ...lot.rules, whole_steps: true } })).toBe(false);
  const one_item = supplierLot();
  expect(canLowerAll(one_item, { "nitrile-m": "9" }, read(one_item, { "nitrile-m": "9" }))).toBe(false);
});

// G157
test("the change of a line is told from its price now", () => {
  const lot = severalItems("450.00");

  expect(priceChange(priceDrop(lot, { s: "2.94" }, "s"), "GBP")).toBe("£0.06 lower (2% less)");
  expect(priceChange(priceDrop(lot, { s: "3.3" }, "s"), "GBP")).toBe("£0.30 higher (10% more)");
  expect(priceChange(priceDrop(lot, {}, "s"), "GBP")).toBe("");
  expect(priceDrop(lot, { s: "" }, "s")).toBeNull();
});

/** A lot whose questions for prices that fit get this answer. */
function lotThat(fits: LiveLot["fit"], typed: Record<string, string>) {
  const lot = severalItems("450.00");
  const live = {
    state: { ...start(person("supplier"), 0), lot, typed } as State,
    fit: fits,
    dispatch(act: Act) {
      live.state = reduce(live.state, act);
    },
  };
  return live;
}

const asLive = (live: unknown): LiveLot => live as LiveLot;

function answered(prices: Record<string, string> | null): LiveLot["fit"] {
  const value = { lot: "l", id: null, prices, total: null, evaluated: null };
  return () => Promise.resolve({ ok: true, value });
}

// G58
test("all prices are lowered as the server says, and that can be undone", async () => {
  const live = lotThat(answered({ s: "2.70", m: "1.80" }), { s: "3.00" });

  await lowerAll(asLive(live));

  expect([live.state.typed, live.state.before_fill]).toEqual([{ s: "2.70", m: "1.80" }, { s: "3.00" }]);
});

// G58
test("what is typed while the server is asked stays", async () => {
  const live = lotThat(answered({ s: "2.70", m: "1.80" }), {});

  const asked = lowerAll(asLive(live));
  live.dispatch({ type: "typed", item: "s", text: "2.5", local: 1 });
  await asked;

  expect(live.state.typed).toEqual({ s: "2.5" });
});

// G58
test("prices that cannot be lowered, and a server that does not answer, are told", async () => {
  const none = lotThat(answered(null), {});
  const away = lotThat(() => Promise.resolve({ ok: false, status: 0 }), {});

  await lowerAll(asLive(none));
  await lowerAll(asLive(away));

  expect(none.state.not_lowered).toContain("one of them would become 0");
  expect(away.state.not_lowered).toContain("Try again");
});

// G157
test("one line is filled with the highest price that is allowed while the others stay", () => {
  const live = lotThat(answered(null), { m: "1.00" });

  fillHighest(asLive(live), { id: "s", description: "s", unit: "box", volume: "100" });

  expect(live.state.typed).toEqual({ s: "3.50", m: "1.00" });
});
