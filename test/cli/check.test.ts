import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DiagnosticJson } from "../../src/analysis/report";
import { pythonFiles } from "../../src/cli/check/files";
import { folderWith, perceptron, shapescope } from "./harness";

const wrong = perceptron.replace("nn.Linear(hidden, 2)", "nn.Linear(hidden + 1, 2)");
const cwd = folderWith({
  "good.py": perceptron,
  "models/wrong.py": wrong,
  "models/data.txt": "",
  ".venv/lib/x.py": wrong,
  "own-environment/pyvenv.cfg": "",
  "own-environment/lib/y.py": wrong,
  "node_modules/z.py": wrong,
  "empty/readme.md": "",
});

describe("files", () => {
  it("are those below the folders, without environments and hidden folders, each once", () => {
    expect(pythonFiles([".", "models", "good.py"], cwd)).toEqual([join(cwd, "good.py"), join(cwd, "models/wrong.py")]);
  });

  it("may be named although they lie in a folder that is left out", () => {
    expect(pythonFiles([".venv/lib/x.py"], cwd)).toEqual([join(cwd, ".venv/lib/x.py")]);
  });
});

describe("check", () => {
  it("quotes the line of an error and ends with 1", async () => {
    const { code, out, err } = await shapescope(["check", "."], { cwd });
    expect(out).toContain(`error[matmul-sizes]: RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x16 and 17x2)
  --> models/wrong.py:14:16
14 | return self.second(h)
   |        ^^^^^^^^^^^^^^
`);
    expect(out).toMatch(/\n1 error in 2 files\n$/);
    expect({ code, err }).toEqual({ code: 1, err: "" });
  });

  it("ends with 0 where there is no error", async () => {
    expect(await shapescope(["check", "good.py"], { cwd })).toEqual({ code: 0, out: "0 errors in 1 file\n", err: "" });
  });

  it("says what was not followed to its end", async () => {
    const cwd = folderWith({ "good.py": perceptron, "endless.py": "n = 0\nwhile True:\n    n += 1\n" });
    const reason =
      "`while True` (line 2) takes more work than an analysis may cost: what is shown is part of the answer";
    const text = await shapescope(["check", "."], { cwd });
    expect(text.out).toContain(`note[incomplete]: ${reason}`);
    expect(text.out).toMatch(/\n0 errors in 2 files; 1 file not followed to the end: endless\.py\n$/);
    const json = JSON.parse((await shapescope(["check", ".", "--format", "json"], { cwd })).out);
    expect(json.partial).toEqual([{ file: join(cwd, "endless.py"), reason }]);
    const facts = JSON.parse((await shapescope(["facts", "good.py", "--json"], { cwd })).out);
    expect("partial" in facts).toBe(false);
  });

  it("ends with 2 where there is nothing to check", async () => {
    const { code, err } = await shapescope(["check", "empty"], { cwd });
    expect({ code, err }).toEqual({ code: 2, err: "shapescope: no Python files in empty\n" });
  });

  it("ends with 2 where a path is missing, which JSON tells too", async () => {
    const { code, out, err } = await shapescope(["check", "nowhere", "--format", "json"], { cwd });
    expect(JSON.parse(out)).toMatchObject({
      files: 0,
      diagnostics: [{ file: join(cwd, "nowhere"), severity: "error", message: "nowhere: no such file or folder" }],
    });
    expect({ code, err }).toEqual({ code: 2, err: "shapescope: nowhere: no such file or folder\n" });
  });

  it("writes JSON", async () => {
    const { out } = await shapescope(["check", ".", "--format", "json"], { cwd });
    const { files, diagnostics } = JSON.parse(out) as { files: number; diagnostics: DiagnosticJson[] };
    expect(files).toBe(2);
    expect(diagnostics).toMatchObject([{ file: join(cwd, "models/wrong.py"), line: 14, code: "matmul-sizes" }]);
  });

  it("shows progress on a terminal, and takes it away", async () => {
    const { err } = await shapescope(["check", "good.py"], { cwd, isTerminal: true });
    expect(err).toBe(`\r\u001b[Kchecked 1/1 ${join(cwd, "good.py")}`.slice(0, 4 + 99).concat("\r\u001b[K"));
  });
});
