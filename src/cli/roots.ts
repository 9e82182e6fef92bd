import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { sitePackages } from "../analysis/environments";
import { slashed } from "../analysis/paths";
import type { Context } from "./context";
import { Failure } from "./failure";
import { isFolder } from "./input";

/** Files that mark the top folder of a project. */
const PROJECT_MARKS = ["pyproject.toml", "setup.py", "setup.cfg", ".git"];

/** What is asked of the system: how its paths are made, and what is there. */
export interface System {
  path: Pick<typeof path, "dirname" | "join" | "resolve">;
  exists(path: string): boolean;
  isFolder(path: string): boolean;
  /** Names in a folder; none where it cannot be read. */
  list(folder: string): string[];
}

const thisSystem: System = { path, exists: existsSync, isFolder, list: listed };

/**
 * Where imports of a file start: the given roots, or its project, and then the packages of the Python environment.
 * Python itself is never run: an environment is known by its folders.
 */
export function importRoots(
  file: string,
  given: readonly string[],
  { cwd, env }: Pick<Context, "cwd" | "env">,
  system: System = thisSystem,
): string[] {
  const { resolve, dirname } = system.path;
  const missing = given.find((root) => !system.isFolder(resolve(cwd, root)));
  if (missing !== undefined) throw new Failure(`--root ${missing}: no such folder`, { file: resolve(cwd, missing) });
  const project = projectFolder(file, system);
  const own = given.length > 0 ? given.map((root) => resolve(cwd, root)) : projectRoots(file, project, system);
  const { path, exists, list } = system;
  const packages = sitePackages(project ?? dirname(file), env, { join: path.join, exists, list });
  return [...new Set((packages === undefined ? own : [...own, packages]).map(slashed))];
}

/** The folder above the file's outermost package, the project's top folder and its `src`. */
function projectRoots(file: string, project: string | undefined, { path, exists }: System): string[] {
  const { dirname, join } = path;
  let folder = dirname(file);
  while (exists(join(folder, "__init__.py")) && dirname(folder) !== folder) folder = dirname(folder);
  if (project === undefined || project === folder) return [folder];
  const sources = join(project, "src");
  return [folder, project, ...(exists(sources) ? [sources] : [])];
}

function projectFolder(file: string, { path, exists }: System): string | undefined {
  return ancestors(path.dirname(file), path).find((folder) =>
    PROJECT_MARKS.some((mark) => exists(path.join(folder, mark))),
  );
}

function ancestors(folder: string, path: System["path"]): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above, path)];
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
