import { readFileSync, type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import { slashed } from "../analysis/paths";
import { LARGEST_SOURCE } from "./disk";
import { Failure } from "./failure";

/** The absolute path of a Python file that can be read; throws a `Failure` that says what else it is. */
export function sourceFile(cwd: string, path: string): string {
  const file = slashed(resolve(cwd, path));
  const refuse = (why: string): never => {
    throw new Failure(`${path}${why}`, { file, code: "unreadable-file" });
  };
  const found = statOf(file);
  if (typeof found === "string") return refuse(`: ${found}`);
  if (found.isDirectory()) return refuse(" is a folder, not a Python file (`shapescope check` reads folders)");
  if (!found.isFile()) return refuse(" is not a file");
  if (found.size > LARGEST_SOURCE) return refuse(` has ${found.size} bytes: too many for a source file`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return refuse(`: ${reason(error)}`);
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) return refuse(` is a binary file, not Python source: byte ${zero} is zero`);
  return file;
}

/** What is at a path, or why nothing can be told of it. */
export function statOf(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (error) {
    return reason(error);
  }
}

const reasons: Record<string, string> = {
  ENOENT: "no such file or folder",
  ENOTDIR: "no such file or folder",
  EACCES: "no permission to read it",
  EPERM: "no permission to read it",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links go in a circle",
  ENAMETOOLONG: "the name is too long",
  ENOSPC: "no space left on the device",
  EROFS: "the file system is read-only",
};

/** A file system error in plain words. */
export function reason(error: unknown): string {
  const { code } = error as { code?: string };
  return (code && reasons[code]) ?? (code ? `it cannot be read (${code})` : "it cannot be read");
}
