/**
 * Paths as the analysis has them: absolute, with `/` between folders. A path of Windows, `c:/p/model.py` or `//server/share/model.py`, is told by
 * its beginning, on every system: a backslash elsewhere is part of a name.
 */

const WINDOWS = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** The one form of a path: of Windows' ones with `/` and a small drive letter, as editors write it. */
export function slashed(path: string): string {
  if (!WINDOWS.test(path)) return path;
  const plain = path.replaceAll("\\", "/");
  return plain.startsWith("/") ? plain : plain[0].toLowerCase() + plain.slice(1);
}

/** A path as its system writes it, for people and other programs. */
export function native(path: string): string {
  if (!/^(?:[a-z]:\/|\/\/)/.test(path)) return path;
  return (path[0].toUpperCase() + path.slice(1)).replaceAll("/", "\\");
}

/** The folder that a file or folder is in; empty where it is at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The rest of a path below a folder; `undefined` where it is not below it. Both in the one form. */
export function below(path: string, folder: string): string | undefined {
  const top = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(top) ? path.slice(top.length) : undefined;
}
