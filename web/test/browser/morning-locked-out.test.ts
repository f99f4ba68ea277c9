// A bidder is kept out by the wrong guesses of somebody else, and the buyer lets the bidder back in.
import { beforeAll, expect, test } from "vitest";
import { linkIn } from "./mailbox";
import { ANN, CAL, DEE, expectSound, fillSignIn, pressSignIn, says, useMorning } from "./morning";
import { oneLot, twelveLots } from "./morning-event";
import { focusIs } from "./waiting";

const morning = useMorning();

beforeAll(() => morning.add(ANN, CAL, DEE));

/** As many wrong guesses in a row as cause no wait, all from a browser that nobody knows. */
async function guess({ email }: { email: string }): Promise<void> {
  for (const password of ["one wrong", "two wrong", "three wrong", "four wrong", "five wrong"]) {
    expect(await morning.server.sendsFromElsewhere("/api/v1/sessions", { email, password })).toBe(401);
  }
}

// G96, G97
test("a bidder who has to wait after the wrong guesses of another is let back in by the buyer, and bids", async () => {
  const { lot } = await morning.server.publish(oneLot(600), "wtp");
  const known = await morning.signsIn(CAL);
  await guess(CAL);
  await known.getByRole("button", { name: "Sign out" }).click();
  await fillSignIn(known, CAL);
  await pressSignIn(known);
  await says(known, "Your events and lots");

  const cal = await morning.openAt(`/lots/${lot}`);
  await fillSignIn(cal, CAL);
  await pressSignIn(cal);
  await cal.getByText("You can try again in 1 minute.").waitFor();
  await expectSound(cal, "locked-out");
  await cal.getByRole("button", { name: "Try now" }).press("Enter");
  await cal.getByText("You can try again in 1 minute.").waitFor();

  const ann = await morning.signsIn(ANN, `/lots/${lot}`);
  await ann.getByRole("link", { name: "Let somebody back in who cannot sign in" }).press("Enter");
  await ann.getByRole("heading", { name: "Let a person back in" }).waitFor();
  await ann.getByRole("button", { name: "Let back in" }).press("Enter");
  await ann.getByRole("link", { name: "Choose the person" }).waitFor();
  await expectSound(ann, "readmit-problem");
  await ann.getByRole("link", { name: "Choose the person" }).press("Enter");
  await focusIs(ann, { tag: "INPUT" });
  await ann.keyboard.press("Space");
  await ann.getByLabel("Reason").fill("Locked out by wrong guesses, rang back");
  await ann.getByLabel("Reason").press("Enter");
  await ann.getByText(/^Cal Reed can sign in now\. Until /).waitFor();
  await expectSound(ann, "readmitted");
  await ann.getByText("A link was sent to c…@acme.example.").waitFor();
  expect((await morning.mailbox.next(CAL.email)).text).toContain("lets you in again");

  await cal.getByRole("button", { name: "Try now" }).press("Enter");
  await cal.getByText("Connected", { exact: true }).waitFor();
  await cal.getByLabel(/Nitrile glove, medium/).fill("2.91");
  await cal.getByLabel(/Nitrile glove, medium/).press("Enter");
  await says(cal, /Offer accepted at .*: £174,600\.00/);
  await expectSound(cal, "locked-out-bids");
  expect(morning.faults()).toEqual([]);
});

// G97
test("nobody is let back in for an event that opens later than within the hour, and the page says so", async () => {
  const { event } = await morning.server.publish(twelveLots(), "wtp");
  const ann = await morning.signsIn(ANN, `/events/${event}/readmit`);
  await ann.getByLabel("Dee Frost").check();
  await ann.getByLabel("Reason").fill("No code at hand");

  await ann.getByRole("button", { name: "Let back in" }).click();

  await says(ann, "Nobody was let back in. A person is let back in from an hour before the first lot opens.");
  await expect.poll(() => ann.getByLabel("Reason").inputValue()).toBe("No code at hand");
});

// G97
test("a bidder who is let back in may sign in by the mailed link, without the password", async () => {
  const { event } = await morning.server.publish(oneLot(600), "wtp");
  const ann = await morning.signsIn(ANN, `/events/${event}/readmit`);
  await ann.getByLabel("Dee Frost").check();
  await ann.getByLabel("Reason").fill("Forgot the password, rang back");
  await ann.getByLabel("Reason").press("Enter");

  const dee = await morning.openAt(linkIn(await morning.mailbox.next(DEE.email)));
  await dee.getByRole("button", { name: "Sign in" }).click();

  await dee.locator("header").getByText("Dee Frost").waitFor();
});

// G97
test("a bidder cannot see the page that lets people back in", async () => {
  const { event } = await morning.server.publish(oneLot(600), "wtp");

  const dee = await morning.signsIn(DEE, `/events/${event}/readmit`);

  await dee.getByRole("heading", { name: "You cannot see this" }).waitFor();
});
