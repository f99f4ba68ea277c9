// The lobby on a real server: a bidder accepts the terms, tests its connection, and the lot opens by itself.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { shoot } from "./browser";
import { useServer } from "./real-stage";
import { expectAccessible } from "./waiting";

const HOUR_MS = 3_600_000;

const stage = useServer();

function gloves(opens_at: number): object {
  return {
    title: "Examination gloves",
    profile: "custom",
    justification: "a test",
    practice: true,
    terms: "Prices hold for 24 months.",
    contact: { name: "Ann Field", telephone: "0114 496 0000" },
    trusts: [{ ods: "RFS", name: "Chesterfield Royal Hospital" }],
    bidders: [
      { id: "acme", name: "Acme Medical Ltd" },
      { id: "bolt", name: "Bolt Gloves plc" },
    ],
    lots: [
      {
        title: "Nitrile gloves",
        opens_at: new Date(opens_at).toISOString(),
        duration_s: 3_600,
        items: [{ id: "m", description: "Nitrile glove", unit: "box of 100", volumes: { RFS: "12000" } }],
        rules: { ceiling: "38000" },
        bidders: [{ bidder: "acme", factor: "1.05" }, { bidder: "bolt" }],
      },
    ],
  };
}

/** Opens the lobby of a lot that is about to open, early enough to see it open, however slow the machine is. */
async function lobbyBeforeOpening(page: Page): Promise<void> {
  for (let soon_ms = 6_000; ; soon_ms *= 2) {
    const { event } = await stage.server.publish(gloves(Date.now() + soon_ms));
    await page.goto(`${stage.server.address}/events/${event}`);
    const coming = page.getByText(/^Nitrile gloves opens in /);
    await coming
      .or(page.getByRole("link", { name: "Go to Nitrile gloves" }))
      .first()
      .waitFor();
    if (await coming.isVisible()) return;
  }
}

// G53, G54, G156
test("a bidder gets ready, and the lot opens by itself", async () => {
  const { server } = stage;
  const { event } = await server.publish(gloves(Date.now() + HOUR_MS));
  const page = await stage.openAt(await server.link("supplier", "acme"));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Go on with links only" }).click();

  await page.getByRole("link", { name: "Examination gloves" }).first().click();
  await page.getByText(/^Nitrile gloves opens in .* 1 of 5 things is ready\.$/).waitFor();
  await page.getByRole("button", { name: "Accept the terms" }).click();
  await page
    .locator("#thing-terms")
    .getByText(/^You accepted the terms at \d.*, UK time\.$/)
    .waitFor();
  await page.getByRole("button", { name: "Test the connection" }).click();
  await page
    .locator("#thing-connection")
    .getByText(/^Tested at /)
    .waitFor();
  await shoot(page, "lobby-live");
  await expectAccessible(page);
  const token = await server.token("buyer", "partnership");
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${server.address}/api/v1/events/${event}/console`, { headers });
  const { presence } = (await answer.json()) as {
    presence: Array<{ ready: { tested_at: string } | null }>;
  };
  expect(presence.map(({ ready }) => ready !== null)).toEqual([true, false]);

  await lobbyBeforeOpening(page);
  await page.getByRole("link", { name: "Go to Nitrile gloves" }).click();
  await page.getByRole("heading", { name: "Nitrile gloves" }).waitFor();
});
