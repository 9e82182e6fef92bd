import { readFileSync, type Stats, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { slashed } from "../analysis/paths";
import type { Notebook } from "../syntax/notebook/notebook";
import { LARGEST_SOURCE } from "./disk";
import { Failure } from "./failure";
import { isNotebook, readNotebookFile } from "./notebook";

/** A file that can be analysed. */
export interface InputFile {
  /** Its absolute path. */
  file: string;
  /** What its program was made from, where it is a notebook. */
  notebook?: Notebook;
}

/** The absolute path of a Python file that can be read; throws a `Failure` that says what else it is. */
export function sourceFile(cwd: string, path: string): string {
  const { file, notebook } = inputFile(cwd, path);
  if (notebook === undefined) return file;
  throw new Failure(`${path} is a notebook, not a Python file (\`shapescope check\` reads notebooks)`, {
    file,
    code: "unreadable-file",
  });
}

/** A Python file or a notebook that can be read; throws a `Failure` that says what else it is. */
export function inputFile(cwd: string, path: string): InputFile {
  const file = slashed(resolve(cwd, path));
  const refuse = (why: string): never => {
    throw new Failure(`${path}${why}`, { file, code: "unreadable-file" });
  };
  const found = statOf(file);
  if (typeof found === "string") return refuse(`: ${found}`);
  if (found.isDirectory()) return refuse(" is a folder, not a Python file (`shapescope check` reads folders)");
  if (!found.isFile()) return refuse(` is ${kindOf(found)}, not a Python file`);
  if (isNotebook(file)) {
    const notebook = readNotebookFile(file);
    if (typeof notebook === "string") return refuse(` is no notebook of Python: ${notebook}`);
    const { length } = notebook.text;
    if (length > LARGEST_SOURCE) return refuse(` has ${length} characters of code: too many for a source file`);
    return { file, notebook };
  }
  if (found.size > LARGEST_SOURCE) return refuse(` has ${found.size} bytes: too many for a source file`);
  const bytes = readBytes(file);
  if (typeof bytes === "string") return refuse(`: ${bytes}`);
  const zero = bytes.indexOf(0);
  if (zero >= 0) return refuse(` is a binary file, not Python source: byte ${zero} is zero`);
  return { file };
}

/** A file's bytes, or why there are none. Devices and pipes are not read: they may never end. */
function readBytes(file: string): Buffer | string {
  const found = statOf(file);
  if (typeof found === "string") return found;
  if (!found.isFile()) return `it is ${kindOf(found)}, not a file`;
  // So a kernel's own files say of themselves, whatever comes out of them.
  if (found.size === 0) return Buffer.alloc(0);
  try {
    return readFileSync(file);
  } catch (error) {
    return reason(error);
  }
}

/** The absolute path of a folder that an option names; throws a `Failure` where there is none. */
export function namedFolder(option: string, path: string, cwd: string): string {
  const folder = resolve(cwd, path);
  if (isFolder(folder)) return folder;
  throw new Failure(`${option} ${path}: no such folder`, { file: folder });
}

/** Writes a file that an option names; throws a `Failure` that says why it cannot be. */
export function writeText(option: string, path: string, text: string, cwd: string): void {
  const file = resolve(cwd, path);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Failure(`${option} ${path}: ${reason(error, "write")}`, { file, code: "unwritable-file" });
  }
}

/** True where a folder is at a path. */
export function isFolder(path: string): boolean {
  const found = statOf(path);
  return typeof found !== "string" && found.isDirectory();
}

/** What is at a path, or why nothing can be told of it. */
export function statOf(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (error) {
    return reason(error);
  }
}

/** What something is that is no regular file: `a named pipe`. */
export function kindOf(
  found: Pick<Stats, `is${"Directory" | "FIFO" | "Socket" | "CharacterDevice" | "BlockDevice"}`>,
): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  if (found.isSocket()) return "a socket";
  return found.isCharacterDevice() || found.isBlockDevice() ? "a device" : "something else";
}

const reasons: Record<string, string> = {
  ENOENT: "no such file or folder",
  ENOTDIR: "no such file or folder",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links go in a circle",
  ENAMETOOLONG: "the name is too long",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  EFBIG: "it would be too large a file",
  EROFS: "the file system is read-only",
  EIO: "the device has failed",
};

/** A file system error in plain words. */
export function reason(error: unknown, doing: "read" | "write" = "read"): string {
  const { code } = error as { code?: string };
  if (code === "EACCES" || code === "EPERM") return `no permission to ${doing} it`;
  const done = { read: "read", write: "written" }[doing];
  return (code && reasons[code]) ?? (code ? `it cannot be ${done} (${code})` : `it cannot be ${done}`);
}
