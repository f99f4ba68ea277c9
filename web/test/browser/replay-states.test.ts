// The states of a replay: what is loading, what failed and why, a lot that runs on, a tiny lot, who may not see it.
import { expect, test } from "vitest";
import { LOT, person } from "../fixtures";
import { RIGHT_PASSWORD } from "./mock-account";
import { past, replayAt } from "./replay-stage";
import { useStage } from "./stage";

const stage = useStage();
const REFUSED = /status of (?:40[134]|503)/;

// G160
test("what is being loaded is named, in the panes and for the lanes", async () => {
  const replay = past(stage, 300);
  let open = (): void => {};
  replay.gate = new Promise((done) => (open = done));
  replay.failing_records = Number.POSITIVE_INFINITY;

  const page = await stage.openAt(`/lots/${LOT}/replay?seq=60&a=bidder:acme&b=buyer`);
  await page.getByText("Loading what Acme Medical Ltd saw after record 60.").waitFor();
  await page.getByText("Record 60 of 300: loading what it says.").waitFor();
  await page.getByText(/The other records could not be loaded just now; the lanes show 0 records/).waitFor();

  await stage.expectSoundAtWidths(page, "replay-loading", [REFUSED]);
  replay.failing_records = 0;
  open();
  await page.locator(".replay__view").first().waitFor();
  await page.getByText(/^Record 60 of 300, /).waitFor();
});

// G160
test("views that fail are asked for again, and a page that is cut off goes on", async () => {
  const replay = past(stage, 300);
  replay.failing_views = 4;
  replay.cut_after = 20;

  const page = await replayAt(stage, "?seq=60&a=bidder:acme&b=buyer");
  await page.getByText("What a buyer saw after record 60 of 300.").waitFor();
  replay.cut_after = null;
  await page.getByRole("button", { name: "To the last record" }).click();

  await page.getByText("What Acme Medical Ltd saw after record 300 of 300.").waitFor();
  await stage.expectSound(page, [REFUSED]);
});

// G160
test("a journal that cannot be read is named with its first bad record", async () => {
  past(stage, 300).unreadable = true;

  const page = await stage.openAt(`/lots/${LOT}/replay`);
  await page.getByText(/The first record that cannot be read is record 57\./).waitFor();

  await expect.poll(() => page.getByText(/Nothing that was accepted is lost/).count()).toBe(1);
  await stage.expectSoundAtWidths(page, "replay-unreadable", [REFUSED]);
});

// G160
test("a journal that cannot be read any more is named on a page that is open, until it can be read again", async () => {
  const replay = past(stage, 300);
  const page = await replayAt(stage, "?seq=60&a=bidder:acme&b=buyer");
  await page.getByText("What a buyer saw after record 60 of 300.").waitFor();
  replay.unreadable = true;

  await page.getByLabel("As seen by").first().selectOption({ label: "Bolt Gloves plc (bidder)" });
  await page
    .getByText(
      /^The record of this lot cannot be read any more\. .* record 57\. Nothing that was accepted is lost\./,
    )
    .waitFor();
  await stage.expectSoundAtWidths(page, "replay-unreadable-since", [REFUSED]);
  replay.unreadable = false;

  await page.getByText("What Bolt Gloves plc saw after record 60 of 300.").waitFor();
  await expect.poll(() => page.getByText(/cannot be read any more/).count()).toBe(0);
});

// G160
test("newer records that cannot be asked for are said to be so", async () => {
  const replay = past(stage, 300);
  replay.head = 200;
  const page = await replayAt(stage, "?seq=200");
  replay.unreadable = true;

  await page.getByRole("button", { name: "Look for newer records" }).click();
  await page.getByText("The newer records could not be loaded just now. Try again in a moment.").waitFor();
  replay.unreadable = false;
  replay.head = 212;
  await page.getByRole("button", { name: "Look for newer records" }).click();

  await page.getByText(/^Record 200 of 212, /).waitFor();
  await expect.poll(() => page.getByText(/could not be loaded just now/).count()).toBe(0);
  await stage.expectSound(page, [REFUSED]);
});

// G160
test("a party that the lot does not have is said so, and the other pane goes on", async () => {
  past(stage, 300);

  const page = await replayAt(stage, "?seq=60&a=bidder:gone&b=buyer");
  await page.getByText("This lot has no such party. Choose another one.").waitFor();
  await page.getByRole("button", { name: "Step forward" }).click();

  await page.getByText("What a buyer saw after record 61 of 300.").waitFor();
  await stage.expectSound(page, [REFUSED]);
});

// G160
test("a lot that runs on is replayed up to the moment of loading, and newer records come when asked for", async () => {
  const replay = past(stage, 300);
  replay.head = 200;

  const page = await replayAt(stage, "?seq=200");
  await page
    .getByText(/this replay goes to the record that was its last one when the page was opened/)
    .waitFor();
  replay.head = 212;
  await page.getByRole("button", { name: "Look for newer records" }).click();
  await page.getByText(/^Record 200 of 212, /).waitFor();
  await page.getByRole("button", { name: "Step forward" }).click();
  await page.getByText(/^Record 201 of 212, /).waitFor();
  await page.getByText("What Acme Medical Ltd saw after record 201 of 212.").waitFor();

  await stage.expectSoundAtWidths(page, "replay-running");
  replay.head = 300;
  await page.getByRole("button", { name: "Look for newer records" }).click();
  await page.getByText(/^Record 201 of 300, /).waitFor();
  await expect.poll(() => page.getByText(/this replay goes to the record/).count()).toBe(0);
});

// G160
test("a lot with one record has nothing to play, and says what there is", async () => {
  past(stage, 300).head = 1;

  const page = await replayAt(stage, "");
  await page.getByText(/^Record 1 of 1, .*: Ben Buyer published the lot\.$/).waitFor();
  await page.getByRole("button", { name: "Play", exact: true }).click();

  await expect
    .poll(() => page.getByRole("button", { name: "Step forward" }).getAttribute("aria-disabled"))
    .toBe("true");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  await stage.expectSoundAtWidths(page, "replay-tiny");
});

// G160
test("a record beyond the last one is the last one", async () => {
  past(stage, 30);

  const page = await replayAt(stage, "?seq=4000");

  await page.getByText(/^Record 30 of 30, /).waitFor();
  await page.getByText("There is no record 4,000. This is the last one.").waitFor();
});

// G160
test.each(["supplier", "observer", "buyer"] as const)("a %s cannot see a replay", async (role) => {
  past(stage, 30);
  stage.mock.person = person(role);

  const page = await stage.openAt(`/lots/${LOT}/replay`);
  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await page.getByText(/^A replay is for auditors/).waitFor();

  expect(stage.mock.replay?.asked).toEqual([]);
  await stage.expectSound(page);
});

// G160
test("a lot that there is not cannot be seen", async () => {
  past(stage, 30);

  const page = await stage.openAt("/lots/0199-none/replay");

  await page.getByRole("heading", { name: "You cannot see this" }).waitFor();
  await stage.expectSound(page, [REFUSED]);
});

// G160
test("the page of a lot leads an auditor, and nobody else, to its replay", async () => {
  stage.asWatcher("observer");
  const page = await stage.visit();
  await expect.poll(() => page.getByRole("link", { name: /^Replay this lot/ }).count()).toBe(0);

  stage.mock.person = person("auditor");
  await page.reload();
  past(stage, 30);
  await page.getByRole("link", { name: /^Replay this lot/ }).click();

  await page.getByRole("heading", { name: /^Replay of/ }).waitFor();
  await stage.expectSound(page);
});

// G95, G160
test("a person who signs in again in a replay goes on at the same record", async () => {
  past(stage, 300);
  const page = await replayAt(stage, "?seq=60&a=bidder:acme&b=buyer");
  await page.getByText(/^Record 60 of 300, /).waitFor();
  stage.mock.person = null;

  await page.getByLabel("As seen by").first().selectOption({ label: "Bolt Gloves plc (bidder)" });
  await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
  stage.mock.account.signs_in = person("auditor");
  await page.getByLabel("E-mail address").fill("a@audit.example");
  await page.getByLabel("Password", { exact: true }).fill(RIGHT_PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();

  await page.getByText("What Bolt Gloves plc saw after record 60 of 300.").waitFor();
  await stage.expectSound(page, [REFUSED]);
});
