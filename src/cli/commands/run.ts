import { realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BackendChoice } from "../../runtime/backends";
import { RuntimeClient } from "../../runtime/client";
import type { Program, RunOptions as RuntimeOptions } from "../../runtime/program";
import type { RunResult, Tensors } from "../../runtime/result";
import { writeSafetensors } from "../../runtime/weights/safetensors";
import { type AskedOptions, askedSettings } from "../asked";
import { type Context, type ExitCode, exit } from "../context";
import { Failure, failureJson } from "../failure";
import { givenNumbers } from "../given";
import { kindOf, namedFolder, reason, sourceFile, statOf } from "../input";
import { Progress } from "../progress";
import { placeText, shortPath } from "../render/diagnostics";
import { jsonLine } from "../render/json";
import { renderRun } from "../render/run";
import { runJson } from "../run-json";
import { failureLine } from "./trace";

export interface RunOptions extends AskedOptions {
  call: string;
  /** Also the gradients of the value. */
  backward?: boolean;
  /** Gradients beside differences. */
  check?: boolean;
  /** So many steps of the program's optimizer on the one batch. */
  overfit?: number;
  seed: number;
  backend: BackendChoice;
  /** Folder in whose `node_modules` `@tensorflow/tfjs-node` is. */
  tfjsNode?: string;
  /** Models that the call builds are in training mode. */
  train?: boolean;
  state?: string;
  stateKey?: string;
  strict: boolean;
  inputs?: string;
  /** `name=file` */
  input: string[];
  output?: string;
  /** Paths of modules. */
  keep: string[];
  json?: boolean;
}

/** `run FILE --call EXPR`: executes the call and tells what came out. */
export async function run(path: string, options: RunOptions, context: Context): Promise<ExitCode> {
  const { cwd, out, err } = context;
  const file = sourceFile(cwd, path);
  const tfjsNode = options.tfjsNode === undefined ? undefined : namedFolder("--tfjs-node", options.tfjsNode, cwd);
  const given = await givenNumbers(options, cwd);
  const tries = options.overfit !== undefined || options.check === true;
  const { roots, torch } = askedSettings(file, options, context);
  const program = {
    file,
    asked: {
      call: options.call,
      ...((options.backward || tries) && { backward: true }),
      ...(options.train && { trains: true }),
      ...(options.overfit !== undefined && { overfit: options.overfit }),
      ...(options.check && { check: true }),
    },
    ...(roots && { roots }),
    ...(torch !== undefined && { torch }),
  };
  const { seed, backend, strict, keep } = options;
  const asked = { seed, backend, strict, ...(keep.length > 0 && { keep }), statistics: true, ...given.options };
  const result = await execute(program, asked, tfjsNode, context);
  result.notes.unshift(...given.notes);
  if (result.failure) return tellFailure(result, options, context);
  if (options.output !== undefined) writeOutputs(options.output, result, cwd);
  if (options.json) out.write(jsonLine(runJson(result)));
  else out.write(renderRun({ call: options.call, file: shortPath(file, cwd), seed: options.seed, result }, out));
  for (const note of options.json ? result.notes : []) err.write(`${note}\n`);
  return exit.ok;
}

async function execute(
  program: Program,
  options: RuntimeOptions,
  tfjsNode: string | undefined,
  { dist, err }: Context,
): Promise<RunResult> {
  const client = new RuntimeClient({
    worker: join(dist, "runtime.js"),
    ...(tfjsNode !== undefined && { tfjsNode }),
  });
  const progress = new Progress(err, true);
  progress.show("starting");
  try {
    return await client.run(program, options, {
      onProgress: (done, total, what) => progress.show(`${done}/${Math.max(done, total)} ${what}`),
    });
  } finally {
    progress.clear();
    await client.dispose();
  }
}

function tellFailure({ failure, printed }: RunResult, { json }: RunOptions, { cwd, out, err }: Context): ExitCode {
  const { message, file, line, diagnostic: raised } = failure!;
  const place = { file: file ?? "", line: line ?? 1, column: 1, endLine: line ?? 1 };
  const diagnostic = raised ?? new Failure(message, { ...place, code: "run-failed" }).diagnostic;
  if (json) out.write(jsonLine(failureJson([diagnostic])));
  if (printed !== undefined) err.write(printed);
  const where = file === undefined ? "" : `${placeText(diagnostic, cwd)}: `;
  err.write(`shapescope: ${raised === undefined ? where + message : failureLine(message, [raised], cwd)}\n`);
  return exit.failed;
}

function writeOutputs(path: string, result: RunResult, cwd: string): void {
  const file = resolve(cwd, path);
  const tensors: Tensors = Object.fromEntries([
    ...result.outputs.map((tensor, index) => [`output.${index}`, tensor] as const),
    ...Object.entries(result.gradients ?? {}).map(([name, tensor]) => [`grad.${name}`, tensor] as const),
    ...Object.entries(result.kept ?? {}),
  ]);
  const refuse = (why: string) => new Failure(`--output ${path}: ${why}`, { file, code: "unwritable-file" });
  const there = statOf(file);
  if (typeof there !== "string" && !there.isFile()) throw refuse(`it is ${kindOf(there)}, not a file`);
  // Whole or not at all: a full disk leaves what was there before.
  const target = typeof there === "string" ? file : realpathSync(file);
  const partial = `${target}.${process.pid}.partial`;
  try {
    writeFileSync(partial, writeSafetensors(tensors), { flag: "wx" });
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw refuse(reason(error, "write"));
  }
}
