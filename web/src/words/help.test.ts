// Whom the help sends people to.
import { expect, test } from "vitest";
import { supplierLot } from "../../test/fixtures";
import { help, helpWithoutLot } from "./lot";

// G110
test.each([
  [
    { name: "Ann Bell", telephone: "01246 277271", email: "a.bell@nhs.example.uk", hours: "9am to 5pm" },
    "Ring Ann Bell on 01246 277271 or write to a.bell@nhs.example.uk (9am to 5pm). Say the lot, Gloves and the reference WTP-14. You can also call through Relay UK: add 18001 before the number.",
  ],
  [
    { name: "Procurement", email: "buy@nhs.example.uk" },
    "Write to Procurement at buy@nhs.example.uk. Say the lot, Gloves and the reference WTP-14.",
  ],
  [
    null,
    "Use the telephone number in your invitation. Say the lot, Gloves and the reference WTP-14. You can also call through Relay UK: add 18001 before the number.",
  ],
])("the help names the contact of the event", (contact, words) => {
  const event = { ...supplierLot().event, reference: "WTP-14", contact };

  const said = help(event, "Gloves", null);

  expect(said).toBe(words);
});

const OFFICE = { name: "Procurement office", telephone: "0114 496 0000", hours: "9am to 5pm" };

// G110
test("the help names the contact of the server where no event has a nearer one", () => {
  const event = { ...supplierLot().event, reference: null, contact: null };

  const said = [help(event, "Gloves", OFFICE), helpWithoutLot(OFFICE), helpWithoutLot(null)];

  expect(said).toEqual([
    "Ring Procurement office on 0114 496 0000 (9am to 5pm). Say the lot, Gloves. You can also call through Relay UK: add 18001 before the number.",
    "Ring Procurement office on 0114 496 0000 (9am to 5pm). You can also call through Relay UK: add 18001 before the number.",
    "Use the telephone number in your invitation, and say the lot and its reference.",
  ]);
});
