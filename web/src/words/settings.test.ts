// The sentences of the settings: sessions by device and time, and why something was not done.
import { expect, test } from "vitest";
import { instant, NOW } from "../../test/fixtures";
import { aboutField, notDone, sessionName, sessionTimes } from "./settings";

const session = {
  current: false,
  role: "buyer",
  created_at: instant(NOW - 3_600_000),
  last_used_at: instant(NOW - 61_000),
  device: "Firefox on Windows",
  address: "192.0.2.7",
};

// G163
test("a session is told from others by its device, its address and its times", () => {
  expect(sessionName(session)).toBe("Firefox on Windows, from 192.0.2.7");
  expect(sessionName({ ...session, device: null, address: null })).toBe("A browser");
  expect(sessionTimes(session, NOW)).toBe("As buyer. Signed in at 1:44pm, last used at 2:43pm.");
  expect(sessionTimes({ ...session, current: true }, NOW)).toBe("As buyer. Signed in at 1:44pm.");
});

// G163
test("what the server says of a field is a sentence about the field", () => {
  expect(aboutField("Telephone", "must be 7 to 20 digits")).toBe("Telephone must be 7 to 20 digits");
  expect(aboutField("New password", "this is among the most used passwords")).toBe(
    "This is among the most used passwords",
  );
});

// G163
test.each([
  [{ status: 0 }, /did not answer/],
  [{ status: 503 }, /did not answer/],
  [{ status: 404 }, /cannot be changed here/],
  [{ status: 429, retry_after_s: 61 }, /in 2 minutes/],
])("why nothing was changed is said by what the person can do: %o", (failure, words) => {
  expect(notDone(failure)).toMatch(words);
});
