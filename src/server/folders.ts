import { realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** What is there by a name of Windows's own or of its network, whatever the folder: opening it talks to a device or to a server. */
const WINDOWS_DEVICE = /(^|[\\/:])(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)[ .]*(\.[^\\/]*)?([\\/]|$)/i;
/** Folders that a kernel makes up: devices, processes, their open files. */
const KERNEL_FOLDER = /^\/(dev|proc|sys)(\/|$)/;

/** Why no folder is read that a setting names so; `undefined` where one may be. Looks at the name alone. */
export function refusedName(path: string, platform: NodeJS.Platform = process.platform): string | undefined {
  if (/^[\\/]{2}/.test(path)) return "a network path or a device is not read";
  if (path.includes("\0")) return "it is no path";
  const device = platform === "win32" ? WINDOWS_DEVICE : KERNEL_FOLDER;
  return device.test(path) ? "a device is not read" : undefined;
}

/** Why nothing can be read from an absolute path as from a folder; `undefined` where it is one. */
export function missingFolder(path: string): string | undefined {
  try {
    return statSync(path).isDirectory() ? undefined : "it is not a folder";
  } catch {
    return "there is no such folder";
  }
}

/** Why no folder is read that a setting names so, wherever it is; `undefined` where it is read. */
export function refusedFolder(path: string): string | undefined {
  return refusedName(path) ?? missingFolder(path) ?? refusedName(realPath(path) ?? path);
}

/** True where a path is one of the folders or lies below one, symbolic links followed. */
export function isInside(path: string, folders: readonly string[]): boolean {
  const real = realPath(path) ?? path;
  return folders.some((folder) => isBelow(real, realPath(folder) ?? folder));
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
