// What every page of a lot has: an unknown address, a service that does not answer, a lot that was cancelled.
import { expect, test } from "vitest";
import { instant, LOT, notice } from "../fixtures";
import { shoot } from "./browser";
import { useStage } from "./stage";

const stage = useStage();

test("an unknown address and a lot that is not for the person are told in words", async () => {
  stage.asSupplier();
  const page = await stage.openAt("/nowhere/at/all");
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await expect.poll(() => page.title()).toBe("There is no such page \u2013 fairlot");
  await shoot(page, "no-such-page", false);
  await stage.expectSound(page);

  stage.mock.lot = null;
  await page.goto(page.url().replace("/nowhere/at/all", `/lots/${LOT}`));
  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await expect.poll(() => page.title()).toBe("You cannot see this \u2013 fairlot");
  await shoot(page, "cannot-see", false);
  await stage.expectSound(page);
});

test("a service that does not answer is asked again until it does", async () => {
  stage.asSupplier();
  stage.mock.away = true;
  const page = await stage.openAt(`/lots/${LOT}`);
  await page.getByRole("heading", { name: "Sorry, there is a problem with the service" }).waitFor();
  await expect.poll(() => page.title()).toBe("Sorry, there is a problem with the service \u2013 fairlot");
  await shoot(page, "service-error", false);

  stage.mock.away = false;

  await page.getByRole("timer").waitFor();
});

test.each(["supplier", "observer"] as const)(
  "a cancelled lot is in the past tense for its %s",
  async (role) => {
    if (role === "supplier") stage.asSupplier();
    else stage.asWatcher(role);
    const at = Date.now() - 5_000;
    if (stage.mock.lot)
      Object.assign(stage.mock.lot, {
        state: "cancelled",
        ended_at: instant(at),
        savings: null,
        notices: [notice(50, at, "lot_cancelled", { reason: "The specification was wrong." })],
      });

    const page = await stage.visit();
    await page.getByRole("heading", { name: "has been cancelled" }).waitFor();
    await shoot(page, `cancelled-${role}`);

    await expect.poll(() => page.title()).toMatch(/^Cancelled \u2013 /);
    const text = () => page.locator("main").textContent();
    await expect.poll(text).toContain("when the lot was cancelled.");
    await expect.poll(text).not.toMatch(/You are|leads|finished|Where you stand|stands/);
    await stage.expectSound(page);
  },
);
