import { devices } from "../../analysis/cost/memory/devices";
import { type AskedOptions, askedSettings } from "../asked";
import { type Context, type ExitCode, exit } from "../context";
import { Failure, failureJson } from "../failure";
import { sourceFile } from "../input";
import { fitLines } from "../render/fit";
import { jsonLine } from "../render/json";
import { styleFor } from "../render/style";
import { type TrainOptions, trainingQuestion } from "../train-options";

export interface FitOptions extends AskedOptions, TrainOptions {
  call: string;
  device: string;
  json?: boolean;
}

/** `fit FILE --call EXPR --device NAME`: whether it fits, the largest batch, and what would help. */
export async function fit(path: string, options: FitOptions, context: Context): Promise<ExitCode> {
  const { cwd, out, err } = context;
  const file = sourceFile(cwd, path);
  const analyzer = await context.analyzer();
  const device = devices.get(options.device)!;
  const train = trainingQuestion(options);
  const question = { device, ...(train && { train }) };
  const answer = analyzer.fit(file, options.call, question, askedSettings(file, options, context));
  if ("failed" in answer) {
    if (options.json) out.write(jsonLine(failureJson([new Failure(answer.failed).diagnostic])));
    err.write(`shapescope: --call: ${answer.failed.split("\n", 1)[0]}\n`);
    return exit.failed;
  }
  if (options.json) {
    out.write(jsonLine(answer));
    return exit.ok;
  }
  for (const line of fitLines(answer, styleFor(out))) out.write(`${line}\n`);
  return exit.ok;
}
