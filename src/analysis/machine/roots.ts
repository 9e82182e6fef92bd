import type { Span } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { nodesOfKind } from "../../syntax/walk";
import type { SourceHost } from "../host";
import { below, folderOf, slashed } from "../paths";

/** The dotted name under which a file is imported, and the import roots that go with it. */
export function moduleName(
  source: Source,
  roots: readonly string[] | undefined,
  host: SourceHost,
): { name: string; roots: string[] } {
  const file = slashed(source.file);
  const own = folderOf(file);
  const given = (roots ?? []).map((root) => slashed(root).replace(/\/+$/, ""));
  const isPackage = (folder: string) => host.isFile(`${folder}/__init__.py`);
  const containing = given.filter((root) => below(file, root) !== undefined);
  // Nothing imports a notebook: it is the program.
  const isProgram = file.endsWith(".ipynb");
  if (containing.length > 0) {
    const inner = foldersUpTo(own, outermost(containing));
    const imports = inner.some((folder) => folder === own || !isPackage(folder)) ? importsOf(source) : [];
    const started = isProgram || (inner.length > 0 && isStartedIn(own, source, imports, host)) ? own : undefined;
    const start = started ?? projectOf(source, inner, imports, host);
    if (start === undefined) return { name: dotted(below(file, containing[0])!), roots: given };
    const outer = inner.slice(inner.indexOf(start) + 1).filter((folder) => !isPackage(folder));
    const name = isProgram ? "__main__" : dotted(below(file, start)!);
    return { name, roots: [...new Set([start, ...outer, ...given])] };
  }
  if (isProgram) return { name: "__main__", roots: [...new Set([own, ...given])] };
  let top = own;
  while (top !== "" && isPackage(top)) top = folderOf(top);
  return { name: dotted(file.slice(top.length + 1)), roots: [top, ...given, ...projectRoots(top, host)] };
}

/**
 * Whether a file is a script that takes modules of its own folder by their bare names: Python puts the folder of the script before all
 * other roots (https://docs.python.org/3/library/sys_path_init.html).
 */
function isStartedIn(folder: string, source: Source, imports: readonly Import[], host: SourceHost): boolean {
  if (imports.some(({ level }) => level > 0)) return false;
  const isOwn = ({ module }: Import) => {
    const at = `${folder}/${module.split(".", 1)[0]}`;
    return host.isFile(`${at}.py`) || host.isFile(`${at}/__init__.py`) || host.isFolder(at);
  };
  return imports.some(isOwn) && (!host.isFile(`${folder}/__init__.py`) || isScript(source));
}

/** At most this many files of a package are looked through for what they import. */
const MAX_READ = 30;

/**
 * The nearest folder around a file's own in which something is found that the file imports by its whole name, or another file of its package, which
 * it imports by a relative name: a project inside the project, whose programs are started there.
 */
function projectOf(
  source: Source,
  inner: readonly string[],
  imports: readonly Import[],
  host: SourceHost,
): string | undefined {
  // Relative names tell that as many folders are packages.
  const depth = Math.max(1, ...imports.map(({ level }) => level));
  const folders = inner.slice(depth).filter((folder) => !host.isFile(`${folder}/__init__.py`));
  if (folders.length === 0) return undefined;
  const seen = new Set([slashed(source.file)]);
  const waiting = [{ folder: folderOf(slashed(source.file)), imports }];
  const found = new Set<string>();
  for (let at = 0; at < waiting.length && !found.has(folders[0]); at++) {
    const { folder, imports } = waiting[at];
    for (const one of imports)
      if (one.level === 0) {
        const nearest = folders.find((root) => isIn(root, one, host));
        if (nearest !== undefined) found.add(nearest);
      } else
        for (const file of relatives(folder, one)) {
          if (seen.has(file) || seen.size > MAX_READ || !host.isFile(file)) continue;
          seen.add(file);
          waiting.push({ folder: folderOf(file), imports: importsIn(host.read(file) ?? "") });
        }
  }
  return folders.find((folder) => found.has(folder));
}

/** Whether a folder has what an import names. A module of one name alone may be a library's: it is the folder's where it speaks of what is taken from it. */
function isIn(root: string, { module, names }: Import, host: SourceHost): boolean {
  const at = `${root}/${module.replaceAll(".", "/")}`;
  const isModule = (path: string) => host.isFile(`${path}.py`) || host.isFile(`${path}/__init__.py`);
  if (names.some((name) => isModule(`${at}/${name}`))) return true;
  if (!isModule(at)) return false;
  if (module.includes(".")) return true;
  const text = host.read(`${at}/__init__.py`) ?? host.read(`${at}.py`) ?? "";
  return names.some((name) => name === "*" || mentions(text, name));
}

/** Where the modules may be that a relative import names. */
function relatives(folder: string, { module, level, names }: Import): string[] {
  let top = folder;
  for (let up = 1; up < level; up++) top = folderOf(top);
  const at = module === "" ? top : `${top}/${module.replaceAll(".", "/")}`;
  const within = names.map((name) => `${at}/${name}.py`);
  return module === "" ? within : [`${at}.py`, `${at}/__init__.py`, ...within];
}

/**
 * The files that the dotted name of a module may mean beside the one that was found: below a folder around one of these files that another program
 * may have been started in, or below another root.
 */
export function* namesakes(
  name: string,
  around: readonly string[],
  roots: readonly string[],
  host: SourceHost,
): Generator<string> {
  const path = name.replaceAll(".", "/");
  const folders = around.flatMap((file) => {
    const containing = roots.filter((root) => below(file, root) !== undefined);
    return containing.length === 0 ? [] : foldersUpTo(folderOf(file), outermost(containing));
  });
  for (const folder of new Set([...folders, ...roots]))
    for (const file of [`${folder}/${path}/__init__.py`, `${folder}/${path}.py`]) if (host.isFile(file)) yield file;
}

/** Whether a text has a name as a word of its own. */
export function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!WORD.test(text[at - 1] ?? " ") && !WORD.test(text[at + name.length] ?? " ")) return true;
  return false;
}

const WORD = /[\p{L}\p{N}_]/u;

/** A module that a file imports, and the names that it takes from it. */
interface Import {
  module: string;
  level: number;
  names: readonly string[];
}

function importsOf(source: Source): Import[] {
  const plain = nodesOfKind(source.tree, "Import").flatMap(({ names }) =>
    names.map(({ name }) => ({ module: name, level: 0, names: [] })),
  );
  const froms = nodesOfKind(source.tree, "ImportFrom").map(({ module, level, names }) => ({
    module,
    level,
    names: names.map(({ name }) => name),
  }));
  return [...plain, ...froms];
}

const FROM = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]*)/gm;
const PLAIN = /^[ \t]*import[ \t]+([\w., \t]+)/gm;

/** As `importsOf`, of a text that is not parsed: of each line that looks like an import. */
function importsIn(text: string): Import[] {
  const first = (part: string) => /[\w.*]+/.exec(part)?.[0] ?? [];
  const froms = [...text.matchAll(FROM)].map(([, dots, module, names]) => ({
    module,
    level: dots.length,
    names: names.split(",").flatMap(first),
  }));
  const plain = [...text.matchAll(PLAIN)].flatMap(([, names]) => names.split(",").flatMap(first));
  return [...froms, ...plain.map((module) => ({ module, level: 0, names: [] }))];
}

/** A folder and those around it, below another one that is left out: nearest first. */
function foldersUpTo(folder: string, top: string): string[] {
  return below(folder, top) === undefined ? [] : [folder, ...foldersUpTo(folderOf(folder), top)];
}

function outermost(folders: readonly string[]): string {
  return folders.reduce((a, b) => (b.length < a.length ? b : a));
}

/** Whether a file does something where it is the program: `if __name__ == "__main__":`. */
function isScript(source: Source): boolean {
  const asks = ({ start, end }: Span) => source.text.slice(start, end).includes("__main__");
  return source.tree.body.some((statement) => statement.kind === "If" && asks(statement.test));
}

/** Folders above that may be import roots too: a project's own folder, and `src` in it. */
function projectRoots(folder: string, host: SourceHost): string[] {
  const found: string[] = [];
  for (
    let at = folder.lastIndexOf("/"), depth = 0;
    at > 0 && depth < 4;
    at = folder.lastIndexOf("/", at - 1), depth++
  ) {
    const above = folder.slice(0, at);
    found.push(above);
    if (["pyproject.toml", "setup.py", ".git/HEAD"].some((name) => host.isFile(`${above}/${name}`))) break;
  }
  return found;
}

function dotted(path: string): string {
  return path
    .replace(/\.py$/, "")
    .replace(/(^|\/)__init__$/, "")
    .replaceAll("/", ".");
}
