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
  const given = (roots ?? []).map((root) => slashed(root).replace(/\/+$/, ""));
  // Nothing imports a notebook: it is the program.
  if (file.endsWith(".ipynb")) return { name: "__main__", roots: [...new Set([folderOf(file), ...given])] };
  for (const root of given) {
    const rest = below(file, root);
    if (rest === undefined) continue;
    const folder = folderOf(file);
    return isStartedIn(folder, source, host)
      ? { name: dotted(file.slice(folder.length + 1)), roots: [...new Set([folder, ...given])] }
      : { name: dotted(rest), roots: given };
  }
  let top = folderOf(file);
  while (top !== "" && host.isFile(`${top}/__init__.py`)) top = folderOf(top);
  return { name: dotted(file.slice(top.length + 1)), roots: [top, ...given, ...projectRoots(top, host)] };
}

/**
 * Whether a file is a script that takes modules of its own folder by their bare names: Python puts the folder of the script before all
 * other roots (https://docs.python.org/3/library/sys_path_init.html).
 */
function isStartedIn(folder: string, source: Source, host: SourceHost): boolean {
  const froms = nodesOfKind(source.tree, "ImportFrom");
  if (froms.some(({ level }) => level > 0)) return false;
  const plain = nodesOfKind(source.tree, "Import").flatMap(({ names }) => names.map(({ name }) => name));
  const isOwn = (name: string) => {
    const at = `${folder}/${name.split(".", 1)[0]}`;
    return host.isFile(`${at}.py`) || host.isFile(`${at}/__init__.py`) || host.isFolder(at);
  };
  if (![...plain, ...froms.map(({ module }) => module)].some(isOwn)) return false;
  return !host.isFile(`${folder}/__init__.py`) || isScript(source);
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
