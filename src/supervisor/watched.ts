import { Worker } from "node:worker_threads";
import { defaultLimits, type Ending, type Job, type Limits, type Sample, Watch } from "./limits";
import { ASKED, CELLS, cancelSlot, type FromThread, type ThreadData } from "./protocol";

/** Milliseconds between two readings: an allocation in a loop adds some 100 MB in that time. */
const READ_EVERY = 50;

export interface ThreadOptions {
  /** The bundle that the thread runs. */
  script: string;
  /** Given to the thread. */
  data?: unknown;
  limits?: Limits;
}

export interface ThreadEvents {
  /** What the thread sends its owner, serialized by V8: it is read once, by whom it is for. */
  message(bytes: Uint8Array): void;
  /** What the thread tells of its work beside its messages. */
  work?(told: FromThread): void;
  /** It takes too much, or is gone, unasked: told once. `job` is what it worked on. Its process is to be ended. */
  ended(ending: Ending, job: Job | undefined): void;
}

function read(cell: Int32Array): Sample {
  const { user, system } = process.cpuUsage();
  return {
    cpuMs: (user + system) / 1000,
    wallMs: performance.now(),
    bytes: process.memoryUsage.rss(),
    asked: Atomics.load(cell, ASKED),
  };
}

/** A thread that analyses, and is watched: what it and its whole process take, and whether it is stuck. It keeps its process alive until it is ended. */
export class WatchedThread<In = unknown> {
  private readonly cell = new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));
  private readonly watch: Watch;
  private readonly thread: Worker;
  private readonly reading: NodeJS.Timeout;
  private isOver = false;

  constructor({ script, data, limits = defaultLimits }: ThreadOptions, events: ThreadEvents) {
    const { cell } = this;
    const watch = new Watch(limits);
    this.watch = watch;
    const workerData: ThreadData = { cell: cell.buffer as SharedArrayBuffer, data };
    this.thread = new Worker(script, {
      workerData,
      // An analysis makes many small objects that live until its end: with a larger nursery few of them are copied.
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 128 },
    });
    const over = (ending: Ending) => {
      if (this.isOver) return;
      this.isOver = true;
      clearInterval(this.reading);
      events.ended(ending, watch.job);
    };
    this.reading = setInterval(() => {
      const ending = watch.verdict(read(cell));
      if (ending !== undefined) over(ending);
    }, READ_EVERY);
    this.thread.on("message", (message: FromThread | Uint8Array) => {
      if (this.isOver) return;
      if (message instanceof Uint8Array) return events.message(message);
      if (message.kind === "began") watch.began(message.job, read(cell));
      else watch.ended();
      events.work?.(message);
    });
    this.thread.on("error", (error: NodeJS.ErrnoException) =>
      over(
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? { kind: "memory", mb: limits.heapMb }
          : { kind: "died", how: error.message.split("\n", 1)[0] },
      ),
    );
    this.thread.on("exit", (code) => over({ kind: "died", how: `exit code ${code}` }));
  }

  post(message: In): void {
    this.thread.postMessage(message);
  }

  /** The request with this id is not wanted any more. */
  cancel(id: number): void {
    const { cell } = this;
    Atomics.store(cell, cancelSlot(id), id);
    this.watch.cancelled(id, read(cell));
  }

  /** Ends it without an event. */
  async end(): Promise<void> {
    this.isOver = true;
    clearInterval(this.reading);
    await this.thread.terminate();
  }
}
