import { messageOf } from "./errors";
import { StepValues } from "./looks";
import type { Request, Response, RunRequest } from "./protocol";
import type { TensorData } from "./result";
import { type Evaluator, runProgram } from "./run";
import type { Weights } from "./weights/open";
import type { Stored } from "./weights/stored";

/** At most this often is progress told, in milliseconds. */
const interval = 50;

/** What of the disk a run needs. */
export interface WeightFiles {
  /** A tensor that lies in a file. */
  read(stored: Stored): TensorData;
  /** Names, shapes and places of what a file or folder holds. */
  open(path: string): Promise<Weights>;
}

/** Milliseconds of statistics between two looks at whether somebody asks for something. */
const slice = 12;

/** How many ended runs can be looked at: what is shown, what it is compared with, and one of another panel. */
const MOST_RUNS = 3;

let turn: Promise<unknown> = Promise.resolve();

/**
 * Answers requests: the body of a worker. Runs wait for each other, as TensorFlow.js has one current backend. `evaluator` opens the sources
 * on the disk, with those of open documents in their place; `files` reads weights.
 */
export function serve(
  post: (response: Response) => void,
  evaluator: (documents: Readonly<Record<string, string>>) => Promise<Evaluator>,
  files: WeightFiles,
): (request: Request) => void {
  /** By the ids of their runs, the oldest first. */
  const kept = new Map<number, StepValues>();

  /** Takes the statistics of a run that has ended, as long as it is looked at. */
  const idle = (id: number): void => {
    setImmediate(() => {
      const until = performance.now() + slice;
      const found = kept.get(id)?.next(() => performance.now() < until) ?? [];
      if (found.length === 0) return;
      post({ type: "statistics", id, statistics: found });
      idle(id);
    });
  };

  const start = ({ id, program, options, documents, cancel }: RunRequest): void => {
    let told = 0;
    const progress = (done: number, total: number, what: string) => {
      if (performance.now() - told < interval && done < total) return;
      told = performance.now();
      post({ type: "progress", id, done, total, what });
    };
    const values = options.statistics === "later" ? new StepValues() : undefined;
    const run = async () => {
      if (values !== undefined) {
        kept.set(id, values);
        for (const [oldest] of kept) if (kept.size > MOST_RUNS) kept.delete(oldest);
      }
      const { weights, ...own } = options;
      const opened = weights === undefined ? undefined : await files.open(weights);
      const state = opened && { state: opened.tensors, stateIsVersioned: opened.isVersioned };
      const result = await runProgram(
        await evaluator(documents),
        program,
        { ...own, ...state },
        {
          onStep(step, done, total) {
            post({ type: "step", id, step });
            progress(done, total, step.op);
          },
          onWork: (what, done, total) => progress(done, total, what),
          read: files.read,
          cancelled: () => Atomics.load(cancel, 0) === 1,
          ...(values && { values }),
        },
      );
      return { ...result, notes: [...(opened?.notes ?? []), ...result.notes] };
    };
    turn = turn.then(run).then(
      (result) => {
        post({ type: "done", id, result });
        if (values !== undefined) idle(id);
      },
      (thrown) => post({ type: "failed", id, message: messageOf(thrown) }),
    );
  };

  post({ type: "ready" });
  return (request) => {
    if (request.type === "run") start(request);
    else if (request.type === "forget") kept.delete(request.run);
    else post({ type: "looked", id: request.id, looked: kept.get(request.run)?.look(request.at) });
  };
}
