// Sessions by device and time.
import { expect, test } from "vitest";
import { instant, NOW } from "../../test/fixtures";
import { deviceName, sessionName, sessionTimes } from "./sessions";

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
test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Windows"],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
    "Edge on Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  [
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
    "Chrome on Android",
  ],
  ["curl/8.5.0", "curl/8.5.0"],
])("a device is called by its browser and system: %s", (device, name) => {
  expect(deviceName(device)).toBe(name);
});
