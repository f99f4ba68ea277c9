// From screen to screen: titles, focus and scroll as if each page was loaded anew, and no page without words.
import { expect, test } from "vitest";
import { LOT, observerLot, person } from "../fixtures";
import { shoot } from "./browser";
import { NARROW, useStage } from "./stage";
import { focusIs } from "./waiting";

const stage = useStage();

// G150
test("a link leads to the next screen without loading the page anew, and the focus goes to its heading", async () => {
  stage.asSupplier();
  const page = await stage.openAt("/");
  await page.getByRole("link", { name: "Nitrile, powder free" }).waitFor();
  await page.evaluate(() => Object.assign(window, { same: true }));
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));

  await page.getByRole("link", { name: "Nitrile, powder free" }).press("Enter");
  await page.getByRole("timer").waitFor();

  await focusIs(page, { tag: "H1", text: "Nitrile, powder free" });
  await expect.poll(() => page.title()).toContain("Nitrile, powder free");
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await expect.poll(() => page.evaluate(() => "same" in window)).toBe(true);
  await stage.expectSound(page);

  await page.goBack();
  await page.getByRole("heading", { name: "Your events and lots" }).waitFor();
  await expect.poll(() => page.title()).toBe("Your events and lots \u2013 fairlot");
  await expect.poll(() => page.evaluate(() => "same" in window)).toBe(true);
});

// G150
test.each([
  ["/help", "Help with these pages"],
  ["/accessibility", "Accessibility"],
])("%s is there without a session, and has one heading", async (path, heading) => {
  const page = await stage.openAt(path);
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();

  await expect.poll(() => page.getByRole("heading", { level: 1 }).count()).toBe(1);
  await expect.poll(() => page.title()).toBe(`${heading} \u2013 fairlot`);
  await stage.expectSound(page, [/401/, /404/]);
});

test("help and the accessibility statement are sound at each width", async () => {
  stage.asSupplier();
  const page = await stage.openAt("/help", ...NARROW);
  await page.getByRole("heading", { name: "Cookies" }).waitFor();
  await stage.expectSoundAtWidths(page, "help", [/404/]);

  await page.locator("footer").getByRole("link", { name: "Accessibility" }).click();
  await page.getByRole("heading", { name: "What was tested, and how" }).waitFor();
  await stage.expectSoundAtWidths(page, "accessibility", [/404/]);
});

// G150
test.each(["/lots/%E0%A4%A", "/events/x/y/z", "/people/x/y/z", "/settings/nothing"])(
  "%s names no page and says so in words",
  async (path) => {
    stage.asSupplier();
    const page = await stage.openAt(path);

    await page.getByRole("heading", { name: "There is no such page" }).waitFor();

    await stage.expectSound(page);
  },
);

test("a screen that cannot be had from the server says so, and comes with the next load", async () => {
  stage.asSupplier();
  const page = await stage.openAt("/");
  await page.getByRole("link", { name: "Nitrile, powder free" }).waitFor();
  await page.route("**/assets/bidding-*.js", (route) => route.abort());

  await page.getByRole("link", { name: "Nitrile, powder free" }).click();
  await page.getByRole("heading", { name: "This page could not be loaded" }).waitFor();
  await stage.expectSound(page, [/Failed to load resource/]);
  await page.unroute("**/assets/bidding-*.js");
  await page.getByRole("button", { name: "Load the page again" }).click();

  await page.getByRole("timer").waitFor();
});

// G152
test("a buyer's home begins with what needs the buyer, and a draft leads to its set-up", async () => {
  stage.asWatcher("buyer");
  const requests = [{ seq: 41, alias: "Bidder A", reason: "A slip.", at: observerLot().now }];
  if (stage.mock.lot) Object.assign(stage.mock.lot, { requests });
  const open = { ...stage.mock.lot, id: LOT, title: "Nitrile, powder free", state: "open" as const };
  const draft = { id: "l7", title: "Foam", state: null, opens_at: "now", closes_at: null };
  const listed = { reference: null, practice: false };
  stage.mock.events = [
    { ...listed, id: "e1", title: "Examination gloves", status: "published", lots: [open as never] },
    { ...listed, id: "e2", title: "Wound dressings", status: "draft", lots: [draft as never] },
  ];
  const page = await stage.openAt("/");

  await page.getByRole("heading", { name: "Needs you" }).waitFor();
  await page.getByText(/asks for its offer of £176,400\.00 to be annulled|asks for its offer/).waitFor();
  await shoot(page, "home-buyer");
  await expect.poll(() => page.title()).toBe("(1) Your events and lots \u2013 fairlot");
  await expect
    .poll(() => page.getByRole("link", { name: "Wound dressings" }).getAttribute("href"))
    .toBe("/events/e2/set-up");
  await expect
    .poll(() => page.getByRole("link", { name: "Set up an event" }).getAttribute("href"))
    .toBe("/events/new");
  await expect.poll(() => page.getByText("Closed", { exact: true }).count()).toBe(0);
  await stage.expectSound(page);
});

// G152
test("a list whose session has ended is there again after signing in, and shows nothing as current before", async () => {
  stage.asSupplier();
  stage.mock.account.signs_in = person("supplier");
  const page = await stage.openAt("/");
  await page.getByText("1 lot is open. You are 2nd of 3.").waitFor();

  stage.mock.endSession();
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
  await expect.poll(() => page.locator("main").textContent()).not.toContain("You are 2nd of 3.");
  await page.getByLabel("E-mail address").fill("ann@acme.example");
  await page.getByLabel("Password", { exact: true }).fill("blue kettle sings");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();

  await page.getByText("1 lot is open. You are 2nd of 3.").waitFor();
  await stage.expectSound(page, [/401/]);
});
