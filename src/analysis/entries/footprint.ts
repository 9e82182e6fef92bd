import type { Expr } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { type Segment, Symbolic } from "../cost/memory/pass";
import { segmentsNamed } from "../cost/memory/segments";
import { type Program, type Training, type TrainingOptions, training } from "../cost/memory/training";
import { Holders } from "../machine/holders";
import type { Run } from "../machine/run";
import type { AnalyzeOptions, Evaluated, Session } from "../session/session";
import type { TrainingEvent } from "../trace/events";
import type { Value } from "../values";

/** A call that was followed with the lifetimes of its tensors. */
export interface Followed {
  run: Run;
  result: Evaluated<Value>;
  stopped: ReturnType<Session["execute"]>;
  /** Undefined where the call did not come to its end. */
  program: Program | undefined;
}

export interface FollowOptions {
  /** Models that the call builds are trained rather than used. */
  trains?: boolean;
  /** What the pass is given instead of its arguments. */
  replace?: (args: readonly Value[]) => readonly Value[];
}

/** Runs a file and a call, and follows how long the call's tensors are held: from the first call of a module on, or all of it where it calls none. */
export function follow(
  session: Session,
  source: Source,
  call: { text: string; expression: Expr },
  options: AnalyzeOptions,
  { trains = false, replace }: FollowOptions = {},
): Followed {
  const attempt = (whole: boolean): Followed => {
    const holders = new Holders(replace);
    const run = session.start(source, { ...options, lifetimes: holders });
    // The file's own statements are no part of the pass.
    run.state.holders = undefined;
    const stopped = session.execute(run, source);
    run.state.holders = holders;
    const { trace } = run.state;
    const roots = trace.roots.length;
    if (whole) holders.start(trace.steps.length, []);
    const result = session.evaluate(run, run.module, call.text, call.expression, undefined, trains);
    const { value } = result;
    if (holders.begin === undefined && value !== undefined && !whole && trace.steps.length > 0) return attempt(true);
    if (value === undefined || holders.begin === undefined) return { run, result, stopped, program: undefined };
    holders.end(trace.steps.length, value);
    const program: Program = {
      steps: trace.steps.slice(holders.begin).filter((step) => !step.alternative),
      begin: holders.begin,
      lifetimes: holders.lifetimes,
      roots: trace.roots.slice(roots),
      inputs: holders.given,
      output: value,
      checkpoints: segmentsOf(trace.events),
    };
    return { run, result, stopped, program };
  };
  return attempt(false);
}

/** How a step of training is asked about, beside its optimizer. */
export interface TrainingQuestion extends TrainingOptions {
  /** Weights, inputs and all that is computed of them take two bytes a number. */
  half?: boolean;
  /** Paths of modules that are computed again on the backward pass, as `segmentsNamed` takes them. */
  checkpoint?: string;
}

/** A step of training; undefined where it does not come to its end, or sizes are no numbers. */
export function trainingOf(
  session: Session,
  source: Source,
  call: { text: string; expression: Expr },
  { half = false, checkpoint, ...train }: TrainingQuestion,
  options: AnalyzeOptions,
): Training | undefined {
  const { program } = follow(session, source, call, options, { trains: true });
  if (program === undefined) return undefined;
  const checkpoints = checkpoint === undefined ? program.checkpoints : segmentsNamed(program.roots, checkpoint);
  return inNumbers(() => training(program, train, { half, checkpoints }));
}

/** What is between the beginnings and ends of checkpoints, the outermost ones. */
function segmentsOf(events: readonly TrainingEvent[]): Segment[] {
  const found: Segment[] = [];
  const open: { at: number; stopsEarly: boolean }[] = [];
  for (const { kind, detail, at } of events) {
    if (kind !== "checkpoint") continue;
    if (detail !== null) open.push({ at, stopsEarly: detail === false });
    else {
      const begun = open.pop();
      if (begun !== undefined && open.length === 0 && at > begun.at)
        found.push({ begin: begun.at, end: at, stopsEarly: begun.stopsEarly });
    }
  }
  return found;
}

/** What an account comes to; undefined where sizes are no numbers. */
export function inNumbers<T>(account: () => T): T | undefined {
  try {
    return account();
  } catch (error) {
    if (error instanceof Symbolic) return undefined;
    throw error;
  }
}
