// Signing in and the settings on a real server: a second factor from its picture to its recovery codes.
import { createHmac } from "node:crypto";
import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { shoot } from "./browser";
import { useServer } from "./real-stage";
import { expectAccessible } from "./waiting";

const PASSWORD = "four calm otters swim";
const BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;

const stage = useServer();
let page: Page;
let email: string;
let people = 0;

/** Each test has a person of its own. */
beforeEach(async () => {
  people += 1;
  email = `ann-${people}@acme.example`;
  await stage.server.add({ email, role: "supplier", org: "acme" }, PASSWORD);
  page = await stage.openAt("/settings");
});

async function signIn(password = PASSWORD): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Password", { exact: true }).press("Enter");
}

async function signOut(): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("You have signed out.").waitFor();
}

/** Sets the second factor up as a person does, and returns its recovery codes. */
async function setUpApp(): Promise<string[]> {
  await page.getByRole("button", { name: "Set up an app" }).click();
  await page.getByAltText(/A picture of the secret/).waitFor();
  const secret = (await page.locator(".secret").textContent()) ?? "";
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret.replaceAll(" ", ""), Date.now()));
  await page.getByRole("button", { name: "Turn the code on" }).click();
  await page.getByRole("heading", { name: /Keep these recovery codes/ }).waitFor();
  const codes = await page.locator(".codes li").allTextContents();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await page.getByText("The code is on.").waitFor();
  return codes;
}

/** The code that an app shows at that moment (RFC 6238). */
function codeOf(secret: string, at: number): string {
  const bits = [...secret].map((letter) => BASE_32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)));
  const hash = createHmac("sha1", key).update(step).digest();
  const start = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

// G163
test("name and password are changed, and what is wrong stands at its field", async () => {
  await signIn();
  await page.getByLabel("Name", { exact: true }).fill("Ann Field");
  await page.getByRole("textbox", { name: "Telephone" }).fill("abc");
  await page.getByRole("button", { name: "Save name and telephone" }).click();
  await page.getByRole("link", { name: /^Telephone/ }).waitFor();
  await page.getByRole("textbox", { name: "Telephone" }).fill("0114 496 0000");
  await page.getByRole("button", { name: "Save name and telephone" }).click();
  await page.locator("header").getByText("Ann Field").waitFor();

  await page.getByLabel("Current password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("New password", { exact: true }).fill("passwordpassword");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByRole("link", { name: /^New password/ }).waitFor();
  await page.getByLabel("New password", { exact: true }).fill("seven green bicycles sing");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Your password is changed.").waitFor();

  await signOut();
  await signIn("seven green bicycles sing");
  await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
  await expectAccessible(page);
});

// G163
test("what a person chose is there in another browser", async () => {
  await signIn();
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/me/choices"));
  await page.getByLabel(/^Only my own offers/).check();
  expect((await kept).status()).toBe(204);
  const again = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/me/choices"));
  await page.getByLabel("Ask me before each offer is sent").check();
  expect((await again).status()).toBe(204);
  await stage.leaves(page);

  page = await stage.openAt("/settings");
  await signIn();

  await page.getByText("Kept for you as soon as you choose").waitFor();
  await expect.poll(() => page.getByLabel(/^Only my own offers/).isChecked()).toBe(true);
  await expect.poll(() => page.getByLabel("Ask me before each offer is sent").isChecked()).toBe(true);
  await expect.poll(() => page.getByLabel(/^Play a short tone/).isChecked()).toBe(false);
});

// G151, G163
test("a second factor is set up, and a recovery code signs in once", async () => {
  await signIn();
  const [code = ""] = await setUpApp();
  await shoot(page, "account-settings");
  await signOut();

  await signIn();
  await page.getByRole("heading", { name: "Enter your code" }).waitFor();
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
  await signOut();

  await signIn();
  await page.getByRole("button", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: /^Recovery code is not right, or was used before/ }).waitFor();
});

// G95
test("a link does not take the place of the code", async () => {
  await signIn();
  const [, code = ""] = await setUpApp();
  await signOut();

  await page.goto(await stage.server.linkOf(email));
  await page.getByRole("button").click();
  await page.getByRole("heading", { name: "Enter your code to go on" }).waitFor();
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Go on" }).click();

  await page.getByText(/Nothing yet/).waitFor();
});

// G151
test("after too many wrong passwords the page says how long to wait", async () => {
  for (const guess of ["one", "two", "three", "four", "five"]) {
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/api/v1/sessions"));
    await signIn(`${guess} wrong guess`);
    expect((await answered).status()).toBe(401);
    await page.getByRole("link", { name: /^E-mail address or password is not right/ }).waitFor();
  }

  const waits = page.getByText("You can try again in 1 minute.").waitFor();
  await signIn();
  await waits;
});
