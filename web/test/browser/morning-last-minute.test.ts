// A bidder is signed out in the last minute of a lot, and bids all the same.
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { ADA, asks, CAL, expectSound, fillSignIn, pressSignIn, says, tabOf, useMorning } from "./morning";
import { oneLot } from "./morning-event";

const morning = useMorning();

beforeAll(() => morning.add(ADA, CAL));

const PRICE = /Nitrile glove, medium/;

/** What ends the session of a bidder; returns what lets the bidder in again, where that is needed. */
type Ending = (bidder: Page) => Promise<() => Promise<void>>;

const inAnotherTab: Ending = async (bidder) => {
  const tab = await tabOf(bidder, "/");
  await tab.getByRole("button", { name: "Sign out" }).click();
  await tab.getByText("You have signed out.").waitFor();
  return async () => {};
};

/** The newest of the other sessions is the one in the lot. */
const fromAnotherBrowser: Ending = async () => {
  const telephone = await morning.signsIn(CAL, "/settings");
  await telephone
    .getByRole("button", { name: /^End the session/ })
    .last()
    .press("Enter");
  await says(telephone, "The session has ended.");
  return async () => {};
};

/** An administrator disables the wrong person, and mends it. */
const byMistake: Ending = async (bidder) => {
  const ada = await morning.signsIn(ADA);
  const { items } = await asks<{ items: Array<{ id: string; email: string }> }>(
    ada,
    "GET",
    "/api/v1/people?q=cal",
  );
  const id = items.find(({ email }) => email === CAL.email)?.id ?? "";
  await asks(ada, "POST", `/api/v1/people/${id}/disable`, { reason: "left the company" });
  return async () => {
    await bidder.getByRole("button", { name: "Sign in", exact: true }).click();
    await bidder.getByRole("link", { name: /^E-mail address or password is not right/ }).waitFor();
    await asks(ada, "POST", `/api/v1/people/${id}/enable`, { reason: "the wrong person" });
  };
};

// G94, G95, G98
test.each<[string, Ending]>([
  ["by a sign-out in another tab", inAnotherTab],
  ["from another browser of the bidder", fromAnotherBrowser],
  ["by an administrator who takes it back", byMistake],
])("a session that ends in the last minute %s costs no offer", async (how, ending) => {
  const { lot } = await morning.server.publish(oneLot(59), "wtp");
  const cal = await morning.signsIn(CAL, `/lots/${lot}`);
  await cal.getByText("Connected", { exact: true }).waitFor();
  await cal.getByLabel(PRICE).fill("2.91");

  const letIn = await ending(cal);
  await cal.getByRole("heading", { name: "Your session has ended" }).waitFor();
  await expect.poll(() => cal.title()).toMatch(/^Signed out/);
  await says(cal, "Not known now");
  await fillSignIn(cal, CAL);
  await letIn();
  await fillSignIn(cal, CAL);
  await pressSignIn(cal);
  await cal.getByText("Connected", { exact: true }).waitFor();
  await expect.poll(() => cal.getByLabel(PRICE).inputValue(), { message: how }).toBe("2.91");
  await cal.getByLabel(PRICE).press("Enter");

  await says(cal, /Offer accepted at .*: £174,600\.00/);
  await cal.locator(".stand__place").getByText("1st of 2").waitFor();
  expect(morning.faults()).toEqual([]);
});

// G95, G150
test("the page of a lot is sound while the session has ended, and after it is back", async () => {
  const { lot } = await morning.server.publish(oneLot(600));
  const cal = await morning.signsIn(CAL, `/lots/${lot}`);
  await cal.getByLabel(PRICE).fill("2.91");
  await fromAnotherBrowser(cal);
  await cal.getByRole("heading", { name: "Your session has ended" }).waitFor();

  await expectSound(cal, "signed-out");
  await fillSignIn(cal, CAL);
  await pressSignIn(cal);
  await cal.getByText("Connected", { exact: true }).waitFor();
  await expectSound(cal, "signed-in-again");
});
