// Browser tests: the built pages in Chromium, with a small mock server and with the real one.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [process.env["MEASURE"] ? "test/measure/**/*.test.ts" : "test/browser/**/*.test.ts"],
    environment: "node",
    testTimeout: 180_000,
    // A page that is read again and again has as long as one that is waited for (`LATE_MS`).
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 120_000,
    // Two files at a time, and one process with one browser for each of the two. What is measured is measured alone.
    maxWorkers: process.env["MEASURE"] ? 1 : 2,
    isolate: false,
  },
});
