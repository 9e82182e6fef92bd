/**
 * The process around a thread that analyses. A fatal error of V8 in the thread ends this process and no other; this main thread stays free to
 * hand cancels on, in a cell that the thread reads while it computes, and to end the process when the thread takes too much.
 */
import { Worker } from "node:worker_threads";
import { type Ending, type Sample, Watch } from "./limits";
import type { FromProcess, FromThread, Setup, ThreadData, ToProcess } from "./protocol";

/** Milliseconds between two readings: an allocation in a loop adds some 100 MB in that time. */
const READ_EVERY = 50;

function read(cell: Int32Array): Sample {
  const { user, system } = process.cpuUsage();
  return {
    cpuMs: (user + system) / 1000,
    wallMs: performance.now(),
    bytes: process.memoryUsage.rss(),
    asked: Atomics.load(cell, 1),
  };
}

function send(message: FromProcess, then?: () => void): void {
  process.send?.(message, undefined, undefined, () => then?.());
}

/** A thread that is stuck in native code does not let a process exit: only the system's signal is sure. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

function start({ script, data, limits }: Setup): (message: ToProcess) => void {
  const cell = new Int32Array(new SharedArrayBuffer(8));
  const watch = new Watch(limits);
  let isEnding = false;
  const endWith = (ending: Ending) => {
    if (isEnding) return;
    isEnding = true;
    send({ kind: "ending", ending }, end);
    // A process that is out of memory may not get its message through.
    setTimeout(end, 1000);
  };
  const workerData: ThreadData = { cancelled: cell.buffer as SharedArrayBuffer, data };
  const thread = new Worker(script, {
    workerData,
    // An analysis makes many small objects that live until its end: with a larger nursery few of them are copied.
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 128 },
  });
  thread.on("message", (message: FromThread | Uint8Array) => {
    if (message instanceof Uint8Array) return send({ kind: "message", bytes: message });
    if (message.kind === "began") watch.began(message.job, read(cell));
    else watch.ended();
    send(message);
  });
  thread.on("error", (error: NodeJS.ErrnoException) =>
    endWith(
      error.code === "ERR_WORKER_OUT_OF_MEMORY"
        ? { kind: "memory", mb: limits.heapMb }
        : { kind: "died", how: error.message.split("\n", 1)[0] },
    ),
  );
  thread.on("exit", (code) => endWith({ kind: "died", how: `exit code ${code}` }));
  setInterval(() => {
    const ending = watch.verdict(read(cell));
    if (ending !== undefined) endWith(ending);
  }, READ_EVERY);
  return (message) => {
    if (message.kind === "post") thread.postMessage(message.message);
    if (message.kind === "cancel") {
      Atomics.store(cell, 0, Math.max(message.id, Atomics.load(cell, 0)));
      watch.cancelled(message.id, read(cell));
    }
  };
}

let take: ((message: ToProcess) => void) | undefined;
process.on("message", (message: ToProcess) => {
  if (message.kind === "setup") take = start(message.setup);
  else take?.(message);
});
// The owner is gone.
process.on("disconnect", end);
