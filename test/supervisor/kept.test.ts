import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheFolder, KeptOnDisk } from "../../src/supervisor/kept";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "kept-")), "cache");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

const text = "x = 'é'\n";

function keep(parts: Record<string, string>, maker = "1"): void {
  const disk = new KeptOnDisk(folder, maker);
  for (const [key, json] of Object.entries(parts)) disk.of(text).set(key, json);
  disk.write();
}

describe("what is kept on the disk", () => {
  it("is there for the next process, a file a text, for the user alone", () => {
    keep({ "0": '["é"]', "3,7": "[1]" });
    const next = new KeptOnDisk(folder, "1").of(text);
    expect([next.get("0"), next.get("3,7"), next.get("4")]).toEqual(['["é"]', "[1]", undefined]);
    const [file, ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    if (process.platform !== "win32") {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
  });

  it("grows by what another process needs", () => {
    keep({ "0": "[0]" });
    keep({ "8": "[8]" });
    const next = new KeptOnDisk(folder, "1").of(text);
    expect([next.get("0"), next.get("8")]).toEqual(["[0]", "[8]"]);
  });

  it("is found by the same program and the same text only", () => {
    keep({ "0": "[0]" });
    expect(new KeptOnDisk(folder, "2").of(text).get("0")).toBeUndefined();
    expect(new KeptOnDisk(folder, "1").of(`${text} `).get("0")).toBeUndefined();
  });

  it("is not taken where a file is cut off or something else", () => {
    keep({ "0": "[0, 1, 2]" });
    const file = join(folder, readdirSync(folder)[0]);
    truncateSync(file, statSync(file).size - 3);
    expect(new KeptOnDisk(folder, "1").of(text).get("0")).toBeUndefined();
    writeFileSync(file, "no index");
    expect(new KeptOnDisk(folder, "1").of(text).get("0")).toBeUndefined();
    keep({ "0": "[5]" });
    expect(new KeptOnDisk(folder, "1").of(text).get("0")).toBe("[5]");
  });

  it("does without a folder that cannot be", () => {
    writeFileSync(join(folder, "..", "file"), "");
    const disk = new KeptOnDisk(join(folder, "..", "file", "cache"), "1");
    disk.of(text).set("0", "[0]");
    disk.write();
    expect(readFileSync(join(folder, "..", "file"), "utf8")).toBe("");
  });
});

describe("the folder", () => {
  it("is the user's own, or the one that is named", () => {
    expect(cacheFolder({ HOME: "/home/a" }, "linux")).toBe(join("/home/a", ".cache", "shapescope"));
    expect(cacheFolder({ HOME: "/home/a", XDG_CACHE_HOME: "/var/a" }, "linux")).toBe(join("/var/a", "shapescope"));
    expect(cacheFolder({ HOME: "/Users/a" }, "darwin")).toBe(join("/Users/a", "Library", "Caches", "shapescope"));
    expect(cacheFolder({ LOCALAPPDATA: "C:/a" }, "win32")).toBe(join("C:/a", "shapescope", "cache"));
    expect(cacheFolder({ HOME: "/home/a", SHAPESCOPE_CACHE: "/tmp/b" }, "linux")).toBe("/tmp/b");
    expect(cacheFolder({ HOME: "/home/a", SHAPESCOPE_CACHE: "" }, "linux")).toBeUndefined();
  });
});
