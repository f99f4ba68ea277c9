// Three bidders bid in five lots each on the page of all their lots. One has a telephone; the line of another breaks twice.
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { expectTold, PHONE, useAfternoon } from "./afternoon";
import { decimal, each, type Each, FIVE, OF_ALL, OF_FIVE, pounds, totalOf } from "./afternoon-event";
import { shoot } from "./browser";
import { Line } from "./line";
import { expectSound } from "./soundness";
import { bottomOf } from "./waiting";

const afternoon = useAfternoon();
const lines: Line[] = [];

afterAll(() => lines.forEach((line) => line.stop()));

const [FIRST = "", SECOND = "", THIRD = "", FOURTH = "", FIFTH = ""] = FIVE;

async function comes(
  org: string,
  name: string,
  more: { size?: typeof PHONE; through?: string } = {},
): Promise<Page> {
  const page = await afternoon.comes({ role: "supplier", org, name, path: afternoon.bidding_path, ...more });
  await page.getByRole("button", { name: "Accept the terms" }).press("Enter");
  await stands(page, "You lead none of 5 lots. 5 need a decision.");
  return page;
}

function stands(page: Page, sentence: string): Promise<void> {
  return page.locator(".many__stand").getByText(sentence, { exact: true }).waitFor();
}

async function types(page: Page, title: string, { medium, large }: Each): Promise<void> {
  await page.getByLabel(`Price for ${title}, medium`, { exact: true }).fill(decimal(medium));
  await page.getByLabel(`Price for ${title}, large`, { exact: true }).fill(decimal(large));
}

async function expectTyped(page: Page, title: string, { medium, large }: Each): Promise<void> {
  const typed = async (size: string) =>
    page.getByLabel(`Price for ${title}, ${size}`, { exact: true }).inputValue();
  await expect
    .poll(() => Promise.all([typed("medium"), typed("large")]), { message: title })
    .toEqual([decimal(medium), decimal(large)]);
}

/** Reads all that was typed once more, sends it, and reads what became of it. */
async function sends(page: Page, count: string, outcome: string): Promise<void> {
  await page.getByRole("button", { name: `Review ${count}`, exact: true }).press("Enter");
  await page.getByRole("button", { name: `Send ${count}`, exact: true }).press("Enter");
  await page.locator(".outcomes").getByText(outcome, { exact: true }).waitFor();
}

async function bidsInFive(page: Page, one: Each): Promise<void> {
  for (const title of FIVE) await types(page, title, one);
  await sends(page, "5 offers", "5 of 5 offers were accepted.");
}

/** On a telephone one lot is open at a time, and the bar at the bottom leads from one to the next. */
async function bidsOnTelephone(page: Page, titles: readonly string[], one: Each): Promise<void> {
  const [first, ...others] = titles;
  const bar = page.getByRole("group", { name: "All your lots" });
  const toggle = page.getByRole("button", { name: first, exact: true });
  if ((await toggle.getAttribute("aria-expanded")) === "false") await toggle.click();
  await types(page, first ?? "", one);
  for (const title of others) {
    await bar.getByRole("button", { name: "Go to the next" }).click();
    await page.getByRole("button", { name: title, exact: true, expanded: true }).waitFor();
    await types(page, title, one);
  }
  await expect.poll(async () => Math.round(await bottomOf(bar))).toBe(PHONE.height);
  const count = `${titles.length} offers`;
  await bar.getByRole("button", { name: `Review ${count}`, exact: true }).click();
  await page.getByRole("button", { name: `Send ${count}`, exact: true }).click();
  await page.getByText(`${titles.length} of ${count} were accepted.`, { exact: true }).waitFor();
}

/** The browser knows that it has no network. What was typed before and meanwhile is sent afterwards. */
async function losesTheNetwork(page: Page, line: Line): Promise<void> {
  await types(page, FIRST, each(300, 310));
  line.cut();
  await page.context().setOffline(true);
  await page.getByRole("heading", { name: "You are not connected" }).waitFor();
  await types(page, SECOND, each(301, 311));
  await page
    .getByRole("region", { name: SECOND, exact: true })
    .getByText("You are not connected, so nothing can be sent. What you typed is kept.")
    .waitFor();
  await afternoon.bids("lune", FIRST, each(305, 315));
  await afternoon.bids("lune", THIRD, each(305, 315));
  await shoot(page, "afternoon-many-lots-lost");

  line.mend();
  await page.context().setOffline(false);
  await page.getByRole("heading", { name: "While you were away" }).waitFor();
  const away = page.locator(".panel--away");
  for (const title of [FIRST, THIRD])
    await away.getByText(new RegExp(`^${title}: .*from 2nd to 3rd`)).waitFor();
  await expectTyped(page, FIRST, each(300, 310));
  await expectTyped(page, SECOND, each(301, 311));
  await sends(page, "2 offers", "2 of 2 offers were accepted.");
  await stands(page, "You lead 2 of 5 lots. 3 need a decision.");
}

/** The offers arrive and the answers do not. The browser does not know that the line is dead. */
async function losesTheAnswers(page: Page, line: Line): Promise<void> {
  const [taken, refused, kept] = [each(302, 312), each(330, 340), each(299, 309)];
  await types(page, FOURTH, taken);
  // It is above the own offer.
  await types(page, FIFTH, refused);
  line.loseAnswers();
  await sends(page, "2 offers", "2 offers have no answer yet.");
  await expect.poll(() => judged("bolt", FOURTH)).toEqual(["bid_accepted", "bid_accepted"]);
  await expect.poll(() => judged("bolt", FIFTH)).toEqual(["bid_accepted", "bid_refused"]);
  await types(page, THIRD, kept);
  for (const [title, one] of [
    [FOURTH, taken],
    [FIFTH, refused],
  ] as const) {
    const unknown = `We do not know yet whether your offer of ${pounds(totalOf(one))} arrived.`;
    await page.getByRole("region", { name: title, exact: true }).getByText(unknown).waitFor();
  }
  await shoot(page, "afternoon-many-lots-unknown");

  line.mend();
  await page
    .locator(".outcomes")
    .getByText("1 of 2 offers was accepted. 1 was not.", { exact: true })
    .waitFor();
  await expectTyped(page, THIRD, kept);
  await expectTyped(page, FIFTH, refused);
  expect(await judged("bolt", FOURTH)).toEqual(["bid_accepted", "bid_accepted"]);
  expect(await judged("bolt", FIFTH)).toEqual(["bid_accepted", "bid_refused"]);
}

/** What became of the bids of a bidder in a lot, by its record. */
async function judged(bidder: string, title: string): Promise<string[]> {
  const entries = await afternoon.record(title);
  return entries
    .filter(({ kind, data }) => kind.startsWith("bid_") && data.bidder === bidder)
    .map(({ kind }) => kind);
}

// G50, G59, G60, G112, G158
test("three bidders bid in five lots each, and a line that breaks twice costs no offer", async () => {
  await afternoon.join(OF_ALL);
  await afternoon.allBid();
  const line = await Line.to(afternoon.server.address);
  lines.push(line);
  const [cal, dee, eve] = await Promise.all([
    comes("acme", "Cal Reed"),
    comes("bolt", "Dee Frost", { through: line.address }),
    comes("calder", "Eve Stone", { size: PHONE }),
  ]);
  await Promise.all([
    bidsInFive(cal, each(320, 330)),
    bidsInFive(dee, each(315, 325)),
    bidsOnTelephone(eve, FIVE, each(310, 320)),
  ]);
  await stands(eve, "You lead 5 of 5 lots.");
  await stands(cal, "You lead none of 5 lots. 5 need a decision.");
  await expectSound(cal, "afternoon-many-lots");

  await losesTheNetwork(dee, line);
  await stands(eve, "You lead 2 of 5 lots. 3 need a decision.");
  await bidsOnTelephone(eve, [FIRST, SECOND, THIRD], each(298, 308));
  await losesTheAnswers(dee, line);
  await stands(dee, "You lead 1 of 5 lots. 4 need a decision.");

  await afternoon.acts({ type: "close", reason: "Agreed with all." }, FIVE);
  await eve.setViewportSize({ width: 1440, height: 900 });
  const outcomes = await afternoon.outcomes(FIVE);
  const pages: Array<[string, Page]> = [
    ["acme", cal],
    ["bolt", dee],
    ["calder", eve],
  ];
  for (const [bidder, page] of pages) {
    await stands(
      page,
      `5 lots have closed. You finished 1st in ${{ acme: "none", bolt: "1", calder: "4" }[bidder]}.`,
    );
    await expectTold(page, bidder, outcomes);
  }
  await expectEachBidOnce();
  expect(afternoon.faults()).toEqual([]);
});

/** No bid stands twice in a record, and none is missing. */
async function expectEachBidOnce(): Promise<void> {
  for (const title of FIVE) {
    const bids = (await afternoon.record(title)).filter(({ kind }) => kind.startsWith("bid_"));
    const refs = bids.map(({ data }) => `${data.bidder} ${data.ref}`);
    expect(new Set(refs).size, title).toBe(refs.length);
    const count = (bidder: string): number => bids.filter(({ data }) => data.bidder === bidder).length;
    const again = title === THIRD ? 0 : 1;
    const on_telephone = [FIRST, SECOND, THIRD].includes(title) ? 1 : 0;
    expect(OF_FIVE.map(count), title).toEqual([1, 1 + again, 1 + on_telephone]);
  }
}
