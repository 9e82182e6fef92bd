import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { Analyzer } from "../analysis/analyzer";
import type { SourceHost } from "../analysis/host";
import { slashed } from "../analysis/paths";
import type { Report } from "../analysis/report";
import { Parser } from "../syntax/parse";
import { preludeSources } from "../syntax/prelude";
import type { AnalyzeOptions } from "./analyze-options";
import { ASKED_WORK } from "./context";
import { Disk } from "./disk";

/** The path of a source that is in no file: nothing is there. */
const NOWHERE = "/untitled/source.py";

/** One for all analyses of a process. */
let parser: Promise<Parser> | undefined;

/** Analyses a text, as the package's `analyze` promises. `dist` holds the parser's WebAssembly. */
export async function analyzeText(dist: string, source: string, options: AnalyzeOptions): Promise<Report> {
  const { call, file = NOWHERE, files = {}, roots = [], torch } = options;
  if (typeof source !== "string") throw new TypeError("source is not a text");
  for (const path of [file, ...roots])
    if (!isAbsolute(path) && path !== NOWHERE) throw new TypeError(`${path} is not an absolute path`);
  const path = slashed(file);
  const folder = slashed(dirname(path));
  const texts = new Map(Object.entries(files).map(([name, text]) => [slashed(join(folder, name)), text]));
  texts.set(path, source);
  const wasm = (name: string) => readFileSync(join(dist, name));
  parser ??= Parser.create({ runtime: wasm("web-tree-sitter.wasm"), python: wasm("tree-sitter-python.wasm") });
  const analyzer = new Analyzer(await parser, preludeSources, new TextHost(texts, roots.map(slashed)));
  const settings = { roots: [folder, ...roots.map(slashed)], work: ASKED_WORK, ...(torch !== undefined && { torch }) };
  return call === undefined ? analyzer.facts(path, settings) : analyzer.trace(path, call, settings).report;
}

/** Texts that are given, over the folders of the disk that may be read. */
class TextHost implements SourceHost {
  private readonly disk = new Disk();
  private readonly folders: ReadonlySet<string>;

  constructor(
    private readonly texts: ReadonlyMap<string, string>,
    private readonly roots: readonly string[],
  ) {
    this.folders = new Set([...texts.keys()].flatMap(foldersOf));
  }

  read(file: string): string | undefined {
    return this.texts.get(file) ?? (this.isOnDisk(file) ? this.disk.read(file) : undefined);
  }

  isFile(path: string): boolean {
    return this.texts.has(path) || (this.isOnDisk(path) && this.disk.isFile(path));
  }

  isFolder(path: string): boolean {
    return this.folders.has(path) || (this.isOnDisk(path) && this.disk.isFolder(path));
  }

  entries(folder: string): readonly string[] {
    const start = `${folder}/`;
    const own = [...this.texts.keys(), ...this.folders].flatMap((path) =>
      path.startsWith(start) && !path.slice(start.length).includes("/") ? [path.slice(start.length)] : [],
    );
    return [...new Set([...own, ...(this.isOnDisk(folder) ? this.disk.entries(folder) : [])])];
  }

  private isOnDisk(path: string): boolean {
    return this.roots.some((root) => path === root || path.startsWith(`${root}/`));
  }
}

/** All folders above a file. */
function foldersOf(file: string): string[] {
  const above = file.split("/").slice(0, -1);
  return above.map((_, n) => above.slice(0, n + 1).join("/")).filter((folder) => folder !== "");
}
