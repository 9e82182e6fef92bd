// Both suites in one process: `node models.js DIST ROOT RECORDINGS [TEXT]`; one JSON object a traced call on standard output.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "../../src/analysis/analyzer";
import { Disk } from "../../src/cli/disk";
import { Parser } from "../../src/syntax/parse";
import { preludeSources } from "../../src/syntax/prelude";
import {
  type Backward,
  backwardMisses,
  type Published,
  publishedMisses,
  type Recorded,
  recordedMisses,
} from "./compare";

/** One call, traced once, and what falls short in the suites that have it. */
export interface Traced {
  file: string;
  call: string;
  ms: number;
  /** What falls short, by suite; empty lists where all holds. */
  misses: { modules?: string[]; published?: string[]; backward?: string[] };
  params: unknown;
  macs: unknown;
  /** Module calls, and those whose output was compared. */
  calls: number;
}

async function main(dist: string, root: string, recordings: string, text: string, passes: string): Promise<void> {
  const wasm = (name: string) => readFileSync(join(dist, name));
  const parser = await Parser.create({
    runtime: wasm("web-tree-sitter.wasm"),
    python: wasm("tree-sitter-python.wasm"),
  });
  const analyzer = new Analyzer(parser, preludeSources, new Disk());
  const began = performance.now();
  for (const { file, call, recorded, published } of cases(recordings)) {
    if (!`${file} ${call}`.includes(text)) continue;
    process.stderr.write(`${call}\n`);
    const started = performance.now();
    const { report } = analyzer.trace(join(root, file), call, { roots: [root] });
    const ms = performance.now() - started;
    const traced: Traced = {
      file,
      call,
      ms,
      misses: {
        ...(recorded && { modules: recordedMisses(recorded, report) }),
        ...(published && { published: publishedMisses(published, report) }),
      },
      params: report.params,
      macs: report.macs,
      calls: report.modules.length,
    };
    console.log(JSON.stringify(traced));
  }
  for (const row of passes === "forward" ? [] : backwardCases(recordings)) {
    const { file, call } = row;
    if (!`${file} ${call}`.includes(text)) continue;
    process.stderr.write(`${call}, backward\n`);
    const started = performance.now();
    const counted = (given: string) =>
      analyzer.training(join(root, file), given, { optimizer: "sgd" }, { roots: [root] });
    const misses = backwardMisses(row, counted(call), counted(withGradient(call)));
    const traced: Traced = {
      file,
      call,
      ms: performance.now() - started,
      misses: { backward: misses },
      params: undefined,
      macs: undefined,
      calls: 0,
    };
    console.log(JSON.stringify(traced));
  }
  console.log(
    JSON.stringify({ seconds: (performance.now() - began) / 1000, bytes: process.resourceUsage().maxRSS * 1024 }),
  );
}

function backwardCases(recordings: string): Backward[] {
  const lines = readFileSync(join(recordings, "backward-flops.jsonl"), "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Backward);
}

/** The same call with inputs that require a gradient. */
function withGradient(call: string): string {
  return call.replaceAll(/(torch\.empty\([^)]*)\)/g, "$1, requires_grad=True)");
}

/** The calls of both suites, each once. */
function cases(recordings: string) {
  const all = new Map<string, { file: string; call: string; recorded?: Recorded; published?: Published }>();
  const of = ({ file, call }: { file: string; call: string }) => {
    const key = `${file} ${call}`;
    const known = all.get(key) ?? { file, call };
    all.set(key, known);
    return known;
  };
  const lines = readFileSync(join(recordings, "torchvision.jsonl"), "utf8").split("\n").filter(Boolean);
  for (const row of lines.map((line) => JSON.parse(line) as Recorded)) of(row).recorded = row;
  const stated = JSON.parse(readFileSync(join(recordings, "torchvision-published.json"), "utf8")) as Published[];
  for (const row of stated) if (row.static) of(row).published = row;
  return all.values();
}

const [dist, root, recordings, text = "", passes = "both"] = process.argv.slice(2);
void main(dist, root, recordings, text, passes);
