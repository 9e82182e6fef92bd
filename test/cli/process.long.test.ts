import { spawn, spawnSync } from "node:child_process";
import { chmodSync, closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "../../src/runtime/weights/safetensors";
import { bundled } from "./bundles";
import { call, folderWith, perceptron, shapescope } from "./harness";

let dist: string;
const cwd = folderWith({
  "model.py": perceptron,
  ...Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [`many/m${n}.py`, perceptron.replace("(hidden, 2)", `(hidden + ${n % 2}, 2)`)]),
  ),
});

beforeAll(async () => {
  dist = await bundled();
}, 60_000);

afterAll(() => {
  rmSync(dist, { recursive: true });
  rmSync(cwd, { recursive: true });
});

function command(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, "cli.js"), ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  return { status, stdout, stderr };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("the process", { timeout: 30_000 }, () => {
  it("traces", () => {
    const { status, stdout, stderr } = command(["trace", "model.py", "--call", call, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ output: { shape: [4, 2] }, params: 178, macs: 640 });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("serves coding assistants until they are gone", async () => {
    const client = new Client({ name: "test", version: "1" });
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [join(dist, "cli.js"), "mcp"],
      cwd,
    });
    await client.connect(transport);
    const answer = await client.callTool({ name: "trace", arguments: { file: "model.py", call } });
    expect(answer.structuredContent).toMatchObject({ output: { shape: [4, 2] }, params: 178, macs: 640 });
    const { pid } = transport;
    await client.close();
    await expect.poll(() => isRunning(pid!)).toBe(false);
  });

  it("ends with the command's status", () => {
    const { status, stdout, stderr } = command(["trace", "nowhere.py", "--call", call]);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr: "shapescope: nowhere.py: no such file or folder\n",
    });
  });

  it("tells its version, and helps with examples", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(command(["--version"]).stdout).toBe(`${version}\n`);
    const { status, stdout } = command(["--help"]);
    expect(stdout).toContain("Usage: shapescope");
    expect(stdout).toMatch(/Examples:\n {2}shapescope trace .+ --call "/);
    expect(status).toBe(0);
  });

  it.each([
    [["trace", "model.py", "--call", call, "--json"], 0],
    [["check", "many", "--format", "sarif"], 1],
  ])("ends quietly when its reader goes, with the status of %j", async (args, status) => {
    const child = spawn(process.execPath, [join(dist, "cli.js"), ...args], { cwd });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ stderr, code }).toEqual({ stderr: "", code: status });
  });

  it.each([[["trace", "model.py", "--call", call, "--json"]], [["check", "many"]], [["--help"]]])(
    "says that a full disk could not take its output: %j",
    (args) => {
      const full = openSync("/dev/full", "w");
      try {
        const { status, stderr } = spawnSync(process.execPath, [join(dist, "cli.js"), ...args], {
          cwd,
          encoding: "utf8",
          stdio: ["ignore", full, "pipe"],
        });
        expect({ status, stderr }).toEqual({
          status: 2,
          stderr: "shapescope: the output could not be written: no space left on the device\n",
        });
      } finally {
        closeSync(full);
      }
    },
  );

  it("keeps its status where only its messages could not be written", () => {
    const full = openSync("/dev/full", "w");
    try {
      const options = { cwd, stdio: ["ignore", "ignore", full] as const };
      const status = (...args: string[]) =>
        spawnSync(process.execPath, [join(dist, "cli.js"), ...args], { ...options, stdio: [...options.stdio] }).status;
      expect([status("check", "many"), status("check", "nowhere")]).toEqual([1, 2]);
    } finally {
      closeSync(full);
    }
  });

  it("says in one line what is missing from its own folder", () => {
    const wasm = join(dist, "tree-sitter-python.wasm");
    const bytes = readFileSync(wasm);
    rmSync(wasm);
    try {
      const { status, stderr } = command(["trace", "model.py", "--call", call]);
      expect(stderr).toMatch(/^shapescope: a fault of its own: ENOENT.+Please report it.+\n$/);
      expect(status).toBe(2);
    } finally {
      writeFileSync(wasm, bytes);
    }
  });

  it("obeys NO_COLOR and FORCE_COLOR", () => {
    const args = ["trace", "model.py", "--call", call];
    expect(command(args, { NO_COLOR: "", FORCE_COLOR: "1" }).stdout).toContain("\u001b[1m");
    expect(command(args, { NO_COLOR: "1", FORCE_COLOR: "1" }).stdout).not.toContain("\u001b");
  });

  it("checks a folder in processes, and reports in the order of the files", () => {
    const { status, stdout } = command(["check", "many", "--format", "json"]);
    const { files, diagnostics } = JSON.parse(stdout);
    expect(files).toBe(9);
    expect(diagnostics.map(({ file, line }: { file: string; line: number }) => [file.slice(cwd.length), line])).toEqual(
      [1, 3, 5, 7].map((n) => [`/many/m${n}.py`, 14]),
    );
    expect(status).toBe(1);
  });

  it("checks on past folders and files that it may not read, and says which", () => {
    const place = folderWith({ "good.py": perceptron, "locked/hidden.py": "", "secret.py": perceptron });
    for (const folder of [dist, place]) chmodSync(folder, 0o755);
    for (const name of ["locked", "secret.py"]) chmodSync(join(place, name), 0);
    // Nothing is kept from the superuser.
    const uid = process.getuid!() === 0 ? 65_534 : undefined;
    const check = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, "cli.js"), "check", ...args], {
        cwd: place,
        encoding: "utf8",
        ...(uid !== undefined && { uid }),
      });
      return { status, stderr, stdout };
    };
    const all = check(".");
    expect(all.stdout).toBe(`warning[unreadable-file]: locked: no permission to read it
 --> locked:1:1

warning[unreadable-file]: secret.py: no permission to read it
 --> secret.py:1:1

0 errors in 1 file, 2 could not be read
`);
    expect(all).toMatchObject({ status: 0, stderr: "" });
    expect(check("good.py", "secret.py", "locked")).toEqual({
      status: 2,
      stdout: "0 errors in 1 file\n",
      stderr: "shapescope: secret.py: no permission to read it\nshapescope: locked: no permission to read it\n",
    });
    rmSync(place, { recursive: true });
  });

  it("serves editors", async () => {
    const child = spawn(process.execPath, [join(dist, "cli.js"), "lsp", "--stdio"], { cwd });
    const body = JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "initialize",
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
    let answer = "";
    for await (const data of child.stdout) {
      answer += data;
      if (answer.includes('"hoverProvider":')) break;
    }
    child.kill();
    expect(answer).toContain('"hoverProvider":');
  });
});

describe("run", { timeout: 30_000 }, () => {
  const run = (...args: string[]) =>
    shapescope(["run", "model.py", "--call", call, "--backend", "cpu", ...args], { cwd, dist });

  it("executes on random numbers, the same for the same seed", async () => {
    const [first, again, other] = [
      await run("--json"),
      await run("--json", "--seed", "0"),
      await run("--json", "--seed", "1"),
    ];
    const { output, backend, ms, steps } = JSON.parse(first.out);
    expect(output).toMatchObject({ shape: [4, 2], dtype: "float32", nan: 0 });
    for (const name of ["mean", "std", "min", "max"]) expect(output[name], name).toBeTypeOf("number");
    expect({ backend, ms }).toEqual({ backend: "cpu", ms: expect.any(Number) });
    expect(
      steps.map(({ op, line, module, output }: Record<string, { shape?: number[] }>) => [
        op,
        line,
        module,
        output.shape,
      ]),
    ).toEqual([
      ["linear", 13, "first", [4, 16]],
      ["relu", 13, "", [4, 16]],
      ["linear", 14, "second", [4, 2]],
    ]);
    expect(JSON.parse(again.out).output).toEqual(output);
    expect(JSON.parse(other.out).output).not.toEqual(output);
    expect(first.code).toBe(0);
  });

  it("takes state and inputs from safetensors files and writes the output to one", async () => {
    const ones = (shape: number[]) => ({
      shape,
      dtype: "float32" as const,
      data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
    });
    const state = {
      "first.weight": ones([16, 8]),
      "first.bias": ones([16]),
      "second.weight": ones([2, 16]),
      "second.bias": ones([2]),
    };
    writeFileSync(join(cwd, "state.safetensors"), writeSafetensors(state));
    writeFileSync(join(cwd, "inputs.safetensors"), writeSafetensors({ x: ones([4, 8]) }));
    const { code, out } = await run(
      "--state",
      "state.safetensors",
      "--inputs",
      "inputs.safetensors",
      "--output",
      "o.safetensors",
    );
    // 16 hidden numbers of 8 + 1 each, and one.
    expect(out).toMatch(/^output\.0 +\(4, 2\) +float32 +145 +0 +145 +145$/m);
    expect(out).toMatch(/^ {2}13 +linear +first +\(4, 16\) +9 +0 +9 +9 +[\d.]+$/m);
    const written = readSafetensors(readFileSync(join(cwd, "o.safetensors")));
    expect(written["output.0"]).toMatchObject({ shape: [4, 2], data: new Float32Array(8).fill(145) });
    expect(code).toBe(0);
  });

  it("keeps modules' results, and tells executed and analysed shapes and what was printed", async () => {
    const files = ["--state", "state.safetensors", "--inputs", "inputs.safetensors", "--output", "k.safetensors"];
    const { out, code } = await run("--keep", "first", "--json", ...files);
    const { kept, steps } = JSON.parse(out);
    expect(kept).toEqual({
      first: { shape: [4, 16], dtype: "float32", mean: 9, std: 0, min: 9, max: 9, nan: 0, inf: 0 },
    });
    expect(steps[0].output).toMatchObject({ shape: [4, 16], analysed: [4, 16] });
    const written = readSafetensors(readFileSync(join(cwd, "k.safetensors")));
    expect(Object.keys(written)).toEqual(["output.0", "first"]);
    expect(written.first).toMatchObject({ shape: [4, 16], data: new Float32Array(64).fill(9) });
    expect(code).toBe(0);
  });

  it("ends where names of the state are wrong, but with --no-strict", async () => {
    writeFileSync(
      join(cwd, "other.safetensors"),
      writeSafetensors({ "first.bias": { shape: [16], dtype: "float32", data: new Float32Array(16) } }),
    );
    const strict = await run("--state", "other.safetensors");
    expect(strict.err).toContain(
      'Error(s) in loading state_dict for Perceptron:\n\tMissing key(s) in state_dict: "first.weight", "second.weight", "second.bias". \n',
    );
    expect(strict.code).toBe(2);
    const lax = await run("--state", "other.safetensors", "--no-strict");
    expect(lax.out).toContain('Missing key(s) in state_dict: "first.weight", "second.weight", "second.bias".');
    expect(lax.code).toBe(0);
  });

  it("reads one input from a file of its own", async () => {
    writeFileSync(join(cwd, "x.txt"), Array.from({ length: 32 }, () => "1").join(" "));
    const { out } = await run("--state", "state.safetensors", "--input", "x=x.txt");
    expect(out).toMatch(/^output\.0 +\(4, 2\) +float32 +145 +0 +145 +145$/m);
    expect((await run("--input", "x")).err).toBe("shapescope: --input x: it is given as NAME=FILE\n");
    expect((await run("--input", "y=x.txt")).err).toContain("no input is called y: the call has x and nothing else");
  });

  it("gives the gradient of every parameter with --backward", async () => {
    const files = ["--state", "state.safetensors", "--inputs", "inputs.safetensors", "--output", "g.safetensors"];
    const { code, out } = await run("--backward", ...files);
    // Every hidden number is 9, over four rows; each feeds two results.
    expect(out).toMatch(/^grad\.second\.weight +\(2, 16\) +203\.6 +36 +0 +36 +36 +0$/m);
    const written = readSafetensors(readFileSync(join(cwd, "g.safetensors")));
    expect(Object.entries(written).map(([name, { shape, data }]) => [name, shape, data[0]])).toEqual([
      ["output.0", [4, 2], 145],
      ["grad.first.weight", [16, 8], 8],
      ["grad.first.bias", [16], 8],
      ["grad.second.weight", [2, 16], 36],
      ["grad.second.bias", [2], 4],
    ]);
    expect(code).toBe(0);
    const { gradients, steps } = JSON.parse((await run("--backward", "--json", ...files)).out);
    expect(gradients["second.bias"]).toEqual({ norm: Math.sqrt(32), mean: 4, std: 0, min: 4, max: 4, zeros: 0 });
    expect(steps.map(({ op }: { op: string }) => op)).toEqual(["linear", "relu", "linear"]);
  });

  it("tells the exception of a call that raises, at its place and as a diagnostic", async () => {
    const args = ["run", "model.py", "--call", "Perceptron(8, 16)(torch.empty(4, 9))", "--backend", "cpu"];
    const message = "RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x9 and 8x16)";
    const { code, err } = await shapescope(args, { cwd, dist });
    expect(err.replace(/:13:\d+:/, ":13:")).toBe(`shapescope: model.py:13: ${message}\n`);
    expect(code).toBe(2);
    const { diagnostics } = JSON.parse((await shapescope([...args, "--json"], { cwd, dist })).out);
    expect(diagnostics).toMatchObject([{ code: "matmul-sizes", file: join(cwd, "model.py"), line: 13, message }]);
  });

  it("says what does not fit", async () => {
    writeFileSync(
      join(cwd, "small.safetensors"),
      writeSafetensors({ x: { shape: [4], dtype: "float32", data: new Float32Array(4) } }),
    );
    const { code, err } = await run("--inputs", "small.safetensors");
    expect(err).toBe("shapescope: input x has shape [4], the call was analysed with [4, 8]\n");
    expect(code).toBe(2);
  });

  it("leaves the output's file as it was where it cannot be written whole, and nothing beside it", async () => {
    const limited = (args: string[]) =>
      spawnSync("sh", ["-c", 'ulimit -f 0; exec "$@"', "sh", process.execPath, join(dist, "cli.js"), ...args], {
        cwd,
        encoding: "utf8",
      });
    writeFileSync(join(cwd, "before.safetensors"), "before");
    const before = readdirSync(cwd).sort();
    const args = ["run", "model.py", "--call", call, "--backend", "cpu", "--output", "before.safetensors"];
    const { status, stderr } = limited(args);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "shapescope: --output before.safetensors: it would be too large a file\n",
    });
    expect(readFileSync(join(cwd, "before.safetensors"), "utf8")).toBe("before");
    expect(readdirSync(cwd).sort()).toEqual(before);
  });

  it("writes to no device", async () => {
    const { code, err } = await run("--output", "/dev/null");
    expect({ code, err }).toEqual({ code: 2, err: "shapescope: --output /dev/null: it is a device, not a file\n" });
  });

  it("says where the output cannot be written", async () => {
    const { code, err } = await run("--output", "nowhere/o.safetensors");
    expect(err).toBe("shapescope: --output nowhere/o.safetensors: no such file or folder\n");
    expect(code).toBe(2);
  });
});
