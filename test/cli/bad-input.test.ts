import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { call, folderWith, perceptron, shapescope } from "./harness";

const raises = `${perceptron}\n\ndef refuse():\n    raise ValueError("no such size\\nand more")\n`;
const cwd = folderWith({
  "model.py": perceptron,
  "broken.py": `${perceptron}\n\nx = = 1\n\n\ny = 2\n`,
  "raises.py": raises,
  "data.py": new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]),
  "folder/inside.py": "",
  "weights.safetensors": "none",
});

execFileSync("mkfifo", [join(cwd, "pipe.py")]);

/** What is wrong; the command line; the one line on stderr; the code and line of the diagnostic. */
const cases: [string, string[], RegExp, { code: string; file?: string; line?: number }][] = [
  [
    "a missing file",
    ["trace", "nowhere.py", "--call", call],
    /^shapescope: nowhere\.py: no such file or folder$/,
    { code: "unreadable-file", file: "nowhere.py" },
  ],
  [
    "a folder",
    ["facts", "folder"],
    /^shapescope: folder is a folder, not a Python file \(`shapescope check` reads folders\)$/,
    { code: "unreadable-file", file: "folder" },
  ],
  [
    "a device",
    ["facts", "/dev/zero"],
    /^shapescope: \/dev\/zero is a device, not a Python file$/,
    { code: "unreadable-file", file: "/dev/zero" },
  ],
  [
    "a named pipe",
    ["trace", "pipe.py", "--call", call],
    /^shapescope: pipe\.py is a named pipe, not a Python file$/,
    { code: "unreadable-file", file: "pipe.py" },
  ],
  [
    "a state that is a named pipe",
    ["run", "model.py", "--call", call, "--state", "pipe.py"],
    /^shapescope: --state pipe\.py: it is a named pipe, not a file$/,
    { code: "unreadable-file", file: "pipe.py" },
  ],
  [
    "a binary",
    ["trace", "data.py", "--call", call],
    /^shapescope: data\.py is a binary file, not Python source: byte 4 is zero$/,
    { code: "unreadable-file", file: "data.py" },
  ],
  [
    "a syntax error in the middle",
    ["trace", "broken.py", "--call", call],
    /^shapescope: broken\.py:17:\d+: .+$/,
    { code: "syntax", file: "broken.py", line: 17 },
  ],
  [
    "a call that does not parse",
    ["trace", "model.py", "--call", "Perceptron(8, "],
    /^shapescope: --call, column \d+: the call does not parse: '\(' was never closed$/,
    { code: "call" },
  ],
  ["an empty call", ["trace", "model.py", "--call", ""], /^shapescope: --call, column 1: .+$/, { code: "call" }],
  [
    "a call that names nothing",
    ["trace", "model.py", "--call", "Transformer()(torch.empty(1))"],
    /^shapescope: --call, column 1: NameError: name 'Transformer' is not defined$/,
    { code: "name" },
  ],
  [
    "a call that raises",
    ["trace", "raises.py", "--call", "refuse()"],
    /^shapescope: raises\.py:18:5: ValueError: no such size$/,
    { code: "raised", file: "raises.py", line: 18 },
  ],
  [
    "a call with a wrong size",
    ["trace", "model.py", "--call", "Perceptron(8, 16)(torch.empty(4, 9))"],
    /^shapescope: model\.py:13:\d+: RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied \(4x9 and 8x16\)$/,
    { code: "matmul-sizes", file: "model.py", line: 13 },
  ],
  [
    "a state that is no safetensors file",
    ["run", "model.py", "--call", call, "--state", "weights.safetensors"],
    /^shapescope: --state weights\.safetensors: not a readable safetensors file: it has 4 bytes, .+$/,
    { code: "unreadable-file", file: "weights.safetensors" },
  ],
  [
    "a root that is not there",
    ["trace", "model.py", "--call", call, "--root", "folder", "--root", "lib"],
    /^shapescope: --root lib: no such folder$/,
    { code: "usage", file: "lib" },
  ],
  [
    "a missing option",
    ["trace", "model.py"],
    /^shapescope: required option '--call <expr>' not specified$/,
    { code: "usage" },
  ],
  [
    "an unknown option",
    ["facts", "model.py", "--deep"],
    /^shapescope: unknown option '--deep' \(Did you mean --help\?\)$/,
    { code: "usage" },
  ],
  [
    "a seed that is no number",
    ["run", "model.py", "--call", call, "--seed", "-1"],
    /^shapescope: option '--seed <n>' argument '-1' is invalid\. It must be a whole number\.$/,
    { code: "usage" },
  ],
];

describe.each(cases)("%s", (_, args, line, { file, ...diagnostic }) => {
  it("is one line on stderr and exit status 2", async () => {
    const { code, err } = await shapescope(args, { cwd });
    expect(err.split("\n")).toEqual([expect.stringMatching(line), ""]);
    expect(code).toBe(2);
  });

  it("is a diagnostic under --json", async () => {
    const { code, out } = await shapescope([...args, "--json"], { cwd });
    const { diagnostics } = JSON.parse(out);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ severity: "error", ...diagnostic, ...(file && { file: resolve(cwd, file) }) }),
    );
    expect(code).toBe(2);
  });
});

it("still traces what a broken file holds", async () => {
  const { out } = await shapescope(["trace", "broken.py", "--call", call, "--json"], { cwd });
  expect(JSON.parse(out)).toMatchObject({ output: { shape: [4, 2] }, params: 178 });
});

it("shows the lines before a failing one, and the place of the failure", async () => {
  const args = ["trace", "model.py", "--call", "Perceptron(8, 16)(torch.empty(4, 9))"];
  const { out } = await shapescope(args, { cwd });
  expect(
    out,
  ).toContain(`error[matmul-sizes]: RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x9 and 8x16)
  --> model.py:13:24
13 | h = torch.relu(self.first(x))
   |                ^^^^^^^^^^^^^`);
});

it("tells a fault of its own in one line, without a stack", async () => {
  const analyzer = {
    trace() {
      throw new TypeError("x is not a function\n    at trace (analyzer.ts:1:1)");
    },
  } as never;
  const { code, out, err } = await shapescope(["trace", "model.py", "--call", call, "--json"], { cwd, analyzer });
  expect(err).toBe(
    "shapescope: a fault of its own: x is not a function. Please report it with the command and the file.\n",
  );
  expect(JSON.parse(out).diagnostics).toMatchObject([{ severity: "error", code: "internal" }]);
  expect(code).toBe(2);
});
