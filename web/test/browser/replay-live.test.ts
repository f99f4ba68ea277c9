// A complaint on a real server: an auditor finds the one refusal that it is about, and sees what that bidder saw then.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openGloves } from "./gloves";
import { useServer } from "./real-stage";
import { Rival } from "./rival";
import { expectSound } from "./soundness";

const stage = useServer();

const OPEN = openGloves({ ceiling: "200000", min_decrement: { absolute: "1000" } });

async function bid(page: Page, price: string): Promise<void> {
  await page.getByLabel(/Nitrile glove, medium/).fill(price);
  await page.getByRole("button", { name: "Send offer" }).click();
}

/** What the parts of a lot's page say that do not change by themselves. */
function said(page: Page, within: string): Promise<string[]> {
  const parts = [".clock__rank", ".stand__place", ".stand__figures", ".notices", ".field__hint", ".rules"];
  return page.evaluate(
    ([from, all]) =>
      (all as string[]).flatMap((part) =>
        [...document.querySelectorAll(`${from} ${part}`)].map((one) => one.textContent ?? ""),
      ),
    [within, parts] as const,
  );
}

async function buyerDoes(lot: string, command: object): Promise<void> {
  const { server } = stage;
  const answer = await fetch(`${server.address}/api/v1/lots/${lot}/commands`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await server.token("buyer", "partnership")}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(command),
  });
  expect(answer.ok, await answer.text()).toBe(true);
}

// G78, G80, G160
test("an auditor finds the refusal of a complaint, and sees what the bidder saw then", async () => {
  const { server } = stage;
  const { lot } = await server.publish(OPEN);
  const acme = await stage.addedAt("supplier", "acme", "ann", `/lots/${lot}`);
  const observer = await stage.addedAt("observer", "RFS", "olly", `/lots/${lot}`);
  const bolt = await Rival.join(server.address, await server.token("supplier", "bolt"), "bolt", [lot]);
  await acme.getByText("Connected", { exact: true }).waitFor();
  await bid(acme, "2.98");
  await acme.locator(".stand__place").getByText("1st of 2").waitFor();
  await bolt.bid(lot, { m: "2.90" });
  await acme.locator(".stand__place").getByText("2nd of 2").waitFor();
  await bid(acme, "2.97");
  await acme.getByRole("heading", { name: "There is a problem" }).waitFor();
  await observer
    .getByText(/leads with £174,000\.00/)
    .first()
    .waitFor();
  const acme_saw = await said(acme, "main");
  const observer_saw = await observer.locator("[aria-labelledby=ranking] table").textContent();

  await buyerDoes(lot, { type: "broadcast", text: "Delivery is to 9 sites.", reason: "Asked." });
  await bid(acme, "2.80");
  await acme.locator(".stand__place").getByText("1st of 2").waitFor();
  await bolt.bid(lot, { m: "2.75" });
  await buyerDoes(lot, { type: "close", reason: "Agreed by all." });
  await acme.getByRole("heading", { name: "Nitrile, powder free is closed" }).waitFor();
  bolt.leave();

  const auditor = await stage.addedAt("auditor", "partnership", "ada", `/lots/${lot}`);
  await auditor.getByRole("link", { name: /^Replay this lot/ }).click();
  await auditor.getByRole("heading", { name: "Replay of Nitrile, powder free" }).waitFor();
  await auditor.getByLabel("Bidder", { exact: true }).selectOption({ label: "Acme Medical Ltd" });
  await auditor.getByLabel("What happened").selectOption({ label: "Offer refused" });
  await auditor.getByRole("button", { name: "Search", exact: true }).click();
  const found = auditor.getByRole("button", { name: /^Go to record \d+$/ });
  await expect.poll(() => found.count()).toBe(1);
  await found.click();
  await auditor
    .getByText(/: Acme Medical Ltd offered £178,200\.00, which was refused: the drop is too small\.$/)
    .waitFor();
  await auditor
    .getByLabel("As seen by")
    .nth(1)
    .selectOption({ label: "Chesterfield Royal Hospital (trust)" });
  await auditor.waitForURL(/\?seq=\d+&a=bidder:acme&b=observer:RFS$/);
  const views = auditor.locator(".replay__view");
  await expect.poll(() => views.count()).toBe(2);
  await auditor.getByText(/^What Chesterfield Royal Hospital saw after record/).waitFor();

  await expect.poll(() => said(auditor, ".replay__pane:first-child")).toEqual(acme_saw);
  await expect
    .poll(() => views.nth(1).locator("[id^=ranking] ~ .scroll table").textContent())
    .toBe(observer_saw);
  await expect.poll(() => views.nth(1).textContent()).not.toContain("Bolt Gloves");
  await views.nth(1).locator("canvas").waitFor();
  await expectSound(auditor, "replay-live");

  await auditor.getByRole("button", { name: "To the last record" }).click();
  await auditor.getByText(/: .* closed the lot\. Reason: “Agreed by all\.”$/).waitFor();
  await views
    .nth(1)
    .getByText(/Bolt Gloves plc finished 1st with/)
    .first()
    .waitFor();
  await auditor.getByRole("button", { name: "To the first record" }).click();
  await auditor.getByRole("button", { name: "1,000×" }).click();
  await auditor.getByRole("button", { name: "Skip silence" }).click();
  await auditor.getByRole("button", { name: "Play", exact: true }).click();
  await views.first().getByText("You finished 2nd of 2").first().waitFor();
});

// G160
test("who is no auditor of the lot cannot see its replay", async () => {
  const { lot } = await stage.server.publish(OPEN);

  const page = await stage.addedAt("auditor", "elsewhere", "eve", `/lots/${lot}/replay`);

  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
});
