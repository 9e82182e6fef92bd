/**
 * Holds `shapescope run` against what torchvision's models compute in PyTorch, with the weights that PyTorch made:
 *   npm run numbers -- --python PYTHON --site DIR [--backend node|wasm|cpu] [--tfjs-node DIR] [--only TEXT] [--from NAME] [--keep DIR]
 * PYTHON has torch; DIR holds torchvision, unpacked. One model after the other is recorded (tools/record/torchvision_numbers.py), run and compared; its files are then removed,
 * but for --keep. A model holds where no number is off by more than 1e-4 of the largest of its tensor. The exit status is 1 where one does not hold.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const tool = join(root, "tools/record/torchvision_numbers.py");

/** How far a number may be off, in parts of the largest of its tensor. */
const TOLERANCE = 1e-4;

const { values: options } = parseArgs({
  options: {
    python: { type: "string", default: "python3" },
    site: { type: "string" },
    backend: { type: "string", default: "wasm" },
    "tfjs-node": { type: "string" },
    only: { type: "string", default: "" },
    from: { type: "string" },
    keep: { type: "string" },
  },
});
if (options.site === undefined) {
  console.error("usage: npm run numbers -- --python PYTHON --site DIR [--backend NAME] [--only TEXT] [--keep DIR]");
  process.exit(2);
}
const site = resolve(options.site);
const env = { ...process.env, PYTHONPATH: [site, process.env.PYTHONPATH].filter(Boolean).join(":") };

/** Loading torch takes long: one process records all. It answers each line with one. */
function recorder(folder) {
  const child = spawn(options.python, [tool, folder, "--ask"], { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${options.python} ended`);
    return JSON.parse(value);
  };
  return {
    cases: answer,
    async record(name) {
      child.stdin.write(`${name}\n`);
      const failed = await answer();
      if (failed !== null) throw new Error(failed);
    },
    end: () => child.stdin.end(),
  };
}

/** Tensors of float32 by name. */
function tensorsOf(path) {
  const bytes = readFileSync(path);
  const size = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + size));
  return new Map(
    Object.entries(header)
      .filter(([name]) => name !== "__metadata__")
      .map(
        ([
          name,
          {
            shape,
            data_offsets: [from, to],
          },
        ]) => {
          const own = bytes.subarray(8 + size + from, 8 + size + to);
          return [
            name,
            { shape, data: new Float32Array(own.buffer.slice(own.byteOffset, own.byteOffset + own.length)) },
          ];
        },
      ),
  );
}

/** The largest difference, in parts of the tensor's largest number; infinite where shapes or what is finite differ. */
function difference(got, want) {
  if (got === undefined || `${got.shape}` !== `${want.shape}`) return Number.POSITIVE_INFINITY;
  let [most, largest] = [0, 0];
  for (const [n, number] of want.data.entries()) {
    largest = Math.max(largest, Math.abs(number));
    const off = Math.abs(got.data[n] - number);
    most = Number.isNaN(off) ? Number.POSITIVE_INFINITY : Math.max(most, off);
  }
  return most / (largest || 1);
}

/** Runs the call in a process of its own: seconds, and how far the results are off or why there are none. */
function measured({ name, file, call }, folder) {
  const base = join(folder, name);
  const out = `${base}.got.safetensors`;
  const args = ["run", join(site, file), "--root", site, "--call", call, "--backend", options.backend];
  args.push("--state", `${base}.state.pth`, "--inputs", `${base}.input.safetensors`, "--output", out, "--json");
  if (options["tfjs-node"] !== undefined) args.push("--tfjs-node", resolve(options["tfjs-node"]));
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const seconds = (performance.now() - began) / 1000;
  if (status !== 0) return { seconds, failed: stderr.trim().split("\n").at(-1) };
  const [got, want] = [tensorsOf(out), tensorsOf(`${base}.output.safetensors`)];
  return { seconds, off: Math.max(...[...want].map(([key, tensor]) => difference(got.get(key), tensor))) };
}

const folder = options.keep === undefined ? mkdtempSync(join(tmpdir(), "shapescope-numbers-")) : resolve(options.keep);
mkdirSync(folder, { recursive: true });
const torch = recorder(folder);
let [held, all] = [0, 0];
try {
  const known = await torch.cases();
  const first = options.from === undefined ? 0 : known.findIndex(({ name }) => name === options.from);
  if (first < 0) throw new Error(`there is no model ${options.from}`);
  for (const one of known.slice(first).filter(({ name }) => name.includes(options.only))) {
    all++;
    try {
      if (!existsSync(join(folder, `${one.name}.output.safetensors`))) await torch.record(one.name);
      const { seconds, off, failed } = measured(one, folder);
      if (off <= TOLERANCE) held++;
      const told = failed ?? `off by ${off.toExponential(1)}`;
      console.log(
        `${off <= TOLERANCE ? "✓" : "✗"} ${one.name.padEnd(30)} ${seconds.toFixed(1).padStart(7)} s  ${told}`,
      );
    } catch (error) {
      console.log(`✗ ${one.name.padEnd(30)} ${error.message}`);
    }
    for (const part of ["state.pth", "input.safetensors", "output.safetensors", "got.safetensors"])
      if (options.keep === undefined) rmSync(join(folder, `${one.name}.${part}`), { force: true });
  }
} finally {
  torch.end();
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
console.log(`numbers on ${options.backend}: ${held}/${all}`);
process.exitCode = held === all ? 0 : 1;
