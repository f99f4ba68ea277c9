// The words of what waits for a buyer.
import { expect, test } from "vitest";
import { instant, NOW, observerLot } from "../../test/fixtures";
import { requestSentence } from "./buyer-acts";

test("a request that does not name the amount takes it from the ranking", () => {
  const request = { seq: 35, alias: "Bidder B", reason: "A slip.", at: instant(NOW) };

  expect(requestSentence(observerLot(), request)).toBe(
    'Bidder B asks for its offer of £176,400.00 to be annulled. Reason: "A slip."',
  );
});
