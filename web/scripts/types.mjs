// Writes src/protocol/ws.ts from the server's schema of its WebSocket messages (schema/ws.json). With --check it only
// compares, and fails if the file differs.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const SCHEMA = new URL("../schema/ws.json", import.meta.url);
const TARGET = new URL("../src/protocol/ws.ts", import.meta.url);
const BANNER = "/** Generated from the server's schema by `npm run types`; not to be edited by hand. */";

/** Puts each reference into an `allOf` alone. The compiler loses the name of a reference that has other keys beside it. */
function referenceAlone(schema) {
  if (Array.isArray(schema)) return schema.map(referenceAlone);
  if (typeof schema !== "object" || schema === null) return schema;
  const { $ref, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, referenceAlone(value)]),
  );
  if ($ref === undefined) return rest;
  if (Object.keys(rest).length === 0) return { $ref };
  const { description, ...more } = rest;
  const all = Object.keys(more).length === 0 ? [{ $ref }] : [{ $ref }, more];
  return description === undefined ? { allOf: all } : { description, allOf: all };
}

const schema = referenceAlone(JSON.parse(await readFile(SCHEMA, "utf8")));
const written = await compile(schema, "WebSocketMessages", {
  additionalProperties: false,
  bannerComment: BANNER,
  style: { printWidth: 110 },
});
// A comment of one line takes one line.
const types = written.replace(/\/\*\*\n\s*\* (.+)\n\s*\*\//g, "/** $1 */");
if (!process.argv.includes("--check")) {
  await writeFile(TARGET, types);
} else if ((await readFile(TARGET, "utf8")) !== types) {
  console.error("src/protocol/ws.ts is not what schema/ws.json says: npm run types");
  process.exit(1);
}
