import { realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BackendChoice } from "../../runtime/backends";
import { RuntimeClient } from "../../runtime/client";
import type { Program } from "../../runtime/program";
import type { RunResult, Tensors } from "../../runtime/result";
import { readSafetensors, writeSafetensors } from "../../runtime/safetensors";
import { type AskedOptions, askedSettings } from "../asked";
import { type Context, type ExitCode, exit, type Output } from "../context";
import { Failure, failureJson, oneLine } from "../failure";
import { kindOf, namedFolder, readBytes, reason, sourceFile, statOf } from "../input";
import { placeText, shortPath } from "../render/diagnostics";
import { jsonLine } from "../render/json";
import { renderRun } from "../render/run";
import { runJson } from "../run-json";
import { failureLine } from "./trace";

export interface RunOptions extends AskedOptions {
  call: string;
  /** Also the gradients of the value. */
  backward?: boolean;
  seed: number;
  backend: BackendChoice;
  /** Folder in whose `node_modules` `@tensorflow/tfjs-node` is. */
  tfjsNode?: string;
  state?: string;
  inputs?: string;
  output?: string;
  json?: boolean;
}

/** `run FILE --call EXPR`: executes the call and tells what came out. */
export async function run(path: string, options: RunOptions, context: Context): Promise<ExitCode> {
  const { cwd, out, err } = context;
  const file = sourceFile(cwd, path);
  const tfjsNode = options.tfjsNode === undefined ? undefined : namedFolder("--tfjs-node", options.tfjsNode, cwd);
  const state = readTensors("--state", options.state, cwd);
  const inputs = readTensors("--inputs", options.inputs, cwd);
  const { roots, torch } = askedSettings(file, options, context);
  const program = {
    file,
    asked: { call: options.call, ...(options.backward && { backward: true }) },
    ...(roots && { roots }),
    ...(torch !== undefined && { torch }),
  };
  const result = await execute(program, { ...options, tfjsNode, state, inputs }, context);
  if (result.failure) return tellFailure(result, options, context);
  if (options.output !== undefined) writeOutputs(options.output, result, cwd);
  if (options.json) out.write(jsonLine(runJson(result)));
  else out.write(renderRun({ call: options.call, file: shortPath(file, cwd), seed: options.seed, result }, out));
  for (const note of options.json ? result.notes : []) err.write(`${note}\n`);
  return exit.ok;
}

interface Execution {
  seed: number;
  backend: BackendChoice;
  tfjsNode: string | undefined;
  state: Tensors | undefined;
  inputs: Tensors | undefined;
}

async function execute(
  program: Program,
  { seed, backend, tfjsNode, state, inputs }: Execution,
  { dist, err }: Context,
): Promise<RunResult> {
  const client = new RuntimeClient({
    worker: join(dist, "runtime.js"),
    ...(tfjsNode !== undefined && { tfjsNode }),
  });
  const progress = new Progress(err);
  progress.show("starting");
  try {
    return await client.run(
      program,
      { seed, backend, statistics: true, ...(state && { state }), ...(inputs && { inputs }) },
      { onProgress: (done, total, op) => progress.show(`running ${done}/${Math.max(done, total)} ${op}`) },
    );
  } finally {
    progress.clear();
    await client.dispose();
  }
}

function tellFailure({ failure }: RunResult, { json }: RunOptions, { cwd, out, err }: Context): ExitCode {
  const { message, file, line, diagnostic: raised } = failure!;
  const place = { file: file ?? "", line: line ?? 1, column: 1, endLine: line ?? 1 };
  const diagnostic = raised ?? new Failure(message, { ...place, code: "run-failed" }).diagnostic;
  if (json) out.write(jsonLine(failureJson([diagnostic])));
  const where = file === undefined ? "" : `${placeText(diagnostic, cwd)}: `;
  err.write(`shapescope: ${raised === undefined ? where + message : failureLine(message, [raised], cwd)}\n`);
  return exit.failed;
}

function readTensors(option: string, path: string | undefined, cwd: string): Tensors | undefined {
  if (path === undefined) return undefined;
  const file = resolve(cwd, path);
  const refuse = (why: string) => new Failure(`${option} ${path}: ${why}`, { file, code: "unreadable-file" });
  const bytes = readBytes(file);
  if (typeof bytes === "string") throw refuse(bytes);
  try {
    return readSafetensors(bytes);
  } catch (error) {
    throw refuse(oneLine(error));
  }
}

function writeOutputs(path: string, result: RunResult, cwd: string): void {
  const file = resolve(cwd, path);
  const tensors: Tensors = Object.fromEntries([
    ...result.outputs.map((tensor, index) => [`output.${index}`, tensor] as const),
    ...Object.entries(result.gradients ?? {}).map(([name, tensor]) => [`grad.${name}`, tensor] as const),
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

/** One line on a terminal that is written over. */
export class Progress {
  private shown = false;

  constructor(private readonly err: Output) {}

  show(text: string): void {
    if (!this.err.isTerminal) return;
    this.shown = true;
    this.err.write(`\r\u001b[K${text.slice(0, this.err.columns - 1)}`);
  }

  clear(): void {
    if (this.shown) this.err.write("\r\u001b[K");
    this.shown = false;
  }
}
