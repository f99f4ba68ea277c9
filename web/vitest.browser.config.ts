// Browser tests: the built pages in Chromium, with a small mock server and with the real one.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [process.env["MEASURE"] ? "test/measure/**/*.test.ts" : "test/browser/**/*.test.ts"],
    environment: "node",
    testTimeout: 180_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
