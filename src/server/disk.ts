import { readFileSync, type Stats, statSync } from "node:fs";
import type { SourceHost } from "../analysis/analyzer";

/** Files larger than this are data rather than source. */
const LARGEST_SOURCE = 4 * 1024 * 1024;

/** Sources as the editor has them: open documents first, then the disk. Never throws. */
export class EditorHost implements SourceHost {
  private readonly documents = new Map<string, string>();

  /** An open document's text; `null` when it was closed. True where that changes what is read. */
  setDocument(file: string, text: string | null): boolean {
    if (text === null) return this.documents.delete(file);
    const changed = this.documents.get(file) !== text;
    this.documents.set(file, text);
    return changed;
  }

  read(file: string): string | undefined {
    const open = this.documents.get(file);
    if (open !== undefined) return open;
    const found = stat(file);
    if (!found?.isFile() || found.size > LARGEST_SOURCE) return undefined;
    try {
      return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
    } catch {
      return undefined;
    }
  }

  isFile(path: string): boolean {
    return this.documents.has(path) || stat(path)?.isFile() === true;
  }

  isFolder(path: string): boolean {
    return stat(path)?.isDirectory() === true;
  }
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
