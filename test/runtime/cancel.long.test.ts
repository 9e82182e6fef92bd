import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RuntimeClient } from "../../src/runtime/client";
import { copyWorker } from "./worker";

let folder: string;
let worker: string;
let file: string;

const MODEL = `
import torch
from torch import nn

class Wide(nn.Module):
    def __init__(self, n, depth):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(n, n) for _ in range(depth)])
        for layer in self.layers:
            nn.init.trunc_normal_(layer.weight)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "shapescope-cancel-"));
  worker = await copyWorker(folder);
  file = path.join(folder, "model.py");
  await writeFile(file, MODEL);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it("a cancel ends a run within 200 ms in 20 of 20 tries, while weights are made too", async () => {
  const took: number[] = [];
  for (let n = 0; n < 20; n++) {
    const client = new RuntimeClient({ worker });
    const controller = new AbortController();
    // From the start of the thread, over the making of weights, into products that take seconds.
    const begun = new Promise<void>((resolve) => setTimeout(resolve, 75 * n));
    const call = "Wide(3000, 40)(torch.empty(512, 3000))";
    const run = client.run({ file, asked: { call } }, { seed: 0, backend: "cpu" }, { signal: controller.signal });
    await begun;
    const from = performance.now();
    controller.abort();
    expect((await run).status).toBe("cancelled");
    took.push(performance.now() - from);
    await client.dispose();
  }
  expect(Math.max(...took)).toBeLessThan(200);
}, 120_000);

it("fifteen runs leave memory where a few left it", async () => {
  const program = path.join(folder, "memory-of-runs.js");
  await build({
    entryPoints: [path.resolve(__dirname, "memory-of-runs.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "silent",
  });
  // Each has 10 MB of weights, and four are kept to be looked at: what leaks leaves 150 MB.
  const call = "Wide(800, 4)(torch.empty(2, 800))";
  const { stdout } = await promisify(execFile)(process.execPath, [program, worker, file, call, "5", "15"]);
  expect(Number(stdout)).toBeLessThan(60);
}, 240_000);
