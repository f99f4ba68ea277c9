// Signing in: by password and code, after too many tries, and on the very page whose session has ended.
import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { LOT, person } from "../fixtures";
import { shoot } from "./browser";
import { RECOVERY_CODES, RIGHT_CODE, RIGHT_PASSWORD } from "./mock-account";
import { NARROW, useStage } from "./stage";
import { focusIs } from "./waiting";

const stage = useStage();
/** What the browser itself says of an answer that refuses. */
const REFUSED = [/401/, /404/, /429/];

beforeEach(() => {
  stage.asSupplier();
  stage.mock.person = null;
  stage.mock.account.signs_in = person("supplier");
});

async function signIn(page: Page, password = RIGHT_PASSWORD): Promise<void> {
  await page.getByLabel("E-mail address").fill("ann@acme.example");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

// G151
test("the sign-in page is sound at each width", async () => {
  const page = await stage.openAt("/sign-in", ...NARROW);

  await page.getByRole("heading", { name: "Sign in to fairlot" }).waitFor();
  await signIn(page, "wrong");
  await page.getByRole("link", { name: "E-mail address or password is not right." }).waitFor();

  await expect.poll(() => page.title()).toBe("Error: Sign in to fairlot \u2013 fairlot");
  await expect.poll(() => page.getByLabel("E-mail address").inputValue()).toBe("ann@acme.example");
  await expect.poll(() => page.url()).not.toContain("ann@");
  await stage.expectSoundAtWidths(page, "sign-in", REFUSED);
});

// G151
test("an empty form says what is missing, and by keyboard alone the person goes on", async () => {
  const page = await stage.openAt("/sign-in");
  await page.getByLabel("E-mail address").press("Enter");

  await focusIs(page, { text: "Enter your e-mail address" });
  await page.keyboard.press("Enter");
  await focusIs(page, { tag: "INPUT" });
  await page.keyboard.type("ann@acme.example");
  await page.keyboard.press("Tab");
  await page.keyboard.type(RIGHT_PASSWORD);
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
  await stage.expectSound(page, REFUSED);
});

// G151
test("the password can be pasted, managed and shown", async () => {
  const page = await stage.openAt("/sign-in");
  const field = page.getByLabel("Password", { exact: true });
  await field.waitFor();
  const prevented = await field.evaluate((input) => {
    const paste = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
    input.dispatchEvent(paste);
    return paste.defaultPrevented;
  });
  expect(prevented).toBe(false);
  await expect.poll(() => field.getAttribute("autocomplete")).toBe("current-password");
  await expect.poll(() => page.getByLabel("E-mail address").getAttribute("autocomplete")).toBe("username");

  await field.fill("abc");
  await expect.poll(() => field.getAttribute("type")).toBe("password");
  await page.getByRole("button", { name: "Show password" }).click();

  await expect.poll(() => field.getAttribute("type")).toBe("text");
  await expect.poll(() => field.inputValue()).toBe("abc");
});

// G151
test("the right password is followed by the code on the next page", async () => {
  stage.mock.account.needs_code = true;
  const page = await stage.openAt("/sign-in");
  await signIn(page);

  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  await expect.poll(() => page.title()).toBe("Enter your code \u2013 fairlot");
  await focusIs(page, { id: "sign-in-code" });
  await expect.poll(() => page.locator("#sign-in-code").getAttribute("autocomplete")).toBe("one-time-code");
  await page.keyboard.type("000 000");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: /^Code is not right/ }).waitFor();
  await shoot(page, "sign-in-code", false);
  await stage.expectSound(page, REFUSED);

  await page.getByLabel("Code", { exact: true }).fill("123 456");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
  const codes = stage.mock.account.asked.map(({ body }) => body["code"]).filter((code) => code !== undefined);
  expect(codes.at(-1)).toBe(RIGHT_CODE);
});

test("a recovery code signs in as well", async () => {
  stage.mock.account.needs_code = true;
  const page = await stage.openAt("/sign-in");
  await signIn(page);

  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(RECOVERY_CODES[3] ?? "");
  await page.getByRole("button", { name: "Continue" }).click();

  await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
});

// G151
test("after too many wrong tries the wait is told in minutes, and nothing is sent meanwhile", async () => {
  stage.mock.account.wait_s = 230;
  const page = await stage.openAt("/sign-in");
  await signIn(page);

  await page.getByText("You can try again in 4 minutes.").waitFor();
  await shoot(page, "sign-in-wait", false);
  await page.getByLabel("Password", { exact: true }).press("Enter");

  const tries = stage.mock.account.asked.filter(({ path }) => path === "/api/v1/sessions");
  expect(tries).toHaveLength(1);
  await stage.expectSound(page, REFUSED);
});

// G97, G151
test("who was let back in by a buyer ends the wait with one press, without typing anything again", async () => {
  stage.mock.account.wait_s = 230;
  const page = await stage.openAt("/sign-in");
  await signIn(page);
  await page.getByRole("button", { name: "Try now" }).press("Enter");
  await page.getByText("You can try again in 4 minutes.").waitFor();
  stage.mock.account.wait_s = null;

  await page.getByRole("button", { name: "Try now" }).press("Enter");

  await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
});

// G95
test("a lot that was asked for opens after signing in, in place", async () => {
  const page = await stage.openAt(`/lots/${LOT}`);
  await page.getByRole("heading", { name: "Sign in to fairlot" }).waitFor();
  await shoot(page, "signed-out", false);
  await stage.expectSound(page, REFUSED);

  await signIn(page);

  await page.getByRole("timer").waitFor();
  await expect.poll(() => new URL(page.url()).pathname).toBe(`/lots/${LOT}`);
});

// G95
test.each([
  [`/lots/${LOT}`, `/lots/${LOT}`],
  ["//elsewhere.example/", "/"],
  ["https://elsewhere.example/", "/"],
])("signing in with ?to=%s leads to %s on this server", async (to, target) => {
  const page = await stage.openAt(`/sign-in?to=${encodeURIComponent(to)}`);

  await signIn(page);

  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await expect.poll(() => new URL(page.url()).pathname).toBe(target);
  await expect.poll(() => new URL(page.url()).hostname).toBe("127.0.0.1");
});

// G95, G151
test.each([
  [1440, 900],
  [320, 640],
])("a session that ends in a lot is signed in again on that page at %i pixels", async (width, height) => {
  stage.mock.person = { ...person("supplier"), email: "ann@acme.example" };
  const page = await stage.visit(width, height);
  await page.getByLabel(/Nitrile glove, medium/).fill("2.91");

  stage.mock.endSession();
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
  await page.locator("#spoken-at-once").getByText("Your session has ended.").waitFor();
  await focusIs(page, { id: "price-nitrile-m" });
  await expect.poll(() => page.getByLabel("E-mail address").inputValue()).toBe("ann@acme.example");
  await shoot(page, `session-ended-${width}`);
  await stage.expectSound(page, REFUSED);

  await signIn(page);
  await page.getByText("Connected", { exact: true }).waitFor();
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor({ state: "detached" });
  await expect.poll(() => page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("2.91");
  await expect.poll(() => page.url()).not.toContain("2.91");
});

// G95
test("another person who signs in on a page finds nothing of the one before", async () => {
  stage.mock.person = person("supplier");
  const page = await stage.visit();
  await page.getByLabel(/Nitrile glove, medium/).fill("2.91");
  stage.mock.endSession();
  stage.mock.account.signs_in = { ...person("supplier"), person: "supplier-2" };
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();

  await signIn(page);

  await page.getByText("Connected", { exact: true }).waitFor();
  await expect.poll(() => page.getByLabel(/Nitrile glove, medium/).inputValue()).toBe("");
});

// G95
test("a person who signs in by a link in another tab is back here too", async () => {
  stage.mock.person = person("supplier");
  const page = await stage.visit();
  stage.mock.endSession();
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();

  stage.mock.person = person("supplier");
  await page.evaluate(() => dispatchEvent(new Event("focus")));

  await page.getByText("Connected", { exact: true }).waitFor();
});

// G151
test("who cannot sign in reads whom to ask, and can ask for a link where there is mail", async () => {
  const contact = { name: "the procurement office", telephone: "0114 496 0000", email: null, hours: null };
  stage.mock.account.about = { name: "fairlot", contact, mail: true };
  const page = await stage.openAt("/sign-in");
  await page.getByRole("link", { name: "I cannot sign in" }).click();

  await page.getByText("Ask the procurement office: telephone 0114 496 0000.").waitFor();
  await page.getByLabel("E-mail address").fill("ann@acme.example");
  await page.getByRole("button", { name: "Send me a link" }).click();

  await page.getByText(/^If somebody has the address ann@acme\.example here/).waitFor();
  const body = { email: "ann@acme.example" };
  expect(stage.mock.account.asked).toContainEqual(expect.objectContaining({ body }));
  await shoot(page, "forgotten");
  await stage.expectSound(page, REFUSED);
});

// G95
test.each(["/", `/lots/${LOT}`])(
  "a session that has to prove its code does so at %s and goes on",
  async (path) => {
    stage.mock.person = { ...person("supplier"), second_factor: true };
    stage.mock.account.needs_proof = true;
    const page = await stage.openAt(path);
    await page.getByRole("heading", { name: "Enter your code to go on" }).waitFor();
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("link", { name: /^Code is not right/ }).waitFor();
    await shoot(page, "code-needed", false);
    await stage.expectSound(page, [...REFUSED, /403/, /WebSocket/]);

    await page.getByLabel("Code", { exact: true }).fill(RIGHT_CODE);
    await page.getByRole("button", { name: "Go on" }).click();

    await page
      .getByText(path === "/" ? "1 lot is open. You are 2nd of 3." : "Connected", { exact: true })
      .waitFor();
    await expect.poll(() => page.getByText("Enter your code to go on").count()).toBe(0);
  },
);

// G95, G163
test("a person whose role needs a code is led to set it up, and goes on after that", async () => {
  stage.mock.person = { ...person("supplier"), second_factor: false };
  stage.mock.account.needs_proof = true;
  const page = await stage.openAt("/");
  await page.getByRole("heading", { name: "Set up a code from an app to go on" }).waitFor();
  await page.getByRole("link", { name: "Set it up in your settings" }).click();

  await page.getByRole("button", { name: "Set up an app" }).click();
  await page.getByLabel("Code", { exact: true }).fill(RIGHT_CODE);
  await page.getByRole("button", { name: "Turn the code on" }).click();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("Chromium on Linux").waitFor();

  await expect.poll(() => page.getByText("Set up a code from an app to go on").count()).toBe(0);
});

// G151
test("help for who cannot sign in is sound at each width, without a contact as well", async () => {
  const page = await stage.openAt("/forgotten", ...NARROW);
  await page.getByText(/Ask the person who invited you/).waitFor();

  await expect.poll(() => page.title()).toBe("I cannot sign in \u2013 fairlot");
  await expect.poll(() => page.getByRole("button", { name: "Send me a link" }).count()).toBe(0);
  await stage.expectSoundAtWidths(page, "forgotten", REFUSED);
});

test("a person signs out from the header", async () => {
  stage.mock.person = person("supplier");
  const page = await stage.visit();

  await page.getByRole("button", { name: "Sign out" }).click();

  await page.getByText("You have signed out.").waitFor();
  await expect.poll(() => new URL(page.url()).pathname).toBe("/sign-in");
  await stage.expectSound(page, REFUSED);
});
