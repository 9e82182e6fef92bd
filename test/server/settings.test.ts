import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, win32 } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { below, slashed } from "../../src/analysis/paths";
import { refusedName } from "../../src/server/folders";
import {
  choices,
  defaults,
  importRoots,
  ranges,
  readSettings,
  type Settings,
  tfjsNodeFolder,
} from "../../src/server/settings";

describe("readSettings", () => {
  it("takes what is given and keeps the rest", () => {
    expect(readSettings({ inlayHints: "all", run: { seed: 7 }, roots: ["src", 3] })).toEqual({
      ...defaults,
      inlayHints: "all",
      run: { backend: "auto", seed: 7, tfjsNode: "" },
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

it("has the ranges and choices that package.json shows", () => {
  const { properties } = JSON.parse(readFileSync("package.json", "utf8")).contributes.configuration;
  const shown = Object.entries(properties as Record<string, { enum?: string[]; minimum?: number; maximum?: number }>);
  expect(Object.fromEntries(shown.flatMap(([name, { enum: each }]) => (each ? [[name, each]] : [])))).toEqual(choices);
  expect(
    Object.fromEntries(
      shown.flatMap(([name, { minimum, maximum }]) => (minimum === undefined ? [] : [[name, [minimum, maximum]]])),
    ),
  ).toEqual(ranges);
});

it("names in package.json what a workspace may not set, which counts where the support is limited", () => {
  const { contributes, capabilities } = JSON.parse(readFileSync("package.json", "utf8"));
  const { supported, restrictedConfigurations } = capabilities.untrustedWorkspaces;
  expect({ supported, restrictedConfigurations }).toEqual({
    supported: "limited",
    restrictedConfigurations: [
      "shapescope.roots",
      "shapescope.python.usePythonExtension",
      "shapescope.python.sitePackages",
      "shapescope.run.tfjsNode",
    ],
  });
  const { properties } = contributes.configuration;
  const machine = Object.keys(properties).filter((name) => properties[name].scope === "machine");
  expect(machine).toEqual(["shapescope.python.sitePackages", "shapescope.run.tfjsNode"]);
  expect(restrictedConfigurations).toEqual(expect.arrayContaining(machine));
});

describe("what is not taken", () => {
  it.each<[object, string, Partial<Settings>]>([
    [{ budget: 10 }, "shapescope.budget is 10, not a whole number from 50 to 600000: 50 is taken", { budget: 50 }],
    [
      { budget: 1e9 },
      "shapescope.budget is 1000000000, not a whole number from 50 to 600000: 600000 is taken",
      { budget: 600_000 },
    ],
    [
      { budget: 99.6 },
      "shapescope.budget is 99.6, not a whole number from 50 to 600000: 100 is taken",
      { budget: 100 },
    ],
    [{ budget: "much" }, "shapescope.budget is a text, not a number: 60000 is taken", {}],
    [{ enable: 1 }, "shapescope.enable is a number, not true or false: true is taken", {}],
    [{ roots: ["src", 3] }, "shapescope.roots holds 1 things that are no text: they are left out", { roots: ["src"] }],
    [["macs"], "the settings are a list, not an object", {}],
  ])("of %j is told", (raw, message, taken) => {
    const told: string[] = [];
    expect(readSettings(raw, (text) => told.push(text))).toEqual({ ...defaults, ...taken });
    expect(told).toEqual([message]);
  });
});

describe("folders that settings name", () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "shapescope-settings-")));
  const project = join(home, "project");
  const inner = join(project, "inner");
  const folders = [project, inner];
  const environments = (folder: string) => (folder === inner ? join(inner, ".venv/site-packages") : undefined);

  beforeAll(() => {
    for (const name of ["project/inner/src", "project/lib", "project-2", "env/site-packages"])
      mkdirSync(join(home, name), { recursive: true });
    writeFileSync(join(project, "file.txt"), "");
    symlinkSync(home, join(project, "out"));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  function rootsWith(settings: Partial<Settings>, file = join(inner, "a.py")) {
    const told: string[] = [];
    const roots = importRoots({ ...defaults, ...settings }, file, folders, environments, (text) => told.push(text));
    return { roots, told };
  }

  it("are none where nothing is set: the file's own project has its own", () => {
    expect(rootsWith({}, join(project, "a.py"))).toEqual({ roots: [], told: [] });
  });

  it("are the libraries that are installed beside the project", () => {
    expect(rootsWith({})).toEqual({ roots: [join(inner, ".venv/site-packages")], told: [] });
  });

  it("are the roots, below the innermost folder or elsewhere in the workspace, and libraries anywhere", () => {
    const python = { sitePackages: join(home, "env/site-packages") };
    expect(rootsWith({ roots: ["src", join(project, "lib")], python })).toEqual({
      roots: [join(inner, "src"), join(project, "lib"), python.sitePackages],
      told: [],
    });
  });

  it.each([
    ["../../project-2", "it lies outside of the workspace"],
    [join(home, "project-2"), "it lies outside of the workspace"],
    ["../out/env", "it lies outside of the workspace"],
    ["../nowhere", "there is no such folder"],
    ["../file.txt", "it is not a folder"],
    ["\\\\server\\share", "a network path or a device is not read"],
    ["//server/share", "a network path or a device is not read"],
    ["\\\\.\\pipe\\x", "a network path or a device is not read"],
    ["/dev/shm", "a device is not read"],
    ["/proc/self/cwd", "a device is not read"],
    ["a\0b", "it is no path"],
  ])("are left out of the roots, and told: %s", (root, why) => {
    expect(rootsWith({ roots: [root] }, join(inner, "a.py")).told).toEqual([
      `shapescope.roots: ${root} is left out: ${why}`,
    ]);
    expect(rootsWith({ roots: [root] }, join(project, "a.py")).roots).toEqual([]);
  });

  it("are left out as libraries where they are of the network, relative and outside, or not there", () => {
    const told = (sitePackages: string) => rootsWith({ python: { sitePackages } }).told;
    expect(told("//server/share")).toEqual([
      "shapescope.python.sitePackages: //server/share is left out: a network path or a device is not read",
    ]);
    expect(told("../../env")).toEqual([
      "shapescope.python.sitePackages: ../../env is left out: it lies outside of the workspace",
    ]);
    expect(told("/nowhere/at/all")).toEqual([
      "shapescope.python.sitePackages: /nowhere/at/all is left out: there is no such folder",
    ]);
  });

  it.each(["C:\\lib\\NUL", "con", "lib/COM1.txt", "\\\\?\\C:\\lib"])("of Windows's devices are refused: %s", (path) => {
    expect(refusedName(path, "win32")).toMatch(/device is not read$/);
    expect(refusedName("C:\\console\\nullable", "win32")).toBeUndefined();
  });

  it("hold the native library only where they are absolute and outside of the workspace", () => {
    const told: string[] = [];
    const folder = (tfjsNode: string) =>
      tfjsNodeFolder({ ...defaults, run: { ...defaults.run, tfjsNode } }, folders, (text) => told.push(text));
    expect(folder("")).toBeUndefined();
    expect(folder(join(home, "env"))).toBe(join(home, "env"));
    expect(told).toEqual([]);
    symlinkSync(join(project, "lib"), join(home, "link"));
    const refused = {
      env: "it is not an absolute path",
      [join(home, "nowhere")]: "there is no such folder",
      [project]: "it lies in the workspace, whose code is not run",
      [join(home, "link")]: "it lies in the workspace, whose code is not run",
      "//server/share": "a network path or a device is not read",
    };
    for (const [path, why] of Object.entries(refused)) {
      expect(folder(path)).toBeUndefined();
      expect(told.pop()).toBe(`shapescope.run.tfjsNode: ${path} is not used: ${why}`);
    }
  });

  it("are told in the one form on Windows, absolute or below the folder", () => {
    const told: string[] = [];
    const settings = {
      ...defaults,
      roots: ["src", "C:\\p\\lib", "D:\\lib"],
      python: { sitePackages: "C:\\env\\site-packages" },
    };
    const roots = importRoots(
      settings,
      "c:/p/net.py",
      ["c:/p"],
      () => undefined,
      (text) => told.push(text),
      {
        isAbsolute: win32.isAbsolute,
        join: win32.join,
        missingFolder: () => undefined,
        refusedFolder: () => undefined,
        isInside: (whole, folders) => folders.some((folder) => below(slashed(whole), folder) !== undefined),
      },
    );
    expect(roots).toEqual(["c:/p/src", "c:/p/lib", "c:/env/site-packages"]);
    expect(told).toEqual(["shapescope.roots: D:\\lib is left out: it lies outside of the workspace"]);
  });

  it("are not those whose name begins alike", () => {
    mkdirSync(join(home, "project-2/src"), { recursive: true });
    const settings = { ...defaults, roots: ["src"] };
    const two = join(home, "project-2");
    expect(importRoots(settings, join(two, "a.py"), [project, two], () => undefined)).toEqual([join(two, "src")]);
  });
});
