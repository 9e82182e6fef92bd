// One measurement in a process of its own: `node warm.js editor DIST FILE EDITS` or `node warm.js models DIST ROOT RECORDINGS`; the result is JSON on standard output.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "../../src/analysis/analyzer";
import { Disk } from "../../src/cli/disk";
import { hover } from "../../src/features/hover";
import { View } from "../../src/features/view";
import { Parser } from "../../src/syntax/parse";
import { preludeSources } from "../../src/syntax/prelude";

async function open(dist: string): Promise<{ parser: Parser; analyzer: Analyzer }> {
  const wasm = (name: string) => readFileSync(join(dist, name));
  const parser = await Parser.create({
    runtime: wasm("web-tree-sitter.wasm"),
    python: wasm("tree-sitter-python.wasm"),
  });
  return { parser, analyzer: new Analyzer(parser, preludeSources, new Disk()) };
}

/** Milliseconds that work takes, and what it gives. */
function timed<T>(work: () => T): [ms: number, value: T] {
  const began = performance.now();
  const value = work();
  return [performance.now() - began, value];
}

/** What an editor waits for: the first analysis of a file, the one after each edit, and a hover on every expression. */
async function editor(dist: string, file: string, edits: number): Promise<object> {
  const { parser, analyzer } = await open(dist);
  const text = readFileSync(file, "utf8");
  let [first, { document, analysis }] = timed(() => {
    const document = parser.open(file, text);
    analyzer.update(document.source);
    return { document, analysis: analyzer.analyzeFile(file) };
  });

  // A blank after a sign in the middle of the file, put in and taken out.
  const at = text.indexOf(" + ", text.length >> 1) + 2;
  const times = Array.from({ length: edits }, (_, i) => {
    const change = i % 2 === 0 ? { start: at, end: at, text: " " } : { start: at, end: at + 1, text: "" };
    const [ms, next] = timed(() => {
      document.edit([change]);
      analyzer.update(document.source);
      return analyzer.analyzeFile(file);
    });
    analysis = next;
    return ms;
  });

  const view = new View(analysis);
  const places = new Set(analysis.entries.flatMap(({ expressions }) => expressions.map(({ start }) => start)));
  // The middle of three: what one hover costs, not a pause of the garbage collector.
  const hovers = [...places].map(
    (offset) => [0, 1, 2].map(() => timed(() => hover(view, offset))[0]).sort((a, b) => a - b)[1],
  );
  return { first, edits: times, hovers };
}

/** Traces every recorded model of torchvision, one after the other. */
async function trace(dist: string, root: string, recordings: string): Promise<object> {
  const { analyzer } = await open(dist);
  const rows = readFileSync(recordings, "utf8").trim().split("\n");
  const models = rows.map((row) => {
    const { file, call } = JSON.parse(row) as { file: string; call: string };
    const [ms, { failed }] = timed(() => analyzer.trace(join(root, file), call, { roots: [root] }));
    return { call, ms, ...(failed !== undefined && { failed }) };
  });
  return { models, bytes: process.resourceUsage().maxRSS * 1024 };
}

const [kind, dist, path, last] = process.argv.slice(2);
void (kind === "editor" ? editor(dist, path, Number(last)) : trace(dist, path, last)).then((result) =>
  process.stdout.write(JSON.stringify(result)),
);
