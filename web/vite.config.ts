// Builds the pages that the server embeds: hashed files under /assets/, nothing inline, nothing from other hosts.
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import { boundedFirstLoad, packedCopies } from "./scripts/first-load.ts";

export default defineConfig({
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false }), boundedFirstLoad(), packedCopies()],
  build: {
    target: "es2022",
    assetsDir: "assets",
    // The content security policy refuses data: addresses, which inlined images would have.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      "/api": "http://127.0.0.1:8080",
      "/ws": { target: "ws://127.0.0.1:8080", ws: true },
    },
  },
});
