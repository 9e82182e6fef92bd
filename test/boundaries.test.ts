import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, it } from "vitest";

/** What the linter's rule objects to in files of a folder of their own; `plugin`: the rules in `tools/lint`. */
function lint(rule: string, files: ReadonlyMap<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "shapescope-lint-"));
  try {
    copyFileSync("biome.json", join(folder, "biome.json"));
    cpSync("tools/lint", join(folder, "tools/lint"), { recursive: true });
    for (const [name, text] of files) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const biome = resolve("node_modules/@biomejs/biome/bin/biome");
    const only = rule === "plugin" ? [] : [`--only=${rule}`];
    const options = ["lint", ...only, "--reporter=github", "--max-diagnostics=none"];
    const { stdout, stderr } = spawnSync(process.execPath, [biome, ...options, "src"], {
      cwd: folder,
      encoding: "utf8",
    });
    return (stdout + stderr).split("\n").filter((line) => line.includes(rule.slice(rule.indexOf("/") + 1)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Of files with one import each, those that the linter's rule on imports objects to. */
function refused(imports: [file: string, from: string][]): string[] {
  const names = imports.map(([file], index) => file.replace("x.ts", `x${index}.ts`));
  const texts = imports.map(([, from]) => `import * as it from "${from}";\nexport default it;\n`);
  const output = lint("style/noRestrictedImports", new Map(names.map((name, n) => [name, texts[n]])));
  return imports
    .filter((_, index) => output.some((line) => line.includes(names[index])))
    .map(([file, from]) => `${file} importing ${from}`);
}

/** The folders of `src/analysis`, lower layers first: a folder imports what is in a layer below its own. */
const LAYERS = [
  ["dims"],
  ["values"],
  ["tensor"],
  ["facts"],
  ["trace", "repairs"],
  ["ops", "machine"],
  ["torch", "symbolic", "derivatives"],
  ["builtins", "cost", "diagnostics"],
  ["session", "audit", "reports"],
  ["entries", "explain"],
];

it("keeps each folder to what the design's table lets it import", () => {
  const wrong: [string, string][] = [
    ["src/syntax/x.ts", "../analysis/report"],
    ["src/analysis/machine/x.ts", "../../features/hover"],
    ["src/analysis/x.ts", "node:fs"],
    ["src/analysis/x.ts", "vscode"],
    ["src/analysis/ops/x.ts", "@tensorflow/tfjs-core"],
    ["src/analysis/x.ts", "vscode-languageserver"],
    ["src/runtime/x.ts", "../analysis/analyzer"],
    ["src/runtime/kernels/x.ts", "../../server/protocol"],
    ["src/features/x.ts", "../server/session"],
    ["src/features/x.ts", "vscode-languageserver"],
    ["src/supervisor/x.ts", "../analysis/analyzer"],
    ["src/supervisor/x.ts", "../server/session"],
    ["src/analysis/x.ts", "../supervisor/limits"],
    ["src/server/x.ts", "../extension/client"],
    ["src/server/x.ts", "../runtime/executor"],
    ["src/server/x.ts", "vscode"],
    ["src/extension/x.ts", "../analysis/analyzer"],
    ["src/extension/x.ts", "../server/session"],
    ["src/extension/panels/x.ts", "../../runtime/client"],
    ["src/webview/x.ts", "../server/server"],
    ["src/webview/run/x.ts", "node:path"],
    ["src/cli/x.ts", "../server/session"],
  ];
  const right: [string, string][] = [
    ["src/analysis/machine/x.ts", "../../syntax/ast"],
    ["src/runtime/x.ts", "../analysis/trace/executor"],
    ["src/features/x.ts", "../analysis/report"],
    ["src/supervisor/x.ts", "../analysis/report"],
    ["src/server/x.ts", "../supervisor/process"],
    ["src/cli/x.ts", "../supervisor/process"],
    ["src/server/x.ts", "../features/hover"],
    ["src/server/x.ts", "../runtime/client"],
    ["src/extension/x.ts", "../server/protocol"],
    ["src/webview/run/x.ts", "../../server/protocol"],
    ["src/cli/x.ts", "../runtime/client"],
  ];
  expect(refused([...wrong, ...right])).toEqual(wrong.map(([file, from]) => `${file} importing ${from}`));
});

it("knows a layer for every folder of the analysis", () => {
  const folders = readdirSync("src/analysis", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(LAYERS.flat().sort()).toEqual(folders.map(({ name }) => name).sort());
});

it("keeps each layer of the analysis to the layers below it", () => {
  const wrong: [string, string][] = [
    ["src/analysis/report.ts", "./values"],
    ["src/analysis/x.ts", "./tensor/dtype"],
    ["src/analysis/host.ts", "./machine/roots"],
    ["src/analysis/dims/x.ts", "../values"],
  ];
  const right: [string, string][] = [["src/analysis/machine/compile/x.ts", "../machine"]];
  for (const [n, layer] of LAYERS.entries())
    for (const folder of layer) {
      const file = `src/analysis/${folder}/x.ts`;
      for (const above of LAYERS.slice(n + 1).flat()) wrong.push([file, `../${above}/it`]);
      for (const beside of layer) if (beside !== folder) wrong.push([file, `../${beside}/it`]);
      wrong.push([file, "../analyzer"], [file, "node:fs"], [file, "vscode"], [file, "@tensorflow/tfjs-core"]);
      for (const below of LAYERS.slice(0, n).flat()) right.push([file, `../${below}/it`]);
      right.push([file, "../report"], [file, "../../syntax/ast"], [file, "./it"]);
    }
  expect(refused([...wrong, ...right])).toEqual(wrong.map(([file, from]) => `${file} importing ${from}`));
});

it("finds circles of files, of types too", () => {
  const files = new Map([
    ["src/cli/a.ts", 'import type { B } from "./b";\nexport type A = B | 1;\n'],
    ["src/cli/b.ts", 'export type { C as B } from "./c";\n'],
    ["src/cli/c.ts", 'import { type A } from "./a";\nexport type C = A[];\n'],
    ["src/cli/d.ts", 'import type { A } from "./a";\nexport type D = A;\n'],
  ]);
  const found = lint("suspicious/noImportCycles", files);
  expect([...files.keys()].filter((file) => found.some((line) => line.includes(file)))).toEqual([
    "src/cli/a.ts",
    "src/cli/b.ts",
    "src/cli/c.ts",
  ]);
});

it("imports no type in the middle of a line, where the rule on circles does not look", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
  const inline = files.filter((file) => /(?<!await |void )\bimport\("\./.test(readFileSync(join("src", file), "utf8")));
  expect(inline).toEqual([]);
});

it("reads no message and no source text by regular expressions: failures have kinds, and syntax has nodes", () => {
  const statements = ["a = (b: number) => b / 2 / 3", "c = /rank/", 'd = new RegExp("rank")'];
  const text = statements.map((statement) => `export const ${statement};\n`).join("");
  const folders = ["diagnostics", "dims", "entries", "repairs"];
  const told = lint("plugin", new Map(folders.map((folder) => [`src/analysis/${folder}/x.ts`, text])));
  const places = told.flatMap((line) => /analysis\/(\w+)\/x\.ts.*line=(\d+)/.exec(line)?.slice(1).join(" ") ?? []);
  expect(places.sort()).toEqual(["diagnostics 2", "diagnostics 3", "entries 2", "entries 3", "repairs 2", "repairs 3"]);
});

it("lets no file be longer than 800 lines", () => {
  const files = new Map([799, 801].map((lines) => [`src/cli/x${lines}.ts`, "export {};\n".repeat(lines)]));
  const told = lint("style/noExcessiveLinesPerFile", files);
  expect([...files.keys()].filter((file) => told.some((line) => line.includes(file)))).toEqual(["src/cli/x801.ts"]);
});
