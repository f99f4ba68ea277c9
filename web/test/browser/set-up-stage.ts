// What the tests of a set-up share: a buyer, and the draft that the mock server has.
import type { Page } from "playwright-core";
import type { JsonObject } from "../../src/json";
import { person } from "../fixtures";
import { GLOVES } from "./gloves";
import { DRAFT, MockDrafts } from "./mock-drafts";
import type { Stage } from "./stage";

/** The browser itself notes an answer that refuses something. */
export const REFUSED = [/status of (422|412|401)/];

const FACTS = {
  spend_today: "180000.00",
  pairs_without_baseline: 1,
  smallest_step: "80.00",
  latest_close: null,
  ceiling_percent_of_spend: "111.1",
};

export function setUp(stage: Stage, document: JsonObject = GLOVES): MockDrafts {
  const drafts = new MockDrafts();
  drafts.document = document;
  drafts.checked_lot = {
    words: [{ about: "step", text: "Each new offer must be below the bidder's own." }],
    facts: FACTS,
  };
  stage.mock.person = person("buyer");
  stage.mock.drafts = drafts;
  return drafts;
}

/** Opens the list of tasks, or the page of one. */
export function openTask(stage: Stage, task: string, width = 1440, height = 900): Promise<Page> {
  return stage.openAt(`/events/${DRAFT}/set-up${task}`, width, height);
}
