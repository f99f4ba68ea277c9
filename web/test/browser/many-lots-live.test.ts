// The page of many lots on a real server: offers in two of three lots are reviewed and sent, one is refused and stays,
// and a line that is lost comes back.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { shoot } from "./browser";
import { useServer } from "./real-stage";

const stage = useServer();

function lotOf(title: string, opening: string): object {
  const items = ["small", "large"].map((id) => ({
    id,
    description: `${title}, ${id}`,
    unit: "box of 100",
    volumes: { RHQ: "10000" },
  }));
  const offer = { small: opening, large: opening };
  return {
    title,
    decimals: 2,
    opens_at: "now",
    duration_s: 900,
    items,
    rules: { min_decrement: { absolute: "250.00" }, max_decrement: { percent: "25", mode: "confirm" } },
    bidders: [
      { bidder: "acme", opening: offer },
      { bidder: "bolt", opening: { small: "3.00", large: "3.00" } },
    ],
  };
}

function gloves(): object {
  return {
    title: "Examination gloves",
    reference: "WTP-2026-014",
    currency: "GBP",
    profile: "custom",
    justification: "A test of the pages.",
    trusts: [{ ods: "RHQ", name: "Sheffield Teaching Hospitals" }],
    bidders: [
      { id: "acme", name: "Acme Medical Ltd" },
      { id: "bolt", name: "Bolt Gloves plc" },
    ],
    lots: [lotOf("Nitrile", "3.10"), lotOf("Vinyl", "3.10"), lotOf("Sterile", "2.90")],
  };
}

async function fill(page: Page, title: string, price: string): Promise<void> {
  for (const size of ["small", "large"]) await page.getByLabel(`Price for ${title}, ${size}`).fill(price);
}

// G22, G50, G158
test("two of three lots are bid for together, and a lost line is caught up with", async () => {
  const { event } = await stage.server.publish(gloves());
  const page = await stage.addedAt("supplier", "acme", "ann", "/");
  await page.getByRole("link", { name: "Bid in all your lots" }).click();
  await page.getByText("You lead 1 of 3 lots. 2 need a decision.").waitFor();
  await expect.poll(() => page.url()).toBe(`${stage.server.address}/events/${event}/bidding`);

  const vinyl = page.getByRole("region", { name: "Vinyl", exact: true });
  await vinyl.getByText("Paste prices, or take them from a file").click();
  await vinyl.getByLabel("Paste the cells here").fill("item\tprice\nsmall\t2.95\nVinyl, large\t£2.96\n");
  await vinyl.getByRole("button", { name: "Read the sheet" }).click();
  await vinyl.getByText("2 prices filled in, total £59,100.00. Nothing is sent yet.").waitFor();
  // Less than the smallest step below its own offer.
  await fill(page, "Nitrile", "3.09");
  await page.getByRole("button", { name: "Review 2 offers" }).click();
  await page.getByRole("button", { name: "Send 2 offers" }).click();

  await page.getByText("1 of 2 offers was accepted. 1 was not.").waitFor();
  await page.getByText("You lead 2 of 3 lots. 1 needs a decision.").waitFor();
  await shoot(page, "live-many-lots");
  await expect.poll(() => page.getByLabel("Price for Nitrile, small").inputValue()).toBe("3.09");

  await page.context().setOffline(true);
  await page.getByRole("heading", { name: "You are not connected" }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole("heading", { name: "While you were away" }).waitFor();
  await fill(page, "Nitrile", "2.99");
  await page.getByRole("button", { name: "Send offer in Nitrile" }).click();

  await page
    .getByText("You lead the 3", { exact: false })
    .or(page.getByText("You lead 3 of 3 lots."))
    .waitFor();
  expect(stage.faults().filter((text) => !/ERR_INTERNET|WebSocket/.test(text))).toEqual([]);
});
