// Two buyers work on one draft at the same time.
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { ANN, BOB, expectSound, says, useMorning } from "./morning";
import { LOT_TITLES, twelveLots } from "./morning-event";

const morning = useMorning();

beforeAll(() => morning.add(ANN, BOB));

async function finish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save and go back to the list" }).click();
  await page.getByRole("heading", { name: "Set up the event" }).waitFor();
}

/** How often the server answered that another revision stands. */
function stale(page: Page): { times: number } {
  const seen = { times: 0 };
  page.on("response", (answer) => {
    if (answer.status() === 412) seen.times += 1;
  });
  return seen;
}

// G13, G153
test("two buyers work on one draft: what they change apart is joined, and what both change is asked about by name", async () => {
  const { event } = await morning.server.draft(twelveLots(), "wtp");
  const rules = `/events/${event}/set-up/rules`;
  const ann = await morning.signsIn(ANN, `${rules}?at=/lots/2/rules/ceiling`);
  const bob = await morning.signsIn(BOB, `${rules}?at=/lots/6/rules/ceiling`);
  const refused = stale(bob);

  await bob.getByLabel("Ceiling").fill("210000");
  await ann.getByLabel("Ceiling").fill("220000");
  await finish(ann);
  await finish(bob);
  await expect.poll(() => refused.times).toBe(1);
  await says(bob, "Ann Field changed this draft");
  await expectSound(bob, "two-joined");
  await bob.goto(new URL(`${rules}?at=/lots/2/rules/ceiling`, bob.url()).href);
  await expect.poll(() => bob.getByLabel("Ceiling").inputValue()).toBe("220000");

  await ann.goto(new URL(`${rules}?at=/lots/2/rules/ceiling`, ann.url()).href);
  await ann.getByLabel("Ceiling").fill("230000");
  await bob.getByLabel("Ceiling").fill("240000");
  await bob.getByLabel("Reserve").fill("200000");
  await finish(ann);
  await bob.getByRole("button", { name: "Save and go back to the list" }).press("Enter");
  await bob.getByRole("heading", { name: "Ann Field changed the same field" }).waitFor();
  await says(bob, `${LOT_TITLES[2]}`);
  await expectSound(bob, "two-asked");
  await bob.getByLabel("Ann Field: 230000").check();
  await bob.getByRole("button", { name: "Use these and save" }).press("Enter");
  await bob.getByText(/^Saved \d/).waitFor();
  await finish(bob);

  await ann.goto(new URL(`${rules}?at=/lots/2/rules/ceiling`, ann.url()).href);
  await expect.poll(() => ann.getByLabel("Ceiling").inputValue()).toBe("230000");
  await expect.poll(() => ann.getByLabel("Reserve").inputValue()).toBe("200000");
  expect(morning.faults()).toEqual([]);
});
