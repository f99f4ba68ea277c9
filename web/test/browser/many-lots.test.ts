// All lots of an event on one page, with a mock server: every state, the review, outcomes, pastes, and narrow screens.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { BidMessage, LotMessage } from "../../src/protocol/names";
import type { ServerMessage } from "../../src/protocol/ws";
import { EVENT, LOT, person, supplierLot } from "../fixtures";
import { shoot } from "./browser";
import { keyboardFaults } from "./keyboard";
import { hundredLots, lotsInAllStates, simpleLot, threeLots } from "./many-lots";
import { RIGHT_PASSWORD } from "./mock-account";
import { MockLots } from "./mock-lots";
import { accepted, refusedAs, useStage, WIDTHS } from "./stage";
import { bottomOf, focusIs, topOf } from "./waiting";

const stage = useStage();

async function openLots(lots: LotMessage[], width = 1440, height = 900): Promise<Page> {
  stage.mock.person = person("supplier");
  stage.mock.many ??= new MockLots(lots);
  const page = await stage.openAt(`/events/${EVENT}/bidding`, width, height);
  await page.getByRole("heading", { level: 1, name: /^All your lots in/ }).waitFor();
  return page;
}

function field(page: Page, lot: string, item: string) {
  return page.locator(`[data-lot="${lot}"]`).getByLabel(item);
}

function lead(page: Page): Promise<string | null> {
  return page.locator(".many__stand .lead").textContent();
}

// G158, A37 to A40
test.each(WIDTHS)("lots in every state are sound at %i pixels", async (width, height) => {
  stage.mock.many = new MockLots(lotsInAllStates());
  stage.mock.many.failed.add("broken");

  const page = await openLots([], width, height);
  await page.getByText("You lead 1 of 5 lots. 3 need a decision. 1 lot has not opened yet.").waitFor();
  await shoot(page, `many-lots-${width}`);

  const titles = () => page.locator(".many-lot__title").allTextContents();
  await expect.poll(titles).toEqual(stage.mock.many.lots.map(({ title }) => title));
  await stage.expectSound(page);
  if (width < 1000) return;
  const text = () => page.locator(".many__lots").textContent();
  for (const words of [
    'The buyer\'s reason: "A bidder has lost its connection."',
    "You can type prices now",
    "The buyer excluded you at",
    "Your offer of £191,100.00 was annulled at",
    "You finished 1st of 3 with £176,400.00",
    "has been cancelled. It has no result.",
    "This lot cannot be read at the moment. Nothing that was accepted is lost.",
  ])
    await expect.poll(text).toContain(words);
  await expect
    .poll(() => page.locator(".many__links li").allTextContents())
    .toEqual(["Nitrile, powder free 2nd of 3", "Sterile gloves No offer yet", "Masks No offer now"]);
});

test("the page is used with the keyboard alone", async () => {
  const page = await openLots(threeLots());
  await field(page, "nitrile", "Price for Nitrile glove, medium").fill("2.97");

  expect(await keyboardFaults(page)).toEqual([]);
});

test("Enter sends the offer of its lot and no other, and a link leads to a lot", async () => {
  stage.mock.answer = accepted;
  const page = await openLots(threeLots());
  await field(page, "vinyl", "Price for Vinyl glove, small").fill("2.90");
  await field(page, "nitrile", "Price for Nitrile glove, medium").fill("2.97");
  await field(page, "nitrile", "Price for Nitrile glove, medium").press("Enter");
  await page
    .locator('[data-lot="nitrile"]')
    .getByText(/Offer accepted at/)
    .waitFor();

  expect(stage.mock.bids.map(({ lot }) => lot)).toEqual(["nitrile"]);
  await expect.poll(() => field(page, "vinyl", "Price for Vinyl glove, small").inputValue()).toBe("2.90");
  await page.locator(".many__links").getByRole("link", { name: "Sterile gloves" }).click();
  await focusIs(page, { id: "lot-sterile" });
  await page.getByRole("button", { name: "Go to the next" }).click();
  await focusIs(page, { id: "lot-nitrile" });
  await page.getByRole("button", { name: "Go to the next" }).click();
  await focusIs(page, { id: "lot-sterile" });

  await field(page, "sterile", "Price for Nitrile glove, medium").fill("2.97");
  await field(page, "nitrile", "Price for Nitrile glove, medium").fill("1.49");
  await field(page, "nitrile", "Price for Nitrile glove, medium").press("Enter");
  await focusIs(page, { text: "Check this offer in Nitrile, powder free" });
  await stage.expectSound(page);
  await page.getByRole("button", { name: "Send £89,400.00" }).click();
  await expect
    .poll(() => stage.mock.bids.map(({ lot, confirmed }) => [lot, confirmed]))
    .toEqual([
      ["nitrile", false],
      ["nitrile", true],
    ]);
});

// G50, A29
test.each(WIDTHS.filter(([width]) => width !== 360))(
  "offers are reviewed and sent together at %i pixels",
  async (width, height) => {
    const answers: Record<string, (bid: BidMessage) => ServerMessage> = {
      nitrile: refusedAs("decrement_too_small", "177000.00"),
      vinyl: accepted,
      sterile: accepted,
    };
    stage.mock.answer = (bid) => answers[bid.lot]?.(bid) ?? accepted(bid);
    const page = await openLots(threeLots(), width, height);
    const open = async (title: string): Promise<void> => {
      if (width < 1000) await page.getByRole("button", { name: title, exact: true }).click();
    };
    await field(page, "nitrile", "Price for Nitrile glove, medium").fill("2.97");
    await open("Vinyl gloves");
    for (const size of ["small", "medium", "large"])
      await field(page, "vinyl", `Price for Vinyl glove, ${size}`).fill("1.50");
    await open("Sterile gloves");
    await field(page, "sterile", "Price for Nitrile glove, medium").fill("two");

    await page.getByRole("button", { name: "Review 3 offers" }).click();
    await focusIs(page, { text: "Check your offers before you send them" });
    await shoot(page, `many-lots-review-${width}`);
    await stage.expectSound(page);
    await expect
      .poll(() => page.locator(".review-list tbody tr").allTextContents())
      .toEqual([
        expect.stringMatching(/Nitrile.*£178,800\.00.*£178,200\.00.*£600\.00 lower \(0\.3% less\)/),
        expect.stringMatching(/Vinyl.*more than 25%.*Tick it if you mean a drop of this size.*£90,000\.00/),
        expect.stringMatching(/Not now.*Sterile.*must be a number/),
      ]);
    await page.getByRole("button", { name: "Send 1 offer" }).waitFor();
    await page.getByLabel("Send the offer in Vinyl gloves").check();
    expect(stage.mock.bids).toEqual([]);

    await page.getByRole("button", { name: "Send 2 offers" }).click();
    await page.getByText("1 of 2 offers was accepted. 1 was not.").waitFor();
    await shoot(page, `many-lots-outcomes-${width}`);

    expect(stage.mock.bids.map(({ lot, confirmed }) => [lot, confirmed])).toEqual([
      ["nitrile", false],
      ["vinyl", true],
    ]);
    await focusIs(page, { text: "What became of your offers" });
    const outcomes = () => page.locator(".outcomes__group, .outcomes__list li").allTextContents();
    await expect
      .poll(outcomes)
      .toEqual([
        "Not accepted",
        expect.stringMatching(/^Nitrile.*£178,200\.00 was refused\. Total must be £177,000\.00 or less\./),
        "Accepted",
        expect.stringMatching(/^Vinyl gloves: £.* was accepted, 1st at that moment\./),
      ]);
    await stage.expectSound(page);
    await page.locator(".outcomes").getByRole("link", { name: "Nitrile, powder free" }).click();
    await expect
      .poll(() => field(page, "nitrile", "Price for Nitrile glove, medium").inputValue())
      .toBe("2.97");
    await page.getByRole("button", { name: "Review 2 offers" }).waitFor();
    await expect
      .poll(() => page.locator("#spoken-at-once").textContent())
      .toContain("Nitrile, powder free: Total must be");
  },
);

// A26, A27
test("a refusal in a lot that the person has left does not take the focus", async () => {
  let answer: (() => void) | null = null;
  stage.mock.answer = (bid) => {
    answer = () => stage.mock.send(refusedAs("decrement_too_small", "178550.00")(bid));
    return { type: "time", id: 0, now: "2026-11-21T14:00:00.000000Z" };
  };
  const page = await openLots(threeLots());
  await field(page, "nitrile", "Price for Nitrile glove, medium").fill("2.98");
  await field(page, "nitrile", "Price for Nitrile glove, medium").press("Enter");
  await expect.poll(() => answer !== null).toBe(true);
  const other = field(page, "vinyl", "Price for Vinyl glove, small");
  await other.focus();

  (answer as (() => void) | null)?.();
  await page.locator('[data-lot="nitrile"]').getByText("There is a problem").waitFor();

  await expect.poll(() => other.evaluate((element) => element === document.activeElement)).toBe(true);
  await shoot(page, "many-lots-refused", false);
  await stage.expectSound(page);
});

test("after a lost line each offer without an answer is asked again by its reference", async () => {
  const page = await openLots(threeLots());
  await field(page, "nitrile", "Price for Nitrile glove, medium").fill("2.97");
  await field(page, "vinyl", "Price for Vinyl glove, small").fill("2.97");
  await page.getByRole("button", { name: "Review 2 offers" }).click();
  await page.getByRole("button", { name: "Send 2 offers" }).click();
  await expect.poll(() => stage.mock.bids.length).toBe(2);

  stage.mock.disconnect();
  await page.getByRole("heading", { name: "You are not connected" }).waitFor();
  await page
    .locator(".outcomes")
    .getByText(/We do not know yet/)
    .first()
    .waitFor();
  await shoot(page, "many-lots-lost", false);
  await expect.poll(() => lead(page)).toMatch(/^At .* you led 1 of 3 lots\. This may have changed\.$/);
  await stage.expectSound(page);
  stage.mock.answer = accepted;

  await page.getByText("2 of 2 offers were accepted.").waitFor();
  await page.getByRole("heading", { name: "While you were away" }).waitFor();
  expect(new Set(stage.mock.bids.map(({ ref }) => ref)).size).toBe(2);
});

// G22, A26
test("prices are pasted: every bad cell is named, the text stays, and nothing is sent", async () => {
  const page = await openLots(threeLots());
  const lot = page.locator('[data-lot="vinyl"]');
  await lot.getByText("Paste prices, or take them from a file").click();
  await lot.getByLabel("Paste the cells here").fill("item\tprice\nsmall\t2.90\nmedium\t2,90\nlarge\ttwo");
  await lot.getByRole("button", { name: "Read the sheet" }).click();

  await lot.getByText("2 cells could not be read.").waitFor();
  await shoot(page, "many-lots-paste", false);
  await expect
    .poll(() => lot.getByRole("link", { name: /^Row [34], price: is not a number/ }).count())
    .toBe(2);
  await stage.expectSound(page, [/422/]);
  await lot.getByLabel("Row 3, price").fill("2.91");
  await lot.getByLabel("Row 4, price").fill("2.92");
  await lot.getByRole("button", { name: "Read the corrected sheet" }).click();

  await lot.getByText("3 prices filled in, total £174,600.00. Nothing is sent yet.").waitFor();
  await expect.poll(() => field(page, "vinyl", "Price for Vinyl glove, large").inputValue()).toBe("2.92");
  expect(stage.mock.bids).toEqual([]);
});

// G158
test("all prices of a lot are lowered together, shown before they are sent, and can be undone", async () => {
  const page = await openLots(threeLots());
  const lot = page.locator('[data-lot="vinyl"]');
  await lot.getByText("Lower all prices together").click();
  await lot.getByRole("button", { name: "Fill in lower prices" }).click();
  await lot.getByText("The percentage must be more than 0").waitFor();
  await stage.expectSound(page);
  await lot.getByLabel("By a percentage (%)").fill("1");
  await lot.getByLabel("By a percentage (%)").press("Enter");

  await lot
    .getByText("The total is now £177,000.00: £1,800.00 lower (1% less). Nothing is sent yet.")
    .waitFor();
  await shoot(page, "many-lots-lowered", false);
  await expect.poll(() => field(page, "vinyl", "Price for Vinyl glove, small").inputValue()).toBe("2.95");
  expect(stage.mock.bids).toEqual([]);
  await lot.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => field(page, "vinyl", "Price for Vinyl glove, small").inputValue()).toBe("2.98");
});

test("the terms are accepted once for all lots", async () => {
  const lots = threeLots().map((lot) => ({
    ...lot,
    event: { ...lot.event, terms: "By bidding you accept them." },
    you: { ...(lot.you ?? supplierLot().you), terms_accepted: false },
  }));
  const page = await openLots(lots);
  await page.getByRole("region", { name: "Terms of this event" }).waitFor();
  await stage.expectSound(page);

  await page.getByRole("button", { name: "Accept the terms" }).click();

  await expect.poll(() => page.getByRole("button", { name: "Accept the terms" }).count()).toBe(0);
  await focusIs(page, { text: "Where you stand" });
});

// U5
test("after a lost session the person signs in on the same page, and what was typed is there", async () => {
  stage.mock.account.signs_in = person("supplier");
  const page = await openLots(threeLots());
  await field(page, "nitrile", "Price for Nitrile glove, medium").fill("2.97");

  stage.mock.endSession();
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
  await shoot(page, "many-lots-signed-out", false);
  await page.getByLabel("E-mail address").fill("a@acme.example");
  await page.getByLabel("Password", { exact: true }).fill(RIGHT_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();

  await page.getByText("You lead 1 of 3 lots. 2 need a decision.").waitFor();
  await expect
    .poll(() => field(page, "nitrile", "Price for Nitrile glove, medium").inputValue())
    .toBe("2.97");
  await page.reload();
  await page.getByRole("button", { name: "Review 1 offer" }).waitFor();
});

test("on a narrow screen one lot is open at a time, and the bar stays in view", async () => {
  const page = await openLots(threeLots(), 360, 740);
  const button = (title: string) => page.getByRole("button", { name: title, exact: true });
  await expect.poll(() => page.locator(".many-lot form.lower").count()).toBe(1);

  await button("Sterile gloves").click();

  await expect.poll(() => button("Nitrile, powder free").getAttribute("aria-expanded")).toBe("false");
  await focusIs(page, { id: "lot-sterile" });
  const bar = page.locator(".many-bar");
  await expect.poll(() => bottomOf(bar)).toBeLessThanOrEqual(740);
  const send = page.getByRole("button", { name: "Send offer in Sterile gloves" });
  await send.focus();
  const between = async () => (await topOf(bar)) - (await bottomOf(send));
  await expect.poll(between).toBeGreaterThanOrEqual(0);
  await shoot(page, "many-lots-narrow-open", false);
});

test("a change of one lot of a hundred draws that lot, and nothing of the others", async () => {
  const page = await openLots(hundredLots());
  await page.getByText("You lead 100 of 100 lots.").waitFor();
  await page.evaluate(() => {
    const drawn = new Set<string>();
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        // The time that is left passes in every lot.
        if (element?.closest("[role=timer]")) continue;
        const lot = element?.closest<HTMLElement>("[data-lot]")?.dataset["lot"];
        if (lot !== undefined) drawn.add(lot);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    Object.assign(window, { drawn });
  });

  stage.mock.updateLot("lot-49", { you: { ...supplierLot().you, rank: 2 } });
  await page.getByText("You lead 99 of 100 lots. 1 needs a decision.").waitFor();
  await field(page, "lot-70", "Price for Vinyl glove, small").fill("2.97");

  await page.getByRole("button", { name: "Review 1 offer" }).waitFor();
  const drawn = () =>
    page.evaluate(() => [...(window as unknown as { drawn: Set<string> }).drawn].toSorted());
  await expect.poll(drawn).toEqual(["lot-49", "lot-70"]);
});

test("home and the page of one lot lead to the page of all lots", async () => {
  stage.asSupplier();
  const lots = [simpleLot(LOT, "Nitrile, powder free"), ...threeLots().slice(1)];
  stage.mock.many = new MockLots(lots);
  stage.mock.events = [
    {
      id: EVENT,
      title: "Examination gloves",
      reference: null,
      status: "published",
      practice: false,
      lots: lots.map(({ lot, title, state, opens_at, closes_at }) => ({
        id: lot,
        title,
        state,
        opens_at,
        closes_at: closes_at ?? null,
      })),
    },
  ];
  const page = await stage.openAt("/");
  await page.getByRole("link", { name: "Bid in all your lots" }).click();
  await page.getByText("You lead 1 of 3 lots. 2 need a decision.").waitFor();
  await page.getByRole("link", { name: "Your offers and receipts in Nitrile, powder free" }).click();
  await page.locator(".clock").waitFor();

  await page.getByRole("link", { name: "All your lots in this event" }).click();

  await page.getByRole("heading", { level: 1, name: /^All your lots in/ }).waitFor();
  await stage.expectSound(page);
});

test("who does not bid in the event cannot see the page", async () => {
  stage.mock.person = person("buyer");
  const page = await stage.openAt(`/events/${EVENT}/bidding`);

  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
});

// G158
test("on a telephone a long list of lots that need a decision is cut, and the rest is one press away", async () => {
  const page = await openLots(hundredLots().slice(0, 12).map(behind), 360, 740);
  const links = page.locator(".many__links a");
  await expect.poll(() => links.filter({ visible: true }).count()).toBe(5);

  await page.getByText("7 more lots").click();
  await page.getByRole("link", { name: "Lot 12" }).click();

  await focusIs(page, { id: "lot-lot-11" });
  await stage.expectSound(page);
});

// G158
test("once every lot is over nothing is left that asks for an offer", async () => {
  const page = await openLots(threeLots());
  await page.getByRole("button", { name: "Review your offers" }).waitFor();

  for (const { lot } of threeLots()) {
    const result = { rank: 2, of: 3, total: "178800.00" };
    stage.mock.updateLot(lot, { state: "closed", ended_at: new Date().toISOString(), result });
  }

  await page.getByText("3 lots have closed.").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Review your offers" }).count()).toBe(0);
  await expect.poll(() => page.getByText("Lots that need a decision").count()).toBe(0);
  const ways = () =>
    page
      .getByRole("link", { name: /^Result \(/ })
      .evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  await expect.poll(ways).toEqual(stage.mock.many?.lots.map(({ lot }) => `/lots/${lot}/result`));
  await stage.expectSound(page);
});

function behind(lot: LotMessage): LotMessage {
  return { ...lot, ...(lot.you && { you: { ...lot.you, rank: 2 } }) };
}
