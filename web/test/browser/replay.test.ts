// The replay of a lot with a mock server: what the page shows of a moment, its states, and its controls.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { LOT, person } from "../fixtures";
import { keyboardFaults } from "./keyboard";
import { MockReplay } from "./mock-replay";
import { useStage } from "./stage";

const stage = useStage();

function past(records: number): MockReplay {
  stage.mock.person = person("auditor");
  stage.mock.replay = new MockReplay(records);
  return stage.mock.replay;
}

async function visit(query = "", size: readonly [number, number] = [1440, 900]): Promise<Page> {
  const page = await stage.openAt(`/lots/${LOT}/replay${query}`, ...size);
  await page.getByRole("heading", { name: /^Replay of/ }).waitFor();
  await page.locator(".replay__view").first().waitFor();
  return page;
}

// G160
test("a moment is shown at each width, with what two parties saw", async () => {
  past(300);

  const page = await visit("?seq=78&a=bidder:acme&b=observer:RFS");
  await page.getByText("Record 78 of 300, ").waitFor();

  await page.getByText("Show the records as a table").click();
  await stage.expectSoundAtWidths(page, "replay");
  expect(await keyboardFaults(page)).toEqual([]);
});
