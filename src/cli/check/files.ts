import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { slashed } from "../../analysis/paths";
import { Failure } from "../failure";
import { sourceFile, statOf } from "../input";

/** Folders with code that is not the user's own. */
const FOREIGN = new Set(["node_modules", "__pycache__", "site-packages", "dist-packages", "venv", "env", "build"]);

/** The Python files that are meant by paths: files as they are, folders with all below them, each file once. */
export function pythonFiles(paths: readonly string[], cwd: string): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const whole = resolve(cwd, path);
    const kind = statOf(whole);
    if (typeof kind === "string") throw new Failure(`${path}: ${kind}`, { file: whole, code: "unreadable-file" });
    if (kind.isDirectory()) for (const file of below(whole)) found.add(file);
    else found.add(sourceFile(cwd, path));
  }
  return [...found];
}

function below(folder: string): string[] {
  let entries: import("node:fs").Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return isOwn(path, entry.name) ? below(path) : [];
      return entry.isFile() && entry.name.endsWith(".py") ? [slashed(path)] : [];
    });
}

function isOwn(path: string, name: string): boolean {
  if (name.startsWith(".") || FOREIGN.has(name)) return false;
  return statSync(join(path, "pyvenv.cfg"), { throwIfNoEntry: false }) === undefined;
}
