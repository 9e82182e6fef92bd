import { messageOf } from "./errors";
import type { Request, Response } from "./protocol";
import type { TensorData } from "./result";
import { type Evaluator, runProgram } from "./run";
import type { Stored } from "./weights/stored";

/** At most this often is progress told, in milliseconds. */
const interval = 50;

let turn: Promise<unknown> = Promise.resolve();

/**
 * Answers requests: the body of a worker. Runs wait for each other, as TensorFlow.js has one current backend. `evaluator` opens the sources
 * on the disk, with those of open documents in their place; `read` reads a tensor that lies in a file.
 */
export function serve(
  post: (response: Response) => void,
  evaluator: (documents: Readonly<Record<string, string>>) => Promise<Evaluator>,
  read: (stored: Stored) => TensorData,
): (request: Request) => void {
  post({ type: "ready" });
  return ({ id, program, options, documents, cancel }) => {
    let told = 0;
    const progress = (done: number, total: number, what: string) => {
      if (performance.now() - told < interval && done < total) return;
      told = performance.now();
      post({ type: "progress", id, done, total, what });
    };
    const run = async () =>
      runProgram(await evaluator(documents), program, options, {
        onStep(step, done, total) {
          post({ type: "step", id, step });
          progress(done, total, step.op);
        },
        onWork: (what, done, total) => progress(done, total, what),
        read,
        cancelled: () => Atomics.load(cancel, 0) === 1,
      });
    turn = turn.then(run).then(
      (result) => post({ type: "done", id, result }),
      (thrown) => post({ type: "failed", id, message: messageOf(thrown) }),
    );
  };
}
