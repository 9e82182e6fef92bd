/** The thread that analyses, in a process of its own. The server stays free to answer from the last good analysis meanwhile. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Analyzer } from "../analysis/analyzer";
import type { AnalyzeOptions } from "../analysis/session/session";
import { smallestEdit } from "../features/edits";
import { KeptOnDisk } from "../supervisor/kept";
import { patience } from "../supervisor/limits";
import { SupervisedThread } from "../supervisor/thread";
import { type Document, Parser } from "../syntax/parse";
import { preludeSources } from "../syntax/prelude";
import type { AnalysisRequest, FromAnalysis, ToAnalysis, Tried } from "./analysis-protocol";
import { EditorHost } from "./disk";

/** Milliseconds of computing in which an open document must be parsed. */
const PARSING = 20_000;

const host = new EditorHost();
const thread = new SupervisedThread<undefined, ToAnalysis, FromAnalysis>();

function wasm(name: string): Uint8Array {
  return readFileSync(join(__dirname, name));
}

/** By the bundle that this is part of. */
const kept = KeptOnDisk.for(__filename);

const ready = Parser.create(
  { runtime: wasm("web-tree-sitter.wasm"), python: wasm("tree-sitter-python.wasm") },
  kept,
).then((parser) => ({ parser, analyzer: new Analyzer(parser, preludeSources, host) }));

/** Open documents with their trees: an edit is parsed in the time of what it touches. */
const documents = new Map<string, Document>();

function setDocument(parser: Parser, analyzer: Analyzer, file: string, text: string | null): void {
  if (!host.setDocument(file, text)) return;
  analyzer.invalidate(file);
  const open = documents.get(file);
  if (text === null) {
    open?.dispose();
    documents.delete(file);
    return;
  }
  if (open) {
    const { start, end, length } = smallestEdit(open.source.text, text);
    open.edit([{ start, end, text: text.slice(start, start + length) }]);
  }
  const document = open ?? parser.open(file, text);
  documents.set(file, document);
  analyzer.update(document.source);
}

function answer(analyzer: Analyzer, request: AnalysisRequest): FromAnalysis {
  const { id, file } = request;
  const isCancelled = () => thread.isCancelled(id);
  if (isCancelled()) return { kind: "cancelled", id };
  try {
    if (request.kind === "explain") {
      const explained = analyzer.explain(file, request.at, { ...request.options, cancelled: isCancelled });
      return isCancelled() ? { kind: "cancelled", id } : { kind: "explained", id, explained };
    }
    if (request.kind === "runnable") {
      const options = { ...request.options, cancelled: isCancelled };
      return { kind: "runnable", id, runnable: analyzer.runnable(file, request.entryId, options) };
    }
    if (request.kind === "footprint") {
      const options = { ...request.options, cancelled: isCancelled };
      const footprint = analyzer.footprint(file, request.entryId, request.question, options);
      return isCancelled() ? { kind: "cancelled", id } : { kind: "footprint", id, footprint };
    }
    if (request.kind === "form") {
      const form = analyzer.callForm(file, request.subject, { ...request.options, cancelled: isCancelled });
      return isCancelled() ? { kind: "cancelled", id } : { kind: "formed", id, form };
    }
    if (request.kind === "try") {
      const tried = outcome(analyzer, file, request.call, { ...request.options, cancelled: isCancelled });
      return isCancelled() ? { kind: "cancelled", id } : { kind: "tried", id, tried };
    }
    if (request.kind === "repair") {
      const fixes = analyzer.repairs(file, request.error, { ...request.options, cancelled: isCancelled });
      return isCancelled() ? { kind: "cancelled", id } : { kind: "repaired", id, fixes };
    }
    const analysis = analyzer.analyzeFile(file, { ...request.options, cancelled: isCancelled });
    return isCancelled() ? { kind: "cancelled", id } : { kind: "analyzed", id, analysis };
  } catch (error) {
    return { kind: "failed", id, message: error instanceof Error ? error.message : String(error) };
  }
}

function outcome(analyzer: Analyzer, file: string, call: string, options: AnalyzeOptions): Tried {
  const { report, failed } = analyzer.trace(file, call, options);
  if (failed === undefined) return { ...(report.output && { output: report.output }) };
  const at = report.diagnostics.find((found) => found.file === file && found.severity === "error");
  return { failed, ...(at && { line: at.line }) };
}

async function take(message: ToAnalysis): Promise<void> {
  const { parser, analyzer } = await ready;
  const { kind, file } = message;
  if (kind === "changed") {
    analyzer.invalidate(file);
  } else if (kind === "document") {
    await thread.during({ id: 0, file, ms: PARSING }, () => setDocument(parser, analyzer, file, message.text));
  } else {
    const ms = patience(message.options.budgetMs);
    await thread.during({ id: message.id, file, ms }, () => thread.send(answer(analyzer, message)));
  }
}

// Messages wait for the set-up, and keep their order.
let queue = ready.then(() => thread.send({ kind: "ready" }));
thread.onMessage((message) => {
  queue = queue.then(() => take(message)).finally(() => kept?.write());
});
