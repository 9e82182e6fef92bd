import type { SourceHost } from "../host";
import { below, folderOf, slashed } from "../paths";

/** Where modules are searched for while a program runs, which may change it: `sys.path`. */
export class SearchPath {
  /** In the order in which they are asked. */
  roots: readonly string[];
  /** Whether the program has put something in front that may be another folder than the one that is taken. */
  isChanged = false;

  constructor(
    private readonly host: SourceHost,
    private readonly given: readonly string[],
  ) {
    this.roots = given;
  }

  /** Adds a folder, undefined where it is not known. A relative one starts where the program is started: in its own folder or at a root. */
  add(folder: string | undefined, isFirst: boolean, program: string | undefined): void {
    this.isChanged ||= isFirst;
    if (folder === undefined) return;
    const own = program === undefined ? [] : [folderOf(slashed(program))];
    const path = slashed(folder);
    const isWhole = path.startsWith("/") || /^[a-z]:\//.test(path);
    const starts = isWhole ? [""] : [...own, ...this.given].map((start) => `${start}/`);
    const plain = starts.flatMap((start) => plainPath(start + path) ?? []);
    // A start alone says nothing of the place that it is.
    const found = plain.find((one) => (isWhole || !plainStarts(one, own)) && this.host.isFolder(one));
    if (found === undefined) return;
    const others = this.roots.filter((root) => root !== found);
    if (isFirst) this.roots = [found, ...others];
    else if (others.length === this.roots.length) this.roots = [...others, found];
  }

  /** All files of the project that a dotted name may mean, whatever folder is searched. */
  namesakes(name: string): string[] {
    const path = `/${name.replaceAll(".", "/")}`;
    const files = this.given.flatMap((root) => this.host.list?.(root) ?? []);
    return files.map(slashed).filter((file) => file.endsWith(`${path}.py`) || file.endsWith(`${path}/__init__.py`));
  }
}

/** Whether a path is a folder of the program's or around it. */
function plainStarts(path: string, own: readonly string[]): boolean {
  return own.some((folder) => folder === path || below(folder, path) !== undefined);
}

/** A path without `.` and `..`; undefined where it leads above the top. */
function plainPath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") {
      if (parts.length <= 1) return undefined;
      parts.pop();
    } else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}
