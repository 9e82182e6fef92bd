/**
 * Source with one token changed: traces each case and holds the first error to PyTorch's verdict.
 *   node tools/mutants.mjs CASES.jsonl FOLDER [--only TEXT] [--show N]
 * CASES.jsonl has one case a line: {file, line, column, old, new, call} and, where PyTorch raises, {message, at, stack}. FOLDER holds the unchanged
 * source. Nothing is written: the changed file is laid over the folder in memory. Exit status 1 where a case that runs has an error, or fewer
 * than 95 in 100 of those that fail are told at a line of PyTorch's stack.
 */
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import esbuild from "esbuild";
import { preludePlugin } from "./prelude.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, show: { type: "string" } },
});
const [data, folder] = positionals;

/** The analyzer from its sources, bundled in memory. */
async function loadAnalyzer() {
  const outfile = join(tmpdir(), `shapescope-mutants-${process.pid}.cjs`);
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    stdin: {
      contents: `export { Parser } from "./src/syntax/parse";
        export { preludeSources } from "./src/syntax/prelude";
        export { Analyzer } from "./src/analysis/analyzer";`,
      resolveDir: root,
      loader: "ts",
    },
    bundle: true,
    write: false,
    outfile,
    platform: "node",
    format: "cjs",
    logLevel: "error",
    alias: { "web-tree-sitter": require.resolve("web-tree-sitter") },
    plugins: [preludePlugin()],
  });
  const module = { exports: {} };
  new Function("module", "exports", "require", "__filename", "__dirname", outputFiles[0].text)(
    module,
    module.exports,
    require,
    outfile,
    dirname(outfile),
  );
  return module.exports;
}

/** Where the source seems to lie: a project of one's own rather than an installed library. */
const project = "/mutants";
const overlay = { file: "", text: "" };
const real = (path) =>
  path === project || path.startsWith(`${project}/`) ? folder + path.slice(project.length) : path;
const host = {
  read(file) {
    if (file === overlay.file) return overlay.text;
    try {
      return readFileSync(real(file), "utf8");
    } catch {
      return undefined;
    }
  },
  isFile: (path) => statSync(real(path), { throwIfNoEntry: false })?.isFile() ?? false,
  isFolder: (path) => statSync(real(path), { throwIfNoEntry: false })?.isDirectory() ?? false,
};

const { Parser, preludeSources, Analyzer } = await loadAnalyzer();
const wasm = (name) => readFileSync(require.resolve(name));
const parser = await Parser.create({
  runtime: wasm("web-tree-sitter/web-tree-sitter.wasm"),
  python: wasm("tree-sitter-python/tree-sitter-python.wasm"),
});
const analyzer = new Analyzer(parser, preludeSources, host);

/** What falls short, or undefined. */
function miss(want) {
  const file = join(project, want.file);
  const lines = readFileSync(real(file), "utf8").split("\n");
  const text = lines[want.line - 1];
  lines[want.line - 1] = text.slice(0, want.column) + want.new + text.slice(want.column + want.old.length);
  Object.assign(overlay, { file, text: lines.join("\n") });
  analyzer.invalidate(file);
  const { report } = analyzer.trace(file, want.call, { roots: [project] });
  analyzer.invalidate(file);
  const found = report.diagnostics
    .filter(({ severity }) => severity === "error")
    .map((one) => ({ file: one.file.replace(`${project}/`, ""), line: one.line, message: one.message }));
  const [first] = found;
  if (want.error === undefined)
    return first && { kind: "false error", text: `${first.file}:${first.line} ${first.message}` };
  if (first === undefined) return { kind: "missed", text: `${want.error} at ${want.at.join(":")} ${want.message}` };
  if (want.stack.some(([at, line]) => found.some((one) => one.file === at && one.line === line))) {
    if (first.message.split("\n")[0].trim() !== (want.message ?? "").trim())
      return { kind: "other words", text: `${first.message}\n    PyTorch: ${want.message}` };
    return undefined;
  }
  return {
    kind: "elsewhere",
    text: `${first.file}:${first.line} ${first.message}\n    PyTorch: ${want.at.join(":")} ${want.message}`,
  };
}

const cases = readFileSync(data, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "" && (options.only === undefined || line.includes(options.only)))
  .map((line) => JSON.parse(line));
const counts = { "false error": 0, missed: 0, elsewhere: 0, "other words": 0 };
const began = performance.now();
const limit = Number(options.show ?? 20);
for (const want of cases) {
  const found = miss(want);
  if (found === undefined) continue;
  if (++counts[found.kind] <= limit)
    console.log(
      `- ${found.kind}: ${want.file}:${want.line} ${want.old} -> ${want.new} (${want.call})\n    ${found.text}`,
    );
}
const failing = cases.filter((want) => want.error !== undefined).length;
const told = failing - counts.missed - counts.elsewhere;
console.log(
  `${cases.length - failing - counts["false error"]}/${cases.length - failing} of those that run without an error, ` +
    `${told}/${failing} of those that fail told at PyTorch's place (${counts["other words"]} in other words), ` +
    `${((performance.now() - began) / 1000).toFixed(0)} s`,
);
process.exitCode = counts["false error"] === 0 && told >= 0.95 * failing ? 0 : 1;
