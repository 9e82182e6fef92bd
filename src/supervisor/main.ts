/**
 * The process around a thread that analyses. A fatal error of V8 in the thread ends this process and no other; this main thread stays free to
 * hand cancels on, in a cell that the thread reads while it computes, and to end the process when the thread takes too much.
 */
import type { FromProcess, Setup, ToProcess } from "./protocol";
import { WatchedThread } from "./watched";

function send(message: FromProcess, then?: () => void): void {
  process.send?.(message, undefined, undefined, () => then?.());
}

/** A thread that is stuck in native code does not let a process exit: only the system's signal is sure. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

function start(setup: Setup): (message: ToProcess) => void {
  const thread = new WatchedThread(setup, {
    message: (bytes) => send({ kind: "message", bytes }),
    work: send,
    ended(ending) {
      send({ kind: "ending", ending }, end);
      // A process that is out of memory may not get its message through.
      setTimeout(end, 1000);
    },
  });
  return (message) => {
    if (message.kind === "post") thread.post(message.message);
    if (message.kind === "cancel") thread.cancel(message.id);
  };
}

let take: ((message: ToProcess) => void) | undefined;
process.on("message", (message: ToProcess) => {
  if (message.kind === "setup") take = start(message.setup);
  else take?.(message);
});
// The owner is gone.
process.on("disconnect", end);
