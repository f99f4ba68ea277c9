// The pages on a real server: two suppliers bid against each other to the close while an observer watches, and a
// server is killed during a lot and restarted.
import type { Browser, Locator, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { accessibilityFaults, launch, open, scrollsSideways, shoot, type OpenedPage } from "./browser";
import { type Published, Server } from "./server";

const DESKTOP: [number, number] = [1440, 900];
const PHONE = { width: 360, height: 740 };
/** Every wait is for a text, which may take long to appear on a busy machine. */
const WAIT = { timeout: 60_000 };

let browser: Browser;
let server: Server;
const opened: OpenedPage[] = [];

beforeAll(async () => {
  browser = await launch();
});
beforeEach(async () => {
  server = await Server.start();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ context }) => context.close()));
  await server.stop();
});

function gloves(duration_s: number): object {
  const trusts = [
    { ods: "RHQ", name: "Sheffield Teaching Hospitals" },
    { ods: "RFS", name: "Chesterfield Royal Hospital" },
  ];
  const item = {
    id: "nitrile-m",
    description: "Nitrile glove, medium",
    unit: "box of 100",
    volumes: { RHQ: "48000", RFS: "12000" },
    baselines: { RHQ: "2.95", RFS: "3.20" },
  };
  // The window is as long as the lot, so that every offer that takes the lead moves the close, on a slow machine too.
  const window_s = Math.min(duration_s, 60);
  const extension = { window_s, extend_s: 4, from: "close", trigger: "rank_within", rank: 1, max_count: 3 };
  return {
    title: "Examination gloves",
    reference: "WTP-2026-014",
    currency: "GBP",
    profile: "custom",
    justification: "A test of the pages.",
    contract_months: 24,
    trusts,
    bidders: [
      { id: "acme", name: "Acme Medical Ltd" },
      { id: "bolt", name: "Bolt Gloves plc" },
    ],
    lots: [
      {
        title: "Nitrile, powder free",
        decimals: 2,
        opens_at: "now",
        duration_s,
        items: [item],
        rules: {
          ceiling: "200000.00",
          min_decrement: { absolute: "250.00" },
          max_decrement: { percent: "25", mode: "confirm" },
          extension,
          settle_ms: 300,
        },
        bidders: [{ bidder: "acme" }, { bidder: "bolt" }],
      },
    ],
  };
}

/** Signs in with a one-time link, in a separate browser context. */
async function signIn(role: string, org: string): Promise<Page> {
  const one = await open(browser, await server.link(role, org), ...DESKTOP);
  opened.push(one);
  const { page } = one;
  page.setDefaultTimeout(WAIT.timeout);
  await page.getByRole("button").click();
  await page.getByRole("button", { name: "Go on with links only" }).click();
  await says(page, "Your events and lots");
  return page;
}

async function join(page: Page, { lot }: Published): Promise<void> {
  await page.goto(`${server.address}/lots/${lot}`);
  await page.getByText("Connected", { exact: true }).waitFor();
}

async function bid(page: Page, price: string): Promise<void> {
  await page.getByLabel(/Nitrile glove, medium/).fill(price);
  await page.getByRole("button", { name: "Send offer" }).click();
}

function says(page: Page, text: string | RegExp): Promise<void> {
  return page.locator("#app").getByText(text).first().waitFor(WAIT);
}

function place(page: Page): Locator {
  return page.locator(".stand__place");
}

async function expectSound(page: Page, name: string): Promise<void> {
  for (const size of [{ width: DESKTOP[0], height: DESKTOP[1] }, PHONE]) {
    await page.setViewportSize(size);
    await shoot(page, `live-${name}-${size.width}`);
    expect(await accessibilityFaults(page), `${name} at ${size.width}`).toEqual([]);
    expect(await scrollsSideways(page), `${name} at ${size.width}`).toBe(false);
  }
}

test("two suppliers bid to the close while an observer watches", async () => {
  const acme = await signIn("supplier", "acme");
  const bolt = await signIn("supplier", "bolt");
  const observer = await signIn("observer", "RHQ");
  const lot = await server.publish(gloves(25));
  await Promise.all([acme, bolt, observer].map((page) => join(page, lot)));

  await bid(acme, "2.98");
  await says(acme, /Offer accepted at .*: £178,800\.00/);
  await place(acme).getByText("1st of 2").waitFor();
  await place(bolt).getByText("No offer yet").waitFor();

  await bid(bolt, "2.90");
  await says(bolt, /Offer accepted at .*: £174,000\.00/);
  await place(bolt).getByText("1st of 2").waitFor();
  await place(acme).getByText("2nd of 2").waitFor();

  await acme.getByRole("button", { name: /^Use £2\.97 a box/ }).click();
  expect(await acme.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.97");
  await bid(acme, "2.85");
  await place(acme).getByText("1st of 2").waitFor();
  await place(bolt).getByText("2nd of 2").waitFor();

  for (const page of [acme, bolt, observer]) await says(page, /Closing time moved from .*took 1st place/);
  await says(observer, /your trust saves £4,800\.00 a year/);
  await says(observer, /3 offers by 2 bidders/);
  await says(observer, /Your trust crossed from no saving to a saving at/);
  const line = observer.locator("#own-trust ~ .scroll tbody tr");
  expect(await line.textContent()).toMatch(/Saves £4,800\.00.*£2\.95 a box of 100.*£2\.85 a box of 100/);
  await observer.locator(".graph canvas").waitFor();

  await says(acme, /You finished 1st of 2 with £171,000\.00/);
  await says(bolt, /You finished 2nd of 2 with £174,000\.00/);
  await says(observer, /finished 1st with £171,000\.00/);

  await expectSound(acme, "first");
  await expectSound(bolt, "second");
  await expectSound(observer, "observer");
  expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
});

// G95, G151
test("a session that ends on a real server is signed in again in the lot, by password", async () => {
  const password = "four calm otters swim";
  const email = await server.withPassword("supplier", "acme", password);
  const { lot } = await server.publish(gloves(600));
  const one = await open(browser, `${server.address}/lots/${lot}`, ...DESKTOP);
  opened.push(one);
  const { page } = one;
  page.setDefaultTimeout(WAIT.timeout);
  await signInWith(page, email, "a wrong one");
  await page.getByRole("link", { name: /^E-mail address or password is not right/ }).waitFor();
  await signInWith(page, email, password);
  await page.getByText("Connected", { exact: true }).waitFor();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.91");

  const other = await one.context.newPage();
  await other.goto(server.address);
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.getByText("You have signed out.").waitFor();
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
  await signInWith(page, email, password);

  await page.getByText("Connected", { exact: true }).waitFor();
  expect(await page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.91");
  await page.getByRole("button", { name: "Send offer" }).click();
  await says(page, /Offer accepted at .*: £174,600\.00/);
});

// G8
test("a download that is opened without a session leads through signing in to its end", async () => {
  const password = "four calm otters swim";
  const email = await server.withPassword("supplier", "acme", password);
  const { lot } = await server.publish(gloves(600));
  const one = await open(browser, `${server.address}/api/v1/lots/${lot}/history`, ...DESKTOP);
  opened.push(one);
  await one.page.getByRole("link", { name: "Sign in" }).click();

  const history = one.page.waitForResponse((answer) => answer.url().endsWith("/history"));
  await signInWith(one.page, email, password);

  expect((await history).status()).toBe(200);
});

test("the server sends the pages packed to who takes that", async () => {
  const index = await (await fetch(server.address)).text();
  const script = /src="([^"]+\.js)"/.exec(index)?.[1] ?? "";
  const take = (coding: string): Promise<Response> =>
    fetch(server.address + script, { headers: { "accept-encoding": coding } });

  const [packed, plain] = [await take("gzip"), await take("identity")];

  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(await packed.text()).toBe(await plain.text());
});

async function signInWith(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("the contract's page can be read by keyboard, because none of its boxes scrolls", async () => {
  const one = await open(browser, `${server.address}/api/docs`, ...DESKTOP);
  opened.push(one);

  await expectSound(one.page, "docs");

  const scrolling = await one.page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((element) => getComputedStyle(element).overflowX !== "visible")
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map(({ tagName }) => tagName),
  );
  expect(scrolling).toEqual([]);
});

test("after a killed server is restarted the lot is paused and no offer is lost", async () => {
  const acme = await signIn("supplier", "acme");
  await join(acme, await server.publish(gloves(600)));
  await bid(acme, "2.98");
  await says(acme, /Offer accepted at/);

  await server.kill();
  await acme.getByRole("heading", { name: "You are not connected" }).waitFor();
  await says(acme, "Not known now");
  await server.restart();

  await acme.getByRole("heading", { name: /is paused/ }).waitFor();
  await says(acme, /Our system stopped for .*\. Every offer that we accepted is safe\./);
  await says(acme, /Connected\. You were away for/);
  await place(acme).getByText("1st of 2").waitFor();
});
