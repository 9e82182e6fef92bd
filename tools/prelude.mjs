/**
 * Compiles every Python file below `src/prelude` to syntax at build time: the module `virtual:prelude` holds each file's tree as JSON text,
 * read a file at a time when it is first imported.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const PRELUDE = path.join(projectRoot, "src/prelude");
const ID = "virtual:prelude";

/** The two WebAssembly files as bytes, as `Parser.create` wants them. */
export function readWasm() {
  return {
    runtime: readFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm")),
    python: readFileSync(require.resolve("tree-sitter-python/tree-sitter-python.wasm")),
  };
}

/** A new install begins without. */
function keptPath(name) {
  return path.join(projectRoot, "node_modules/.cache/shapescope", name);
}

/** Others may read the file meanwhile. */
async function write(file, text) {
  await mkdir(path.dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, text);
  await rename(fresh, file);
}

/** A file of this text, which is named by what is in it. */
async function keptText(name, extension, text) {
  const file = keptPath(`${name}-${createHash("sha256").update(text).digest("hex").slice(0, 16)}${extension}`);
  if (!existsSync(file)) await write(file, text);
  return file;
}

let loading;
/** Our own parser under plain Node: bundled on the fly, web-tree-sitter left outside. */
export async function loadParser() {
  return (await load()).parser;
}

/** The parser, and its program's text. */
function load() {
  loading ??= (async () => {
    const result = await build({
      entryPoints: [path.join(projectRoot, "src/syntax/parse.ts")],
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      logLevel: "silent",
      plugins: [
        {
          name: "runtime-outside",
          setup(setup) {
            const url = pathToFileURL(
              path.join(path.dirname(require.resolve("web-tree-sitter/web-tree-sitter.wasm")), "web-tree-sitter.js"),
            ).href;
            setup.onResolve({ filter: /^web-tree-sitter$/ }, () => ({ path: url, external: true }));
          },
        },
      ],
    });
    const code = result.outputFiles[0].text;
    const { Parser } = await import(pathToFileURL(await keptText("parser", ".mjs", code)).href);
    return { parser: await Parser.create(readWasm()), code };
  })();
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

/** Every Python file below `directory`, sorted. */
function pythonFiles(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** `torch/nn/__init__.py` is the package `torch.nn`, `torch/nn/functional.py` the module `torch.nn.functional`. */
function moduleName(relative) {
  const parts = relative.replace(/\.py$/, "").split(/[\\/]/);
  const isPackage = parts.at(-1) === "__init__";
  if (isPackage) parts.pop();
  return { name: parts.join("."), isPackage };
}

/**
 * Compiles the prelude.
 * @param {string} [directory] where the Python files are; `src/prelude` when left out
 * @returns {Promise<{ modules: Record<string, PreludeModule>, recorded: Record<string, string>, files: string[], problems: { file: string, line: number, column: number, message: string }[] }>}
 */
export async function compilePrelude(directory = PRELUDE) {
  const texts = new Map(pythonFiles(directory).map((file) => [file, readFileSync(file, "utf8")]));
  const files = [...texts.keys()];
  const { modules, problems } = await (directory === PRELUDE
    ? keptTrees(texts)
    : parsed(await load(), directory, texts));
  const recordings = recordingFiles(directory);
  const recorded = Object.assign({}, ...recordings.map((file) => JSON.parse(readFileSync(file, "utf8"))));
  for (const [name, module] of Object.entries(recorded)) recorded[name] = JSON.stringify(module);
  return { modules, recorded, files: [...files, ...recordings], problems };
}

/** The trees of the prelude, by what is in it and by the parser: the tests have those of the build. */
async function keptTrees(texts) {
  const loaded = await load();
  const hash = createHash("sha256").update(loaded.code);
  for (const [file, text] of texts) hash.update(file).update(text);
  const name = `trees-${hash.digest("hex").slice(0, 16)}.json`;
  const kept = keptPath(name);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  const found = parsed(loaded, PRELUDE, texts);
  await write(kept, JSON.stringify(found));
  for (const other of readdirSync(keptPath("")))
    if (/^trees-.*\.json$/.test(other) && other !== name) rmSync(keptPath(other));
  return found;
}

function parsed({ parser }, directory, texts) {
  const modules = {};
  const problems = [];
  for (const [file, text] of texts) {
    const source = parser.parse(file, text);
    for (const problem of source.tree.problems)
      problems.push({ file, ...source.position(problem.start), message: problem.message });
    const relative = path.relative(directory, file);
    const { name, isPackage } = moduleName(relative);
    modules[name] = {
      file: relative.split(path.sep).join("/"),
      isPackage,
      length: text.length,
      json: JSON.stringify({ body: source.tree.body, comments: [], problems: [] }),
    };
  }
  return { modules, problems };
}

/** What `tools/record/names.py` wrote. */
function recordingFiles(directory) {
  const folder = path.join(directory, "recorded");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => path.join(folder, name));
}

/** The text of the module `virtual:prelude`. */
function moduleText(modules, recorded) {
  return `export const modules = ${JSON.stringify(modules)};\nexport const recorded = ${JSON.stringify(recorded)};\n`;
}

function at(problem) {
  return `${path.relative(projectRoot, problem.file)}:${problem.line}:${problem.column}: ${problem.message}`;
}

/** For esbuild: `virtual:prelude` is what `load` gives. */
function esbuildPlugin(load) {
  return {
    name: "prelude",
    setup(setup) {
      setup.onResolve({ filter: /^virtual:prelude$/ }, () => ({ path: ID, namespace: "prelude" }));
      setup.onLoad({ filter: /.*/, namespace: "prelude" }, load);
    },
  };
}

/** The prelude's trees in the bundle. */
export function preludePlugin(directory) {
  return esbuildPlugin(async () => {
    const { modules, recorded, files, problems } = await compilePrelude(directory);
    return {
      contents: moduleText(modules, recorded),
      loader: "js",
      watchFiles: files,
      watchDirs: [...new Set(files.map((file) => path.dirname(file)))],
      errors: problems.map((problem) => ({
        text: problem.message,
        location: {
          file: path.relative(projectRoot, problem.file),
          line: problem.line,
          column: problem.column - 1,
        },
      })),
    };
  });
}

/** The module `virtual:prelude` for tests, whose threads would each compile the trees as a program: they read them from a file. */
async function readingModule() {
  const { modules, recorded, files, problems } = await compilePrelude();
  if (problems.length > 0) throw new Error(problems.map(at).join("\n"));
  const file = await keptText("prelude", ".json", JSON.stringify({ modules, recorded }));
  const text = `import { readFileSync } from "node:fs";
export const { modules, recorded } = JSON.parse(readFileSync(${JSON.stringify(file)}, "utf8"));
`;
  return { text, files };
}

/** The prelude's trees in a file beside. */
export function preludeFilePlugin() {
  return esbuildPlugin(async () => ({ contents: (await readingModule()).text, loader: "js" }));
}

/** For Vitest while it watches. */
export function preludeVitePlugin() {
  return {
    name: "prelude",
    resolveId(id) {
      return id === ID ? `\0${ID}` : undefined;
    },
    async load(id) {
      if (id !== `\0${ID}`) return undefined;
      const { text, files } = await readingModule();
      for (const file of files) this.addWatchFile(file);
      return text;
    },
  };
}
