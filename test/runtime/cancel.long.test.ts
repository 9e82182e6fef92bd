import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RuntimeClient } from "../../src/runtime/client";
import { bundleWorker } from "./worker";

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
  worker = await bundleWorker(folder);
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

it("ten runs leave memory where one left it", async () => {
  const client = new RuntimeClient({ worker });
  const once = async () => {
    const asked = { call: "Wide(800, 4)(torch.empty(2, 800))" };
    const options = { seed: 0, backend: "cpu", statistics: "later" } as const;
    expect((await client.run({ file, asked }, options)).status).toBe("done");
  };
  // As many runs are kept to be looked at.
  for (let n = 0; n < 4; n++) await once();
  const before = process.memoryUsage.rss();
  for (let n = 0; n < 10; n++) await once();
  // Each has 10 MB of weights.
  expect((process.memoryUsage.rss() - before) / 2 ** 20).toBeLessThan(50);
  await client.dispose();
}, 240_000);
