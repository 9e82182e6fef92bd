import type { SourceHost } from "./host";
import { folderOf } from "./paths";

/** Folders that hold no code of the project itself. */
const FOREIGN: ReadonlySet<string> = new Set(
  "__pycache__ node_modules site-packages dist-packages venv env build dist".split(" "),
);

/** A folder may be anything; more files than this, or folders, are not looked at. */
const MOST_FILES = 2000;

/** Files that lie at the top of a project. */
const MARKERS = ["pyproject.toml", "setup.py", ".git/HEAD"];

/** How far above a file its project may begin. */
const LEVELS = 4;

/** Whether a folder's name says that what is in it is not the project's own code. */
export function isForeign(name: string): boolean {
  return name.startsWith(".") || FOREIGN.has(name);
}

/** What a folder holds, as Node tells it. */
interface Entry {
  name: string;
  isDirectory(): boolean;
  isFile(): boolean;
}

/** Python files of a project below a folder, the nearest first, so that a limit leaves the depths out. */
export function projectFiles(top: string, entriesOf: (folder: string) => readonly Entry[]): string[] {
  const files: string[] = [];
  const folders = [top];
  for (const folder of folders) {
    const entries = entriesOf(folder).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !isForeign(entry.name)) folders.push(path);
      else if (entry.isFile() && entry.name.endsWith(".py")) files.push(path);
      if (files.length >= MOST_FILES || folders.length >= MOST_FILES) return files;
    }
  }
  return files;
}

/** The folder of the project that a file belongs to: the highest one near above it that holds Python files, or what a project has at its top. */
export function projectFolder(file: string, host: SourceHost): string {
  let found = folderOf(file);
  let at = found;
  for (let level = 0; level < LEVELS && at !== ""; level++, at = folderOf(at)) {
    if (MARKERS.some((name) => host.isFile(`${at}/${name}`))) return at;
    if ((host.entries?.(at) ?? []).some((name) => name.endsWith(".py"))) found = at;
  }
  return found;
}
