import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { TrialsAsked } from "../../src/analysis/entries/trials";
import { provideBackends } from "../../src/runtime/backends";
import type { RunOptions } from "../../src/runtime/program";
import type { RunResult, TensorData } from "../../src/runtime/result";
import { runProgram, type Watching } from "../../src/runtime/run";
import { analyzerOf } from "../analysis/support";

const wasmFolder = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json")),
  "wasm-out",
);
provideBackends({ wasm: (file) => readFile(path.join(wasmFolder, file)) });

export { wasmFolder };

const HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n";

/** Runs `call` in a file of that text, below three lines of imports; what is not given is seed 0 on cpu. */
export function run(
  text: string,
  call: string,
  options: Partial<RunOptions> = {},
  watching: Watching = {},
  backward = false,
  tried: TrialsAsked = {},
): Promise<RunResult> {
  const analyzer = analyzerOf({ "/project/model.py": HEAD + text });
  const program = { file: "/project/model.py", asked: { call, ...(backward && { backward }), ...tried } };
  return runProgram(analyzer, program, { seed: 0, backend: "cpu", ...options }, watching);
}

/** The body of a function `f(*args)`, run on what `args` says; its numbers, tensor by tensor, or why there are none. */
export async function numbersOf(
  body: string,
  args = "",
  parameters = "*args",
): Promise<(number | bigint)[][] | string> {
  const lines = body.trim().split("\n");
  const text = `def f(${parameters}):\n${lines.map((line) => `    ${line}`).join("\n")}\n`;
  const { outputs, failure } = await run(text, `f(${args})`);
  return failure?.message ?? outputs.map(({ data }) => [...data]);
}

export function floats(shape: number[], data: number[]): TensorData {
  return { shape, dtype: "float32", data: Float32Array.from(data) };
}

export function integers(shape: number[], data: number[]): TensorData {
  return { shape, dtype: "int64", data: Int32Array.from(data) };
}
