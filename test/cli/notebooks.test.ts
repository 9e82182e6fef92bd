import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { DiagnosticJson } from "../../src/analysis/report";
import { pythonFiles } from "../../src/cli/check/files";
import { folderWith, shapescope } from "./harness";

function notebook(cells: (string | { markdown: string })[], metadata: object = { language_info: { name: "python" } }) {
  const written = cells.map((cell) =>
    typeof cell === "string"
      ? { cell_type: "code", metadata: {}, outputs: [], source: cell.split(/(?<=\n)/) }
      : { cell_type: "markdown", metadata: {}, source: [cell.markdown] },
  );
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: written }, undefined, 1);
}

const wrong = notebook([
  { markdown: "# A net" },
  "%matplotlib inline\n!pip install einops\nimport torch\nfrom torch import nn\nfrom helper import WIDTH",
  "fc = nn.Linear(WIDTH, 4)\n\ndef apply(x):\n    return fc(x)",
  "display(fc)\n%time y = apply(torch.zeros(2, 3))",
  "_, Out[4]",
]);
const cwd = folderWith({
  "nets/wrong.ipynb": wrong,
  "nets/helper.py": "WIDTH = 8\n",
  "nets/__init__.py": "",
  "nets/.ipynb_checkpoints/wrong-checkpoint.ipynb": wrong,
  "other/r.ipynb": notebook(["x <- 1"], { kernelspec: { language: "R" } }),
  "other/broken.ipynb": "{",
  "other/large.ipynb": notebook([`# ${"x".repeat(4 * 1024 * 1024)}`]),
  "other/pictures.ipynb": wrong.replace('"outputs": []', `"outputs": ["${"A".repeat(5 * 1024 * 1024)}"]`),
  "other/helper.py": "WIDTH = 5\n",
});
afterAll(() => rmSync(cwd, { recursive: true }));

const message = "RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (2x3 and 8x4)";

/** The line of the file's own text, from 1, on which a text stands. */
const lineWith = (text: string) => 1 + wrong.split("\n").findIndex((line) => line.includes(text));

describe("check of a notebook", () => {
  it("is of the folders' notebooks, but not of their checkpoints", () => {
    expect(pythonFiles(["nets"], cwd).files).toEqual([
      join(cwd, "nets/__init__.py"),
      join(cwd, "nets/helper.py"),
      join(cwd, "nets/wrong.ipynb"),
    ]);
  });

  it("tells cell and line, and quotes the line of the cell", async () => {
    const { code, out } = await shapescope(["check", "nets/wrong.ipynb"], { cwd });
    expect(out).toContain(`error[matmul-sizes]: ${message}
 --> nets/wrong.ipynb:cell 3:4:12
4 | return fc(x)
  |        ^^^^^
`);
    expect(out).toContain(`  = note: called from here
 --> nets/wrong.ipynb:cell 4:2:11
2 | %time y = apply(torch.zeros(2, 3))
  |           ^^^^^^^^^^^^^^^^^^^^^^^^
`);
    expect(out).toMatch(/\n1 error in 1 file\n$/);
    expect(code).toBe(1);
  });

  it("has the cell beside the line in JSON, in related places too", async () => {
    const { out } = await shapescope(["check", "nets", "--format", "json"], { cwd });
    const { files, diagnostics } = JSON.parse(out) as { files: number; diagnostics: DiagnosticJson[] };
    expect(files).toBe(3);
    const file = join(cwd, "nets/wrong.ipynb");
    expect(diagnostics).toMatchObject([
      { file, cell: 3, line: 4, column: 12, endLine: 4, endColumn: 17, code: "matmul-sizes", message },
    ]);
    const called = diagnostics[0].related?.find(({ message }) => message.startsWith("called"));
    expect(called).toMatchObject({ file, cell: 4, line: 2, column: 11, endLine: 2, endColumn: 35 });
  });

  it("names the line of the file for GitHub, and the cell in the message", async () => {
    const { out } = await shapescope(["check", "nets", "--format", "github"], { cwd });
    const line = lineWith("return fc(x)");
    expect(out).toMatch(
      new RegExp(`^::error file=nets/wrong\\.ipynb,line=${line},endLine=${line},col=\\d+,endColumn=\\d+,`),
    );
    expect(out).toContain(`::cell 3, line 4: ${message}\n`);
  });

  it("has a region of the file and the cell as a logical location in SARIF", async () => {
    const { out } = await shapescope(["check", "nets", "--format", "sarif"], { cwd });
    const [result] = JSON.parse(out).runs[0].results;
    expect(result.message.text).toBe(`cell 3, line 4: ${message}`);
    const line = lineWith("return fc(x)");
    const column = wrong.split("\n")[line - 1].indexOf("fc(x)") + 1;
    expect(result.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "nets/wrong.ipynb", uriBaseId: "SRCROOT" },
          region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 5 },
        },
        logicalLocations: [{ name: "cell 3", kind: "cell", fullyQualifiedName: "cell 3, line 4" }],
      },
    ]);
    expect(result.relatedLocations).toContainEqual(
      expect.objectContaining({
        message: { text: "cell 4, line 2: called from here" },
        logicalLocations: [{ name: "cell 4", kind: "cell", fullyQualifiedName: "cell 4, line 2" }],
      }),
    );
  });

  it("tells the first syntax error of a cell, as a cell is compiled as one", async () => {
    const place = folderWith({ "syntax.ipynb": notebook(["x = 1\nbash run.sh\nmore of it", "print 1", "y = x"]) });
    const { out } = await shapescope(["check", ".", "--format", "json"], { cwd: place });
    expect(JSON.parse(out).diagnostics).toMatchObject([
      { cell: 1, line: 2, code: "syntax" },
      { cell: 2, line: 1, code: "syntax" },
    ]);
    rmSync(place, { recursive: true });
  });

  it("imports from the notebook's folder, whatever the roots are", async () => {
    const { out } = await shapescope(["check", "nets/wrong.ipynb", "--root", "other"], { cwd });
    expect(out).toContain(message);
  });

  it("runs it as `__main__`", async () => {
    const cell =
      'import torch\nif __name__ == "__main__":\n    torch.zeros(2) + torch.zeros(3)\nclass A:\n    pass\nassert A.__module__ == "__main__"';
    const place = folderWith({ "main.ipynb": notebook([cell]) });
    const { out } = await shapescope(["check", "main.ipynb"], { cwd: place });
    expect(out).toContain("--> main.ipynb:cell 1:3:5\n");
    expect(out).toMatch(/\n1 error in 1 file\n$/);
    rmSync(place, { recursive: true });
  });
});

describe("a notebook that cannot be read", () => {
  it("below a folder is passed over and told", async () => {
    const { code, out } = await shapescope(["check", "other", "--format", "json"], { cwd });
    const { files, diagnostics } = JSON.parse(out) as { files: number; diagnostics: DiagnosticJson[] };
    const told = diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
    expect(told).toEqual([
      expect.stringMatching(
        /^warning unreadable-file: other\/broken\.ipynb is no notebook of Python: it is not JSON: /,
      ),
      "warning unreadable-file: other/large.ipynb has 4194427 characters of code: too many for a source file",
      // Its pictures do not count.
      "error matmul-sizes: RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (2x3 and 5x4)",
      "warning unreadable-file: other/r.ipynb is no notebook of Python: its language is R, not Python",
    ]);
    expect(diagnostics[2].file).toBe(join(cwd, "other/pictures.ipynb"));
    expect({ files, code }).toEqual({ files: 2, code: 1 });
  });

  it("is an error where the user names it", async () => {
    const { code, err } = await shapescope(["check", "other/r.ipynb"], { cwd });
    expect({ code, err }).toEqual({
      code: 2,
      err: "shapescope: other/r.ipynb is no notebook of Python: its language is R, not Python\n",
    });
  });

  it("is any notebook to the commands that want a Python file", async () => {
    const refusal =
      "shapescope: nets/wrong.ipynb is a notebook, not a Python file (`shapescope check` reads notebooks)\n";
    for (const args of [
      ["facts", "nets/wrong.ipynb"],
      ["trace", "nets/wrong.ipynb", "--call", "apply(1)"],
      ["explain", "nets/wrong.ipynb:3"],
    ])
      expect(await shapescope(args, { cwd })).toMatchObject({ code: 2, out: "", err: refusal });
  });
});
