import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "../analysis/analyzer";
import type { SourceHost } from "../analysis/host";
import type { KeptTexts } from "../syntax/kept";
import { Parser } from "../syntax/parse";
import { preludeSources } from "../syntax/prelude";
import { Disk } from "./disk";

/** An analyzer of files on the disk. `dist` holds the parser's WebAssembly; `over` may put something over the disk; `kept` has trees of libraries. */
export async function openAnalyzer(
  dist: string,
  over: (disk: SourceHost) => SourceHost = (disk) => disk,
  kept?: KeptTexts,
): Promise<Analyzer> {
  const wasm = (name: string) => readFileSync(join(dist, name));
  const parser = await Parser.create(
    { runtime: wasm("web-tree-sitter.wasm"), python: wasm("tree-sitter-python.wasm") },
    kept,
  );
  return new Analyzer(parser, preludeSources, over(new Disk()));
}
