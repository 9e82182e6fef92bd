// The analysis for Vitest: as modules that Node loads itself. Vitest would read each of 700 files one at a time, and ask for the value of an
// imported function at each of its calls.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { build } from "esbuild";
import { root } from "./bundles.mjs";
import { preludeFilePlugin } from "./prelude.mjs";

/** Folders of `src` that need nothing but Node and each other. */
const FOLDERS = ["analysis", "syntax"];
const out = join(root, "node_modules/.cache/shapescope/tests");

/** Where a file of those folders lies as a module. */
function moduleOf(file) {
  const within = relative(join(root, "src"), file);
  return FOLDERS.includes(within.split(sep)[0]) ? join(out, within.replace(/\.ts$/, ".mjs")) : undefined;
}

/** The file that an import without its ending means. */
function fileOf(folder, name) {
  const path = resolve(folder, name);
  return [path, `${path}.ts`, join(path, "index.ts")].find((file) => /\.(ts|json)$/.test(file) && existsSync(file));
}

async function compile() {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, "src", folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  await build({
    absWorkingDir: root,
    entryPoints: files,
    outbase: join(root, "src"),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    packages: "external",
    logLevel: "warning",
    plugins: [
      {
        name: "each-by-itself",
        setup(setup) {
          setup.onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
            const file = kind === "entry-point" ? undefined : fileOf(resolveDir, path);
            const module = file && moduleOf(file);
            if (module === undefined || file.endsWith(".json")) return undefined;
            // As it is written from the importing module's place.
            const from = join(out, relative(join(root, "src"), resolveDir));
            const to = relative(from, module).split(sep).join("/");
            return { path: to.startsWith(".") ? to : `./${to}`, external: true };
          });
        },
      },
      preludeFilePlugin(),
    ],
  });
}

/** For `vitest run`; while Vitest watches, it has to see each file itself. */
export async function testSourcesPlugin() {
  await compile();
  return {
    name: "test-sources",
    enforce: "pre",
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith(".")) return undefined;
      const file = fileOf(dirname(importer.split("?")[0]), source);
      const module = file && moduleOf(file);
      return module === undefined || file.endsWith(".json") ? undefined : { id: module, external: true };
    },
  };
}
