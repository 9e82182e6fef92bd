import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Context } from "./context";
import { namedFolder } from "./input";

/** Files that mark the top folder of a project. */
const PROJECT_MARKS = ["pyproject.toml", "setup.py", "setup.cfg", ".git"];
const ENVIRONMENT_FOLDERS = [".venv", "venv"];

/**
 * Where imports of a file start: the given roots, or its project, and then the packages of the Python environment.
 * Python itself is never run: an environment is known by its folders.
 */
export function importRoots(
  file: string,
  given: readonly string[],
  { cwd, env }: Pick<Context, "cwd" | "env">,
): string[] {
  const named = given.map((root) => namedFolder("--root", root, cwd));
  const project = projectFolder(file);
  const own = named.length > 0 ? named : projectRoots(file, project);
  const packages = sitePackages(project ?? dirname(file), env);
  return [...new Set(packages === undefined ? own : [...own, packages])];
}

/** The folder above the file's outermost package, the project's top folder and its `src`. */
function projectRoots(file: string, project: string | undefined): string[] {
  let folder = dirname(file);
  while (existsSync(join(folder, "__init__.py")) && dirname(folder) !== folder) folder = dirname(folder);
  if (project === undefined || project === folder) return [folder];
  const sources = join(project, "src");
  return [folder, project, ...(existsSync(sources) ? [sources] : [])];
}

function projectFolder(file: string): string | undefined {
  return ancestors(dirname(file)).find((folder) => PROJECT_MARKS.some((mark) => existsSync(join(folder, mark))));
}

function ancestors(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}

/** `site-packages` of the activated environment, or of one in the project's folder. */
function sitePackages(project: string, env: Context["env"]): string | undefined {
  const environments = [
    env.VIRTUAL_ENV,
    ...ENVIRONMENT_FOLDERS.map((name) => join(project, name)),
    env.CONDA_PREFIX,
  ].filter((folder) => folder !== undefined && folder !== "");
  for (const environment of environments) {
    const found = packagesOf(environment as string);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `lib/python3.12/site-packages`, or on Windows `Lib/site-packages`. */
function packagesOf(environment: string): string | undefined {
  const windows = join(environment, "Lib", "site-packages");
  const library = join(environment, "lib");
  const versions = listed(library).filter((name) => /^python3(\.\d+)?$/.test(name));
  return [...versions.map((name) => join(library, name, "site-packages")), windows].find((folder) =>
    existsSync(folder),
  );
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
