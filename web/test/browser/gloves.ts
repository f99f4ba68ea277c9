// A made-up draft of an event about gloves, and a paste into a table of it, for the tests of a set-up.
import type { Locator } from "playwright-core";
import type { JsonObject } from "../../src/json";

export const GLOVES: JsonObject = {
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
  lots: [
    {
      title: "Nitrile, powder free",
      decimals: 2,
      items: [
        {
          id: "m",
          description: "Nitrile glove, medium",
          unit: "box of 100",
          volumes: { RFS: "12000", RHQ: "48000" },
          baselines: { RFS: "3.20", RHQ: "2.95" },
        },
        {
          id: "l",
          description: "Nitrile glove, large",
          unit: "box of 100",
          volumes: { RFS: "8000" },
          baselines: {},
        },
      ],
    },
  ],
};

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
