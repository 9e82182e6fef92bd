import { readFileSync } from "node:fs";
import { win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { defaults, importRoots, readSettings } from "../../src/server/settings";

describe("readSettings", () => {
  it("takes what is given and keeps the rest", () => {
    expect(readSettings({ inlayHints: "all", run: { seed: 7 }, roots: ["src", 3] })).toEqual({
      ...defaults,
      inlayHints: "all",
      run: { backend: "auto", seed: 7 },
      roots: ["src"],
    });
  });

  it.each([undefined, null, 3, "off", []])("reads %j as nothing set", (raw) => {
    expect(readSettings(raw)).toEqual(defaults);
  });

  it("does not take values that are no choice", () => {
    expect(readSettings({ inlayHints: "some", run: { backend: "cuda" }, budget: "much" })).toEqual(defaults);
  });
});

it("has the defaults that package.json shows", () => {
  const { properties } = JSON.parse(readFileSync("package.json", "utf8")).contributes.configuration;
  const shown: Record<string, Record<string, unknown>> = {};
  for (const [key, { default: preset }] of Object.entries(properties as Record<string, { default: unknown }>)) {
    const [, first, second] = key.split(".");
    if (second === undefined) shown[first] = preset as never;
    else shown[first] = { ...shown[first], [second]: preset };
  }
  delete shown.python.usePythonExtension;
  expect(shown).toEqual(defaults);
});

describe("importRoots", () => {
  const folders = ["/project", "/project/inner"];
  const environments = (folder: string) =>
    folder === "/project/inner" ? "/project/inner/.venv/site-packages" : undefined;

  it("adds nothing to the file's own project where nothing is set", () => {
    expect(importRoots(defaults, "/project/a.py", folders, environments)).toEqual([]);
  });

  it("adds the libraries that are installed beside the project", () => {
    expect(importRoots(defaults, "/project/inner/a.py", folders, environments)).toEqual([
      "/project/inner/.venv/site-packages",
    ]);
  });

  it("adds the settings' roots, below the innermost folder, and the libraries that they name", () => {
    const settings = { ...defaults, roots: ["src", "/lib"], python: { sitePackages: "/env/site-packages" } };
    expect(importRoots(settings, "/project/inner/a.py", folders, environments)).toEqual([
      "/project/inner/src",
      "/lib",
      "/env/site-packages",
    ]);
  });

  it("takes paths of Windows, absolute or below the folder, in the one form", () => {
    const settings = { ...defaults, roots: ["src", "D:\\lib"], python: { sitePackages: "C:\\env\\site-packages" } };
    expect(importRoots(settings, "c:/p/net.py", ["c:/p"], () => undefined, win32)).toEqual([
      "c:/p/src",
      "d:/lib",
      "c:/env/site-packages",
    ]);
  });

  it("does not take a folder for one whose name begins alike", () => {
    const settings = { ...defaults, roots: ["src"] };
    expect(importRoots(settings, "/project2/a.py", ["/project", "/project2"], () => undefined)).toEqual([
      "/project2/src",
    ]);
  });
});
