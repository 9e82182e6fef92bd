/** Processes and threads of the command line that die or hang, and what is told of it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkInProcesses, processesFor } from "../../src/cli/check/pool";
import type { Output } from "../../src/cli/context";
import { runProgram } from "../../src/cli/program";
import { folderWith, perceptron } from "./harness";

const dist = mkdtempSync(join(tmpdir(), "shapescope-apart-"));
// A tenth of what counts in earnest.
const limits = { memoryMb: 400, heapMb: 150, cancelMs: 200, silentMs: 400 };
const options = { supervisor: join(dist, "supervisor.js"), script: join(dist, "program.js"), limits };
const setup = { cwd: "/", env: {}, roots: [] };
const cwd = folderWith(
  Object.fromEntries(
    ["good.py", "hang.py", "exit.py", "halfway.py", "fault.py", "memory.py", "m/exit.py", "m/good.py"].map((name) => [
      name,
      perceptron,
    ]),
  ),
);

beforeAll(async () => {
  await build({
    entryPoints: {
      program: "test/fixtures/made-up-cli.ts",
      cli: "test/fixtures/made-up-command.ts",
      supervisor: "src/supervisor/main.ts",
    },
    bundle: true,
    platform: "node",
    outdir: dist,
  });
});

afterAll(() => {
  rmSync(dist, { recursive: true });
  rmSync(cwd, { recursive: true });
});

describe("the pool of check", () => {
  it("has a process for every four files, as many as there are processors", () => {
    expect([0, 1, 7].map(processesFor)).toEqual([1, 1, 1]);
    expect(processesFor(100_000)).toBeGreaterThanOrEqual(1);
  });

  it("gives up the files that end or hang a process, and checks all others", async () => {
    const files = ["/exit1.py", "/a.py", "/hang.py", "/b.py", "/exit2.py", "/c.py"];
    const done: string[] = [];
    const found = await checkInProcesses(files, setup, options, (file) => done.push(file), 2);
    expect(done.sort()).toEqual([...files].sort());
    const told = (file: string) => found.get(file)?.map(({ severity, line, message }) => [severity, line, message]);
    const exited = "the analysis of this file was given up: it ended the process of the analysis (exit code 3)";
    expect(told("/exit1.py")).toEqual([["information", 1, exited]]);
    expect(told("/exit2.py")).toEqual([["information", 1, exited]]);
    expect(told("/hang.py")).toEqual([
      ["information", 1, "the analysis of this file was given up: it was stuck for 0.4 s"],
    ]);
    for (const file of ["/a.py", "/b.py", "/c.py"]) expect(told(file)?.[0][0], file).toBe("warning");
  });

  it("works through many files with the processes that it has", async () => {
    const files = Array.from({ length: 12 }, (_, n) => `/f${n}.py`);
    const found = await checkInProcesses(files, setup, options, () => {}, 3);
    expect([...found.keys()].sort()).toEqual([...files].sort());
    expect(new Set([...found.values()].map(([{ message }]) => message)).size).toBeLessThanOrEqual(3);
  });

  it("fails as a whole where a thread is at fault, or none starts", async () => {
    await expect(checkInProcesses(["/a.py", "/fault.py"], setup, options, () => {}, 1)).rejects.toThrow(
      "no such grammar",
    );
    const broken = { ...options, script: join(dist, "nowhere.js") };
    await expect(checkInProcesses(["/a.py"], setup, broken, () => {}, 1)).rejects.toThrow(
      "the process of the analysis does not start: Cannot find module",
    );
  });
});

describe("a command", { timeout: 60_000 }, () => {
  function command(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, "cli.js"), ...args], {
      cwd,
      encoding: "utf8",
    });
    return { code: status, out: stdout, err: stderr };
  }

  async function check(...paths: string[]) {
    let out = "";
    const output = (write: (text: string) => void): Output => ({
      write,
      columns: 100,
      colors: false,
      isTerminal: false,
    });
    const code = await runProgram(["check", ...paths], {
      cwd,
      env: {},
      dist,
      out: output((text) => {
        out += text;
      }),
      err: output(() => {}),
      analyzer: () => Promise.reject(),
      checkApart: (files, setup, onDone) => checkInProcesses(files, setup, options, onDone),
    });
    return { code, out };
  }

  it("is run in the other thread, with its output and its status here", () => {
    expect(command("facts", "good.py")).toEqual({ code: 1, out: "facts good.py\n", err: "working\n" });
  });

  it.each([
    ["facts hang.py", "shapescope: hang.py: the analysis was given up: it was stuck for 0.4 s\n"],
    ["facts memory.py", "shapescope: memory.py: the analysis was given up: it took over 400 MB of memory\n"],
    [
      "explain exit.py:3:7",
      "shapescope: exit.py: the analysis was given up: it ended the process of the analysis (exit code 3)\n",
    ],
    [
      "trace fault.py --call x",
      "shapescope: a fault of its own: no such grammar. Please report it with the command and the file.\n",
    ],
  ])("of which the process fails is told in a line: %s", async (line, err) => {
    expect(command(...line.split(" "))).toEqual({ code: 2, out: "", err });
  });

  it("gives no half answer", async () => {
    const { code, out, err } = command("trace", "halfway.py", "--call", "x", "--json");
    const message = "halfway.py: the analysis was given up: it ended the process of the analysis (exit code 4)";
    expect(JSON.parse(out).diagnostics).toEqual([
      {
        file: join(cwd, "halfway.py"),
        line: 1,
        column: 1,
        endLine: 1,
        endColumn: 1,
        severity: "information",
        code: "given-up",
        message,
      },
    ]);
    expect({ code, err }).toEqual({ code: 2, err: `working\nshapescope: ${message}\n` });
  });

  it("check tells in its last line how many files were given up", async () => {
    const { code, out } = await check("m");
    expect(
      out,
    ).toContain(`note[given-up]: the analysis of this file was given up: it ended the process of the analysis (exit code 3)
 --> m/exit.py:1:1`);
    expect(out).toMatch(/\n0 errors, 1 warning in 2 files, 1 file given up\n$/);
    expect(code).toBe(0);
  });

  it("check ends with 2 where every file was given up", async () => {
    expect(await check("m/exit.py")).toMatchObject({ code: 2 });
  });
});
