import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { DiagnosticJson } from "../../src/analysis/report";
import { pythonFiles } from "../../src/cli/check/files";
import { folderWith, perceptron, shapescope } from "./harness";

const wrong = perceptron.replace("nn.Linear(hidden, 2)", "nn.Linear(hidden + 1, 2)");
const cwd = folderWith({
  "good.py": perceptron,
  "models/wrong.py": wrong,
  "models/data.txt": "",
  ".venv/lib/x.py": wrong,
  "own-environment/pyvenv.cfg": "",
  "own-environment/lib/y.py": wrong,
  "node_modules/z.py": wrong,
  "empty/readme.md": "",
});

describe("files", () => {
  it("are those below the folders, without environments and hidden folders, each once", () => {
    expect(pythonFiles([".", "models", "good.py"], cwd)).toEqual({
      files: [join(cwd, "good.py"), join(cwd, "models/wrong.py")],
      refused: [],
      skipped: [],
    });
  });

  it("may be named although they lie in a folder that is left out", () => {
    expect(pythonFiles([".venv/lib/x.py"], cwd).files).toEqual([join(cwd, ".venv/lib/x.py")]);
  });
});

describe("check", () => {
  it("quotes the line of an error and ends with 1", async () => {
    const { code, out, err } = await shapescope(["check", "."], { cwd });
    expect(
      out,
    ).toContain(`error[matmul-sizes]: RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x16 and 17x2)
  --> models/wrong.py:14:16
14 | return self.second(h)
   |        ^^^^^^^^^^^^^^
`);
    expect(out).toMatch(/\n1 error in 2 files\n$/);
    expect({ code, err }).toEqual({ code: 1, err: "" });
  });

  it("writes SARIF to a file beside what it prints, or says why it cannot", async () => {
    const { code, out } = await shapescope(["check", "models", "--format", "github", "--sarif", "found.sarif"], {
      cwd,
    });
    expect([code, out.slice(0, 28)]).toEqual([1, "::error file=models/wrong.py"]);
    const { runs } = JSON.parse(readFileSync(join(cwd, "found.sarif"), "utf8"));
    expect(runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(["matmul-sizes"]);
    const failed = await shapescope(["check", "good.py", "--sarif", "models"], { cwd });
    expect([failed.code, failed.err]).toEqual([2, "shapescope: --sarif models: it is a folder\n"]);
  });

  it("speaks the words of the PyTorch that is asked for", async () => {
    const cwd = folderWith({
      "range.py": "import torch\n\ntorch.arange(0, 3, -2)\n",
      "old.py": "import torch\n\ntorch.qr(torch.empty(3, 3))\n",
    });
    const told = async (version: string) => {
      const { code, out } = await shapescope(["check", ".", "--torch-version", version], { cwd });
      return [code, ...out.split("\n").filter((line) => line.startsWith("error"))];
    };
    expect(await told("1.13")).toEqual([
      1,
      "error[argument]: RuntimeError: upper bound and larger bound inconsistent with step sign",
    ]);
    expect(await told("2.15.0+cu128")).toEqual([
      1,
      expect.stringMatching(
        /^error\[runtime\]: RuntimeError: This function was deprecated since version 1\.9 and is now removed/,
      ),
      "error[argument]: RuntimeError: upper bound and lower bound inconsistent with step sign",
    ]);
  });

  it("speaks the words of the PyTorch that the project's environment has", async () => {
    const source = "import torch\n\ntorch.arange(0, 3, -2)\n";
    const told = async (environment: Record<string, string>) => {
      const cwd = folderWith({ "pyproject.toml": "", "range.py": source, ...environment });
      return (await shapescope(["check", "."], { cwd })).out.split("\n")[0];
    };
    const site = ".venv/lib/python3.11/site-packages";
    expect(await told({ [`${site}/torch-1.13.1.dist-info/METADATA`]: "Name: torch\n" })).toBe(
      "error[argument]: RuntimeError: upper bound and larger bound inconsistent with step sign",
    );
    expect(await told({})).toBe(
      "error[argument]: RuntimeError: upper bound and lower bound inconsistent with step sign",
    );
  });

  it("ends with 0 where there is no error", async () => {
    expect(await shapescope(["check", "good.py"], { cwd })).toEqual({ code: 0, out: "0 errors in 1 file\n", err: "" });
  });

  it("says what was not followed to its end", async () => {
    const fibonacci = "def fibonacci(n):\n    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)\n";
    const cwd = folderWith({ "good.py": perceptron, "endless.py": `${fibonacci}fibonacci(60)\n` });
    const work = 200_000;
    const reason =
      "`fibonacci(60)` (line 3) takes more work than an analysis may cost: what is shown is part of the answer";
    const text = await shapescope(["check", "."], { cwd, work });
    expect(text.out).toContain(`note[incomplete]: ${reason}`);
    expect(text.out).toMatch(/\n0 errors in 2 files; 1 file not followed to the end: endless\.py\n$/);
    const json = JSON.parse((await shapescope(["check", ".", "--format", "json"], { cwd, work })).out);
    expect(json.partial).toEqual([{ file: join(cwd, "endless.py"), reason }]);
    const facts = JSON.parse((await shapescope(["facts", "good.py", "--json"], { cwd })).out);
    expect("partial" in facts).toBe(false);
  });

  it("ends with 2 where there is nothing to check", async () => {
    const { code, err } = await shapescope(["check", "empty"], { cwd });
    expect({ code, err }).toEqual({ code: 2, err: "shapescope: no Python files in empty\n" });
  });

  it("ends with 2 where a path is missing, which JSON tells too", async () => {
    const { code, out, err } = await shapescope(["check", "nowhere", "--format", "json"], { cwd });
    expect(JSON.parse(out)).toMatchObject({
      files: 0,
      diagnostics: [{ file: join(cwd, "nowhere"), severity: "error", message: "nowhere: no such file or folder" }],
    });
    expect({ code, err }).toEqual({ code: 2, err: "shapescope: nowhere: no such file or folder\n" });
  });

  it("writes JSON", async () => {
    const { out } = await shapescope(["check", ".", "--format", "json"], { cwd });
    const { files, diagnostics } = JSON.parse(out) as { files: number; diagnostics: DiagnosticJson[] };
    expect(files).toBe(2);
    expect(diagnostics).toMatchObject([{ file: join(cwd, "models/wrong.py"), line: 14, code: "matmul-sizes" }]);
  });

  it("shows progress on a terminal, and takes it away", async () => {
    const { err } = await shapescope(["check", "good.py"], { cwd, isTerminal: true });
    expect(err).toBe(`\r\u001b[Kchecked 1/1 ${join(cwd, "good.py")}`.slice(0, 4 + 99).concat("\r\u001b[K"));
  });
});

describe("what cannot be read", () => {
  const place = folderWith({
    "good.py": perceptron,
    "wrong.py": wrong,
    "all/binary.py": new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]),
    "all/large.py": "#".repeat(4 * 1024 * 1024 + 1),
    "linked/target.txt": perceptron,
    "linked/folder/inside.txt": "",
  });
  symlinkSync("circle.py", join(place, "all/circle.py"));
  symlinkSync("nowhere.py", join(place, "all/gone.py"));
  symlinkSync("/dev/zero", join(place, "all/zero.py"));
  symlinkSync("target.txt", join(place, "linked/link.py"));
  symlinkSync("folder", join(place, "linked/folder.py"));
  execFileSync("mkfifo", [join(place, "all/pipe.py")]);
  const socket = createServer().listen(join(place, "all/socket.py"));
  afterAll(() => {
    socket.close();
    rmSync(place, { recursive: true });
  });
  const json = async (...args: string[]) => {
    const { code, out, err } = await shapescope(["check", ...args, "--format", "json"], { cwd: place });
    const { files, diagnostics } = JSON.parse(out) as { files: number; diagnostics: DiagnosticJson[] };
    return { code, err, files, told: diagnostics.map(({ severity, message }) => `${severity}: ${message}`) };
  };

  const passedOver = [
    "warning: all/circle.py: it is a link: its symbolic links go in a circle",
    "warning: all/gone.py: it is a link: no such file or folder",
    "warning: all/pipe.py: it is a named pipe, not a file",
    "warning: all/socket.py: it is a socket, not a file",
    "warning: all/zero.py: it is a link to a device",
    "warning: all/binary.py is a binary file, not Python source: byte 4 is zero",
    "warning: all/large.py has 4194305 bytes: too many for a source file",
  ];

  it("below a folder is passed over and told, and the rest is checked", async () => {
    const { told, ...rest } = await json("all", "good.py");
    expect(told).toEqual(passedOver);
    expect(rest).toEqual({ code: 0, err: "", files: 1 });
    expect((await json("all", "wrong.py")).code).toBe(1);
  });

  it("is counted in the last line", async () => {
    const { code, out } = await shapescope(["check", "all", "good.py"], { cwd: place });
    expect(out).toContain(`warning[unreadable-file]: all/pipe.py: it is a named pipe, not a file
 --> all/pipe.py:1:1`);
    expect(out).toMatch(/\n0 errors in 1 file, 7 could not be read\n$/);
    expect(code).toBe(0);
  });

  it("ends with 2 where nothing else is there", async () => {
    expect(await json("all")).toEqual({
      code: 2,
      err: "shapescope: nothing could be read in all\n",
      files: 0,
      told: passedOver,
    });
  });

  it("ends with 2 where the user names it, after the rest was checked", async () => {
    expect(await json("all/pipe.py", "wrong.py", "nowhere.py")).toMatchObject({
      code: 2,
      files: 1,
      err: "shapescope: all/pipe.py is a named pipe, not a Python file\nshapescope: nowhere.py: no such file or folder\n",
      told: [
        "error: all/pipe.py is a named pipe, not a Python file",
        "error: nowhere.py: no such file or folder",
        "error: RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (4x16 and 17x2)",
      ],
    });
    const { out } = await shapescope(["check", "wrong.py", "nowhere.py"], { cwd: place });
    expect(out).toMatch(/\n1 error in 1 file\n$/);
  });

  it("is not a link to a file: the file is checked, once", async () => {
    expect(pythonFiles(["linked"], place)).toEqual({
      files: [realpathSync(join(place, "linked/target.txt"))],
      refused: [],
      skipped: [{ path: join(place, "linked/folder.py"), why: "it is a link to a folder" }],
    });
  });
});

describe("codes", () => {
  const folder = folderWith({
    "m.py": `${wrong}\nimport torch\nouter = torch.ger(torch.ones(2), torch.ones(3))\nstate = torch.load("w.pt")\n`,
  });
  const told = async (...args: string[]) => {
    const { code, out } = await shapescope(["check", ".", "--format", "json", ...args], { cwd: folder });
    return [code, ...(JSON.parse(out).diagnostics as DiagnosticJson[]).map((one) => one.code).sort()];
  };

  it("are told alone, or not", async () => {
    const all = await told();
    expect(all).toContain("deprecated");
    expect(all[0]).toBe(1);
    expect(await told("--select", "silent")).toEqual([0, "deprecated", "unsafe-load"]);
    expect(await told("--select", "silent", "--ignore", "deprecated,gpu")).toEqual([0, "unsafe-load"]);
    expect(await told("--ignore", "errors")).toEqual([0, "deprecated", "unsafe-load"]);
  });

  it("that nobody knows end with 2", async () => {
    const { code, err } = await shapescope(["check", ".", "--select", "E501"], { cwd: folder });
    expect(code).toBe(2);
    expect(err).toContain(
      "shapescope: option '--select <codes>' argument 'E501' is invalid. No diagnostic has the code E501.",
    );
  });
});
