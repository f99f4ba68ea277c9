// Writes the types of src/protocol from the server's schemas: ws.ts from the WebSocket messages (schema/ws.json), http.ts
// from the bodies of HTTP (schema/openapi.json). With --check it only compares, and fails if a file differs.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const FOLDER = new URL("../", import.meta.url);
const BANNER = "/** Generated from the server's schema by `npm run types`; not to be edited by hand. */";
const COMPONENTS = "#/components/schemas/";

function read(path) {
  return readFile(new URL(path, FOLDER), "utf8");
}

/** Gives each object in a schema to `change`, the inner ones first. */
function changed(schema, change) {
  if (Array.isArray(schema)) return schema.map((part) => changed(part, change));
  if (typeof schema !== "object" || schema === null) return schema;
  const parts = Object.entries(schema).map(([name, value]) => [name, changed(value, change)]);
  return change(Object.fromEntries(parts));
}

/** Puts each reference into an `allOf` alone. The compiler loses the name of a reference that has other keys beside it. */
function referenceAlone(object) {
  const { $ref, description, ...more } = object;
  if ($ref === undefined || Object.keys(object).length === 1) return object;
  const all = Object.keys(more).length === 0 ? [{ $ref }] : [{ $ref }, more];
  return description === undefined ? { allOf: all } : { description, allOf: all };
}

/** Puts members of its own and alternatives into an `allOf`. The compiler loses the members beside alternatives. */
function membersAlone(object) {
  const { properties, required, oneOf, anyOf, description, ...more } = object;
  if (properties === undefined || (oneOf ?? anyOf) === undefined) return object;
  const own = { ...more, properties, ...(required && { required }) };
  return { ...(description && { description }), allOf: [own, oneOf ? { oneOf } : { anyOf }] };
}

async function written(schema, name, banner) {
  const types = await compile(changed(changed(schema, membersAlone), referenceAlone), name, {
    additionalProperties: false,
    bannerComment: banner,
    style: { printWidth: 110 },
  });
  // A comment of one line takes one line.
  return types.replace(/\/\*\*\n\s*\* (.+)\n\s*\*\//g, "/** $1 */");
}

/** The bodies of HTTP as one schema. A type that is the same in the WebSocket messages is taken from `ws.ts`. */
function bodies(contract, ws, ws_types) {
  const schemas = Object.entries(contract.components.schemas);
  const text = (schema) => JSON.stringify(schema).replaceAll(COMPONENTS, "#/$defs/");
  const isShared = ([name, schema]) =>
    new RegExp(`^export (type|interface) ${name}\\b`, "m").test(ws_types) &&
    text(schema) === text(ws.$defs[name]);
  const shared = new Set(schemas.filter(isShared).map(([name]) => name));
  const refer = (object) => {
    if (!object.$ref?.startsWith(COMPONENTS)) return object;
    const name = object.$ref.slice(COMPONENTS.length);
    const { $ref: _, ...more } = object;
    return shared.has(name) ? { ...more, tsType: `ws.${name}` } : { ...more, $ref: `#/$defs/${name}` };
  };
  const own = schemas.filter(([name]) => !shared.has(name));
  return {
    description: "Every body that a request or an answer of HTTP has.",
    anyOf: own.map(([name]) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(
      own.map(([name, schema]) => [name, { ...changed(schema, refer), title: name }]),
    ),
  };
}

const ws = JSON.parse(await read("schema/ws.json"));
const contract = JSON.parse(await read("schema/openapi.json"));
const ws_types = await written(ws, "WebSocketMessages", BANNER);
const files = {
  "src/protocol/ws.ts": ws_types,
  "src/protocol/http.ts": await written(
    bodies(contract, ws, ws_types),
    "HttpBodies",
    `${BANNER}\nimport type * as ws from "./ws";`,
  ),
};
for (const [path, types] of Object.entries(files)) {
  if (!process.argv.includes("--check")) {
    await writeFile(new URL(path, FOLDER), types);
  } else if ((await read(path).catch(() => "")) !== types) {
    console.error(`${path} is not what the schemas say: npm run types`);
    process.exitCode = 1;
  }
}
