// Unit tests. They run in node; a file that needs jsdom says so in its first line.
import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx", "test/*.test.ts", "verify/**/*.test.ts"],
    environment: "node",
    maxWorkers: 2,
  },
});
