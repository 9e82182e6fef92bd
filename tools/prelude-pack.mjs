// The prelude for Node: its trees go into one file beside the bundle, of which a module's part is read when it is first imported.
// Inside the bundle they would be three quarters of what Node has to compile at every start.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { compilePrelude } from "./prelude.mjs";

/** Packs of earlier builds are kept for a while: a server that was started from one may not have read it yet. */
const KEPT_MS = 600_000;

/** For esbuild: `virtual:prelude` of bundles in `dist`. One instance may serve several bundles. */
export function preludePackPlugin(dist) {
  let packed;
  return {
    name: "prelude-pack",
    setup(setup) {
      let builds = 0;
      setup.onStart(() => {
        // A rebuild under --watch.
        if (builds++ > 0) packed = undefined;
      });
      setup.onResolve({ filter: /^virtual:prelude$/ }, ({ path: id }) => ({ path: id, namespace: "prelude-pack" }));
      setup.onLoad({ filter: /.*/, namespace: "prelude-pack" }, async () => {
        packed ??= pack(dist);
        const { contents, files, errors } = await packed;
        return { contents, loader: "js", errors, watchFiles: files, watchDirs: [...new Set(files.map(path.dirname))] };
      });
    },
  };
}

async function pack(dist) {
  const { modules, recorded, files, problems } = await compilePrelude();
  const parts = [];
  let end = 0;
  const put = (json) => {
    const part = Buffer.from(json);
    parts.push(part);
    const start = end;
    end += part.length;
    return [start, end];
  };
  const index = Object.entries(modules).map(([name, { file, isPackage, length, json }]) => [
    name,
    file,
    isPackage,
    length,
    ...put(json),
  ]);
  const told = Object.entries(recorded).map(([name, json]) => [name, ...put(json)]);
  const trees = Buffer.concat(parts);
  // Named by what is in it, so that a bundle never reads the trees of another build.
  const file = `prelude-${createHash("sha256").update(trees).digest("hex").slice(0, 12)}.pack`;
  mkdirSync(dist, { recursive: true });
  removeOld(dist);
  writeFileSync(path.join(dist, file), trees);
  const errors = problems.map(({ file, line, column, message }) => ({
    text: message,
    location: { file: path.relative(process.cwd(), file), line, column: column - 1 },
  }));
  return { contents: moduleText(index, told, file), files, errors };
}

function removeOld(dist) {
  for (const name of readdirSync(dist)) {
    const file = path.join(dist, name);
    if (name.endsWith(".pack") && Date.now() - statSync(file).mtimeMs > KEPT_MS) rmSync(file, { force: true });
  }
}

function moduleText(index, told, file) {
  return `import { readFileSync } from "node:fs";
import { join } from "node:path";
let trees;
const read = (start, end) => (trees ??= readFileSync(join(__dirname, ${JSON.stringify(file)}))).toString("utf8", start, end);
export const modules = {};
for (const [name, file, isPackage, length, start, end] of ${JSON.stringify(index)})
  modules[name] = { file, isPackage, length, get json() { return read(start, end); } };
export const recorded = {};
for (const [name, start, end] of ${JSON.stringify(told)})
  Object.defineProperty(recorded, name, { get: () => read(start, end) });
`;
}
