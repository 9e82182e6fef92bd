import { copyFile, readdir } from "node:fs/promises";
import path from "node:path";
import { distFolder } from "../dist";

/** What the runtime's worker reads beside itself, but the kernels in WebAssembly. */
const BESIDE = /^(prelude-.*\.pack|web-tree-sitter\.wasm|tree-sitter-python\.wasm)$/;

/** Puts the runtime's worker into a folder, as it is shipped and without kernels in WebAssembly; its path. */
export async function copyWorker(folder: string): Promise<string> {
  const dist = distFolder();
  const names = ["runtime.js", ...(await readdir(dist)).filter((name) => BESIDE.test(name))];
  for (const name of names) await copyFile(path.join(dist, name), path.join(folder, name));
  return path.join(folder, "runtime.js");
}
