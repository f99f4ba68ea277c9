// A practice on a real server: a buyer plays a draft from its check, and a restart of the server ends it.
import type { Browser } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { accessibilityFaults, launch, open, type OpenedPage, shoot } from "./browser";
import { Server } from "./server";

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

const GLOVES = {
  title: "Examination gloves",
  practice: true,
  contact: { name: "Ann Field", telephone: "0114 496 0000" },
  trusts: [{ ods: "RFS", name: "Chesterfield Royal Hospital" }],
  bidders: [
    { id: "acme", name: "Acme Medical Ltd" },
    { id: "bolt", name: "Bolt Gloves plc" },
    { id: "calder", name: "Calder Healthcare Ltd" },
  ],
  lots: [
    {
      title: "Nitrile gloves",
      opens_at: "now",
      duration_s: 7_200,
      items: [
        {
          id: "nitrile-m",
          description: "Nitrile glove, medium",
          unit: "box of 100",
          volumes: { RFS: "12000" },
          baselines: { RFS: "3.20" },
        },
      ],
      rules: { ceiling: "38000", min_decrement: { absolute: "120" } },
      bidders: [{ bidder: "acme" }, { bidder: "bolt" }, { bidder: "calder" }],
    },
  ],
};

// G56, G154
test("a buyer plays a draft from its check until the server restarts", async () => {
  const { event: draft } = await server.draft(GLOVES);
  const one = await open(browser, await server.link("buyer", "partnership", "ann"), 1440, 900);
  opened.push(one);
  const { page } = one;
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Go on with links only" }).click(WAIT);
  await page.getByRole("heading", { name: "Your events and lots" }).waitFor(WAIT);
  await page.goto(`${server.address}/events/${draft}/check`);
  await page.getByLabel("Speed").selectOption("20 times as fast");

  await page.getByRole("button", { name: "Play this auction" }).click();

  await page.getByText("Practice. Nothing follows from it.").waitFor(WAIT);
  await page.getByText("Acme Medical Ltd").first().waitFor(WAIT);
  await page
    .getByText(/(Ltd|plc) leads with £/)
    .first()
    .waitFor(WAIT);
  expect(await accessibilityFaults(page)).toEqual([]);
  await shoot(page, "practice-live");
  await server.kill();
  await server.restart();
  await page.getByRole("heading", { name: "The practice has ended" }).waitFor(WAIT);
  await page.getByRole("link", { name: "Back to check and publish" }).click();
  await page.getByRole("heading", { name: "Check and publish" }).waitFor(WAIT);
});
