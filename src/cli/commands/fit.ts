import { devices } from "../../analysis/cost/memory/devices";
import { type AskedOptions, askedSettings } from "../asked";
import { type Context, type ExitCode, exit } from "../context";
import { Failure, failureJson } from "../failure";
import { sourceFile } from "../input";
import { fitLines, ownFitLines } from "../render/fit";
import { jsonLine } from "../render/json";
import { styleFor } from "../render/style";
import { OWN, type TrainOptions, trainingQuestion } from "../train-options";

export interface FitOptions extends AskedOptions, TrainOptions {
  call: string;
  device: string;
  json?: boolean;
}

/** `fit FILE --call EXPR --device NAME`: whether it fits, the largest batch, and what would help. */
export async function fit(path: string, options: FitOptions, context: Context): Promise<ExitCode> {
  const { cwd, out } = context;
  const file = sourceFile(cwd, path);
  const analyzer = await context.analyzer();
  const device = devices.get(options.device)!;
  if (options.train === OWN) {
    const answer = analyzer.ownFit(file, options.call, device, askedSettings(file, options, context));
    if ("failed" in answer) return refused(answer.failed, options, context);
    if (options.json) out.write(jsonLine(answer));
    else for (const line of ownFitLines(answer, styleFor(out))) out.write(`${line}\n`);
    return exit.ok;
  }
  const train = trainingQuestion(options);
  const question = { device, ...(train && { train }) };
  const answer = analyzer.fit(file, options.call, question, askedSettings(file, options, context));
  if ("failed" in answer) return refused(answer.failed, options, context);
  if (options.json) {
    out.write(jsonLine(answer));
    return exit.ok;
  }
  for (const line of fitLines(answer, styleFor(out))) out.write(`${line}\n`);
  return exit.ok;
}

function refused(failed: string, { json, train }: FitOptions, { out, err }: Context): ExitCode {
  if (json) out.write(jsonLine(failureJson([new Failure(failed).diagnostic])));
  err.write(`shapescope: ${train === OWN ? "--train program" : "--call"}: ${failed.split("\n", 1)[0]}\n`);
  return exit.failed;
}
