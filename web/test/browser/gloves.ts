// A made-up event about gloves, as a draft and ready to publish, and a paste into a table of it.
import type { Locator } from "playwright-core";
import type { JsonObject } from "../../src/json";

const EVENT: JsonObject = {
  title: "Examination gloves",
  reference: "WTP-2026-014",
  currency: "GBP",
  trusts: [
    { ods: "RFS", name: "Chesterfield Royal Hospital" },
    { ods: "RHQ", name: "Sheffield Teaching Hospitals" },
  ],
  bidders: [
    { id: "acme", name: "Acme Medical Ltd" },
    { id: "bolt", name: "Bolt Gloves plc" },
  ],
};

const LOT: JsonObject = { title: "Nitrile, powder free", decimals: 2 };

/** 60,000 boxes. */
const MEDIUM: JsonObject = {
  id: "m",
  description: "Nitrile glove, medium",
  unit: "box of 100",
  volumes: { RFS: "12000", RHQ: "48000" },
  baselines: { RFS: "3.20", RHQ: "2.95" },
};

const LARGE: JsonObject = {
  id: "l",
  description: "Nitrile glove, large",
  unit: "box of 100",
  volumes: { RFS: "8000" },
  baselines: {},
};

/** The draft, with two items. It is not complete. */
export const GLOVES: JsonObject = { ...EVENT, lots: [{ ...LOT, items: [MEDIUM, LARGE] }] };

/** The event with one item, complete: its lot opens at once and has these rules. */
export function openGloves(rules: JsonObject): JsonObject {
  const opened = { opens_at: "now", duration_s: 7_200, bidders: [{ bidder: "acme" }, { bidder: "bolt" }] };
  return {
    ...EVENT,
    profile: "custom",
    justification: "A test of the pages.",
    lots: [{ ...LOT, items: [MEDIUM], rules, ...opened }],
  };
}

/** Pastes into the field, as a person does with Ctrl and V. */
export async function paste(cell: Locator, text: string): Promise<void> {
  await cell.focus();
  await cell.evaluate((field, pasted) => {
    const data = new DataTransfer();
    data.setData("text/plain", pasted);
    field.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}
