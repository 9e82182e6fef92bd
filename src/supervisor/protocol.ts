import type { Ending, Job, Limits } from "./limits";

/** What a process is started with, as the first message. */
export interface Setup {
  /** The script of the thread. */
  script: string;
  /** The thread's `workerData`, beside the cell. */
  data: unknown;
  limits: Limits;
}

/** From the owner to the process. */
export type ToProcess =
  | { kind: "setup"; setup: Setup }
  /** For the thread, as it is. */
  | { kind: "post"; message: unknown }
  /** The request with this id is not wanted any more. */
  | { kind: "cancel"; id: number };

/** From the process to its owner. */
export type FromProcess =
  /** The thread's message, serialized by V8: it is read once, by whom it is for. */
  | { kind: "message"; bytes: Uint8Array }
  | FromThread
  /** The process ends now. */
  | { kind: "ending"; ending: Ending };

/** What the thread tells of its work beside its messages. */
export type FromThread = { kind: "began"; job: Job } | { kind: "ended" };

/** What the thread is started with. */
export interface ThreadData<T = unknown> {
  /** `CELLS` of `Int32`. */
  cell: SharedArrayBuffer;
  data: T;
}

/** Requests that may be cancelled and not yet told so, at most. */
const SLOTS = 255;
/** The place of the cell that counts how often the thread has asked whether its request is cancelled. */
export const ASKED = 0;
/** How many numbers the cell has. */
export const CELLS = 1 + SLOTS;

/** The place of the cell that holds a request's id once that request is cancelled; others, before and after it, are not. */
export function cancelSlot(id: number): number {
  return 1 + (id % SLOTS);
}
