import { totalmem } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { messageOf } from "./errors";
import { ownInstallation } from "./native";
import type { Program, RunOptions } from "./program";
import type { Request, Response, WorkerSetup } from "./protocol";
import type { LookAt, Looked, RunResult, Statistics, StepResult } from "./result";

export interface ClientOptions {
  /** The worker's bundle. Its WebAssembly files are looked for beside it too. */
  worker: string;
  wasm?: string[];
  /** Folder that the user names, in whose `node_modules` `@tensorflow/tfjs-node` is. Default: that of the package's own installation. */
  tfjsNode?: string;
  /** Milliseconds that a cancelled run has to end by itself before its worker is stopped (default 150). */
  patience?: number;
}

export interface RunHandlers {
  /** `what` is the operator, or what is done before there are any. */
  onProgress?: (done: number, total: number, what: string) => void;
  onStep?: (step: StepResult) => void;
  /** The name by which the run can be looked at, after it has ended too. */
  onBegin?: (id: number) => void;
  /** Statistics that are taken `later`: after the run has ended. */
  onStatistics?: (statistics: readonly { step: number; statistics: Statistics }[]) => void;
  signal?: AbortSignal;
  /** Texts of open documents by path. */
  documents?: Readonly<Record<string, string>>;
}

interface Waiting {
  handlers: RunHandlers;
  settle: (result: RunResult) => void;
}

/** Megabytes of stack: Python's thousand calls take some of the interpreter's own each. */
const STACK_MB = 64;

const PATIENCE = 150;

/** Of the machine's memory, what a run may take. */
const MEMORY_SHARE = 0.8;

/** Runs programs in a worker thread, which is started at the first run and again after it was stopped. */
export class RuntimeClient {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  /** Who hears of statistics, by the runs that have not been forgotten. */
  private readonly watched = new Map<number, NonNullable<RunHandlers["onStatistics"]>>();
  private readonly looking = new Map<number, (looked: Looked | undefined) => void>();
  private next = 1;

  constructor(private readonly options: ClientOptions) {}

  /** Never rejects: what went wrong is in the result's `failure`. */
  run(program: Program, options: RunOptions, handlers: RunHandlers = {}): Promise<RunResult> {
    const id = this.next++;
    handlers.onBegin?.(id);
    if (handlers.onStatistics) this.watched.set(id, handlers.onStatistics);
    const stop = new Int32Array(new SharedArrayBuffer(4));
    return new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const cancel = () => {
        Atomics.store(stop, 0, 1);
        timer = setTimeout(() => void this.stop("cancelled"), this.options.patience ?? PATIENCE);
      };
      const settle = (result: RunResult) => {
        clearTimeout(timer);
        handlers.signal?.removeEventListener("abort", cancel);
        this.waiting.delete(id);
        // an idle worker doesn't keep the process alive
        if (this.waiting.size === 0) this.worker?.unref();
        resolve(result);
      };
      if (handlers.signal?.aborted) return settle(ended("cancelled"));
      this.waiting.set(id, { handlers, settle });
      handlers.signal?.addEventListener("abort", cancel);
      try {
        const worker = this.start();
        worker.ref();
        const { documents = {} } = handlers;
        options = { memory: totalmem() * MEMORY_SHARE, ...options };
        worker.postMessage({ type: "run", id, program, options, documents, cancel: stop } satisfies Request);
      } catch (thrown) {
        settle(ended("failed", messageOf(thrown)));
      }
    });
  }

  /** What of a run with statistics taken `later` is looked at; undefined where it is no longer kept. */
  look(run: number, at: LookAt): Promise<Looked | undefined> {
    const { worker } = this;
    if (worker === undefined) return Promise.resolve(undefined);
    const id = this.next++;
    return new Promise((resolve) => {
      this.looking.set(id, resolve);
      worker.postMessage({ type: "look", id, run, at } satisfies Request);
    });
  }

  /** Nobody looks at that run any more. */
  forget(run: number): void {
    this.watched.delete(run);
    this.worker?.postMessage({ type: "forget", run } satisfies Request);
  }

  /** Stops the worker. Runs that are still going on end as cancelled. */
  async dispose(): Promise<void> {
    await this.stop("cancelled");
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const { worker: bundle, tfjsNode } = this.options;
    const folder = path.dirname(bundle);
    const setup: WorkerSetup = {
      wasm: [folder, ...(this.options.wasm ?? [])],
      bundles: folder,
      native: { installation: tfjsNode ?? ownInstallation(folder), named: tfjsNode !== undefined },
    };
    // The native library logs what it has found on the machine. It reads the process's environment, of which a thread has a copy.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= "3";
    const worker = new Worker(bundle, { workerData: setup, resourceLimits: { stackSizeMb: STACK_MB } });
    worker.on("message", (response: Response) => this.receive(response));
    worker.on("error", (error) => this.lost(worker, `the runtime's worker stopped: ${messageOf(error)}`));
    worker.on("exit", () => this.lost(worker, "the runtime's worker ended"));
    this.worker = worker;
    return worker;
  }

  private receive(response: Response): void {
    if (response.type === "ready") return;
    if (response.type === "statistics") {
      this.watched.get(response.id)?.(response.statistics);
      return;
    }
    if (response.type === "looked") {
      this.looking.get(response.id)?.(response.looked);
      this.looking.delete(response.id);
      return;
    }
    const waiting = this.waiting.get(response.id);
    if (!waiting) return;
    switch (response.type) {
      case "progress":
        waiting.handlers.onProgress?.(response.done, response.total, response.what);
        break;
      case "step":
        waiting.handlers.onStep?.(response.step);
        break;
      case "done":
        waiting.settle(response.result);
        break;
      case "failed":
        waiting.settle(ended("failed", response.message));
        break;
    }
  }

  private lost(worker: Worker, message: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { settle } of [...this.waiting.values()]) settle(ended("failed", message));
    this.sawNothing();
  }

  /** What was kept to be looked at went with its worker. */
  private sawNothing(): void {
    for (const resolve of this.looking.values()) resolve(undefined);
    this.looking.clear();
    this.watched.clear();
  }

  private async stop(status: "cancelled"): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    for (const { settle } of [...this.waiting.values()]) settle(ended(status));
    this.sawNothing();
    await worker?.terminate();
  }
}

function ended(status: "cancelled" | "failed", message?: string): RunResult {
  const result: RunResult = {
    status,
    backend: "cpu",
    ms: 0,
    steps: [],
    modules: [],
    output: null,
    outputs: [],
    notes: [],
  };
  return message === undefined ? result : { ...result, failure: { message } };
}
