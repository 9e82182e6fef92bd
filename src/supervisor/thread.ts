import { serialize } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import type { Job } from "./limits";
import { ASKED, cancelSlot, type FromThread, type ThreadData } from "./protocol";

/** The thread's side: it says what it works on, and asks whether that is still wanted. */
export class SupervisedThread<Data, In, Out> {
  readonly data: Data;
  private readonly cell: Int32Array;
  private readonly port = parentPort!;

  constructor() {
    const { cell, data } = workerData as ThreadData<Data>;
    this.cell = new Int32Array(cell);
    this.data = data;
  }

  onMessage(take: (message: In) => void): void {
    this.port.on("message", take);
  }

  /** A message for the owner of the process. */
  send(message: Out): void {
    const bytes = new Uint8Array(serialize(message));
    this.port.postMessage(bytes, [bytes.buffer]);
  }

  /** Whether a request is cancelled. Work that does not ask for some seconds is taken to be stuck. */
  isCancelled(id: number): boolean {
    Atomics.add(this.cell, ASKED, 1);
    return Atomics.load(this.cell, cancelSlot(id)) === id;
  }

  /** Does a piece of work under the eyes of the supervisor. */
  async during<T>(job: Job, work: () => T | Promise<T>): Promise<T> {
    this.tell({ kind: "began", job });
    try {
      return await work();
    } finally {
      this.tell({ kind: "ended" });
    }
  }

  private tell(message: FromThread): void {
    this.port.postMessage(message);
  }
}
