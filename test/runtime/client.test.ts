import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RuntimeClient } from "../../src/runtime/client";
import { floats, planOf, t, wasmFolder } from "./plans";

let folder: string;
let worker: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "shapescope-runtime-"));
  worker = path.join(folder, "runtime.js");
  await build({
    entryPoints: [path.resolve(__dirname, "../../src/cli/run-worker.ts")],
    outfile: worker,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    external: ["@tensorflow/tfjs-node"],
    logLevel: "silent",
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const small = planOf(
  { 1: [[2, 2]], 2: [[2, 2]] },
  [
    { op: "empty", args: { size: [2, 2] }, out: [1] },
    { op: "mm", args: { self: t(1), mat2: t(1) }, out: [2] },
  ],
  { forward: 1, inputs: [{ name: "x", tensor: 1 }], output: t(2) },
);

const large = planOf(
  { 0: [[900, 900]], ...Object.fromEntries(Array.from({ length: 400 }, (_, i) => [i + 1, [[900, 900]]])) },
  [
    { op: "randn", args: { size: [900, 900] }, out: [0] },
    ...Array.from({ length: 400 }, (_, i) => ({ op: "mm", args: { self: t(0), mat2: t(0) }, out: [i + 1] })),
  ],
  { output: t(400) },
);

it("runs a plan in the bundled worker on wasm, with steps and progress", async () => {
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
  expect(seen).toEqual(["mm"]);
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
