import { availableParallelism } from "node:os";
import type { DiagnosticJson } from "../../analysis/report";
import { givenUpDiagnostic } from "../../supervisor/diagnostic";
import { tellEnding } from "../../supervisor/limits";
import { type ProcessOptions, SupervisedProcess } from "../../supervisor/process";
import type { FromThread, ToThread } from "../apart/protocol";
import { notStarted } from "../apart/start";
import type { CheckSetup, FileCost } from "../context";

/** A process is worth its start from so many files on. */
const FILES_A_PROCESS = 4;

/** How many processes are worth while. */
export function processesFor(files: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(files / FILES_A_PROCESS)));
}

/** Checks files in processes. One that ends takes one file with it, of which that is told; the others go on. */
export async function checkInProcesses(
  files: readonly string[],
  setup: CheckSetup,
  options: ProcessOptions,
  onDone: (file: string, cost?: FileCost) => void,
  processes = processesFor(files.length),
): Promise<Map<string, DiagnosticJson[]>> {
  const found = new Map<string, DiagnosticJson[]>();
  let taken = 0;
  const running = new Set<SupervisedProcess<ToThread, FromThread>>();
  /** Works until no file is left, with one process after the other. */
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      let current: string | undefined;
      let isReady = false;
      let process: SupervisedProcess<ToThread, FromThread>;
      const next = () => {
        current = files[taken++];
        if (current !== undefined) return process.post({ kind: "check", file: current, setup });
        running.delete(process);
        process.end();
        resolve();
      };
      const finish = (diagnostics: DiagnosticJson[], cost?: FileCost) => {
        if (current === undefined) return;
        found.set(current, diagnostics);
        onDone(current, cost);
      };
      const start = () => {
        isReady = false;
        process = new SupervisedProcess<ToThread, FromThread>(options, {
          message(message) {
            if (message.kind === "ready") {
              isReady = true;
              next();
            } else if (message.kind === "checked") {
              finish(message.diagnostics, message.cost);
              next();
            } else if (message.kind === "fault") {
              reject(new Error(message.message));
            }
          },
          ended(ending) {
            running.delete(process);
            if (!isReady) return reject(notStarted(ending));
            if (current !== undefined) finish([givenUpDiagnostic(current, tellEnding(ending))]);
            if (taken < files.length) start();
            else resolve();
          },
        });
        running.add(process);
      };
      start();
    });
  try {
    await Promise.all(Array.from({ length: processes }, work));
    return found;
  } finally {
    for (const process of running) process.end();
  }
}
