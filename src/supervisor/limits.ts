/** What an analysis may take before it is given up, and how that is told. Kept apart from clocks and processes. */

export interface Limits {
  /** Megabytes that the process may hold, whatever they are for: V8's heap, array buffers, WebAssembly, stacks. */
  memoryMb: number;
  /** Megabytes of V8's old generation: a thread that needs more is ended by V8, mostly without its process. */
  heapMb: number;
  /** Milliseconds of computing after which a cancelled job must have ended. */
  cancelMs: number;
  /** Milliseconds of computing in which a job must ask once whether it is cancelled: one that does not would not stop when it is. */
  silentMs: number;
}

/** The largest model files that were measured stay under half of the memory, and ask every few milliseconds. */
export const defaultLimits: Limits = { memoryMb: 1024, heapMb: 768, cancelMs: 2000, silentMs: 4000 };

/** How many times its own budget a job may compute in all: several runs of a file have a budget each. */
const BUDGETS = 4;
/**
 * The clock counts where a job waits rather than computes, as for a disk: this many times as long. A file that is only waiting for its turn on
 * a machine with much other work is not to be given up for that; who cancels waits less.
 */
const WALL = { job: 16, cancel: 4 };

/** Milliseconds of computing that a job with this budget is let have. */
export function patience(budgetMs: number): number {
  return budgetMs * BUDGETS;
}

/** What the thread says that it works on. */
export interface Job {
  /** Of the request; 0 for work that nobody waits for. */
  id: number;
  /** The file that is to blame if it goes wrong. */
  file: string;
  /** Milliseconds of computing that it may take. */
  ms: number;
}

/** Why a process was ended, or ended by itself. */
export type Ending =
  | { kind: "time" | "silent" | "cancel"; ms: number }
  | { kind: "memory"; mb: number }
  | { kind: "died"; how: string };

/** `it gave no answer within 6 s`: in words that go on from the name of what was analysed. */
export function tellEnding(ending: Ending): string {
  switch (ending.kind) {
    case "time":
      return `it gave no answer within ${seconds(ending.ms)}`;
    case "silent":
      return `it was stuck for ${seconds(ending.ms)}`;
    case "cancel":
      return `it did not stop within ${seconds(ending.ms)} of being cancelled`;
    case "memory":
      return `it took over ${ending.mb} MB of memory`;
    case "died":
      return `it ended the process of the analysis (${ending.how})`;
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/** A reading of the process. */
export interface Sample {
  /** Milliseconds that it has computed. */
  cpuMs: number;
  /** Milliseconds of the clock. */
  wallMs: number;
  /** Bytes that it holds. */
  bytes: number;
  /** How many times its thread has asked whether it is cancelled. */
  asked: number;
}

const MEGABYTE = 1024 * 1024;

/** Decides from readings of a process whether it is to be ended. */
export class Watch {
  /** What is worked on. */
  job: Job | undefined;
  private since: Sample | undefined;
  private cancel: Sample | undefined;
  private lastAsked: Sample | undefined;

  constructor(private readonly limits: Limits) {}

  began(job: Job, now: Sample): void {
    this.job = job;
    this.since = now;
    this.lastAsked = now;
    this.cancel = undefined;
  }

  ended(): void {
    this.job = undefined;
  }

  /** The request of this id is cancelled. */
  cancelled(id: number, now: Sample): void {
    if (this.job?.id === id) this.cancel ??= now;
  }

  /** Why the process is to be ended now; `undefined` where it may go on. */
  verdict(now: Sample): Ending | undefined {
    const { memoryMb, cancelMs, silentMs } = this.limits;
    if (now.bytes > memoryMb * MEGABYTE) return { kind: "memory", mb: memoryMb };
    if (this.job === undefined || this.since === undefined) return undefined;
    if (this.lastAsked?.asked !== now.asked) this.lastAsked = now;
    if (this.cancel !== undefined && isOver(this.cancel, now, cancelMs, WALL.cancel))
      return { kind: "cancel", ms: cancelMs };
    if (isOver(this.lastAsked, now, silentMs)) return { kind: "silent", ms: silentMs };
    return isOver(this.since, now, this.job.ms) ? { kind: "time", ms: this.job.ms } : undefined;
  }
}

function isOver(since: Sample, now: Sample, ms: number, times = WALL.job): boolean {
  return now.cpuMs - since.cpuMs > ms || now.wallMs - since.wallMs > ms * times;
}
