// The lobby on a real server: a bidder accepts the terms, tests its connection, and the lot opens by itself.
import { mkdirSync } from "node:fs";
import { expect, test } from "vitest";
import { accessibilityFaults, launch, open, shoot, SHOTS } from "./browser";
import { Server } from "./server";

/** Every wait is for a text, which may take long to appear on a busy machine. */
const WAIT = { timeout: 60_000 };
/** Long enough for the terms and the test, also on a busy machine. */
const OPENS_AFTER_MS = 45_000;

// G53, G54, G156
test("a bidder gets ready, and the lot opens by itself", async () => {
  mkdirSync(SHOTS, { recursive: true });
  const [browser, server] = await Promise.all([launch(), Server.start()]);
  try {
    const opens_at = new Date(Date.now() + OPENS_AFTER_MS).toISOString();
    const { event } = await server.publish({
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
          opens_at,
          duration_s: 3_600,
          items: [{ id: "m", description: "Nitrile glove", unit: "box of 100", volumes: { RFS: "12000" } }],
          rules: { ceiling: "38000" },
          bidders: [{ bidder: "acme", factor: "1.05" }, { bidder: "bolt" }],
        },
      ],
    });
    const { page, context } = await open(browser, await server.link("supplier", "acme"), 1440, 900);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Go on with links only" }).click(WAIT);

    await page.getByRole("link", { name: "Examination gloves" }).first().click(WAIT);
    await page.getByText(/^Nitrile gloves opens in .* 1 of 5 things is ready\.$/).waitFor(WAIT);
    await page.getByRole("button", { name: "Accept the terms" }).click();
    await page
      .locator("#thing-terms")
      .getByText(/^You accepted the terms at \d.*, UK time\.$/)
      .waitFor(WAIT);
    await page.getByRole("button", { name: "Test the connection" }).click();
    await page
      .locator("#thing-connection")
      .getByText(/^Tested at /)
      .waitFor(WAIT);
    await shoot(page, "lobby-live");
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole("link", { name: "Go to Nitrile gloves" }).click(WAIT);
    await page.getByRole("heading", { name: "Nitrile gloves" }).waitFor(WAIT);
    await context.close();
    const token = await server.token("buyer", "partnership");
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.address}/api/v1/events/${event}/console`, { headers });
    const { presence } = (await answer.json()) as {
      presence: Array<{ ready: { tested_at: string } | null }>;
    };
    expect(presence.map(({ ready }) => ready !== null)).toEqual([true, false]);
  } finally {
    await browser.close();
    await server.stop();
  }
});
