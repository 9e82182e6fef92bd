import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "../../src/analysis/analyzer";
import type { SourceHost } from "../../src/analysis/host";
import type { FileAnalysis } from "../../src/analysis/report";
import type { AnalyzeOptions } from "../../src/analysis/session/session";
import { Disk } from "../../src/cli/disk";
import { codeLenses } from "../../src/features/codeLens";
import { diagnostics } from "../../src/features/diagnostics";
import { smallestEdit } from "../../src/features/edits";
import { errorsOn, fixes, fixesOfAll } from "../../src/features/fixes";
import { hover } from "../../src/features/hover";
import { inlayHints } from "../../src/features/inlayHints";
import { lineCosts } from "../../src/features/lineCosts";
import { LineIndex } from "../../src/features/places";
import { shapeComments } from "../../src/features/shapeComments";
import { View } from "../../src/features/view";
import { defects } from "../../src/syntax/defects";
import { Parser } from "../../src/syntax/parse";
import { preludeSources } from "../../src/syntax/prelude";
import type { TextInput } from "./input";
import { cpuMs, peakBytes, resetPeak } from "./usage";

/** Something that went wrong inside, with where it was thrown. */
export interface Problem {
  kind: "throw" | "defect";
  message: string;
  /** Innermost frames of the stack, of our own code. */
  at: string[];
}

/** What became of one input in a process that lived to tell. */
export interface Answer {
  problems: Problem[];
  /** Milliseconds of CPU of each phase. */
  phases: Record<string, number>;
  /** The process's largest resident memory meanwhile. */
  bytes: number;
}

/** The disk with a text laid over it. */
class Overlay implements SourceHost {
  private readonly disk = new Disk();
  file = "";
  text = "";

  read(file: string): string | undefined {
    return file === this.file ? this.text : this.disk.read(file);
  }
  isFile(path: string): boolean {
    return path === this.file || this.disk.isFile(path);
  }
  isFolder(path: string): boolean {
    return this.disk.isFolder(path);
  }
}

/** An analyzer with what its caches hold is kept for so many inputs, as an editor keeps its own. */
const KEPT_FOR = 60;
/** Places of a text that are hovered over. */
const HOVERS = 12;

/** Gives inputs to analyzers in this process, and watches what goes wrong. */
export class Attempts {
  private readonly host = new Overlay();
  private analyzer: Analyzer;
  private count = 0;

  private constructor(
    private readonly parser: Parser,
    private readonly budgetMs: number,
  ) {
    this.analyzer = this.newAnalyzer();
  }

  static async open(dist: string, budgetMs: number): Promise<Attempts> {
    const wasm = (name: string) => readFileSync(join(dist, name));
    const parser = await Parser.create({
      runtime: wasm("web-tree-sitter.wasm"),
      python: wasm("tree-sitter-python.wasm"),
    });
    return new Attempts(parser, budgetMs);
  }

  private newAnalyzer(): Analyzer {
    return new Analyzer(this.parser, preludeSources, this.host);
  }

  attempt(input: TextInput): Answer {
    if (this.count++ % KEPT_FOR === 0) this.analyzer = this.newAnalyzer();
    const problems: Problem[] = [];
    const phases: Record<string, number> = {};
    defects.heard = (where, error) => problems.push(problem("defect", error, where));
    resetPeak();
    /** Runs a phase whatever became of those before it. */
    const phase = <T>(name: string, work: () => T): T | undefined => {
      const began = cpuMs();
      try {
        return work();
      } catch (error) {
        problems.push(problem("throw", error, name));
        return undefined;
      } finally {
        phases[name] = (phases[name] ?? 0) + cpuMs() - began;
      }
    };
    try {
      this.run(input, phase);
    } finally {
      defects.heard = undefined;
    }
    return { problems, phases, bytes: peakBytes() };
  }

  private run(input: TextInput, phase: <T>(name: string, work: () => T) => T | undefined): void {
    const { analyzer, budgetMs } = this;
    const { file, text, roots, before } = input;
    [this.host.file, this.host.text] = [file, text];
    const options: AnalyzeOptions = { budgetMs, ...(roots && { roots }) };
    phase("parsing", () => analyzer.update(this.parse(file, text, before)));
    const analysis = phase("analysis", () => analyzer.analyzeFile(file, options));
    if (analysis === undefined) return;
    const places = Array.from({ length: HOVERS }, (_, n) => Math.floor(((n + 0.5) / HOVERS) * text.length));
    phase("features", () => show(analysis, text, places));
    if (!input.deep) return;
    phase("facts", () => analyzer.facts(file, options));
    const middle = places[HOVERS >> 1];
    phase("explanation", () => analyzer.explain(file, { start: middle, end: middle }, options));
    phase("again", () => analyzer.explain(file, { start: 0, end: text.length }, options));
    const [entry] = analysis.entries;
    if (entry !== undefined) phase("runnable", () => analyzer.runnable(file, entry.id, options));
    const [error] = analysis.diagnostics.filter(({ severity, file: told }) => severity === "error" && told === file);
    if (error !== undefined) phase("repairs", () => analyzer.repairs(file, error, options));
  }

  private parse(file: string, text: string, before: string | undefined) {
    if (before === undefined) return this.parser.parse(file, text);
    const document = this.parser.open(file, before);
    try {
      const { start, end, length } = smallestEdit(before, text);
      return document.edit([{ start, end, text: text.slice(start, start + length) }]);
    } finally {
      document.dispose();
    }
  }
}

/** All that an editor shows of an analysis. */
function show(analysis: FileAnalysis, text: string, places: readonly number[]): void {
  const view = new View(analysis);
  for (const place of places) {
    hover(view, place);
    shapeComments(view, text, place);
  }
  for (const { start } of analysis.subjects) hover(view, start);
  codeLenses(view, "macs");
  inlayHints(view, "all");
  const lines = new LineIndex(text);
  lineCosts(view, "flops", (line) => lines.endOfLine(line - 1));
  const shown = diagnostics(analysis);
  errorsOn(shown, 1, Number.POSITIVE_INFINITY);
  fixes(shown, 1, Number.POSITIVE_INFINITY);
  fixesOfAll(shown);
  structuredClone(analysis);
}

function problem(kind: Problem["kind"], error: unknown, where: string): Problem {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const at = [...stack.matchAll(/^ {4}at (?:new )?(\S+) \(.*\)$/gm)].map(([, name]) => name).slice(0, 6);
  return { kind, message: `${where}: ${message.split("\n")[0].slice(0, 300)}`, at };
}
