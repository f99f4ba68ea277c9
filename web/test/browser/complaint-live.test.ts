// A complaint on a real server: an auditor finds the one refusal that it is about, reads its record, checks the chain and
// takes the bundle out, whose record `fairlot verify` finds right; and a journal that somebody has changed is shown so.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shoot } from "./browser";
import { PostedLot } from "./posted-lot";
import { DESKTOP, useServer } from "./real-stage";
import { WIDTHS } from "./stage";
import { changeRecord } from "./tampering";
import { verify } from "./verify";
import { filesOf } from "./zip";
import { expectAccessible, expectNothingBeside } from "./waiting";

const stage = useServer();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fairlot-complaint-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Forty bids in turn. Bolt's tenth one is too small a drop, and so are two of Acme's. */
async function contested(): Promise<PostedLot> {
  const posted = await PostedLot.publish(stage.server);
  let [acme, bolt] = [400, 399];
  for (let nth = 1; nth <= 20; nth += 1) {
    const small = nth === 7 || nth === 15;
    acme -= small ? 0 : 2;
    bolt -= nth === 10 ? 0 : 2;
    const price = (pence: number): string => (pence / 100).toFixed(2);
    expect(
      await posted.bid([
        { bidder: "acme", ref: `acme-${nth}`, price: price(acme) },
        { bidder: "bolt", ref: `bolt-${nth}`, price: price(bolt) },
      ]),
    ).toEqual([!small, nth !== 10]);
  }
  return posted;
}

function region(page: Page, name: string | RegExp): Locator {
  return page.getByRole("region", { name });
}

async function auditorAt(posted: PostedLot, name: string): Promise<Page> {
  return stage.addedAt("auditor", "partnership", name, `/lots/${posted.lot}/replay`);
}

async function expectSound(page: Page, name: string): Promise<void> {
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    await shoot(page, `${name}-${width}`);
    await expectAccessible(page);
    await expectNothingBeside(page);
  }
  await page.setViewportSize(DESKTOP);
}

// G80, G81, G82
test("the refusal that a complaint is about is found, read, checked, and taken out", async () => {
  const posted = await contested();
  await posted.act("close", "All bidders asked for it.");
  const page = await auditorAt(posted, "ada");

  const search = region(page, "Search the record");
  await search
    .getByLabel("Why an offer was refused")
    .selectOption({ label: "It is not below its own offer" });
  await search.getByLabel("Bidder").selectOption({ label: "Bolt Gloves plc" });
  await search.getByRole("button", { name: "Search" }).click();
  await search.getByText("1 record found, the oldest first.").waitFor();
  const is_cut = (): Promise<boolean> =>
    search.locator(".scroll").evaluate((box) => box.scrollWidth > box.clientWidth);
  await expect.poll(is_cut).toBe(false);
  await search.getByRole("button", { name: /^Go to record/ }).click();

  const pane = region(page, /^Record \d+ of \d+$/);
  await pane.getByText("Bolt Gloves plc offered").waitFor();
  for (const part of [
    "which was refused: it is not below its own offer.",
    "bolt-10",
    "The hash is that of this text",
  ])
    await expect.poll(() => pane.innerText()).toContain(part);
  const exact = (await pane.locator("pre").textContent()) ?? "";
  const lines = (await posted.history()).toString().split("\n");
  expect(lines).toContain(exact);

  const chain = region(page, "Is the record unchanged?");
  await chain.getByRole("button", { name: "Check the chain" }).click();
  await chain.getByRole("heading", { name: "The chain is unbroken" }).waitFor();
  await expect
    .poll(() => chain.innerText())
    .toContain(/"hash":"(\w+)"}$/.exec(lines.at(-2) ?? "")?.[1] ?? "no hash");
  await expectSound(page, "complaint");

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download the bundle" }).click(),
  ]);
  const files = filesOf(await readFile(await download.path()));
  expect([...files.keys()].toSorted()).toEqual([
    "README.txt",
    "history.ndjson",
    "result.json",
    "views.ndjson",
  ]);
  const history = join(folder, "history.ndjson");
  await writeFile(history, files.get("history.ndjson") ?? "");
  const verified = await verify(history);
  expect(verified).toMatchObject({ code: 0 });
  expect(verified.said).toMatch(/closed/);
  expect(files.get("history.ndjson")?.toString()).toContain(exact);
});

// G81
test("a journal that was changed in the database is red at the record that was changed", async () => {
  const posted = await contested();
  const page = await auditorAt(posted, "cleo");
  const chain = region(page, "Is the record unchanged?");
  await chain.getByRole("button", { name: "Check the chain" }).click();
  await chain.getByRole("heading", { name: "The chain is unbroken" }).waitFor();
  const lines = (await posted.history()).toString().split("\n");
  const seq = 1 + lines.findIndex((line) => line.includes('"ref":"bolt-10"'));

  await changeRecord(
    stage.server.database_file,
    `lot/${posted.lot}`,
    seq,
    '"ref":"bolt-10"',
    '"ref":"bolt-99"',
  );
  await chain.getByRole("button", { name: "Check it again" }).click();

  await chain.getByRole("heading", { name: `Record ${seq} is wrong` }).waitFor();
  await expect.poll(() => chain.innerText()).toContain(`Records 1 to ${seq - 1} are right.`);
  await expectSound(page, "tampered");
  await chain.getByRole("button", { name: `Go to record ${seq}` }).click();
  const pane = region(page, new RegExp(`^Record ${seq} of`));
  await pane.getByText("The hash is not that of this text").waitFor();

  // The server finds it too when it starts the next time, and does not run the lot.
  await stage.server.kill();
  await stage.server.restart();
  await chain.getByRole("button", { name: "Check it again" }).click();

  await chain.getByRole("heading", { name: "The server cannot use this lot’s record" }).waitFor();
  await expect.poll(() => chain.innerText()).toContain(`The first record that is wrong is record ${seq}.`);
  await page.reload();
  await page
    .getByText(
      new RegExp(`nothing of it is shown\\. The first record that cannot be read is record ${seq}\\.`),
    )
    .waitFor();
  const acme = await stage.addedAt("supplier", "acme", "ann", `/lots/${posted.lot}/result`);
  await acme
    .getByText(/^This lot cannot be read at the moment\. Nothing that was accepted is lost\./)
    .waitFor();
});
