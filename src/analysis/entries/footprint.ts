import type { Expr } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { trainingJson } from "../cost/memory/json";
import { isLoop, type LoopProgram, loopTraining, NotFollowed, optimizersOf } from "../cost/memory/loop";
import { type Segment, Symbolic } from "../cost/memory/pass";
import { segmentsNamed } from "../cost/memory/segments";
import { type Program, type Training, type TrainingOptions, training } from "../cost/memory/training";
import { Holders } from "../machine/holders";
import { LoopHolders } from "../machine/loop-holders";
import type { Run } from "../machine/run";
import type { TrainingJson } from "../report";
import type { AnalyzeOptions, Evaluated, Session } from "../session/session";
import type { TrainingEvent } from "../trace/events";
import type { ModuleCall } from "../trace/trace";
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

/** What is asked about: a call, plain Python among the file's names; or one of the outermost calls of modules that the file's own statements make, by its number. */
export type AskedPass = { text: string; expression: Expr } | { root: number };

/** Runs a file and what is asked about, and follows how long its tensors are held. */
export function follow(
  session: Session,
  source: Source,
  asked: AskedPass,
  options: AnalyzeOptions,
  how: FollowOptions = {},
): Followed {
  return "root" in asked
    ? followRoot(session, source, asked.root, options, how)
    : followCall(session, source, asked, options, how);
}

/** What is known of a training loop of the program's own; a reason where that is nothing. */
type LoopFollowed = { run: Run; program: LoopProgram } | { failed: string };

/**
 * The training loop that a program has of its own: in what is asked about, or else in the file, run as a script. It is followed until each optimizer has
 * taken a few steps.
 */
function followLoop(session: Session, source: Source, asked: AskedPass, options: AnalyzeOptions): LoopFollowed {
  const found = "text" in asked ? loopOfCall(session, source, asked, options) : undefined;
  if (found !== undefined && ("failed" in found || isLoop(found.program))) return found;
  const script = loopOfFile(session, source, options);
  if ("failed" in script || isLoop(script.program)) return script;
  return { failed: "neither the call nor the file has a training loop of its own: nothing calls backward" };
}

/** Whether a program fits is asked of a GPU: one that asks whether there is one has it. */
const GPUS = 1;

/** The loop in a call; the file's own statements are no part of it. */
function loopOfCall(
  session: Session,
  source: Source,
  { text, expression }: { text: string; expression: Expr },
  options: AnalyzeOptions,
): LoopFollowed {
  const holders = new LoopHolders();
  const run = session.start(source, { ...options, lifetimes: holders });
  run.state.settings.gpus = GPUS;
  run.state.holders = undefined;
  const stopped = session.execute(run, source);
  run.state.holders = holders;
  const { events, steps } = run.state.trace;
  // The last optimizer was made before the call: all of it is the pass.
  if (events.some(({ kind }) => kind === "optimizer")) holders.startAt(steps.length);
  const result = session.evaluate(run, run.module, text, expression, undefined, true);
  return loopOf(run, holders, result.value ?? null, reasonOf({ run, result, stopped }));
}

/** The loop among the file's own statements, as a script has them. */
function loopOfFile(session: Session, source: Source, options: AnalyzeOptions): LoopFollowed {
  const holders = new LoopHolders();
  const run = session.start(source, { ...options, lifetimes: holders });
  run.state.settings.gpus = GPUS;
  run.module.globals.set("__name__", "__main__");
  const stopped = session.execute(run, source);
  return loopOf(run, holders, null, stopped?.message);
}

/** `failed`: why the program did not come to its end. */
function loopOf(run: Run, holders: LoopHolders, output: Value, failed: string | undefined): LoopFollowed {
  const { trace } = run.state;
  const { begin, events, optimizers, sawEnough } = holders;
  if (failed !== undefined && !sawEnough) return { failed };
  const end = trace.steps.length;
  if (begin !== undefined && !sawEnough) holders.end(end, output);
  const from = begin ?? end;
  const roots = trace.roots.filter((root) => root.begin >= from && !root.failed);
  return { run, program: { ...programOf(run, holders, roots, end, output), begin: from, events, optimizers } };
}

/** Why a call did not come to its end. */
export function reasonOf({ run, result, stopped }: Pick<Followed, "run" | "result" | "stopped">): string | undefined {
  if (result.value !== undefined) return undefined;
  const { exception } = result.raised ?? {};
  const raised = exception && `${exception.cls.name}: ${run.machine.exceptionText(exception)}`;
  return raised ?? result.stopped?.message ?? stopped?.message ?? "it could not be evaluated";
}

/** A training loop of the program's own, as `followLoop` finds it. */
export function trainingOfLoop(
  session: Session,
  source: Source,
  asked: AskedPass,
  options: AnalyzeOptions,
): TrainingJson | { failed: string } {
  const found = followLoop(session, source, asked, options);
  if ("failed" in found) return found;
  const { program, run } = found;
  try {
    const told = inNumbers(() => trainingJson(program, loopTraining(program), run.places));
    return told === undefined ? { failed: SYMBOLIC } : { ...told, optimizers: optimizersOf(program) };
  } catch (error) {
    if (error instanceof NotFollowed) return { failed: error.reason };
    throw error;
  }
}

/** Why there is no account of memory. */
export const SYMBOLIC = "the sizes of the call's tensors are not known as numbers";

/** From the first call of a module on, or all of the call where it calls none. */
function followCall(
  session: Session,
  source: Source,
  call: { text: string; expression: Expr },
  options: AnalyzeOptions,
  { trains = false, replace }: FollowOptions,
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
    return {
      run,
      result,
      stopped,
      program: programOf(run, holders, trace.roots.slice(roots), trace.steps.length, value),
    };
  };
  return attempt(false);
}

/** One call of a module among the file's own statements, which go on behind it. */
function followRoot(
  session: Session,
  source: Source,
  number: number,
  options: AnalyzeOptions,
  { replace }: FollowOptions,
): Followed {
  const holders = new Holders(replace, number);
  const run = session.start(source, { ...options, lifetimes: holders });
  run.module.globals.set("__name__", "__main__");
  const stopped = session.execute(run, source);
  const root = run.state.trace.roots[number];
  const known = root !== undefined && !root.failed && holders.begin !== undefined;
  const program = known ? programOf(run, holders, [root], root.end, root.output) : undefined;
  return { run, result: known ? { value: root.output } : {}, stopped, program };
}

function programOf(run: Run, holders: Holders, roots: readonly ModuleCall[], end: number, output: Value): Program {
  const { steps, events } = run.state.trace;
  const begin = holders.begin!;
  return {
    steps: steps.slice(begin, end).filter((step) => !step.alternative),
    begin,
    lifetimes: holders.lifetimes,
    roots,
    inputs: holders.given,
    output,
    checkpoints: segmentsOf(events),
  };
}

/** How a step of training is asked about, beside its optimizer. */
export interface TrainingQuestion extends TrainingOptions {
  /** Weights, inputs and all that is computed of them take two bytes a number. */
  half?: boolean;
  /** The forward pass is in a region of autocast on this type of device, with a type of two bytes. */
  autocast?: "cuda" | "cpu";
  /** Paths of modules that are computed again on the backward pass, as `segmentsNamed` takes them. */
  checkpoint?: string;
  /** The same, as parts of the pass. */
  segments?: readonly Segment[];
}

/** A step of training; undefined where it does not come to its end, or sizes are no numbers. */
export function trainingOf(
  session: Session,
  source: Source,
  asked: AskedPass,
  question: TrainingQuestion,
  options: AnalyzeOptions,
): TrainingJson | undefined {
  const { program, run } = follow(session, source, asked, options, { trains: true });
  return program && inNumbers(() => trainingJson(program, trained(program, question), run.places));
}

/** The account of a step of training. Throws `Symbolic`. */
export function trained(
  program: Program,
  { half = false, autocast, checkpoint, segments, ...train }: TrainingQuestion,
): Training {
  const named = checkpoint === undefined ? program.checkpoints : segmentsNamed(program.roots, checkpoint);
  const checkpoints = segments ?? named;
  return training(program, train, { half, checkpoints, ...(autocast && { autocast }) });
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
