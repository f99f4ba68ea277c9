// The replay of a lot with a mock server: what the page shows of a moment, its controls, and its address.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { LOT, person } from "../fixtures";
import { keyboardFaults } from "./keyboard";
import { MockReplay } from "./mock-replay";
import { past, replayAt } from "./replay-stage";
import { useStage } from "./stage";

const stage = useStage();

function visit(query = "", size: readonly [number, number] = [1440, 900]): Promise<Page> {
  return replayAt(stage, query, size);
}

function lead(page: Page): Promise<string | null> {
  return page.locator(".replay__sentence").textContent();
}

/** Waits until the replay leads with that record. */
async function at(page: Page, seq: number): Promise<void> {
  await page.getByText(`Record ${seq} of `, { exact: false }).first().waitFor();
  await page.waitForFunction(
    (text) => document.querySelector(".replay__sentence")?.textContent?.startsWith(text),
    `Record ${seq} of `,
  );
}

/** Waits until a replay that plays is at that record or after it. */
async function playedTo(page: Page, seq: number): Promise<void> {
  await page.waitForFunction(
    (seq) => Number(document.querySelector<HTMLInputElement>("#replay-slider")?.value) >= seq,
    seq,
  );
}

/** Waits until the pane shows that record. */
async function paneAt(page: Page, name: "a" | "b", seq: number): Promise<void> {
  await page.locator(`#view--replay-${name}`).getByText(`after record ${seq} of`).waitFor();
}

/** All texts that the page has spoken from now on. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const spoken: string[] = [];
    Object.assign(window, { spoken });
    for (const id of ["spoken-politely", "spoken-at-once"]) {
      const region = document.getElementById(id);
      if (region === null) continue;
      new MutationObserver(() => {
        if (region.textContent) spoken.push(region.textContent);
      }).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
  return () => page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
}

// G160
test("a moment is shown at each width, with what two parties saw", async () => {
  past(stage, 300);

  const page = await visit("?seq=78&a=bidder:acme&b=observer:RFS");
  await at(page, 78);
  await paneAt(page, "b", 78);
  await page.locator("#view--replay-b").locator("xpath=../..").locator("canvas").waitFor();
  await page.getByText("Show the records as a table").click();

  await expect
    .poll(() => lead(page))
    .toBe(
      "Record 78 of 300, 2:18:49.500pm: Acme Medical Ltd offered £198,976.00, which was refused: the drop is too small.",
    );
  await expect.poll(() => page.title()).toBe("Replay of Nitrile, powder free – record 78 of 300 – fairlot");
  await stage.expectSoundAtWidths(page, "replay");
  await expect.poll(() => page.locator(".replay__view").count()).toBe(2);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator("#view--replay-b").waitFor({ state: "detached" });
  await expect.poll(() => page.locator(".replay__view").count()).toBe(1);
});

// G160, A46
test("a person with a keyboard plays, steps and jumps, and play is the first control", async () => {
  past(stage, 300);
  const page = await visit("?seq=10");
  await at(page, 10);

  await expect
    .poll(() => page.locator("main button, main input, main select").first().textContent())
    .toBe("Play");
  expect(await keyboardFaults(page)).toEqual([]);
  const press = async (name: string): Promise<void> => {
    await page.getByRole("button", { name, exact: true }).press("Enter");
  };
  await press("Step forward");
  await at(page, 11);
  await press("Step back");
  await at(page, 10);
  await press("Next refusal");
  await at(page, 13);
  await press("Next extension");
  await at(page, 41);
  await press("Next act of a buyer");
  await at(page, 97);
  await paneAt(page, "a", 97);
  await press("To the last record");
  await at(page, 300);
  await press("Next refusal");
  await expect.poll(() => page.locator(".replay__note").textContent()).toBe("");
  await press("To the first record");
  await at(page, 1);
  await page.locator("#replay-slider").press("End");
  await at(page, 300);
});

// G160
test("at a hundred times the pace the replay runs through to its end, and the panes with it", async () => {
  past(stage, 300);
  const page = await visit("?seq=6&a=bidder:acme&b=buyer");
  await at(page, 6);
  await page.getByRole("button", { name: "100×" }).click();

  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.getByText("Drawn once the replay is paused.").first().waitFor();

  await at(page, 300);
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  for (const name of ["a", "b"] as const) await paneAt(page, name, 300);
  await expect.poll(() => page.locator(".replay__view .tag--closed").count()).toBe(2);
  await page.locator(".replay__view canvas").waitFor();
});

// G160
test("between two records the clock of a pane goes on with the replay, and a step is at the record's own moment", async () => {
  stage.mock.person = person("auditor");
  stage.mock.replay = new MockReplay(20, 120_000);
  const page = await visit("?seq=8&a=bidder:acme&b=buyer");
  await paneAt(page, "a", 8);
  const digits = page.locator(".clock__digits").first();
  const before = await digits.textContent();
  await page.getByRole("button", { name: "10×", exact: true }).click();

  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByText(/^Shown as at /).waitFor();
  await page.waitForFunction((was) => document.querySelector(".clock__digits")?.textContent !== was, before);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  await at(page, 8);

  await page.getByRole("button", { name: "Step forward" }).click();
  await at(page, 9);
  await expect.poll(() => page.getByText(/^Shown as at /).count()).toBe(0);
});

// G160
test("silence is skipped where the person wants that", async () => {
  stage.mock.person = person("auditor");
  stage.mock.replay = new MockReplay(20, 600_000);
  const page = await visit("?seq=8");
  await at(page, 8);

  await page.getByRole("button", { name: "Skip silence" }).click();
  await page.getByRole("button", { name: "Play", exact: true }).click();

  // Two silences of ten minutes lie before it. The replay does not stop there.
  await playedTo(page, 10);
});

// G160, A46
test("a step is spoken, and playing is not unless it is asked for", async () => {
  past(stage, 300);
  const page = await visit("?seq=10");
  await at(page, 10);
  const spoken = await listen(page);

  await page.getByRole("button", { name: "Step forward" }).click();
  await expect.poll(spoken).toEqual([expect.stringMatching(/^Record 11 of 300, /)]);

  await page.getByRole("button", { name: "10×", exact: true }).click();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await playedTo(page, 30);
  await expect.poll(spoken).toHaveLength(1);
  await page.getByRole("button", { name: "Speak while it plays" }).click();
  await expect.poll(async () => (await spoken()).length).toBeGreaterThan(1);
});

// G160
test("the address is that of the moment, and no entry of the history is added", async () => {
  past(stage, 300);
  const page = await visit();
  await at(page, 1);
  const entries = await page.evaluate(() => history.length);

  await page.getByRole("button", { name: "Next refusal" }).click();
  await at(page, 13);
  await page.getByLabel("As seen by").first().selectOption({ label: "Bolt Gloves plc (bidder)" });
  await page.waitForURL(`**/lots/${LOT}/replay?seq=13&a=bidder:bolt&b=buyer`);
  await paneAt(page, "a", 13);

  await expect.poll(() => page.evaluate(() => history.length)).toBe(entries);
  await page.reload();
  await at(page, 13);
  await page.getByText("What Bolt Gloves plc saw after record 13 of 300.").waitFor();
});

// G160
test("nothing in a pane can act: no field, no link, no connection", async () => {
  past(stage, 300);

  const page = await visit("?seq=60&a=bidder:acme&b=observer:RFS");
  await paneAt(page, "a", 60);
  await paneAt(page, "b", 60);
  await page.locator(".replay__view canvas").waitFor();

  const able = () =>
    page.evaluate(() =>
      [...document.querySelectorAll(".replay__view :is(button, input, select, textarea, a[href])")]
        .filter((one) => one.matches("a[href]") || !one.matches(":disabled"))
        .map((one) => one.className),
    );
  await expect.poll(able).toEqual(["graph__slider"]);
  await expect.poll(() => page.locator(".replay__tag").allTextContents()).toEqual(["REPLAY", "REPLAY"]);
  await expect.poll(() => page.getByRole("heading", { name: "Your offers" }).count()).toBe(0);
  expect(stage.mock.joins).toEqual([]);
  expect(stage.mock.bids).toEqual([]);
});

// G160
test.each([
  ["bidder:acme", "supplier"],
  ["observer:RFS", "observer"],
  ["buyer", "buyer"],
] as const)(
  "the pane of %s has the words and figures of its live page, and no more names",
  async (as, role) => {
    const replay = past(stage, 300);
    const parts = [".stand__figures", ".stand__place", "#ranking ~ .scroll", ".notices", ".clock__marks"];
    const textsOf = (page: Page, within: string): Promise<string[]> =>
      page.evaluate(
        ([from, all]) =>
          (all as string[]).flatMap((part) =>
            [...document.querySelectorAll(`${from} ${part.replace("#ranking", "[id^=ranking]")}`)].map(
              (one) => one.textContent ?? "",
            ),
          ),
        [within, parts] as const,
      );
    const page = await visit(`?seq=60&a=${as}&b=auditor`);
    await paneAt(page, "a", 60);
    await page.locator(".replay__pane:first-child .notices li").first().waitFor();
    const then = await textsOf(page, ".replay__pane:first-child");

    const lot = replay.viewOf(as, 60);
    stage.mock.replay = null;
    stage.mock.person = { ...person(role), org: as.split(":")[1] ?? "wtp" };
    stage.mock.lot = lot;
    await page.goto(new URL(`/lots/${LOT}`, page.url()).href);
    await page.locator(".clock").waitFor();
    await page.locator(".notices li").first().waitFor();

    expect(then.length).toBeGreaterThan(1);
    await expect.poll(() => textsOf(page, "main")).toEqual(then);
    if (as === "observer:RFS") expect(then.join(" ")).not.toContain("Acme Medical");
  },
);
