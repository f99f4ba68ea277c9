// Sums of volumes and of today's spend are exact.
import { expect, test } from "vitest";
import type { JsonObject } from "../../json";
import { text } from "../../money";
import { cell, itemSums, lotSums, trustSums } from "./figures";

const ITEMS: readonly JsonObject[] = [
  { id: "m", volumes: { RFS: "12000", RHQ: "48000" }, baselines: { RFS: "3.20", RHQ: "2.95" } },
  { id: "l", volumes: { RFS: "0.1", RHQ: "0.2" }, baselines: { RFS: "0.1" } },
];

test("a trust's volume and spend are sums over the items", () => {
  const { volume, spend, without_baseline } = trustSums(ITEMS, "RFS");

  expect(text(volume)).toBe("12000.1");
  expect(text(spend, 2)).toBe("38400.01");
  expect(without_baseline).toBe(0);
});

test("an item's volume is the sum over the trusts", () => {
  expect(text(itemSums(ITEMS[1]!, ["RFS", "RHQ"]).volume)).toBe("0.3");
});

test("a volume without a baseline is counted and adds nothing to the spend", () => {
  const { spend, without_baseline } = lotSums(ITEMS, ["RFS", "RHQ"]);

  expect(text(spend, 2)).toBe("180000.01");
  expect(without_baseline).toBe(1);
});

test("half-typed figures count as nothing and break nothing", () => {
  const item = { volumes: { RFS: "12x", RHQ: 5 }, baselines: "none" };

  expect(text(itemSums(item, ["RFS", "RHQ"]).volume)).toBe("5");
  expect(cell(item, "baselines", "RFS")).toBe("");
});
