/** The environment that the server reads libraries from is the one that the command line reads them from. */
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { importRoots as cliRoots } from "../../src/cli/roots";
import { projectSitePackages } from "../../src/server/environment";
import { defaults, importRoots } from "../../src/server/settings";
import { folderWith } from "../cli/harness";

const cwd = folderWith({
  "project/pyproject.toml": "",
  "project/net.py": "",
  "project/.venv/lib/python3.12/site-packages/timm/__init__.py": "",
  "bare/net.py": "",
  "venv/lib/python3.11/site-packages/timm/__init__.py": "",
  "conda/Lib/site-packages/timm/__init__.py": "",
});

afterEach(() => vi.unstubAllEnvs());

it.each([
  ["project/net.py", {}, "project/.venv/lib/python3.12/site-packages"],
  ["project/net.py", { VIRTUAL_ENV: "venv", CONDA_PREFIX: "conda" }, "venv/lib/python3.11/site-packages"],
  ["project/net.py", { CONDA_PREFIX: "conda" }, "project/.venv/lib/python3.12/site-packages"],
  ["bare/net.py", { CONDA_PREFIX: "conda" }, "conda/Lib/site-packages"],
  ["bare/net.py", { VIRTUAL_ENV: "venv" }, "venv/lib/python3.11/site-packages"],
])("%s with %j reads %s", (file, variables: Record<string, string>, packages) => {
  const env: Record<string, string> = {};
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    env[name] = variables[name] === undefined ? "" : join(cwd, variables[name]);
    vi.stubEnv(name, env[name]);
  }
  const path = join(cwd, file);
  expect(cliRoots(path, [], { cwd, env }).at(-1)).toBe(join(cwd, packages));
  const folder = join(path, "..");
  expect(importRoots(defaults, path, [folder], projectSitePackages)).toEqual([join(cwd, packages)]);
  // An editor without a folder finds it by the file.
  expect(importRoots(defaults, path, [], projectSitePackages)).toEqual([join(cwd, packages)]);
});
