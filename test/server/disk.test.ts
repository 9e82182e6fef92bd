import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EditorHost } from "../../src/server/disk";
import { folderWith } from "../cli/harness";

const folder = folderWith({
  "model.py": "x = 1\n",
  "marked.py": "\uFEFFy = 2\n",
  "pkg/__init__.py": "",
  "pkg/deep/net.py": "",
  "pkg/data.txt": "",
  ".venv/lib/a.py": "",
  "node_modules/b.py": "",
  "site-packages/c.py": "",
  "large.py": new Uint8Array(4 * 1024 * 1024 + 1),
});
let host: EditorHost;

beforeEach(() => {
  host = new EditorHost();
});

describe("reading", () => {
  it("takes a file from the disk, without its byte order mark", () => {
    expect(host.read(join(folder, "model.py"))).toBe("x = 1\n");
    expect(host.read(join(folder, "marked.py"))).toBe("y = 2\n");
  });

  it("takes an open document before the disk, until it is closed", () => {
    const file = join(folder, "model.py");
    expect(host.setDocument(file, "x = 3\n")).toBe(true);
    expect(host.setDocument(file, "x = 3\n")).toBe(false);
    expect(host.read(file)).toBe("x = 3\n");
    expect(host.setDocument(file, null)).toBe(true);
    expect(host.read(file)).toBe("x = 1\n");
  });

  it("knows a document that is not on the disk yet", () => {
    host.setDocument("/nowhere/new.py", "z = 1\n");
    expect([host.isFile("/nowhere/new.py"), host.read("/nowhere/new.py")]).toEqual([true, "z = 1\n"]);
  });

  it("knows a document of Windows by either form of its path", () => {
    host.setDocument("c:/p/net.py", "n = 1\n");
    expect(["c:\\p\\net.py", "C:/p/net.py", "C:\\p\\net.py"].map((file) => host.read(file))).toEqual(
      Array(3).fill("n = 1\n"),
    );
    expect(host.isFile("C:\\p\\net.py")).toBe(true);
    expect(host.setDocument("C:\\p\\net.py", null)).toBe(true);
    expect(host.isFile("c:/p/net.py")).toBe(false);
  });

  it.each(["large.py", "pkg", "nowhere.py", "model.py/below", "\0"])(
    "reads nothing from %j, without a throw",
    (name) => {
      expect(host.read(join(folder, name))).toBeUndefined();
    },
  );
});

it("tells files from folders", () => {
  expect(["model.py", "pkg", "nowhere"].map((name) => host.isFile(join(folder, name)))).toEqual([true, false, false]);
  expect(["model.py", "pkg", "nowhere"].map((name) => host.isFolder(join(folder, name)))).toEqual([false, true, false]);
});

describe("listing", () => {
  it("gives a project's Python files, nearest first, without environments and hidden folders", () => {
    expect(host.list(folder).map((file) => file.slice(folder.length + 1))).toEqual([
      "large.py",
      "marked.py",
      "model.py",
      "pkg/__init__.py",
      "pkg/deep/net.py",
    ]);
    expect(host.list(join(folder, "nowhere"))).toEqual([]);
  });

  it("counts for half a minute", () => {
    const own = folderWith({ "a.py": "" });
    const names = () => host.list(own).map((file) => file.slice(own.length + 1));
    const now = vi.spyOn(performance, "now").mockReturnValue(1000);
    try {
      expect(names()).toEqual(["a.py"]);
      mkdirSync(join(own, "sub"));
      writeFileSync(join(own, "sub/b.py"), "");
      expect(names()).toEqual(["a.py"]);
      now.mockReturnValue(32_000);
      expect(names()).toEqual(["a.py", "sub/b.py"]);
    } finally {
      now.mockRestore();
    }
  });
});
