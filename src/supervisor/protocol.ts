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
  /** Requests with an id up to this one are not wanted any more. */
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
  /** Two `Int32`: requests with an id up to the first are cancelled; the second counts how often the thread has asked. */
  cancelled: SharedArrayBuffer;
  data: T;
}
