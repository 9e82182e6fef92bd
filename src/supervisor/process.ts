import { type ChildProcess, fork } from "node:child_process";
import { deserialize } from "node:v8";
import { defaultLimits, type Ending, type Job, type Limits } from "./limits";
import type { FromProcess, ToProcess } from "./protocol";

export interface ProcessOptions {
  /** The bundle of `main.ts`. */
  supervisor: string;
  /** The bundle that the thread runs. */
  script: string;
  /** Given to the thread. */
  data?: unknown;
  limits?: Limits;
}

export interface ProcessEvents<Out> {
  message(message: Out): void;
  /** The process is gone, unasked. `job` is what it worked on, as far as it is known. */
  ended(ending: Ending, job: Job | undefined): void;
}

/** Characters of what a dying process says on stderr. */
const LAST_WORDS = 8000;

/** A process with a thread that works for its owner. One life: whoever wants another starts another. */
export class SupervisedProcess<In, Out> {
  private readonly child: ChildProcess;
  private job: Job | undefined;
  private ending: Ending | undefined;
  private isOver = false;
  /** What the process wrote on stderr at last, such as V8's report of a fatal error: for a log, not for people. */
  lastWords = "";

  constructor(options: ProcessOptions, events: ProcessEvents<Out>) {
    const { supervisor, script, data, limits = defaultLimits } = options;
    const child = fork(supervisor, [], {
      serialization: "advanced",
      // The owner's standard output may be a protocol, and its debugger's port is taken.
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: [],
    });
    this.child = child;
    const over = (how: string) => {
      if (this.isOver) return;
      this.isOver = true;
      events.ended(this.ending ?? { kind: "died", how }, this.job);
    };
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.lastWords = (this.lastWords + text).slice(-LAST_WORDS);
    });
    child.on("message", (message: FromProcess) => {
      if (this.isOver) return;
      if (message.kind === "message") events.message(deserialize(message.bytes) as Out);
      else if (message.kind === "began") this.job = message.job;
      else if (message.kind === "ended") this.job = undefined;
      else this.ending = message.ending;
    });
    child.on("error", (error) => over(error.message));
    child.on("exit", (code, signal) => {
      const how = signal ?? `exit code ${code}`;
      // What it said last may still be on its way.
      if (child.connected) child.once("disconnect", () => over(how));
      else over(how);
    });
    this.send({ kind: "setup", setup: { script, data, limits } });
  }

  post(message: In): void {
    this.send({ kind: "post", message });
  }

  /** Requests with an id up to this one are not wanted any more. */
  cancel(id: number): void {
    this.send({ kind: "cancel", id });
  }

  /** Ends it without an event. */
  end(): void {
    this.isOver = true;
    this.child.kill("SIGKILL");
  }

  private send(message: ToProcess): void {
    if (this.isOver || !this.child.connected) return;
    // A process that has just died is told by its exit.
    this.child.send(message, () => {});
  }
}
