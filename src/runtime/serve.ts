import { messageOf } from "./errors";
import type { Request, Response } from "./protocol";
import { type Evaluator, runProgram } from "./run";

/** At most this often is progress told, in milliseconds. */
const interval = 50;

let turn: Promise<unknown> = Promise.resolve();

/**
 * Answers requests: the body of a worker. Runs wait for each other, as TensorFlow.js has one current backend. `evaluator` opens the sources
 * on the disk, with those of open documents in their place.
 */
export function serve(
  post: (response: Response) => void,
  evaluator: (documents: Readonly<Record<string, string>>) => Promise<Evaluator>,
): (request: Request) => void {
  post({ type: "ready" });
  return ({ id, program, options, documents, cancel }) => {
    let told = 0;
    const run = async () =>
      runProgram(await evaluator(documents), program, options, {
        onStep(step, done, total) {
          post({ type: "step", id, step });
          if (performance.now() - told < interval && done < total) return;
          told = performance.now();
          post({ type: "progress", id, done, total, op: step.op });
        },
        cancelled: () => Atomics.load(cancel, 0) === 1,
      });
    turn = turn.then(run).then(
      (result) => post({ type: "done", id, result }),
      (thrown) => post({ type: "failed", id, message: messageOf(thrown) }),
    );
  };
}
