// The bidder's own offers, read from the journal.
import { expect, test } from "vitest";
import { ownRecords, supplierLot } from "../../test/fixtures";
import { ownOffers } from "./own-offers";

const annulment = {
  ...ownRecords()[0],
  seq: 41,
  kind: "bid_annulled",
  data: { bidder: "acme", offer: 29, reason: "A slip." },
} as ReturnType<typeof ownRecords>[number];

test("accepted and refused offers are listed, newest first", () => {
  expect(
    ownOffers(ownRecords(), supplierLot()).map(({ seq, refused }) => [seq, refused?.reason ?? null]),
  ).toEqual([
    [29, null],
    [20, "not_improved"],
    [12, null],
    [5, null],
  ]);
});

test("an annulled offer is marked, the others are not", () => {
  const offers = ownOffers([...ownRecords(), annulment], supplierLot());

  expect(offers.filter((offer) => offer.void === "annulled").map(({ seq }) => seq)).toEqual([29]);
});

test("an annulment that names no offer is about the one that stood then", () => {
  const unnamed = { ...annulment, data: { bidder: "acme", reason: "A slip." } };
  const again = { ...unnamed, seq: 42 };

  const offers = ownOffers([...ownRecords(), unnamed, again], supplierLot());

  expect(offers.filter((offer) => offer.void === "annulled").map(({ seq }) => seq)).toEqual([29, 12]);
});

test("no offer of an excluded bidder counts", () => {
  const lot = supplierLot();

  const offers = ownOffers(ownRecords(), { ...lot, you: { ...lot.you, excluded: true } });

  expect(offers.filter(({ refused }) => refused === null).every((offer) => offer.void === "excluded")).toBe(
    true,
  );
});
