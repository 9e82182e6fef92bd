import type { Expr } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { endsProgram } from "../machine/exceptions";
import type { Run } from "../machine/run";
import type { RunState } from "../machine/run-state";
import type { Report } from "../report";
import { Reporter } from "../reports/reporter";
import type { Executor } from "../trace/executor";
import type { ModuleCall, Trace } from "../trace/trace";
import type { Place, Value } from "../values";
import { work } from "../work";
import type { AnalyzeOptions, Session } from "../session/session";

/** What shapes alone tell of a call before it runs on numbers. */
export interface Foreseen {
  report: Report;
  trace: Trace;
  /** The last outermost module call of the call that is asked for, and how many come before it there. */
  root: ModuleCall | undefined;
  rootsBefore: number;
  /** How many steps the file's own statements take. */
  stepsBefore: number;
  /** What the run would come to, and nothing computes. */
  uncomputed: RunState["uncomputed"];
  lineOf(place: Place | undefined): number | null;
}

/** A call that ran on numbers. */
export interface Executed {
  value?: Value;
  /** Why there is no value: PyTorch's or Python's exception, or what the run could not do. */
  failed?: { message: string; file?: string | undefined; line?: number | undefined };
}

/** Why a file or a call can't be run. */
function cannot(message: string): Executed {
  return { failed: { message } };
}

/**
 * Evaluates a call in a file's namespace twice: on shapes, which tells what is coming, and then on numbers, with the executor that `prepare`
 * makes of it.
 */
export function executeCall(
  session: Session,
  file: string,
  call: string,
  options: AnalyzeOptions,
  prepare: (foreseen: Foreseen) => Executor,
): Executed {
  const source = session.source(file);
  if (source === undefined) return cannot(`${file} can't be read`);
  const expression = session.parseCall(call);
  if ("message" in expression) return cannot(`the call does not parse: ${expression.message}`);
  const executor = prepare(foresee(session, source, call, expression, options));
  const run = session.start(source, { ...options, work: Number.POSITIVE_INFINITY });
  run.state.executor = executor;
  run.state.trace.isForgetful = true;
  const told = session.execute(run, source);
  if (told !== undefined) return cannot(told.message);
  executor.begin();
  const { value, raised, stopped, refused } = session.evaluate(run, run.module, call, expression);
  if (raised !== undefined) {
    const { exception, stack } = raised;
    const text = run.machine.exceptionText(exception);
    const name = exception.cls.name;
    return endsProgram(raised) ? cannot(`the program ends: ${name}`) : failedAt(run, text === "" ? name : `${name}: ${text}`, stack[0]);
  }
  if (refused !== undefined) return failedAt(run, refused.reason, refused.at);
  return value === undefined ? cannot(stopped?.message ?? "it could not be evaluated") : { value };
}

/** The call on shapes. */
function foresee(session: Session, source: Source, call: string, expression: Expr, options: AnalyzeOptions): Foreseen {
  const run = session.start(source, options);
  session.execute(run, source);
  const { trace } = run.state;
  const [roots, steps] = [trace.roots.length, trace.steps.length];
  const result = session.evaluate(run, run.module, call, expression);
  const root = trace.roots.length > roots ? trace.roots.at(-1) : undefined;
  const reporter = new Reporter(run.machine, run.state, run.places);
  const report = work.unlimited(() => reporter.report(root, result.value, result.raised));
  const lineOf = (place: Place | undefined) => run.places.line(place);
  const { uncomputed } = run.state;
  return { report, trace, uncomputed, root, rootsBefore: trace.roots.length - 1 - roots, stepsBefore: steps, lineOf };
}

function failedAt(run: Run, message: string, place: Place | undefined): Executed {
  const line = run.places.line(place);
  return { failed: { message, ...(place !== undefined && { file: place.file, ...(line !== null && { line }) }) } };
}
