import { type Dirent, readdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { slashed } from "../../analysis/paths";
import { isForeign } from "../../analysis/project";
import { Failure } from "../failure";
import { inputFile, kindOf, reason, statOf } from "../input";
import { isNotebook } from "../notebook";

/** The Python files and notebooks that paths mean, and what of the paths could not be read. */
export interface Found {
  files: string[];
  /** Named by the user, and not there or not readable. */
  refused: Failure[];
  /** Below a folder that the user named. */
  skipped: Skipped[];
}

/** A file or folder that was passed over. */
interface Skipped {
  path: string;
  why: string;
}

/** The Python files and notebooks that are meant by paths: files as they are, folders with all below them, each file once. Never throws. */
export function pythonFiles(paths: readonly string[], cwd: string): Found {
  const files = new Set<string>();
  const found: Found = { files: [], refused: [], skipped: [] };
  for (const path of paths) {
    const whole = resolve(cwd, path);
    const kind = statOf(whole);
    try {
      if (typeof kind === "string") throw new Failure(`${path}: ${kind}`, { file: whole, code: "unreadable-file" });
      if (!kind.isDirectory()) files.add(inputFile(cwd, path).file);
      else {
        const entries = listed(whole);
        if (typeof entries === "string")
          throw new Failure(`${path}: ${entries}`, { file: whole, code: "unreadable-file" });
        below(whole, entries, files, found.skipped);
      }
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      found.refused.push(thrown);
    }
  }
  return { ...found, files: [...files] };
}

function below(folder: string, entries: readonly Dirent[], files: Set<string>, skipped: Skipped[]): void {
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!isOwn(path, entry.name)) continue;
      const inside = listed(path);
      if (typeof inside === "string") skipped.push({ path, why: inside });
      else below(path, inside, files, skipped);
    } else if (entry.name.endsWith(".py") || isNotebook(entry.name)) {
      const file = regularFile(path, entry);
      if ("why" in file) skipped.push(file);
      else files.add(slashed(file.path));
    }
  }
}

/** A link to a file stands for the file, which is looked at once; links to folders are not followed, as they may go round. */
function regularFile(path: string, entry: Dirent): { path: string } | Skipped {
  if (!entry.isSymbolicLink()) return entry.isFile() ? { path } : { path, why: `it is ${kindOf(entry)}, not a file` };
  const target = statOf(path);
  if (typeof target === "string") return { path, why: `it is a link: ${target}` };
  return target.isFile() ? { path: realpathSync(path) } : { path, why: `it is a link to ${kindOf(target)}` };
}

function listed(folder: string): Dirent[] | string {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return reason(error);
  }
}

function isOwn(path: string, name: string): boolean {
  if (isForeign(name)) return false;
  return typeof statOf(join(path, "pyvenv.cfg")) === "string";
}
