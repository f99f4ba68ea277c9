// Builds the pages that the server embeds: hashed files under /assets/, nothing inline, nothing from other hosts.
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import { boundedFirstLoad, packedCopies } from "./scripts/first-load.ts";

/** Small files that most screens need. One file of them is shorter, packed, than many. */
const SMALL =
  /\/src\/(?:parts\/page\/(?!later|load-state|section|session-lines|use-loaded|whom-to-ask)|live\/(?:loader|local-storage|state\/(?:beats|clock|event-update))|api\/(?:request|person|events)\.|words\/(?:address|buyer-acts|time|numbers|lot|scoring|names|standing|person)\.)/;
/** What the pages of a lot have in common, in one file for the same reason. */
const LOT =
  /\/src\/(?:live\/(?:live-lot|lot-bids|connection|bid)\.|live\/(?:state|announcer)\/(?!live-regions)|words\/(?:refusal|bid|notices|spoken|decrement|loading)\.|parts\/bid\/|parts\/lot\/(?!graph|lot-practice|offers|ranking|rules)|parts\/page\/later\.)/;
/** The others' side of a lot: watchers see it at once, a bidder only where the rules show it, and one step later. */
const MARKET = /\/src\/(?:parts\/lot\/(?:graph-lines|offers|ranking)|words\/market\.)/;
/** What a person chooses: asked for once the choices are opened. */
const CHOICES = /\/src\/(?:parts\/choices\/|words\/(?:settings|sound)\.)/;
/** Lists that a screen only reads: of people, settings and sheets. */
const LISTS =
  /\/src\/(?:parts\/page\/(?:load-state|section|session-lines|use-loaded|whom-to-ask)|words\/(?:stale|sessions)\.)/;

/**
 * The files that a browser asks for together with a screen. Their names are part of every first load, so screens that
 * nobody waits for in an auction name their styles only, and ask for the rest one step later.
 */
function loadedAhead(screen: string, files: string[]): string[] {
  return /\/(?:people|settings|readmission|lobby|choose-password|forgotten|help|accessibility|console|replay)-/.test(
    screen,
  )
    ? files.filter((file) => file.endsWith(".css"))
    : files;
}

export default defineConfig({
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false }), boundedFirstLoad(), packedCopies()],
  build: {
    target: "es2022",
    assetsDir: "assets",
    // The content security policy refuses data: addresses, which inlined images would have.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false, resolveDependencies: loadedAhead },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "small", test: SMALL },
            { name: "lot", test: LOT },
            { name: "market", test: MARKET },
            { name: "choices", test: CHOICES },
            { name: "lists", test: LISTS },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": "http://127.0.0.1:8080",
      "/ws": { target: "ws://127.0.0.1:8080", ws: true },
    },
  },
});
