import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RuntimeClient } from "../../src/runtime/client";
import type { Program } from "../../src/runtime/program";
import { floats, wasmFolder } from "./programs";
import { copyWorker } from "./worker";

let folder: string;
let worker: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "shapescope-runtime-"));
  worker = await copyWorker(folder);
  const file = path.join(folder, "model.py");
  await writeFile(file, MODEL);
  small = { file, asked: { call: "Square()(torch.empty(2, 2))" } };
  large = { file, asked: { call: "endless()" } };
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const MODEL = `
import torch
from torch import nn

class Square(nn.Module):
    def forward(self, x):
        return x @ x

def endless():
    x = torch.randn(900, 900)
    while True:
        y = x @ x
`;
let small: Program;
let large: Program;

it("runs a program in the bundled worker on wasm, with steps and progress", async () => {
  const client = new RuntimeClient({ worker, wasm: [wasmFolder] });
  const seen: string[] = [];
  const progress: number[] = [];
  const result = await client.run(
    small,
    { seed: 0, backend: "wasm", inputs: { x: floats([2, 2], [1, 2, 3, 4]) } },
    { onStep: (step) => seen.push(step.op), onProgress: (done, total) => progress.push(done, total) },
  );
  expect(result.failure).toBeUndefined();
  expect(result.backend).toBe("wasm");
  expect([...result.outputs[0]!.data]).toEqual([7, 10, 15, 22]);
  expect(seen).toEqual(["matmul"]);
  expect(progress).toEqual([1, 1]);
  await client.dispose();
});

it("falls back to cpu where the WebAssembly files are missing, and says so where wasm was asked for", async () => {
  const client = new RuntimeClient({ worker });
  expect((await client.run(small, { seed: 0, backend: "auto" })).backend).toBe("cpu");
  const refused = await client.run(small, { seed: 0, backend: "wasm" });
  expect(refused.failure!.message).toMatch(
    /^The wasm backend can't be used: tfjs-backend-wasm-simd\.wasm was not found in /,
  );
  await client.dispose();
});

it("a cancelled run ends soon, and the client runs again", async () => {
  const client = new RuntimeClient({ worker, patience: 300 });
  const controller = new AbortController();
  const started = performance.now();
  const run = client.run(large, { seed: 0, backend: "cpu" }, { signal: controller.signal });
  setTimeout(() => controller.abort(), 200);
  expect((await run).status).toBe("cancelled");
  expect(performance.now() - started).toBeLessThan(10_000);
  expect((await client.run(small, { seed: 0, backend: "cpu" })).status).toBe("done");
  await client.dispose();
}, 20_000);

it("a worker that cannot start is a failed run, not an exception", async () => {
  const client = new RuntimeClient({ worker: path.join(folder, "missing.js") });
  const result = await client.run(small, { seed: 0, backend: "cpu" });
  expect(result.status).toBe("failed");
  expect(result.failure!.message).toMatch(/^the runtime's worker stopped: Cannot find module/);
});

it("lets a run be looked at after it has ended, until it is forgotten", async () => {
  const client = new RuntimeClient({ worker });
  let id = 0;
  const inputs = { x: floats([2, 2], [1, 2, 3, 4]) };
  let tell: (mean: number) => void = () => {};
  const taken = new Promise<number>((resolve) => {
    tell = resolve;
  });
  const result = await client.run(
    small,
    { seed: 0, backend: "cpu", statistics: "later", inputs },
    {
      onBegin: (begun) => {
        id = begun;
      },
      onStatistics: ([first]) => tell(first!.statistics.mean),
    },
  );
  expect(result.steps[0]!.outputs[0]!.statistics).toBeUndefined();
  expect(await taken).toBe((7 + 10 + 15 + 22) / 4);
  const { step } = result.steps[0]!;
  const looked = await client.look(id, { step });
  expect(looked!.pictures).toEqual([{ width: 2, height: 2, values: [7, 10, 15, 22], low: 7, high: 22 }]);
  client.forget(id);
  expect(await client.look(id, { step })).toBeUndefined();
  await client.dispose();
  expect(await client.look(id, { step })).toBeUndefined();
});

it("says why weights can't be read", async () => {
  const client = new RuntimeClient({ worker });
  const weights = path.join(folder, "missing.safetensors");
  const result = await client.run(small, { seed: 0, backend: "cpu", weights });
  expect(result.status).toBe("failed");
  expect(result.failure!.message).toMatch(/missing\.safetensors|no such file/);
  await client.dispose();
});
