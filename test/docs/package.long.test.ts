/** The package as somebody installs it: its `analyze`, with its types; the action and the hook, which stand on it. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

const home = mkdtempSync(join(tmpdir(), "shapescope-package-"));
const sample = join(home, "sample");
let archive: string;

const npm = (cwd: string, ...args: string[]) =>
  execFileSync("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund"], { cwd, encoding: "utf8" });

beforeAll(() => {
  execFileSync(process.execPath, ["tools/types.mjs"]);
  const [{ filename }] = JSON.parse(npm(".", "pack", "--json", "--pack-destination", home));
  archive = join(home, filename);
  mkdirSync(join(sample, "src"), { recursive: true });
  writeFileSync(join(sample, "src/wrong.py"), "import torch\n\nx = torch.empty(2, 3)\ny = x @ x\n");
  writeFileSync(join(sample, "src/right.py"), "import torch\n\nx = torch.empty(2, 3)\ny = x @ x.T\n");
}, 300_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A page's block of a language, the nth from 0. */
function block(page: string, language: string, nth = 0): string {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))][nth][1];
}

describe("in a program", () => {
  const user = join(home, "user");

  beforeAll(() => {
    mkdirSync(user);
    writeFileSync(join(user, "package.json"), '{ "name": "user", "private": true, "type": "module" }');
    npm(user, "install", "--omit=optional", archive);
  }, 300_000);

  it("prints what the page says", () => {
    writeFileSync(join(user, "page.js"), block("docs/library.md", "js"));
    const [, said] = /^prints `(.*)`\.$/m.exec(readFileSync("docs/library.md", "utf8"))!;
    expect(execFileSync(process.execPath, ["page.js"], { cwd: user, encoding: "utf8" }).trim()).toBe(said);
  });

  it("type-checks strictly and runs: whole files, other files, errors, CommonJS", () => {
    writeFileSync(
      join(user, "use.ts"),
      `import { type Analysis, type Diagnostic, type Shape, analyze } from "shapescope";

const [file, files] = ["/project/net.py", { "parts/linear.py": "from torch import nn\\n\\n\\ndef head(width):\\n    return nn.Linear(width, 3)\\n" }];
const source = "import torch\\nfrom parts.linear import head\\n\\ny = head(5)(torch.empty(2, 5))\\nz = y @ y\\n";
const whole: Analysis = await analyze(source, { file, files });
const told: string[] = whole.diagnostics.map(({ line, code, message }: Diagnostic) => \`\${line} \${code} \${message}\`);
const shapes: Shape[] = whole.facts.flatMap(({ values }) => values);
// @ts-expect-error: the source is a text
const refused = await analyze(3).catch((error: Error) => error.message);
// @ts-expect-error: there is no such option
await analyze("", { calls: "" });
const relative = await analyze("", { roots: ["here"] }).catch((error: Error) => error.message);
const broken = await analyze("class (");
const kind: "error" | "warning" | "information" | "hint" = broken.diagnostics[0].severity;
console.log(JSON.stringify({ told, shapes, refused, relative, kind, code: broken.diagnostics[0].code }));
`,
    );
    const compilerOptions = { strict: true, module: "nodenext", target: "es2022", outDir: "out", types: [] };
    const lib = ["es2022", "dom"];
    writeFileSync(
      join(user, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { ...compilerOptions, lib }, files: ["use.ts"] }),
    );
    const compiler = resolve("node_modules/typescript/bin/tsc");
    const compiled = spawnSync(process.execPath, [compiler, "-p", "."], { cwd: user, encoding: "utf8" });
    expect(compiled.stdout).toBe("");
    const answer = JSON.parse(execFileSync(process.execPath, ["out/use.js"], { cwd: user, encoding: "utf8" }));
    expect(answer).toEqual({
      told: ["5 matmul-sizes RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"],
      shapes: [{ shape: [2, 3], dtype: "float32" }],
      refused: "source is not a text",
      relative: "here is not an absolute path",
      kind: "error",
      code: "syntax",
    });
    const common = 'require("shapescope").analyze("").then(({ facts }) => console.log(facts.length))';
    expect(
      execFileSync(process.execPath, ["--input-type=commonjs", "-e", common], { cwd: user, encoding: "utf8" }),
    ).toBe("0\n");
  });
});

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}

describe("on GitHub and before commits", () => {
  const prefix = join(home, "global");
  const action = parse(readFileSync("action.yml", "utf8")) as {
    inputs: Record<string, { default: string }>;
    runs: { using: string; steps: Step[] };
  };
  const path = `${join(prefix, "bin")}${delimiter}${process.env.PATH}`;

  /** Runs the action's own `run:` steps as GitHub's runner does, with its inputs; what they print, their status and outputs. */
  function ran(given: Record<string, string>) {
    const output = join(home, "outputs");
    writeFileSync(output, "");
    const inputs = Object.fromEntries(
      Object.entries(action.inputs).map(([name, one]) => [name, given[name] ?? one.default]),
    );
    let [status, printed] = [0, ""];
    for (const { name, run, env = {} } of action.runs.steps) {
      if (run === undefined || status !== 0) continue;
      // Half a minute, and the same each time.
      if (name === "Install" && existsSync(prefix)) continue;
      const filled = Object.entries(env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input) => inputs[input]),
      ]);
      const all = {
        ...process.env,
        ...Object.fromEntries(filled),
        PATH: path,
        NPM_CONFIG_PREFIX: prefix,
        GITHUB_OUTPUT: output,
      };
      const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", run], {
        cwd: sample,
        env: all,
        encoding: "utf8",
      });
      status = done.status ?? -1;
      printed += done.stdout;
    }
    return { status, printed, outputs: readFileSync(output, "utf8").trim().split("\n") };
  }

  it("the action's steps annotate lines, write SARIF, and fail where there is an error", () => {
    expect(action.runs.using).toBe("composite");
    const { status, printed, outputs } = ran({ version: `file:${archive}` });
    expect(status).toBe(1);
    expect(printed).toContain(
      "::error file=src/wrong.py,line=4,endLine=4,col=5,endColumn=9,title=ShapeScope%3A matmul-sizes::",
    );
    expect(outputs).toEqual(["sarif=shapescope.sarif", "errors=1"]);
    const { version, runs } = JSON.parse(readFileSync(join(sample, "shapescope.sarif"), "utf8"));
    expect(version).toBe("2.1.0");
    expect(runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(["matmul-sizes"]);
    rmSync(join(sample, "shapescope.sarif"));
  }, 300_000);

  it("the action's inputs choose files, diagnostics and what becomes of errors", () => {
    const version = `file:${archive}`;
    expect(ran({ version, paths: "src/right.py\n" })).toMatchObject({
      status: 0,
      outputs: ["sarif=shapescope.sarif", "errors=0"],
    });
    expect(ran({ version, fail: "false", annotations: "false" })).toMatchObject({
      status: 0,
      outputs: ["sarif=shapescope.sarif", "errors=1"],
    });
    expect(ran({ version, ignore: "matmul-sizes\n", sarif: "out.sarif" })).toMatchObject({
      status: 0,
      outputs: ["sarif=out.sarif", "errors=0"],
    });
    expect(existsSync(join(sample, "out.sarif"))).toBe(true);
    expect(ran({ version, paths: "nowhere" }).status).toBe(2);
  }, 300_000);

  it("the hook checks the files of a commit", () => {
    const [{ id, entry, language, types_or }] = parse(readFileSync(".pre-commit-hooks.yaml", "utf8"));
    expect({ id, language, types_or }).toEqual({ id: "shapescope", language: "node", types_or: ["python", "jupyter"] });
    const [command, ...args] = (entry as string).split(" ");
    const hook = (...files: string[]) =>
      spawnSync(command, [...args, ...files], { cwd: sample, env: { ...process.env, PATH: path }, encoding: "utf8" });
    expect(hook("src/right.py").status).toBe(0);
    const { status, stdout } = hook("src/right.py", "src/wrong.py");
    expect(status).toBe(1);
    expect(stdout).toContain("src/wrong.py:4:5");
    expect(parse(block("docs/library.md", "yaml", 1)).repos[0].hooks).toEqual([{ id: "shapescope" }]);
  });
});
