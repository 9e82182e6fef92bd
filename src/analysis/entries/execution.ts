import type { Expr } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { GradientTape } from "../derivatives/tape";
import { failureDiagnostic } from "../diagnostics/failures";
import { endsProgram } from "../machine/exceptions";
import type { Run } from "../machine/run";
import type { RunState } from "../machine/run-state";
import type { DiagnosticJson, Report } from "../report";
import { Reporter } from "../reports/reporter";
import type { AnalyzeOptions, Evaluated, Session } from "../session/session";
import type { Tensor } from "../tensor/tensor";
import { namedTensors } from "../torch/nnmodule";
import { type Executor, NotExecuted, Reached } from "../trace/executor";
import type { PyRaise } from "../trace/raise";
import type { ModuleCall, Trace } from "../trace/trace";
import type { Place, Value } from "../values";
import { Stopped, work } from "../work";
import { backwardFrom } from "./backward";
import { hoisted, type Trials, type TrialsAsked, trials } from "./trials";

/** What shapes alone tell of a call before it runs on numbers. */
export interface Foreseen {
  report: Report;
  trace: Trace;
  /** The last outermost module call of the call that is asked for, and how many come before it there. */
  root: ModuleCall | undefined;
  rootsBefore: number;
  /** How many steps the file's own statements take. */
  stepsBefore: number;
  /** The run is over when that module has returned. */
  stopsAtRoot: boolean;
  /** What the run would come to, and nothing computes. */
  uncomputed: RunState["uncomputed"];
  /** The program asks for gradients. */
  asksGradients: boolean;
  lineOf(place: Place | undefined): number | null;
}

/** A call that ran on numbers. */
export interface Executed {
  value?: Value;
  /** The gradient of the value with respect to a leaf, where it was asked for; undefined where none has arrived. */
  gradientOf?: (leaf: Tensor) => Tensor | undefined;
  /** What was tried beside, where it was asked for; in its place, why it could not be. */
  trials?: Trials | { failed: string };
  /** Why there is no value: PyTorch's or Python's exception, which is a diagnostic too, or what the run could not do. */
  failed?: {
    message: string;
    file?: string | undefined;
    line?: number | undefined;
    diagnostic?: DiagnosticJson;
  };
  /** It failed for want of gradients. */
  wantsGradients?: boolean;
}

/** Why a file or a call can't be run. */
function cannot(message: string): Executed {
  return { failed: { message } };
}

/** What is run: a call, plain Python, in the file's namespace; or one of the calls of modules that the file's own statements make, by its number. */
export type Asked = ({ call: string } | { root: number }) & {
  /** Also the gradients of the value: of a scalar, else of the sum of its tensors. */
  backward?: boolean;
  /** Models that the call builds are trained rather than used. */
  trains?: boolean;
} & TrialsAsked;

/**
 * Runs a file and a call twice: on shapes, which tells what is coming, and then on numbers, with the executor that `prepare` makes of it.
 */
export function execute(
  session: Session,
  file: string,
  asked: Asked,
  options: AnalyzeOptions,
  prepare: (foreseen: Foreseen) => Executor,
): Executed {
  const source = session.source(file);
  if (source === undefined) return cannot(`${file} can't be read`);
  const expression = "call" in asked ? session.parseCall(asked.call) : undefined;
  if (expression !== undefined && "message" in expression)
    return cannot(`the call does not parse: ${expression.message}`);
  const call = expression && { text: (asked as { call: string }).call, expression, trains: asked.trains === true };
  const foreseen =
    call === undefined
      ? foreseeRoot(session, source, (asked as { root: number }).root, options)
      : foresee(session, source, call, options);
  const onNumbers = (withGradients: boolean): Executed => {
    const executor = prepare(foreseen);
    const run = session.start(source, { ...options, work: Number.POSITIVE_INFINITY });
    run.state.executor = executor;
    const tape = withGradients ? new GradientTape(run.machine, executor) : undefined;
    run.state.tape = tape;
    const tries = asked.overfit !== undefined || asked.check === true;
    // What is tried again needs the arguments.
    run.state.trace.isForgetful = !tries;
    const { again, ...executed } =
      call === undefined
        ? { ...untilReached(run, source, executor), again: undefined }
        : evaluated(session, run, source, call, executor, tries);
    if (asked.backward !== true || tape === undefined || executed.value === undefined) return executed;
    executor.evaluated();
    const { raised, stopped, refused } = session.attempt(run, source, () => backwardFrom(tape, executed.value!));
    const why = failed(run, raised, refused, stopped?.message);
    if (why !== undefined) return why;
    // Gradients as they are now: what is tried gives others.
    const gradients = new Map(leavesOf(run).map((leaf) => [leaf, tape.gradientOf(leaf)]));
    const gradientOf = (leaf: Tensor) => (gradients.has(leaf) ? gradients.get(leaf) : tape.gradientOf(leaf));
    if (!tries) return { ...executed, gradientOf };
    return { ...executed, gradientOf, trials: tried(session, run, source, again, asked) };
  };
  const asksGradients = asked.backward === true || foreseen.asksGradients;
  const executed = onNumbers(asksGradients);
  // What shapes alone did not tell: the program asks for gradients after all.
  return executed.wantsGradients === true && !asksGradients ? onNumbers(true) : executed;
}

function leavesOf(run: Run): Tensor[] {
  return run.state.trace.roots.flatMap(({ module }) => namedTensors(module).map(({ tensor }) => tensor));
}

/** Tries once more what has run: the call without what it makes, or the module alone. */
function tried(
  session: Session,
  run: Run,
  source: Source,
  again: (() => Value) | undefined,
  asked: Asked,
): Executed["trials"] {
  const { machine, state } = run;
  const { roots } = state.trace;
  const root = "root" in asked ? roots[asked.root] : roots.at(-1);
  if (root === undefined) return { failed: "the call calls no module, so there is nothing to train" };
  const { value, raised, stopped, refused } = session.attempt(run, source, () => {
    const named = new Map([...root.named].filter(([, value]) => value !== undefined));
    state.trace.isForgetful = true;
    return trials(run, root, again ?? (() => machine.call(root.module, [], named)), asked);
  });
  return value ?? { failed: failed(run, raised, refused, stopped?.message)?.failed?.message ?? "it was cancelled" };
}

/** Why an evaluation has no value; undefined where it has one. */
function failed(
  run: Run,
  raised: PyRaise | undefined,
  refused: NotExecuted | undefined,
  stopped: string | undefined,
): Executed | undefined {
  if (raised !== undefined) return raisedIn(run, raised);
  if (refused !== undefined)
    return { ...failedAt(run, refused.reason, refused.at), wantsGradients: refused.wantsGradients };
  return stopped === undefined ? undefined : cannot(stopped);
}

interface ParsedCall {
  text: string;
  expression: Expr;
  trains: boolean;
}

/** The call's value; where it is to be tried, `again` gives another one with the same models and inputs. */
function evaluated(
  session: Session,
  run: Run,
  source: Source,
  call: ParsedCall,
  executor: Executor,
  tries: boolean,
): Executed & { again?: (() => Value) | undefined } {
  const told = session.execute(run, source);
  if (told !== undefined) return cannot(told.message);
  executor.begin();
  const evaluate = (part: Expr) => session.evaluate(run, run.module, call.text, part, undefined, call.trains);
  if (!tries) return { ...outcomeOf(run, evaluate(call.expression)), again: undefined };
  let failure: Executed | undefined;
  const value = (part: Expr): Value => {
    const outcome = outcomeOf(run, evaluate(part));
    if (outcome.value !== undefined) return outcome.value;
    failure ??= outcome;
    throw new NotExecuted(outcome.failed?.message ?? "it could not be evaluated", undefined);
  };
  const { roots } = run.state.trace;
  let count = 0;
  const { value: found, ...rest } = session.attempt(run, source, () =>
    hoisted(
      call.expression,
      (part) => {
        const before = roots.length;
        return { value: value(part), calls: roots.length > before };
      },
      (bound) => {
        const name = `_tried_${count++}`;
        run.module.globals.set(name, bound);
        return name;
      },
    ),
  );
  if (found === undefined) return failure ?? outcomeOf(run, rest);
  const { value: first, again } = found;
  return { value: first, again: () => value(again) };
}

function outcomeOf(run: Run, { value, raised, stopped, refused }: Evaluated<Value>): Executed {
  return (
    failed(run, raised, refused, stopped?.message) ??
    (value === undefined ? cannot("it could not be evaluated") : { value })
  );
}

/** Runs the file's own statements, until the executor has had what it waits for. */
function untilReached(run: Run, source: Source, executor: Executor): Executed {
  const { machine, module, state } = run;
  module.globals.set("__name__", "__main__");
  executor.begin();
  try {
    machine.runModule(module, source, false, true);
  } catch (error) {
    if (error instanceof Reached) return { value: error.output };
    if (error instanceof NotExecuted) return failed(run, undefined, error, undefined)!;
    if (error instanceof Stopped) return cannot("it was cancelled");
    throw error;
  }
  const failure = state.failures.at(-1);
  return failure === undefined ? cannot("the file's statements end before that call") : raisedIn(run, failure);
}

function raisedIn(run: Run, raised: PyRaise): Executed {
  if (endsProgram(raised)) return cannot(`the program ends: ${raised.exception.cls.name}`);
  const diagnostic = failureDiagnostic(run.machine, run.places, raised);
  const { message, file, line } = diagnostic;
  return { failed: { message, file, line, diagnostic } };
}

/** The call on shapes. */
function foresee(session: Session, source: Source, call: ParsedCall, options: AnalyzeOptions): Foreseen {
  const run = session.start(source, options);
  session.execute(run, source);
  const { trace } = run.state;
  const [roots, stepsBefore] = [trace.roots.length, trace.steps.length];
  const result = session.evaluate(run, run.module, call.text, call.expression, undefined, call.trains);
  const root = trace.roots.length > roots ? trace.roots.at(-1) : undefined;
  return foreseen(run, root, trace.roots.length - 1 - roots, stepsBefore, result);
}

function foreseeRoot(session: Session, source: Source, number: number, options: AnalyzeOptions): Foreseen {
  const run = session.start(source, options);
  run.module.globals.set("__name__", "__main__");
  session.execute(run, source);
  const root = run.state.trace.roots[number];
  return { ...foreseen(run, root, number, 0, { value: root?.output }), stopsAtRoot: true };
}

function foreseen(
  run: Run,
  root: ModuleCall | undefined,
  rootsBefore: number,
  stepsBefore: number,
  { value, raised }: Evaluated<Value>,
): Foreseen {
  const { trace, uncomputed, settings } = run.state;
  const report = work.unlimited(() => new Reporter(run.machine, run.state, run.places).report(root, value, raised));
  const lineOf = (place: Place | undefined) => run.places.line(place);
  return {
    report,
    trace,
    uncomputed,
    asksGradients: settings.asksGradients,
    root,
    rootsBefore,
    stepsBefore,
    stopsAtRoot: false,
    lineOf,
  };
}

function failedAt(run: Run, message: string, place: Place | undefined): Executed {
  const line = run.places.line(place);
  return { failed: { message, ...(place !== undefined && { file: place.file, ...(line !== null && { line }) }) } };
}
