import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { decodeSource } from "../../src/cli/disk";
import type { SourceText } from "./mutations";

/** Larger files take long for what they show. */
const LARGEST = 12_000;

/** What is mutated: torchvision where it is on the machine, and what the repository itself holds. In a fixed order. */
export function modelSources(root: string, torchvision: string | undefined): SourceText[] {
  const folders = ["test/bugs", "examples", "test/fixtures", "../shared/seeds", "src/prelude"].map((path) =>
    join(root, path),
  );
  const own = folders
    .flatMap((folder) => pythonFiles(folder))
    .map((file) => ({ file: file.startsWith(join(root, "src")) ? join("/fuzz", file) : file, text: read(file) }));
  const library =
    torchvision === undefined
      ? []
      : ["models", "ops"]
          .flatMap((folder) => pythonFiles(join(torchvision, "torchvision", folder)))
          .map((file) => ({ file, text: read(file), roots: [torchvision] }));
  return [...library, ...own].filter(({ text }) => text.length <= LARGEST && text.trim() !== "");
}

/** Python files below a folder, sorted; without installed packages. */
export function pythonFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return /^(site|dist)-packages$|^__pycache__$/.test(entry.name) ? [] : pythonFiles(path);
      return entry.isFile() && entry.name.endsWith(".py") ? [path] : [];
    });
}

function read(file: string): string {
  return decodeSource(readFileSync(file));
}

/** The folder of an installed Python's standard library, found by looking: beside a `python3` of PATH, in the usual places, of pyenv. */
export function standardLibrary(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const prefixes = [
    ...(env.PATH ?? "").split(delimiter).flatMap(prefixOf),
    "/usr/local",
    "/usr",
    ...foldersIn(join(homedir(), ".pyenv/versions")),
  ];
  for (const prefix of prefixes) {
    const [found] = foldersIn(join(prefix, "lib"))
      .filter((folder) => /\/python3\.\d+$/.test(folder) && existsSync(join(folder, "os.py")))
      .sort((a, b) => Number(b.split(".").at(-1)) - Number(a.split(".").at(-1)));
    if (found !== undefined) return found;
  }
  return undefined;
}

function prefixOf(folder: string): string[] {
  const program = join(folder, "python3");
  return existsSync(program) ? [dirname(dirname(realpathSync(program)))] : [];
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
}

/** Every file of a standard library, to be analysed as it is. */
export function librarySources(library: string): SourceText[] {
  return pythonFiles(library).map((file) => ({ file, text: read(file), roots: [library] }));
}
