import { join, win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { Disk, decodeSource } from "../../src/cli/disk";
import { shortPath } from "../../src/cli/render/diagnostics";
import { jsonLine } from "../../src/cli/render/json";
import { importRoots } from "../../src/cli/roots";
import { folderWith } from "./harness";

const cwd = folderWith({
  "project/pyproject.toml": "",
  "project/src/pkg/__init__.py": "",
  "project/src/pkg/sub/__init__.py": "",
  "project/src/pkg/sub/model.py": "",
  "project/scripts/train.py": "",
  "project/.venv/lib/python3.12/site-packages/timm/__init__.py": "",
  "other/lib/python3.9/site-packages/x.py": "",
  "windows/Lib/site-packages/x.py": "",
  "alone/model.py": "x = 1\n",
});
const roots = (file: string, given: string[] = [], env: Record<string, string> = {}) =>
  importRoots(join(cwd, file), given, { cwd, env }).map((root) => root.slice(cwd.length + 1));

it("are the folder above the outermost package, the project, its src, and its environment", () => {
  expect(roots("project/src/pkg/sub/model.py")).toEqual([
    "project/src",
    "project",
    "project/.venv/lib/python3.12/site-packages",
  ]);
});

it("are the folder of a script and its project", () => {
  expect(roots("project/scripts/train.py").slice(0, 3)).toEqual(["project/scripts", "project", "project/src"]);
});

it("are the file's folder where there is no project", () => {
  expect(roots("alone/model.py")).toEqual(["alone"]);
});

it("are the given ones in place of the project", () => {
  expect(roots("project/scripts/train.py", ["alone", "other"])).toEqual([
    "alone",
    "other",
    "project/.venv/lib/python3.12/site-packages",
  ]);
});

it("take the activated environment, on Windows too, before the project's own, and that before Conda's", () => {
  const [venv, windows] = [join(cwd, "other"), join(cwd, "windows")];
  expect(roots("alone/model.py", [], { VIRTUAL_ENV: venv })).toEqual(["alone", "other/lib/python3.9/site-packages"]);
  expect(roots("alone/model.py", [], { CONDA_PREFIX: windows })).toEqual(["alone", "windows/Lib/site-packages"]);
  expect(roots("project/scripts/train.py", [], { CONDA_PREFIX: windows }).at(-1)).toContain(".venv");
});

it("reads the disk without ever throwing", () => {
  const disk = new Disk();
  expect(disk.read(join(cwd, "alone/model.py"))).toBe("x = 1\n");
  expect(disk.read(join(cwd, "alone"))).toBeUndefined();
  expect(disk.read(join(cwd, "alone/model.py/deeper"))).toBeUndefined();
  expect([disk.isFile(join(cwd, "alone")), disk.isFolder(join(cwd, "alone"))]).toEqual([false, true]);
  expect(disk.isFile("\0")).toBe(false);
});

it("decodes what the coding comment says, and drops a byte order mark", () => {
  expect(decodeSource(Buffer.from("# -*- coding: latin-1 -*-\nx = '\xe9'\n", "latin1"))).toBe(
    "# -*- coding: latin-1 -*-\nx = 'é'\n",
  );
  expect(decodeSource(Buffer.from("\ufeffx = 'é'\n"))).toBe("x = 'é'\n");
  expect(decodeSource(Buffer.from("# coding: no-such-thing\n"))).toBe("# coding: no-such-thing\n");
});

describe("on Windows", () => {
  const files = [
    "c:/p/pyproject.toml",
    "c:/p/src/pkg/__init__.py",
    "c:/p/src/pkg/net.py",
    "c:/p/.venv/Lib/site-packages/timm/__init__.py",
    "d:/env/Lib/site-packages/x.py",
    "d:/lib/y.py",
  ];
  // Windows' own file functions take both separators, and either case.
  const plain = (path: string) => path.replaceAll("\\", "/").toLowerCase();
  const isFolder = (path: string) => files.some((file) => plain(file).startsWith(`${plain(path)}/`));
  const system = {
    path: win32,
    isFolder,
    exists: (path: string) => isFolder(path) || files.some((file) => plain(file) === plain(path)),
    list: () => [],
  };
  const roots = (file: string, given: string[], env: Record<string, string> = {}) =>
    importRoots(file, given, { cwd: "C:\\p", env }, system);

  it("are the project's, with its environment's packages, in the one form", () => {
    const expected = ["c:/p/src", "c:/p", "c:/p/.venv/Lib/site-packages"];
    expect(roots("C:\\p\\src\\pkg\\net.py", [])).toEqual(expected);
    expect(roots("c:/p/src/pkg/net.py", [])).toEqual(expected);
  });

  it("are the given ones, from the current folder or another drive", () => {
    expect(roots("c:/p/src/pkg/net.py", ["src", "D:\\lib"], { VIRTUAL_ENV: "D:\\env" })).toEqual([
      "c:/p/src",
      "d:/lib",
      "d:/env/Lib/site-packages",
    ]);
    expect(() => roots("c:/p/src/pkg/net.py", ["nowhere"])).toThrow("--root nowhere: no such folder");
  });
});

it("knows a file of Windows by either form of its path", () => {
  const disk = new Disk();
  expect(["c:\\p\\net.py", "C:/p/net.py"].map((file) => [disk.read(file), disk.isFile(file)])).toEqual(
    Array(2).fill([undefined, false]),
  );
});

describe("paths that are told", () => {
  it("are short below the current folder, and native elsewhere", () => {
    expect(shortPath("c:/p/src/net.py", "C:\\p", win32)).toBe("src\\net.py");
    expect(shortPath("c:/other/net.py", "C:\\p", win32)).toBe("C:\\other\\net.py");
    expect(shortPath("d:/other/net.py", "C:\\p", win32)).toBe("D:\\other\\net.py");
    expect(shortPath("/p/src/net.py", "/p")).toBe("src/net.py");
  });

  it("are native in JSON", () => {
    const report = { file: "c:/p/net.py", diagnostics: [{ file: "<call>" }, { file: null, message: "c:/p" }] };
    expect(JSON.parse(jsonLine(report))).toEqual({
      file: "C:\\p\\net.py",
      diagnostics: [{ file: "<call>" }, { file: null, message: "c:/p" }],
    });
    expect(jsonLine({ file: "/p/net.py" })).toBe('{"file":"/p/net.py"}\n');
  });
});
