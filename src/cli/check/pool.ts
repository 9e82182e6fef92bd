import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { DiagnosticJson } from "../../analysis/report";
import { Failure, oneLine } from "../failure";
import type { CheckAnswer, CheckRequest, CheckSetup } from "./protocol";

/** A thread is worth its start from so many files on. */
const FILES_A_THREAD = 4;

/** A thread that needs more ends, and with it the check of one file, in place of the whole process. */
const THREAD_MEGABYTES = 1024;

/** How many threads are worth while; one means none beside the main one. */
export function threadsFor(files: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(files / FILES_A_THREAD)));
}

/** Checks files in threads of `cli.js`. A thread that dies takes one file with it, which is told. */
export function checkInThreads(
  files: readonly string[],
  setup: CheckSetup,
  onDone: (file: string) => void,
  threads = threadsFor(files.length),
): Promise<Map<string, DiagnosticJson[]>> {
  const found = new Map<string, DiagnosticJson[]>();
  let next = 0;
  const work = (): Promise<void> =>
    new Promise((resolve) => {
      let current: string | undefined;
      let worker: Worker;
      const finish = (diagnostics: DiagnosticJson[]) => {
        found.set(current!, diagnostics);
        onDone(current!);
        current = undefined;
      };
      const more = () => {
        current = files[next++];
        if (current === undefined) void worker.terminate();
        else worker.postMessage({ file: current } satisfies CheckRequest);
      };
      const start = () => {
        const resourceLimits = { maxOldGenerationSizeMb: THREAD_MEGABYTES };
        worker = new Worker(join(setup.dist, "cli.js"), { workerData: setup, resourceLimits });
        worker.on("message", ({ diagnostics }: CheckAnswer) => {
          finish(diagnostics);
          more();
        });
        worker.on("error", (error) => {
          if (current === undefined) return;
          const message = `the analysis of this file stopped: ${oneLine(error)}`;
          finish([new Failure(message, { file: current, code: "internal" }).diagnostic]);
        });
        worker.on("exit", () => {
          if (next >= files.length) resolve();
          else start();
        });
        more();
      };
      start();
    });
  return Promise.all(Array.from({ length: threads }, work)).then(() => found);
}
