import type { ConventionName } from "../../analysis/cost/conventions";
import { perDevice } from "../../analysis/cost/memory/parallel";
import type { DiagnosticJson } from "../../analysis/report";
import { type AskedOptions, askedSettings } from "../asked";
import { type Context, type ExitCode, exit } from "../context";
import { sourceFile } from "../input";
import { placeText } from "../render/diagnostics";
import { jsonLine } from "../render/json";
import { renderTrace } from "../render/trace";
import { renderTraining } from "../render/training";
import { OWN, type TrainOptions, trainingQuestion } from "../train-options";

export interface TraceOptions extends AskedOptions, TrainOptions {
  call: string;
  /** A tool whose way to count is shown beside our own. */
  convention?: ConventionName;
  /** How many devices share the training step. */
  devices?: number;
  json?: boolean;
}

/** `trace FILE --call EXPR`: one forward pass, line by line. */
export async function trace(path: string, options: TraceOptions, context: Context): Promise<ExitCode> {
  const { cwd, out, err } = context;
  const file = sourceFile(cwd, path);
  const analyzer = await context.analyzer();
  const settings = askedSettings(file, options, context);
  const { report, calls, conventions, failed } = analyzer.trace(file, options.call, settings);
  const { train } = options;
  const question = trainingQuestion(options);
  const own = train === OWN && failed === undefined ? analyzer.ownTraining(file, options.call, settings) : undefined;
  const set = question && failed === undefined ? analyzer.training(file, options.call, question, settings) : undefined;
  const unknown = own && "failed" in own ? own.failed : undefined;
  const trained = own && !("failed" in own) ? own : set;
  const shared = trained && options.devices ? perDevice(trained, options.devices) : undefined;
  const training = trained && { ...trained, ...(shared && { perDevice: shared }) };
  const errors = report.diagnostics.filter(({ severity }) => severity === "error");
  const broken = errors.find(isSyntaxError);
  if (options.json) {
    out.write(
      jsonLine({ ...report, ...(conventions && { conventions: conventions() }), ...(training && { training }) }),
    );
  } else if (failed === undefined || report.steps.length > 0 || errors.some(hasPlace)) {
    const source = (path: string) => analyzer.source(path);
    const tool = options.convention;
    const counted = tool && conventions && { tool, convention: conventions()[tool] };
    const view = { file, call: options.call, report, calls: calls?.() ?? [], counted, cwd, source };
    out.write(renderTrace(view, out));
    if (trained !== undefined && train !== undefined)
      out.write(renderTraining(trained, trained.optimizers?.join(", ") ?? train, shared));
  }
  if (failed !== undefined) err.write(`shapescope: ${failureLine(failed, errors, cwd)}\n`);
  else if (broken) err.write(`shapescope: ${placeText(broken, cwd)}: ${broken.message}\n`);
  else if (unknown !== undefined) err.write(`shapescope: --train program: ${unknown}\n`);
  if (failed !== undefined || broken || unknown !== undefined) return exit.failed;
  return errors.length > 0 ? exit.errors : exit.ok;
}

export function isSyntaxError({ code }: DiagnosticJson): boolean {
  return /^syntax/i.test(code);
}

/** True where the error is in a file rather than in the call itself. */
function hasPlace({ file }: DiagnosticJson): boolean {
  return file !== "" && !file.startsWith("<");
}

/** One line with the place of the error that ended a call. */
export function failureLine(failed: string, errors: readonly DiagnosticJson[], cwd: string): string {
  const error = errors.at(-1);
  const [message] = failed.split("\n", 1);
  if (error === undefined) return `--call: ${message}`;
  if (!hasPlace(error)) return `--call, column ${error.column}: ${message}`;
  return `${placeText(error, cwd)}: ${message}`;
}
