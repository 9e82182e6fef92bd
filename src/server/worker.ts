/** The thread that analyses. The server's main thread stays free to answer from the last good analysis meanwhile. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { Analyzer } from "../analysis/analyzer";
import { smallestEdit } from "../features/edits";
import { type Document, Parser } from "../syntax/parse";
import { preludeSources } from "../syntax/prelude";
import type { AnalysisData, AnalysisRequest, FromAnalysis, ToAnalysis } from "./analysis-protocol";
import { EditorHost } from "./disk";

const host = new EditorHost();
const { cancelled } = workerData as AnalysisData;
const cancelledUpTo = new Int32Array(cancelled);
const port = parentPort!;

function wasm(name: string): Uint8Array {
  return readFileSync(join(__dirname, name));
}

const ready = Parser.create({ runtime: wasm("web-tree-sitter.wasm"), python: wasm("tree-sitter-python.wasm") }).then(
  (parser) => ({ parser, analyzer: new Analyzer(parser, preludeSources, host) }),
);

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

function send(message: FromAnalysis): void {
  port.postMessage(message);
}

function answer(analyzer: Analyzer, request: AnalysisRequest): FromAnalysis {
  const { id, file } = request;
  const isCancelled = () => request.kind !== "plan" && Atomics.load(cancelledUpTo, 0) >= id;
  if (isCancelled()) return { kind: "cancelled", id };
  try {
    if (request.kind === "explain") {
      const explained = analyzer.explain(file, request.at, { ...request.options, cancelled: isCancelled });
      return isCancelled() ? { kind: "cancelled", id } : { kind: "explained", id, explained };
    }
    if (request.kind === "plan") {
      const { plan, notRunnable, failed } = analyzer.plan(file, request.entryId, request.options);
      return {
        kind: "planned",
        id,
        plan: plan ? { plan } : { notRunnable: notRunnable ?? failed ?? "it has no plan" },
      };
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

let queue = ready.then(() => send({ kind: "ready" }));

port.on("message", (message: ToAnalysis) => {
  // Messages wait for the set-up, and keep their order.
  queue = queue.then(async () => {
    const { parser, analyzer } = await ready;
    if (message.kind === "document") {
      setDocument(parser, analyzer, message.file, message.text);
    } else if (message.kind === "changed") {
      analyzer.invalidate(message.file);
    } else {
      send(answer(analyzer, message));
    }
  });
});
