import { join } from "node:path";
import { expect, it } from "vitest";
import { Disk, decodeSource } from "../../src/cli/disk";
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
