// Two buyers run twelve lots for twelve bidders by hand, by keyboard, and go on after the server has been killed.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectTold, useAfternoon } from "./afternoon";
import { ALL_BIDDERS, BIDDERS, each, LOT_TITLES, pounds, totalOf } from "./afternoon-event";
import { actsOf } from "./journal";
import { tabOf } from "./morning";
import { expectSound } from "./soundness";

const afternoon = useAfternoon();

const PAUSED = ["Nitrile, powder free", "Latex, surgical", "Vinyl, examination"];
const EXTENDED = "Household, rubber";
const MISTYPED = "Nitrile, long cuff";
const LEFT = "Nitrile, chemotherapy";
const EXCLUDED = "lune";
/** What the mistake should have been, and what was typed. */
const MEANT = each(291, 300);
const TYPED = each(291, 30);

function row(page: Page, title: string) {
  return page
    .locator(".console__table")
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name: title, exact: true }) });
}

async function choose(page: Page, titles: readonly string[]): Promise<void> {
  for (const title of titles) await page.getByLabel(`Choose ${title}`, { exact: true }).press("Space");
}

/** Goes to an act by its link: of the chosen lots, or of the lot beside the list. */
async function goTo(page: Page, link: string): Promise<void> {
  await page.getByRole("link", { name: link, exact: true }).press("Enter");
}

interface Doing {
  readonly button: string;
  readonly reason?: string;
  readonly will_be: string | RegExp;
  readonly done: string;
}

/** Reads what will be, gives the reason, presses the one button, and reads what became of it. */
async function act(page: Page, { button, reason, will_be, done }: Doing): Promise<void> {
  await page.locator(".console__preview").getByText(will_be).first().waitFor();
  if (reason !== undefined) await page.getByLabel("Reason", { exact: true }).fill(reason);
  await page.getByRole("button", { name: button, exact: true }).press("Enter");
  await page.locator(".console__act").getByText(done, { exact: true }).waitFor();
  await goTo(page, "Go on");
}

function leads(page: Page, sentence: string | RegExp): Promise<void> {
  return page.locator(".console__head").getByText(sentence, { exact: true }).waitFor();
}

// G30, G32, G40, G41, G155
async function pausesThreeAndExtendsOne(ann: Page, cal: Page): Promise<void> {
  await choose(ann, PAUSED);
  await goTo(ann, "Pause in the chosen lots");
  const reason = "A question about the cuffs.";
  const will_be = "It is open now, and will be paused.";
  await act(ann, { button: "Pause 3 lots", reason, will_be, done: "Done in 3 lots." });
  await leads(ann, /^9 of 12 lots are open, 3 are paused\./);
  const [paused = ""] = PAUSED;
  await cal
    .getByRole("region", { name: paused, exact: true })
    .locator(".many-lot__note")
    .getByText(`The buyer's reason: "${reason.slice(0, -1)}."`)
    .waitFor();

  const before = await closeOf(EXTENDED);
  await row(ann, EXTENDED).getByRole("link").press("Enter");
  await goTo(ann, "Move the closing time");
  await ann.getByLabel("How many minutes later", { exact: true }).fill("7");
  await act(ann, {
    button: `Move the closing time of ${EXTENDED}`,
    reason: "A late sample.",
    will_be: /^It closes at /,
    done: "Done.",
  });
  expect((await closeOf(EXTENDED)) - before).toBe(7 * 60_000);
  await goTo(ann, "Back to the list of lots");
}

async function closeOf(title: string): Promise<number> {
  const lot = (await afternoon.console()).lots.find((one) => one.title === title);
  return Date.parse(lot?.closes_at ?? "");
}

/** A bidder types 30p for £3.00, and asks for the offer to be annulled on the page of the lot. */
async function mistypes(cal: Page): Promise<void> {
  const region = cal.getByRole("region", { name: MISTYPED, exact: true });
  await typed(cal, MISTYPED, "2.91", "3.00");
  await region.getByRole("button", { name: /^Send offer/ }).press("Enter");
  await region.getByText(/^Offer accepted at /).waitFor();
  await typed(cal, MISTYPED, "2.91", "0.30");
  await region.getByRole("button", { name: /^Send offer/ }).press("Enter");
  await region
    .getByText(pounds(totalOf(TYPED)))
    .first()
    .waitFor();
  const tab = await tabOf(cal, `/lots/${afternoon.lot(MISTYPED)}`);
  await tab.getByText("Ask for this offer to be annulled as a mistake").press("Enter");
  await tab.getByLabel("Why was it a mistake?").fill("30p was typed for £3.00");
  await tab.getByRole("button", { name: "Ask the buyer" }).press("Enter");
  await tab.getByText(/^You asked the buyer to annul your offer of /).waitFor();
  await tab.close();
}

async function typed(page: Page, title: string, medium: string, large: string): Promise<void> {
  await page.getByLabel(`Price for ${title}, medium`, { exact: true }).fill(medium);
  await page.getByLabel(`Price for ${title}, large`, { exact: true }).fill(large);
}

// G31, G33, U23
async function annulsWithFourEyes(ann: Page, ben: Page, cal: Page): Promise<void> {
  const wrong = pounds(totalOf(TYPED));
  await row(ann, MISTYPED).getByText("1 request", { exact: true }).waitFor();
  await row(ann, MISTYPED).getByRole("link").press("Enter");
  await ann.locator(".console__decisions").getByText(`of ${wrong} to be annulled.`).waitFor();
  await ann.getByRole("link", { name: /^Annul an offer asked for by / }).press("Enter");
  const back = `Acme Medical Ltd loses its offer of ${wrong}, goes back to ${pounds(totalOf(MEANT))}, and is 1st.`;
  await act(ann, {
    button: `Annul an offer in ${MISTYPED}`,
    reason: "A typing mistake.",
    will_be: back,
    done: "Proposed.",
  });
  await goTo(ann, "Back to the list of lots");

  await approves(ben, MISTYPED, "Ann Field", back);
  const region = cal.getByRole("region", { name: MISTYPED, exact: true });
  await region.getByText(`Your offer of ${pounds(totalOf(MEANT))} counts again.`).waitFor();
}

/** A second buyer reads who proposes what, and approves it. */
async function approves(page: Page, title: string, by: string, will_be: string): Promise<void> {
  await row(page, title)
    .getByText(/\b1 proposal$/)
    .waitFor();
  await row(page, title).getByRole("link").press("Enter");
  await page
    .locator(".console__decisions")
    .getByText(`: proposed by ${by}, waits for a second buyer.`)
    .waitFor();
  await page.getByRole("link", { name: /^Approve proposal / }).press("Enter");
  await act(page, { button: `Approve what is proposed for ${title}`, will_be, done: "Done." });
  await goTo(page, "Back to the list of lots");
}

// G32, G42
async function proposesToExclude(ben: Page): Promise<void> {
  await choose(ben, [LEFT]);
  await ben.locator(".console__chosen summary").press("Enter");
  await goTo(ben, "Exclude a bidder in the chosen lots");
  await ben.getByLabel("Which bidder", { exact: true }).selectOption(EXCLUDED);
  const name = BIDDERS[EXCLUDED] ?? "";
  await act(ben, {
    button: `Exclude a bidder from ${LEFT}`,
    reason: "Its certificate has ended.",
    will_be: `${name} is excluded. None of its offers counts any more.`,
    done: "Proposed.",
  });
}

/** What waits for a second buyer outlives the server. */
async function goesOnAfterAPowerFailure(ann: Page, cal: Page): Promise<void> {
  await typed(cal, LEFT, "2.90", "2.99");
  await afternoon.server.kill();
  await ann.getByRole("heading", { name: "You are not connected" }).waitFor();
  await expectSound(ann, "afternoon-console-lost", { keyboard: false });
  await afternoon.server.restart();
  await afternoon.join(ALL_BIDDERS.filter((bidder) => bidder !== "acme"));
  await leads(ann, /^12 of 12 lots are paused\./);
  const note = cal.getByRole("region", { name: LEFT, exact: true }).locator(".many-lot__note");
  await note.getByText(/Our system stopped for .*\. Every offer that we accepted is safe\./).waitFor();
  const name = BIDDERS[EXCLUDED] ?? "";
  await approves(ann, LEFT, "Ben Marsh", `${name} is excluded. None of its offers counts any more.`);

  await choose(ann, LOT_TITLES);
  await goTo(ann, "Restart in the chosen lots");
  await ann.getByText("All 12 bidders are connected.", { exact: true }).waitFor();
  const will_be = "It is paused now, and will be open.";
  await act(ann, {
    button: "Restart 12 lots",
    reason: "Everybody is back.",
    will_be,
    done: "Done in 12 lots.",
  });
  await leads(ann, "12 of 12 lots are open. Nothing needs you.");
}

/** Prices that were typed before the server was killed are sent after it. */
async function bidsOn(cal: Page): Promise<void> {
  await expect
    .poll(() => cal.getByLabel(`Price for ${LEFT}, medium`, { exact: true }).inputValue())
    .toBe("2.90");
  await cal.getByRole("button", { name: "Review 1 offer", exact: true }).press("Enter");
  await cal.getByRole("button", { name: "Send 1 offer", exact: true }).press("Enter");
  await cal.getByText("1 of 1 offer was accepted.", { exact: true }).waitFor();
  await afternoon.bids("kent", LEFT, each(289, 298));
  await cal.getByRole("region", { name: LEFT, exact: true }).getByText("2nd of 12").waitFor();
}

// It is the longest test, and may take some minutes on a busy machine.
test("two buyers run twelve lots, through a power failure, to the close", async () => {
  await afternoon.join(ALL_BIDDERS.filter((bidder) => bidder !== "acme"));
  await afternoon.allBid();
  const ann = await afternoon.buyer("Ann Field");
  await leads(ann, "12 of 12 lots are open. Nothing needs you.");
  const [ben, cal] = await Promise.all([afternoon.buyer("Ben Marsh"), bidder("acme", "Cal Reed")]);
  await cal.getByRole("button", { name: "Accept the terms" }).press("Enter");
  await cal.getByText("You lead none of 5 lots. 5 need a decision.").waitFor();

  await pausesThreeAndExtendsOne(ann, cal);
  await mistypes(cal);
  await expectSound(ann, "afternoon-console");
  await annulsWithFourEyes(ann, ben, cal);
  await proposesToExclude(ben);
  await goesOnAfterAPowerFailure(ann, cal);
  await bidsOn(cal);

  await ann.getByRole("button", { name: "Choose all open lots" }).press("Enter");
  await ann.locator(".console__chosen summary").press("Enter");
  await goTo(ann, "Close now in the chosen lots");
  const will_be = "It is open now, and will be closed.";
  await act(ann, {
    button: "Close 12 lots now",
    reason: "Agreed with all.",
    will_be,
    done: "Done in 12 lots.",
  });
  await leads(ann, "All 12 lots have ended.");
  await expectSound(ann, "afternoon-console-ended");
  await expectAllTold(cal);
  await expectOnRecord();
  expect(afternoon.faults()).toEqual([]);
}, 400_000);

function bidder(org: string, name: string): Promise<Page> {
  return afternoon.comes({ role: "supplier", org, name, path: afternoon.bidding_path });
}

/** The page of each bidder says how its lots have ended: of the one who was there all the time, and of all others. */
async function expectAllTold(cal: Page): Promise<void> {
  const outcomes = await afternoon.outcomes(LOT_TITLES);
  await expectTold(cal, "acme", outcomes);
  const others = ALL_BIDDERS.filter((bidder) => bidder !== "acme");
  while (others.length > 0) {
    const some = others.splice(0, 4);
    await Promise.all(
      some.map(async (other) => {
        const page = await bidder(other, `Pat ${other}`);
        await expectTold(page, other, outcomes);
        await afternoon.leaves(page);
      }),
    );
  }
}

/** The acts of the afternoon stand in the records of their lots, each once and with its reason. */
async function expectOnRecord(): Promise<void> {
  const outage = [["lot_paused", "outage"]];
  const end = [
    ["lot_resumed", "Everybody is back."],
    ["lot_closed", "Agreed with all."],
  ];
  const [paused = ""] = PAUSED;
  const acts = async (title: string) => actsOf(await afternoon.record(title));
  expect(await acts(paused)).toEqual([["lot_paused", "A question about the cuffs."], ...end]);
  expect(await acts(EXTENDED)).toEqual([["lot_extended", "A late sample."], ...outage, ...end]);
  expect(await acts(MISTYPED)).toEqual([
    ["annulment_requested", "30p was typed for £3.00"],
    ["act_proposed", ""],
    ["act_approved", ""],
    ["bid_annulled", "A typing mistake."],
    ...outage,
    ...end,
  ]);
  expect(await acts(LEFT)).toEqual([
    ["act_proposed", ""],
    ...outage,
    ["act_approved", ""],
    ["bidder_excluded", "Its certificate has ended."],
    ...end,
  ]);
}
