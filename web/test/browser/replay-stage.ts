// What the tests of a replay share: a lot with a past, and its page.
import type { Page } from "playwright-core";
import { LOT, person } from "../fixtures";
import { MockReplay } from "./mock-replay";
import type { Stage } from "./stage";

/** An auditor, and a lot with that many records. */
export function past(stage: Stage, records: number): MockReplay {
  stage.mock.person = person("auditor");
  stage.mock.replay = new MockReplay(records);
  return stage.mock.replay;
}

/** Opens the replay, and waits until a pane shows something. */
export async function replayAt(
  stage: Stage,
  query: string,
  size: readonly [number, number] = [1440, 900],
): Promise<Page> {
  const page = await stage.openAt(`/lots/${LOT}/replay${query}`, ...size);
  await page.getByRole("heading", { name: /^Replay of/ }).waitFor();
  await page.locator(".replay__view").first().waitFor();
  return page;
}
