// Two steps at the end of a build. The first counts what a browser fetches before it shows a screen, and fails above the
// bound. The second writes a packed copy beside each file, which the server sends to browsers that take gzip.
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rollup } from "vite";

/** The most that scripts and styles of one screen may have together, packed, in bytes. */
export const FIRST_LOAD_MAX = 60_000;
/** The screens that are bounded, by the file that each begins with. */
const BOUNDED = {
  "sign-in": "src/screens/sign-in/sign-in.tsx",
  home: "src/screens/home/home.tsx",
  bidding: "src/screens/bidding/bidding.tsx",
};
/** Shorter files gain nothing. */
const PACKED_MIN = 1_024;
const PACKED = /\.(?:html|js|css|svg)$/;

function packed(content: string | Uint8Array): Buffer {
  return gzipSync(content, { level: 9 });
}

/** The chunk of a file, and all chunks that it cannot do without. */
function needed(bundle: Rollup.OutputBundle, first: Rollup.OutputChunk): Set<Rollup.OutputChunk> {
  const found = new Set([first]);
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const next = bundle[name];
      if (next?.type === "chunk") found.add(next);
    }
  }
  return found;
}

/** The bytes of the first load of a screen: the page's own start, the screen's chunks, and the style sheets of both. */
export function firstLoad(bundle: Rollup.OutputBundle, file: string): number {
  const outputs = Object.values(bundle);
  const chunks = outputs.filter((output) => output.type === "chunk");
  const screen = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(file));
  const starts = chunks.filter(({ isEntry }) => isEntry);
  if (screen === undefined || starts.length === 0) throw new Error(`no chunk begins with ${file}`);
  const scripts = new Set([screen, ...starts].flatMap((chunk) => [...needed(bundle, chunk)]));
  const sheets = new Set([...scripts].flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
  const styles = outputs.filter((output) => output.type === "asset" && sheets.has(output.fileName));
  const bytes = [...scripts].map(({ code }) => packed(code).length);
  return [...bytes, ...styles.map((style) => packed((style as Rollup.OutputAsset).source).length)].reduce(
    (sum, one) => sum + one,
    0,
  );
}

export function boundedFirstLoad(): Plugin {
  return {
    name: "bounded-first-load",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const [screen, file] of Object.entries(BOUNDED)) {
          const bytes = firstLoad(bundle, file);
          this.info(`first load of ${screen}: ${bytes} bytes packed, of at most ${FIRST_LOAD_MAX}`);
          if (bytes > FIRST_LOAD_MAX) this.error(`the first load of ${screen} has ${bytes} bytes`);
        }
      },
    },
  };
}

export function packedCopies(): Plugin {
  return {
    name: "packed-copies",
    apply: "build",
    enforce: "post",
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      for (const name of await readdir(dir, { recursive: true })) {
        const path = join(dir, name);
        if (!PACKED.test(name) || !(await stat(path)).isFile()) continue;
        const content = await readFile(path);
        if (content.length >= PACKED_MIN) await writeFile(`${path}.gz`, packed(content));
      }
    },
  };
}
