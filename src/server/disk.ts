import { type Dirent, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import type { SourceHost } from "../analysis/host";
import { slashed } from "../analysis/paths";
import { projectFiles } from "../analysis/project";

/** Files larger than this are data rather than source. */
const LARGEST_SOURCE = 4 * 1024 * 1024;

/** Milliseconds for which a listing counts. */
const LISTED_FOR = 30_000;

/** Sources as the editor has them: open documents first, then the disk. A path counts in either of its forms. Never throws. */
export class EditorHost implements SourceHost {
  private readonly documents = new Map<string, string>();
  private readonly listed = new Map<string, { at: number; files: string[] }>();

  /** An open document's text; `null` when it was closed. True where that changes what is read. */
  setDocument(path: string, text: string | null): boolean {
    const file = slashed(path);
    if (text === null) return this.documents.delete(file);
    const changed = this.documents.get(file) !== text;
    this.documents.set(file, text);
    return changed;
  }

  read(path: string): string | undefined {
    const file = slashed(path);
    const open = this.documents.get(file);
    if (open !== undefined) return open;
    const found = stat(file);
    if (!found?.isFile() || found.size > LARGEST_SOURCE) return undefined;
    // So a kernel's own files say of themselves, and some of them never end.
    if (found.size === 0) return "";
    try {
      return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
    } catch {
      return undefined;
    }
  }

  isFile(path: string): boolean {
    return this.documents.has(slashed(path)) || stat(path)?.isFile() === true;
  }

  isFolder(path: string): boolean {
    return stat(path)?.isDirectory() === true;
  }

  entries(folder: string): readonly string[] {
    return entriesOf(folder).map(({ name }) => name);
  }

  /** Python files of a workspace's folder. */
  list(folder: string): readonly string[] {
    const known = this.listed.get(folder);
    if (known && performance.now() - known.at < LISTED_FOR) return known.files;
    const files = projectFiles(slashed(folder), entriesOf);
    this.listed.set(folder, { at: performance.now(), files });
    return files;
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
