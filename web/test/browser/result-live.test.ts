// The result of a lot on a real server: it comes by itself, says to each role what its answer has, its files can be had,
// and the auditor's copy of the record ends with the hash on the page.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { shoot } from "./browser";
import { useServer } from "./real-stage";
import { Rival } from "./rival";
import { expectSound } from "./soundness";

const stage = useServer();
const BUYER = "partnership";

function item(id: string): object {
  return {
    id,
    description: `Nitrile glove, ${id}`,
    unit: "box of 100",
    volumes: { RHQ: "48000", RFS: "12000" },
    baselines: { RHQ: "2.95", RFS: "3.20" },
  };
}

function gloves(): object {
  return {
    title: "Examination gloves",
    reference: "WTP-2026-014",
    currency: "GBP",
    profile: "custom",
    justification: "A test of the pages.",
    trusts: [
      { ods: "RHQ", name: "Sheffield Teaching Hospitals" },
      { ods: "RFS", name: "Chesterfield Royal Hospital" },
    ],
    bidders: [
      { id: "acme", name: "Acme Medical Ltd" },
      { id: "bolt", name: "Bolt Gloves plc" },
      { id: "calder", name: "Calder Healthcare Ltd" },
    ],
    lots: [
      {
        title: "Nitrile, powder free",
        decimals: 2,
        opens_at: "now",
        duration_s: 3_600,
        items: [item("medium"), item("large")],
        rules: {
          ceiling: "400000.00",
          min_decrement: { absolute: "250.00" },
          show: { lead_price: true, bidder_count: true },
        },
        bidders: [{ bidder: "acme" }, { bidder: "bolt" }, { bidder: "calder" }],
      },
    ],
  };
}

async function asks(token: string, path: string, body?: object): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(stage.server.address + path, { headers, ...sent });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return text;
}

/** Two bidders bid, one bid is refused, one offer is annulled. The third bidder does not come. */
async function auction(lot: string, buyer: string): Promise<void> {
  const tokens = await Promise.all(["acme", "bolt"].map((org) => stage.server.token("supplier", org)));
  const [acme, bolt] = await Promise.all([
    Rival.join(stage.server.address, tokens[0] ?? "", "acme", [lot]),
    Rival.join(stage.server.address, tokens[1] ?? "", "bolt", [lot]),
  ]);
  const each = (price: string) => ({ medium: price, large: price });
  expect(await acme.bid(lot, each("3.00"))).toMatchObject({ type: "accepted" });
  expect(await bolt.bid(lot, each("2.98"))).toMatchObject({ type: "accepted" });
  expect(await bolt.bid(lot, each("2.99"))).toMatchObject({ type: "refused" });
  expect(await acme.bid(lot, each("0.29"))).toMatchObject({ type: "accepted" });
  await asks(buyer, `/api/v1/lots/${lot}/commands`, {
    type: "annul",
    bidder: "acme",
    reason: "A typing mistake.",
  });
  expect(await acme.bid(lot, each("2.90"))).toMatchObject({ type: "accepted" });
  for (const one of [acme, bolt]) one.leave();
}

/** Every file that the page offers is there for the person. */
async function expectFiles(page: Page, count: number): Promise<void> {
  const links = page.locator("main a[download]");
  await expect.poll(() => links.count()).toBe(count);
  const statuses = await links.evaluateAll((all) =>
    Promise.all(
      all
        .map((one) => (one as HTMLAnchorElement).href)
        .map(async (href) => [new URL(href).pathname, (await fetch(href)).status]),
    ),
  );
  expect(statuses.filter(([, status]) => status !== 200)).toEqual([]);
}

/** The record as the auditor's page offers it, checked by the command that the page names. */
async function checked(page: Page): Promise<string> {
  const record = page.getByRole("link", { name: "Download the record of this lot" });
  const name = (await record.getAttribute("download")) ?? "";
  await expect.poll(() => page.locator(".result__command").innerText()).toBe(`fairlot verify ${name}`);
  const text = await page.evaluate(
    async (from) => (await fetch(from)).text(),
    (await record.getAttribute("href")) ?? "",
  );
  const folder = await mkdtemp(join(tmpdir(), "fairlot-result-"));
  await writeFile(join(folder, name), text);
  const binary = resolve(process.env["FAIRLOT"] ?? "../target/debug/fairlot");
  const { stdout } = await promisify(execFile)(binary, ["verify", name], { cwd: folder });
  await rm(folder, { recursive: true });
  return stdout;
}

// G64, G65, G66, G68, G69, G161
test("a result comes by itself and tells each role its part, and the record ends with its hash", async () => {
  const { event, lot } = await stage.server.publish(gloves(), BUYER);
  const address = `/lots/${lot}/result`;
  const buyer = await stage.server.token("buyer", BUYER);
  await auction(lot, buyer);
  const bea = await stage.addedAt("buyer", BUYER, "Bea", address);
  await bea.getByRole("heading", { name: "Nitrile, powder free has not ended yet" }).waitFor();
  await bea.getByText(/It is open, and closes at .* as things stand\./).waitFor();

  await asks(buyer, `/api/v1/lots/${lot}/commands`, { type: "close", reason: "All have offered." });

  await bea
    .locator(".stand")
    .getByText(
      /^The buyer closed Nitrile, powder free early, at .*\. Acme Medical Ltd finished 1st of 3 with £348,000\.00\. This is not yet an award\.$/,
    )
    .waitFor();
  await bea.getByText('The buyer\'s reason: "All have offered."').waitFor();
  await bea
    .getByText("By the result all trusts together save £12,000.00 a year (3.3% less). No trust pays more.")
    .waitFor();
  await bea.getByText("The lead changed 4 times.", { exact: false }).waitFor();
  await bea.getByText("The refused bids one by one (1)").click();
  await bea
    .getByText("it is not below its own offer")
    .or(bea.getByText("the drop is too small"))
    .first()
    .waitFor();
  await bea.getByText(/^Offer \d+ of £34,800\.00 from Acme Medical Ltd was annulled\./).waitFor();
  await expectFiles(bea, 11);
  await expectSound(bea, "result-live-buyer");

  const ola = await stage.addedAt("observer", "RFS", "Ola", address);
  await ola.getByText("By the result your trust saves £7,200.00 a year (9.4% less).").waitFor();
  await expectFiles(ola, 11);

  const ann = await stage.addedAt("supplier", "bolt", "Ann", address);
  await ann.getByText(/You finished 2nd of 3 with £357,600\.00\. This is not yet an award\./).waitFor();
  await ann.getByText("Your bids", { exact: true }).first().waitFor();
  await expect.poll(() => ann.locator("main").innerText()).not.toMatch(/Acme|Calder|RFS|Bea|\bw[io]n/);
  await expectFiles(ann, 9);
  await expectSound(ann, "result-live-supplier");

  const cal = await stage.addedAt("supplier", "calder", "Cal", address);
  await cal.getByText(/You did not make an offer\.$/).waitFor();

  const aud = await stage.addedAt("auditor", BUYER, "Aud", address);
  await aud.getByText(/run this command beside it/).waitFor();
  const said = await checked(aud);
  expect(said).toContain(await aud.locator("#check ~ p .result__hash").innerText());
  await shoot(aud, "result-live-auditor");

  const adam = await stage.addedAt("admin", BUYER, "Adam", `/events/${event}/console`);
  await adam.getByRole("link", { name: "Result of Nitrile, powder free" }).first().click();
  await adam.getByText(/Acme Medical Ltd finished 1st of 3/).waitFor();
  await expectFiles(adam, 10);

  const eve = await stage.addedAt("supplier", "zeta", "Eve", address);
  await eve.getByRole("heading", { name: "You cannot see this" }).waitFor();
});
