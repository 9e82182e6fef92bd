/** A language model tool of the extension asks `shapescope mcp`, and has its words. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ToolCalls } from "../../../src/extension/tool-calls";
import { bundled } from "../bundles";

let dist: string;
let calls: ToolCalls;

beforeAll(async () => {
  dist = await bundled();
  writeFileSync(join(dist, "wrong.py"), "import torch\n\nx = torch.empty(2, 3)\ny = x @ x\n");
  calls = new ToolCalls({ command: process.execPath, args: [join(dist, "cli.js"), "mcp"], env: {}, cwd: dist }, "1");
}, 120_000);

afterAll(async () => {
  await calls.dispose();
  rmSync(dist, { recursive: true });
});

it("answers in text, below the folder of the workspace", async () => {
  const { text, isError } = await calls.call("check", { paths: ["wrong.py"] }, new AbortController().signal);
  const message = "RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)";
  expect({ text, isError }).toEqual({
    text: `1 error and 0 warnings in 1 file\nwrong.py:4:5: error[matmul-sizes]: ${message}`,
    isError: false,
  });
});

it("says what could not be done", async () => {
  const { text, isError } = await calls.call("facts", { file: "nowhere.py" }, new AbortController().signal);
  expect({ text, isError }).toEqual({ text: "nowhere.py: no such file or folder", isError: true });
});
