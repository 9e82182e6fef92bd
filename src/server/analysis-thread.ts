import { Worker } from "node:worker_threads";
import type { Explained, ExplainRequest } from "../analysis/explain/explanation";
import type { DiagnosticJson, FileAnalysis, FixJson } from "../analysis/report";
import type { AnalysisData, AnalysisNotice, AnalysisOptions, AnalysisRequest, FromAnalysis } from "./analysis-protocol";
import type { PlanResult } from "./protocol";

/** What became of an analysis. */
export type Outcome<T> = { value: T } | { cancelled: true } | { failed: string };

export interface Job<T> {
  outcome: Promise<Outcome<T>>;
  cancel(): void;
}

/** Analyses files, one request at a time. */
export interface AnalysisService {
  analyze(file: string, options: AnalysisOptions): Job<FileAnalysis>;
  plan(file: string, entryId: string, options: AnalysisOptions): Job<PlanResult>;
  explain(file: string, at: ExplainRequest, options: AnalysisOptions): Job<Explained>;
  /** Edits that take an error of the file away. */
  repair(file: string, error: DiagnosticJson, options: AnalysisOptions): Job<FixJson[]>;
  /** An open document's text; `null`: the disk counts again. */
  setDocument(file: string, text: string | null): void;
  /** The file changed on the disk. */
  changed(file: string): void;
  dispose(): void;
}

/** Restarts of the thread within a minute before it is left off. */
const MOST_CRASHES = 3;

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** The service on a thread of its own. A thread that dies is started again with the documents that are open. */
export class AnalysisThread implements AnalysisService {
  private worker: Worker | undefined;
  private readonly cell = new Int32Array(new SharedArrayBuffer(4));
  private readonly waiting = new Map<number, (message: FromAnalysis) => void>();
  private readonly documents = new Map<string, string>();
  private crashes: number[] = [];
  private lastId = 0;
  private disposed = false;

  constructor(
    private readonly script: string,
    private readonly log: (message: string) => void,
  ) {
    this.start();
  }

  analyze(file: string, options: AnalysisOptions): Job<FileAnalysis> {
    return this.request({ kind: "analyze", file, options }, (message) =>
      message.kind === "analyzed" ? { value: message.analysis } : undefined,
    );
  }

  plan(file: string, entryId: string, options: AnalysisOptions): Job<PlanResult> {
    return this.request({ kind: "plan", file, entryId, options }, (message) =>
      message.kind === "planned" ? { value: message.plan } : undefined,
    );
  }

  explain(file: string, at: ExplainRequest, options: AnalysisOptions): Job<Explained> {
    return this.request({ kind: "explain", file, at, options }, (message) =>
      message.kind === "explained" ? { value: message.explained } : undefined,
    );
  }

  repair(file: string, error: DiagnosticJson, options: AnalysisOptions): Job<FixJson[]> {
    return this.request({ kind: "repair", file, error, options }, (message) =>
      message.kind === "repaired" ? { value: message.fixes } : undefined,
    );
  }

  setDocument(file: string, text: string | null): void {
    if (text === null) this.documents.delete(file);
    else this.documents.set(file, text);
    this.notify({ kind: "document", file, text });
  }

  changed(file: string): void {
    this.notify({ kind: "changed", file });
  }

  dispose(): void {
    this.disposed = true;
    this.failAll("the server is stopping");
    void this.worker?.terminate();
    this.worker = undefined;
  }

  private notify(message: AnalysisNotice): void {
    this.worker?.postMessage(message);
  }

  private request<T>(
    request: Without<AnalysisRequest, "id">,
    read: (message: FromAnalysis) => Outcome<T> | undefined,
  ): Job<T> {
    const id = ++this.lastId;
    const outcome = new Promise<Outcome<T>>((resolve) => {
      if (!this.worker) {
        resolve({ failed: "the analysis has stopped; the command “ShapeScope: Restart Server” starts it again" });
        return;
      }
      this.waiting.set(id, (message) =>
        resolve(message.kind === "cancelled" ? { cancelled: true } : (read(message) ?? failure(message))),
      );
      this.worker.postMessage({ ...request, id });
    });
    const cancel = () => {
      // What was cancelled stays so.
      if (this.waiting.has(id)) Atomics.store(this.cell, 0, Math.max(id, Atomics.load(this.cell, 0)));
    };
    return { outcome, cancel };
  }

  private start(): void {
    const data: AnalysisData = { cancelled: this.cell.buffer as SharedArrayBuffer };
    // An analysis makes many small objects that live until its end: with a larger nursery few of them are copied.
    const worker = new Worker(this.script, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb: 128 } });
    this.worker = worker;
    worker.on("message", (message: FromAnalysis) => {
      if (message.kind === "ready") return;
      const resolve = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      resolve?.(message);
    });
    // An error is followed by the exit.
    worker.on("error", (error) => this.log(`The analysis stopped: ${error.message}`));
    worker.on("exit", () => {
      if (this.worker === worker) this.crashed();
    });
    for (const [file, text] of this.documents) this.notify({ kind: "document", file, text });
  }

  private crashed(): void {
    this.worker = undefined;
    this.failAll("the analysis stopped");
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < 60_000), now];
    if (this.disposed) return;
    if (this.crashes.length <= MOST_CRASHES) this.start();
    else this.log("The analysis stopped several times and is left off until the server is restarted.");
  }

  private failAll(message: string): void {
    for (const [id, resolve] of this.waiting) resolve({ kind: "failed", id, message });
    this.waiting.clear();
  }
}

function failure(message: FromAnalysis): { failed: string } {
  return { failed: message.kind === "failed" ? message.message : "it gave no answer" };
}
