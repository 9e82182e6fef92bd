import { type Dirent, readdirSync, readFileSync, type Stats, statSync } from "node:fs";
import type { SourceHost } from "../analysis/host";
import { slashed } from "../analysis/paths";
import { projectFiles } from "../analysis/project";
import { cellLine, type Notebook } from "../syntax/notebook/notebook";
import { isNotebook, readNotebookFile } from "./notebook";

/** Longer sources are data rather than source: in bytes of a file, in characters of a notebook's program. */
export const LARGEST_SOURCE = 4 * 1024 * 1024;

/** Sources from the disk, each looked at once: a command's life is short. A path counts in either of its forms. A notebook is its program. Never throws. */
export class Disk implements SourceHost {
  private readonly stats = new Map<string, Stats | undefined>();
  private readonly texts = new Map<string, string | undefined>();
  private readonly notebooks = new Map<string, Notebook>();
  private readonly listed = new Map<string, readonly string[]>();

  read(path: string): string | undefined {
    const file = slashed(path);
    if (this.texts.has(file)) return this.texts.get(file);
    const text = this.isFile(file) ? this.textOf(file) : undefined;
    this.texts.set(file, text);
    return text;
  }

  lineName(path: string, line: number): string | undefined {
    const notebook = this.notebooks.get(slashed(path));
    const at = notebook && cellLine(notebook, line);
    return at && `cell ${at.cell}, line ${at.line}`;
  }

  private textOf(file: string): string | undefined {
    if (!isNotebook(file)) return readText(file, this.stat(file)!.size);
    const notebook = readNotebookFile(file);
    if (typeof notebook === "string" || notebook.text.length > LARGEST_SOURCE) return undefined;
    this.notebooks.set(file, notebook);
    return notebook.text;
  }

  isFile(path: string): boolean {
    return this.stat(path)?.isFile() === true;
  }

  isFolder(path: string): boolean {
    return this.stat(path)?.isDirectory() === true;
  }

  entries(folder: string): readonly string[] {
    return entriesOf(folder).map(({ name }) => name);
  }

  list(folder: string): readonly string[] {
    const top = slashed(folder);
    const known = this.listed.get(top) ?? projectFiles(top, entriesOf);
    this.listed.set(top, known);
    return known;
  }

  private stat(name: string): Stats | undefined {
    const path = slashed(name);
    if (this.stats.has(path)) return this.stats.get(path);
    let found: Stats | undefined;
    try {
      found = statSync(path, { throwIfNoEntry: false });
    } catch {
      found = undefined;
    }
    this.stats.set(path, found);
    return found;
  }
}

/** What can't be read holds nothing for us. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function readText(file: string, size: number): string | undefined {
  // So a kernel's own files say of themselves, and some of them never end.
  if (size === 0) return "";
  if (size > LARGEST_SOURCE) return undefined;
  try {
    return decodeSource(readFileSync(file));
  } catch {
    return undefined;
  }
}

/** The encoding that a comment in the first two lines names: https://peps.python.org/pep-0263/ */
const codingComment = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m;

/** Python source to text, without a byte order mark. */
export function decodeSource(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 400)).toString("latin1");
  const coding = codingComment.exec(head.split("\n", 2).join("\n"))?.[1].toLowerCase() ?? "utf-8";
  return decoder(coding).decode(bytes);
}

function decoder(coding: string): TextDecoder {
  try {
    // Python's name for it, which the Encoding Standard does not know.
    return new TextDecoder(coding.replace(/_/g, "-").replace(/^(iso-)?latin-1$/, "latin1"));
  } catch {
    return new TextDecoder();
  }
}
