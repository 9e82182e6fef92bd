import { pathToFileURL } from "node:url";
import { slashed } from "../analysis/paths";

/**
 * The path of a `file:` URI in the analysis' one form; `undefined` where it names none. `file:///c%3A/p/x.py`, with a drive, is a path of Windows on
 * every system, as editors read it. Another computer's files, `file://server/share/x.py`, are none of ours to read.
 */
export function pathOfUri(uri: string): string | undefined {
  try {
    const { protocol, hostname, pathname } = new URL(uri);
    if (protocol !== "file:" || hostname !== "") return undefined;
    const path = decodeURIComponent(pathname);
    if (path.includes("\0")) return undefined;
    return /^\/[A-Za-z]:/.test(path) ? slashed(path.slice(1)) : path;
  } catch {
    return undefined;
  }
}

/** The `file:` URI of a path, with a drive written as editors write it, so that they know an open document by it. */
export function uriOfPath(path: string): string {
  const file = slashed(path);
  if (/^[a-z]:\//.test(file)) return `file:///${file[0]}%3A${encoded(file.slice(2))}`;
  if (file.startsWith("//")) return `file:${encoded(file)}`;
  return pathToFileURL(file).href;
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
