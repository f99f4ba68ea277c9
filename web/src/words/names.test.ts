// Names: never an id in the place of a name, and one name for one offer.
import { expect, test } from "vitest";
import { CLOSE, courseOfOffers, instant, NOW, observerLot } from "../../test/fixtures";
import { proposalSentence, requestSentence } from "./buyer-acts";
import { closedWords } from "./lot";
import { graphSummary, offerSentence } from "./market";
import { bidderName } from "./names";
import { namesOwnOrganisation, placeName, unnamedSentence, whoIsHere } from "./person";
import { leadSentence } from "./standing";

const named = { alias: "Bidder B", bidder: "bolt", name: "Bolt Gloves plc" };

function lotWithNames() {
  const lot = observerLot();
  const offers = lot.market.offers?.map((offer) => (offer.rank === 1 ? { ...offer, ...named } : offer)) ?? [];
  return { ...lot, market: { ...lot.market, offers } };
}

test("a bidder is called by its name, else by its alias, never by its id", () => {
  expect(bidderName(lotWithNames(), named)).toBe("Bolt Gloves plc");
  expect(bidderName(null, { alias: "Bidder B", ...{ bidder: "bolt" } })).toBe("Bidder B");
});

test("sentences about the lead and the result have the name", () => {
  const lot = lotWithNames();
  const ranking = [{ ...named, rank: 1, total: "1.00", evaluated: "1.00" }];

  expect(leadSentence(lot)).toBe("Of 3 bidders, Bolt Gloves plc leads with £176,400.00.");
  expect(graphSummary(courseOfOffers(), lot)).toContain("Bolt Gloves plc leads with £176,400.00.");
  expect(closedWords({ ...lot, state: "closed", result: { ranking } }, CLOSE, false).text).toContain(
    "Bolt Gloves plc finished 1st with £1.00.",
  );
});

test("an offer has the same number in every sentence", () => {
  const offer = { ...named, seq: 27, at: instant(NOW), evaluated: "5.00", rank: 2 };

  expect(offerSentence(offer, 2, 31, observerLot())).toBe(
    "Offer 27 (2 of 31): Bolt Gloves plc, £5.00 at 2:44:48pm, 2nd then.",
  );
  expect(
    offerSentence({ ...offer, void: "annulled", void_at: instant(NOW + 12_000) }, 2, 31, observerLot()),
  ).toMatch(/2nd then\. Annulled at 2:45:00pm\.$/);
});

test("the sentence of the graph says which offers no longer count", () => {
  const offers = courseOfOffers().slice(0, 3);
  const gone = { ...offers[1], void: "excluded", void_at: instant(NOW) } as (typeof offers)[number];

  expect(graphSummary([...offers, gone], observerLot())).toMatch(
    /Bidder \w was excluded at 2:44:48pm, so its offers no longer count\.$/,
  );
});

test("a request says the amount and what comes back", () => {
  const request = { ...named, seq: 41, at: instant(NOW), reason: "A slip.", offer: 27, total: "17400.00" };
  const back_to = { total: "178800.00", rank: 3 };

  expect(requestSentence(observerLot(), { ...request, back_to })).toBe(
    'Bolt Gloves plc asks for its offer 27 of £17,400.00 to be annulled. Reason: "A slip." ' +
      "Its offer of £178,800.00 would count again and rank 3rd.",
  );
  expect(requestSentence(observerLot(), { ...request, back_to: null })).toContain(
    "It would have no offer then.",
  );
});

test("a proposal says the bidder and the amount, and no id of a person", () => {
  const act = { type: "annul", alias: "Bidder B", name: "Bolt Gloves plc", reason: "A slip." };
  const proposal = { seq: 41, act, by: "0199-person", at: instant(NOW) };

  expect(proposalSentence(lotWithNames(), proposal)).toBe(
    'To annul an offer (Bolt Gloves plc, £176,400.00): proposed by a buyer, waits for a second buyer. Reason: "A slip."',
  );
  expect(proposalSentence(lotWithNames(), proposal)).not.toContain("0199-person");
});

// G87, G150
test("the header names the organisation, which is called by its code while it has no name", () => {
  const event = { ...observerLot().event, trusts: [{ ods: "RFS", name: "Chesterfield Royal Hospital" }] };
  const observer = { org: "RFS", role: "observer" } as const;

  expect(whoIsHere(observer, event)).toBe("Chesterfield Royal Hospital (observer)");
  expect(whoIsHere({ org: "acme", role: "supplier", name: "Ann Field" }, event)).toBe(
    "Ann Field, acme (supplier)",
  );
  expect(whoIsHere({ org: "acme", role: "supplier", name: "Ann Field", org_name: "Acme Ltd" }, event)).toBe(
    "Ann Field, Acme Ltd (supplier)",
  );
});

// G87
test("who may name the own organisation is led there, and all others read who may", () => {
  const placed = (role: "admin" | "buyer", lead: boolean, org_name: string | null = null) => {
    return { role, org: "wtp", places: [{ role, org: "wtp", lead }], org_name };
  };

  expect([placed("admin", false), placed("buyer", true)].map(namesOwnOrganisation)).toEqual([true, true]);
  expect([placed("buyer", false), placed("buyer", true, "WTP")].map(namesOwnOrganisation)).toEqual([
    false,
    false,
  ]);
  expect(unnamedSentence(placed("buyer", true))).toBe(
    "Your organisation has no name here yet, so people read its code, wtp. You can give it its name.",
  );
  expect(unnamedSentence(placed("buyer", false))).toContain(
    "An administrator, or the lead of your organisation,",
  );
  expect(unnamedSentence(placed("buyer", false, "WTP"))).toBeNull();
  expect(placeName({ role: "observer", org: "RFS" }, null)).toBe("Observer, RFS");
});
