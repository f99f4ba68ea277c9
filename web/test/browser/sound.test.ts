// The tones: off until a person turns them on, tried in the settings, and played for what happens on a lot.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { instant, LOT } from "../fixtures";
import { NARROW, useStage } from "./stage";

const stage = useStage();

/** How high the first step of each tone is that the page has begun, in hertz. */
function tones(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { tones: number[] }).tones);
}

/** Notes each step of a tone that the page begins. The tones themselves are played by the browser as ever. */
async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: number[] = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...args) {
      heard.push(this.frequency.value);
      start.apply(this, args);
    };
    Object.assign(window, { tones: heard });
  });
}

/** Opens an address for a person who turned sound on, clicks into the page, and waits until it can sound. */
async function withSound(path: string): Promise<Page> {
  const { person } = stage.mock;
  if (person !== null) stage.mock.person = { ...person, choices: { ...person.choices, sound: true } };
  const page = await stage.openAt(path);
  const asked = page.waitForResponse((response) => /\/(list-)?sound-/.test(response.url()));
  await page.reload();
  // The same file is not run twice: this waits for the page's own load of it.
  await page.evaluate(`import(${JSON.stringify((await asked).url())})`);
  await page.locator("h1").click();
  await listen(page);
  return page;
}

// G163
test("the tones are tried in the settings at each width", async () => {
  stage.asSupplier();
  const page = await stage.openAt("/settings", ...NARROW);
  const choice = page.getByLabel("Play a short tone when you lose 1st place, and when 1 minute is left");
  await choice.waitFor();
  await expect.poll(() => choice.isChecked()).toBe(false);
  await listen(page);

  await choice.check();
  await page.getByRole("button", { name: "Try the tone: you lose 1st place" }).click();
  await page.getByText(/^Played. If you heard nothing/).waitFor();

  await expect.poll(() => tones(page)).toEqual([660, 440]);
  await stage.expectSoundAtWidths(page, "settings-sound");
});

// G163
test("a bidder that lost 1st place hears it, once the page may sound, and reads it too", async () => {
  stage.asSupplier();
  const you = stage.mock.lot?.you ?? never();
  const page = await withSound(`/lots/${LOT}`);
  stage.mock.update({ you: { ...you, rank: 1 } });
  await page
    .getByText(/^You are 1st of 3/)
    .first()
    .waitFor();

  stage.mock.update({ you: { ...you, rank: 3 } });
  await page
    .getByText(/^You are 3rd of 3/)
    .first()
    .waitFor();

  await expect.poll(() => tones(page)).toEqual([660, 440]);
  await stage.expectSound(page);
});

// G163
test("a buyer hears a new request, and nothing once the lot is over", async () => {
  stage.asWatcher("buyer");
  stage.mock.update({ requests: [], proposals: [] });
  const page = await withSound(`/lots/${LOT}`);
  const request = { seq: 60, alias: "Bidder B", reason: "A slip.", at: instant(Date.now()) };

  stage.mock.update({ requests: [request] });
  await expect.poll(() => tones(page)).toEqual([520, 780]);
  stage.mock.update({ state: "closed", requests: [request, { ...request, seq: 61 }] });
  await page
    .getByText(/^Closed/)
    .first()
    .waitFor();

  await expect.poll(() => tones(page)).toEqual([520, 780]);
});

// G163
test("a buyer at the list of lots hears what begins to wait, and not what waited already", async () => {
  stage.asWatcher("buyer");
  const request = { seq: 60, alias: "Bidder B", reason: "A slip.", at: instant(Date.now()) };
  stage.mock.update({ requests: [request], proposals: [] });
  const page = await withSound("/");
  await page.getByRole("heading", { name: "Needs you" }).waitFor();
  await expect.poll(() => tones(page)).toEqual([]);

  stage.mock.update({ requests: [request, { ...request, seq: 61 }] });

  await expect.poll(() => tones(page)).toEqual([520, 780]);
  await stage.expectSound(page);
});

// G152, G163
test("a buyer at the list of lots hears the first thing that waits in a lot, which the list begins to follow only then", async () => {
  stage.asWatcher("buyer");
  stage.mock.update({ requests: [], proposals: [] });
  const page = await withSound("/");
  await page
    .getByText(/leads with/)
    .first()
    .waitFor();
  await expect.poll(() => tones(page)).toEqual([]);

  stage.mock.updateEvent({
    requests: [{ seq: 60, alias: "Bidder B", reason: "A slip.", at: instant(Date.now()) }],
  });

  await page.getByRole("heading", { name: "Needs you" }).waitFor();
  await expect.poll(() => tones(page)).toEqual([520, 780]);
});

// G163
test("without the choice no code of the tones is loaded", async () => {
  stage.asSupplier();
  const asked: string[] = [];
  const page = await stage.openAt("/");
  page.on("request", (request) => asked.push(request.url()));
  await page.getByRole("link", { name: "Nitrile, powder free" }).click();
  await page.locator(".clock").waitFor();
  await page.getByText("Settings of this page").click();

  await page.getByLabel(/^Play a short tone/).waitFor();

  expect(asked.filter((url) => /sound-|player-/.test(url))).toEqual([]);
  await stage.expectSound(page);
});

function never(): never {
  throw new Error("the lot has no bidder");
}
