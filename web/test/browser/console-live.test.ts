// The console on a real server: two buyers pause, restart, extend, annul and exclude, each knowing first what will be.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { EventMessage } from "../../src/protocol/names";
import { shoot } from "./browser";
import { useServer } from "./real-stage";
import { expectAccessible, expectNothingBeside } from "./waiting";

const TITLES = ["Nitrile", "Latex", "Vinyl"];

const stage = useServer();

/** Three lots that are open for an hour, whose annulments and exclusions need two buyers. */
function threeLots(): object {
  const item = (id: string) => ({
    id,
    description: `${id} gloves, medium`,
    unit: "box of 100",
    volumes: { RFS: "60000" },
    baselines: { RFS: "3.20" },
  });
  return {
    title: "Examination gloves",
    profile: "custom",
    justification: "A test of the pages.",
    four_eyes: true,
    trusts: [{ ods: "RFS", name: "Chesterfield Royal Hospital" }],
    bidders: [
      { id: "acme", name: "Acme Medical Ltd" },
      { id: "bolt", name: "Bolt Gloves plc" },
    ],
    lots: TITLES.map((title) => ({
      title,
      opens_at: "now",
      duration_s: 3_600,
      items: [item(title)],
      bidders: [{ bidder: "acme" }, { bidder: "bolt" }],
    })),
  };
}

async function buyer(name: string, path: string): Promise<Page> {
  const email = `${name.split(" ")[0]?.toLowerCase() ?? ""}@wtp.example`;
  const link = await stage.server.add({ email, role: "buyer", org: "partnership", name });
  return stage.entersAt(link, path);
}

async function console_(event: string): Promise<EventMessage> {
  const token = await stage.server.token("buyer", "partnership");
  const response = await fetch(`${stage.server.address}/api/v1/events/${event}/console`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return (await response.json()) as EventMessage;
}

async function bid(bidder: string, lot: string, item: string, price: string): Promise<void> {
  const token = await stage.server.token("supplier", bidder);
  const response = await fetch(`${stage.server.address}/api/v1/lots/${lot}/bids`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ ref: `${bidder} ${price}`, prices: { [item]: price } }),
  });
  expect(response.status).toBe(200);
}

/** Types the reason, reads what will be, presses the one button, and reads what became of it. */
async function act(page: Page, button: string, reason: string, will_be: string, done: string): Promise<void> {
  await page.locator(".console__preview").getByText(will_be).first().waitFor();
  await page.getByLabel("Reason").fill(reason);
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.locator(".console__act").getByText(done, { exact: true }).waitFor();
  await page.getByRole("link", { name: "Go on" }).click();
}

async function chooseAll(page: Page): Promise<void> {
  for (const title of TITLES) await page.getByLabel(`Choose ${title}`).check();
}

// G155, G30, G32, U23
test("two buyers run three lots from the console", async () => {
  const { event, lot } = await stage.server.publish(threeLots());
  for (const [bidder, price] of [
    ["acme", "2.98"],
    ["bolt", "2.96"],
    ["acme", "0.29"],
  ] as const) {
    await bid(bidder, lot, "Nitrile", price);
  }
  const ann = await buyer("Ann Field", "/");
  await ann.getByRole("link", { name: "Console of Examination gloves" }).click();
  await ann.getByText("3 of 3 lots are open. Nothing needs you.").waitFor();

  await chooseAll(ann);
  await ann.getByRole("link", { name: "Pause in the chosen lots" }).click();
  await ann.getByLabel("Planned restart").selectOption("60");
  await act(ann, "Pause 3 lots", "A question.", "It restarts by itself at", "Done in 3 lots.");
  await ann.getByText("3 of 3 lots are paused. 1 thing needs you.").waitFor();
  await ann.getByRole("link", { name: "Restart these 3 lots" }).click();
  await ann.getByText("0 of 2 bidders are connected.").first().waitFor();
  await ann.getByText(/^These would close within 2 minutes of each other: /).waitFor();
  await act(
    ann,
    "Restart 3 lots",
    "It is answered.",
    "It is paused now, and will be open.",
    "Done in 3 lots.",
  );

  await ann.locator(".console__table").getByRole("link", { name: "Latex" }).click();
  await ann.getByRole("link", { name: "Move the closing time", exact: true }).click();
  await ann.getByLabel("How many minutes later").fill("5");
  const before = (await console_(event)).lots[1]?.closes_at ?? "";
  await act(ann, "Move the closing time of Latex", "More time.", "It closes at", "Done.");
  const after = (await console_(event)).lots[1]?.closes_at ?? "";
  expect(Date.parse(after) - Date.parse(before)).toBe(300_000);

  await ann.locator(".console__table").getByRole("link", { name: "Nitrile" }).click();
  await ann.getByRole("link", { name: "Annul an offer", exact: true }).click();
  const whose = ann.getByLabel("Whose offer");
  // Which alias a bidder has is left to chance.
  const wrong = whose.locator("option", { hasText: /^Acme Medical Ltd \(Bidder [AB]\), £17,400\.00$/ });
  await whose.selectOption((await wrong.getAttribute("value")) ?? "");
  const back = "Acme Medical Ltd loses its offer of £17,400.00, goes back to £178,800.00, and is 2nd.";
  await act(ann, "Annul an offer in Nitrile", "A typing mistake.", back, "Proposed.");

  const ben = await buyer("Ben Marsh", `/events/${event}/console`);
  await ben
    .locator(".console__needs")
    .getByText(/proposed by Ann Field, waits for a second buyer/)
    .waitFor();
  await expect.poll(() => ben.title()).toMatch(/^\(1\) /);
  await ben.locator(".console__needs").getByRole("link", { name: "Nitrile" }).click();
  await ben.getByRole("link", { name: /^Approve/ }).click();
  await ben.locator(".console__preview").getByText(back).waitFor();
  await shoot(ben, "live-console-approve");
  await expectAccessible(ben);
  await expectNothingBeside(ben);
  await ben.getByRole("button", { name: "Approve what is proposed for Nitrile" }).click();
  await ben.locator(".console__act").getByText("Done.").waitFor();
  await ben.getByRole("link", { name: "Go on" }).click();
  await ben.getByRole("link", { name: "Exclude a bidder", exact: true }).click();
  await ben.getByLabel("Which bidder").selectOption({ index: 1 });
  await act(
    ben,
    "Exclude a bidder from Nitrile",
    "No certificate.",
    "None of its offers counts any more.",
    "Proposed.",
  );

  await ann.getByRole("link", { name: /^Approve/ }).click();
  await ann.locator(".console__preview").getByText("None of its offers counts any more.").waitFor();
  await ann.getByRole("button", { name: "Approve what is proposed for Nitrile" }).click();
  await ann.locator(".console__act").getByText("Done.").waitFor();
  await ann.getByRole("link", { name: "Go on" }).click();
  await ann.locator(".console__pane").getByText("Excluded").first().waitFor();

  const [nitrile] = (await console_(event)).lots;
  expect(nitrile?.bidders).toMatchObject({ excluded: 1, with_offer: 1 });
  expect(stage.faults()).toEqual([]);
});
