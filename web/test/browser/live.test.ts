// The pages on a real server: two suppliers bid against each other to the close while an observer watches, and a
// server is killed during a lot and restarted.
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { shoot } from "./browser";
import { DESKTOP, useServer } from "./real-stage";
import { Rival } from "./rival";
import type { Published } from "./server";
import { expectAccessible, expectNothingBeside } from "./waiting";

const PHONE = { width: 360, height: 740 };
const PASSWORD = "four calm otters swim";

const stage = useServer();
/** Each test has people of its own. */
let nth = 0;

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
  const extension = {
    window_s: duration_s,
    extend_s: 4,
    from: "close",
    trigger: "rank_within",
    rank: 1,
    max_count: 3,
  };
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

async function join(page: Page, { lot }: Published): Promise<void> {
  await page.goto(`${stage.server.address}/lots/${lot}`);
  await page.getByText("Connected", { exact: true }).waitFor();
}

async function bid(page: Page, price: string): Promise<void> {
  await page.getByLabel(/Nitrile glove, medium/).fill(price);
  await page.getByRole("button", { name: "Send offer" }).click();
}

function says(page: Page, text: string | RegExp): Promise<void> {
  return page.locator("#app").getByText(text).first().waitFor();
}

function place(page: Page): Locator {
  return page.locator(".stand__place");
}

async function expectSound(page: Page, name: string): Promise<void> {
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    await shoot(page, `live-${name}-${size.width}`);
    await expectAccessible(page, `${name} at ${size.width}`);
    await expectNothingBeside(page, `${name} at ${size.width}`);
  }
}

/** Two suppliers and an observer. */
async function parties(): Promise<[Page, Page, Page]> {
  nth += 1;
  return [
    await stage.addedAt("supplier", "acme", `ann-${nth}`, "/"),
    await stage.addedAt("supplier", "bolt", `bea-${nth}`, "/"),
    await stage.addedAt("observer", "RHQ", `olly-${nth}`, "/"),
  ];
}

test("two suppliers bid against each other while an observer watches", async () => {
  const [acme, bolt, observer] = await parties();
  const lot = await stage.server.publish(gloves(600));
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
  await expect.poll(() => acme.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.97");
  await bid(acme, "2.85");
  await place(acme).getByText("1st of 2").waitFor();
  await place(bolt).getByText("2nd of 2").waitFor();

  for (const page of [acme, bolt, observer]) await says(page, /Closing time moved from .*took 1st place/);
  await says(observer, /your trust saves £4,800\.00 a year/);
  await says(observer, /3 offers by 2 bidders/);
  await says(observer, /Your trust crossed from no saving to a saving at/);
  const line = observer.locator("#own-trust ~ .scroll tbody tr");
  await expect
    .poll(() => line.textContent())
    .toMatch(/Saves £4,800\.00.*£2\.95 a box of 100.*£2\.85 a box of 100/);
  await observer.locator(".graph canvas").waitFor();
  expect(stage.faults()).toEqual([]);
});

/** Opens a lot with two offers that is about to close, early enough to see it close, however slow the machine is. */
async function lotBeforeItsClose(pages: readonly Page[]): Promise<void> {
  const { server } = stage;
  const [acme, bolt] = [await server.token("supplier", "acme"), await server.token("supplier", "bolt")];
  for (let duration_s = 5; ; duration_s *= 2) {
    const { lot } = await server.publish(gloves(duration_s));
    const rivals = [
      await Rival.join(server.address, bolt, "bolt", [lot]),
      await Rival.join(server.address, acme, "acme", [lot]),
    ] as const;
    const answers = [
      await rivals[0].bid(lot, { "nitrile-m": "2.90" }),
      await rivals[1].bid(lot, { "nitrile-m": "2.85" }),
    ];
    for (const rival of rivals) rival.leave();
    const open = await Promise.all(pages.map((page) => isOpenAt(page, lot)));
    if (answers.every(({ type }) => type === "accepted") && !open.includes(false)) return;
  }
}

/** Whether a lot is open once its page is there. */
async function isOpenAt(page: Page, lot: string): Promise<boolean> {
  await page.goto(`${stage.server.address}/lots/${lot}`);
  await page.locator(".clock").waitFor();
  return page.getByText("Connected", { exact: true }).isVisible();
}

test("a lot closes by itself, and each page says how it has ended", async () => {
  const [acme, bolt, observer] = await parties();
  await lotBeforeItsClose([acme, bolt, observer]);

  await says(acme, /You finished 1st of 2 with £171,000\.00/);
  await says(bolt, /You finished 2nd of 2 with £174,000\.00/);
  await says(observer, /finished 1st with £171,000\.00/);

  await expectSound(acme, "first");
  await expectSound(bolt, "second");
  await expectSound(observer, "observer");
  expect(stage.faults()).toEqual([]);
});

// G95, G151
test("a session that ends on a real server is signed in again in the lot, by password", async () => {
  const email = "cal@acme.example";
  await stage.server.add({ email, role: "supplier", org: "acme" }, PASSWORD);
  const { lot } = await stage.server.publish(gloves(600));
  const page = await stage.openAt(`/lots/${lot}`);
  await signInWith(page, email, "a wrong one");
  await page.getByRole("link", { name: /^E-mail address or password is not right/ }).waitFor();
  await signInWith(page, email, PASSWORD);
  await page.getByText("Connected", { exact: true }).waitFor();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.91");

  const other = await page.context().newPage();
  await other.goto(stage.server.address);
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.getByText("You have signed out.").waitFor();
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
  await signInWith(page, email, PASSWORD);

  await page.getByText("Connected", { exact: true }).waitFor();
  await expect.poll(() => page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.91");
  await page.getByRole("button", { name: "Send offer" }).click();
  await says(page, /Offer accepted at .*: £174,600\.00/);
});

// G8
test("a download that is opened without a session leads through signing in to its end", async () => {
  const email = "dee@acme.example";
  await stage.server.add({ email, role: "supplier", org: "acme" }, PASSWORD);
  const { lot } = await stage.server.publish(gloves(600));
  const page = await stage.openAt(`/api/v1/lots/${lot}/history`);
  await page.getByRole("link", { name: "Sign in" }).click();

  const history = page.waitForResponse((answer) => answer.url().endsWith("/history"));
  await signInWith(page, email, PASSWORD);

  expect((await history).status()).toBe(200);
});

test("the server sends the pages packed to who takes that", async () => {
  const { address } = stage.server;
  const index = await (await fetch(address)).text();
  const script = /src="([^"]+\.js)"/.exec(index)?.[1] ?? "";
  const take = (coding: string): Promise<Response> =>
    fetch(address + script, { headers: { "accept-encoding": coding } });

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
  const page = await stage.openAt("/api/docs");

  await expectSound(page, "docs");

  const scrolling = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("main *")]
        .filter((element) => getComputedStyle(element).overflowX !== "visible")
        .filter((element) => element.scrollWidth > element.clientWidth)
        .map(({ tagName }) => tagName),
    );
  await expect.poll(scrolling).toEqual([]);
});

test("after a killed server is restarted the lot is paused and no offer is lost", async () => {
  const acme = await stage.addedAt("supplier", "acme", "eve", "/");
  await join(acme, await stage.server.publish(gloves(600)));
  await bid(acme, "2.98");
  await says(acme, /Offer accepted at/);

  await stage.server.kill();
  await acme.getByRole("heading", { name: "You are not connected" }).waitFor();
  await says(acme, "Not known now");
  await stage.server.restart();

  await acme.getByRole("heading", { name: /is paused/ }).waitFor();
  await says(acme, /Our system stopped for .*\. Every offer that we accepted is safe\./);
  await says(acme, /Connected\. You were away for/);
  await place(acme).getByText("1st of 2").waitFor();
});
