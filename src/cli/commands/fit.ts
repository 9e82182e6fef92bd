import { devices } from "../../analysis/cost/memory/devices";
import type { OptimizerName } from "../../analysis/cost/memory/optimizers";
import { type AskedOptions, askedSettings } from "../asked";
import { type Context, type ExitCode, exit } from "../context";
import { Failure, failureJson } from "../failure";
import { sourceFile } from "../input";
import { jsonLine } from "../render/json";
import { styleFor } from "../render/style";

export interface FitOptions extends AskedOptions {
  call: string;
  device: string;
  /** An optimizer: a step of training is asked about. */
  train?: OptimizerName;
  json?: boolean;
}

/** `fit FILE --call EXPR --device NAME`: whether it fits, the largest batch, and what would help. */
export async function fit(path: string, options: FitOptions, context: Context): Promise<ExitCode> {
  const { cwd, out, err } = context;
  const file = sourceFile(cwd, path);
  const analyzer = await context.analyzer();
  const { memoryBytes } = devices.get(options.device)!;
  const question = { deviceBytes: memoryBytes, ...(options.train && { train: options.train }) };
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
  const { bold } = styleFor(out);
  const rows = [
    [answer.fits ? "fits" : "does not fit", `${gigabytes(answer.peakBytes)} of ${gigabytes(answer.deviceBytes)} GB`],
    ["largest batch", batchText(answer.largestBatch)],
    ...answer.help.map(({ change, peakBytes, largestBatch }) => [
      `with ${change}`,
      `${gigabytes(peakBytes)} GB, largest batch ${batchText(largestBatch)}`,
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  for (const [n, [name, text]] of rows.entries())
    out.write(`${n === 0 ? bold(name.padEnd(width)) : name.padEnd(width)}  ${text}\n`);
  return exit.ok;
}

const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(2);

const batchText = (batch: number) => (Number.isFinite(batch) ? String(batch) : "any");
