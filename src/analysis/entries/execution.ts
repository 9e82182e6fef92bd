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
import { type Executor, NotExecuted, Reached } from "../trace/executor";
import type { PyRaise } from "../trace/raise";
import type { ModuleCall, Trace } from "../trace/trace";
import type { Place, Value } from "../values";
import { Stopped, work } from "../work";
import { backwardFrom } from "./backward";

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
};

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
    run.state.trace.isForgetful = true;
    const tape = withGradients ? new GradientTape(run.machine, executor) : undefined;
    run.state.tape = tape;
    const executed =
      call === undefined ? untilReached(run, source, executor) : evaluated(session, run, source, call, executor);
    if (asked.backward !== true || tape === undefined || executed.value === undefined) return executed;
    executor.evaluated();
    const { raised, stopped, refused } = session.attempt(run, source, () => backwardFrom(tape, executed.value!));
    return (
      failed(run, raised, refused, stopped?.message) ?? { ...executed, gradientOf: (leaf) => tape.gradientOf(leaf) }
    );
  };
  const asksGradients = asked.backward === true || foreseen.asksGradients;
  const executed = onNumbers(asksGradients);
  // What shapes alone did not tell: the program asks for gradients after all.
  return executed.wantsGradients === true && !asksGradients ? onNumbers(true) : executed;
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

function evaluated(session: Session, run: Run, source: Source, call: ParsedCall, executor: Executor): Executed {
  const told = session.execute(run, source);
  if (told !== undefined) return cannot(told.message);
  executor.begin();
  const { value, raised, stopped, refused } = session.evaluate(
    run,
    run.module,
    call.text,
    call.expression,
    undefined,
    call.trains,
  );
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
