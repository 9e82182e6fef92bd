import type { SourceHost } from "../host";
import { below, folderOf, slashed } from "../paths";

/** The dotted name under which a file is imported, and the import roots that go with it. */
export function moduleName(
  path: string,
  roots: readonly string[] | undefined,
  host: SourceHost,
): { name: string; roots: string[] } {
  const file = slashed(path);
  const given = (roots ?? []).map((root) => slashed(root).replace(/\/+$/, ""));
  // Nothing imports a notebook: it is the program.
  if (file.endsWith(".ipynb")) return { name: "__main__", roots: [...new Set([folderOf(file), ...given])] };
  for (const root of given) {
    const rest = below(file, root);
    if (rest !== undefined) return { name: dotted(rest), roots: given };
  }
  let top = folderOf(file);
  while (top !== "" && host.isFile(`${top}/__init__.py`)) top = folderOf(top);
  return { name: dotted(file.slice(top.length + 1)), roots: [top, ...given, ...projectRoots(top, host)] };
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
