import type { CancellationToken } from "vscode-languageserver";
import { RuntimeClient } from "../runtime/client";
import type { Program } from "../runtime/program";
import type { GradientFlow, RunResult as RuntimeResult, Statistics, StepResult } from "../runtime/result";
import type { ExecutedStep, Learnt, LookParams, LookResult, RunResult, RunUpdate } from "./protocol";

export interface RunChoice {
  token: string;
  seed: number;
  backend: "auto" | "node" | "wasm" | "cpu";
  /** Folder that the user names for `@tensorflow/tfjs-node`. */
  tfjsNode?: string | undefined;
  /** File or folder with weights. */
  weights?: string | undefined;
  /** Texts of open documents by path. */
  documents: Readonly<Record<string, string>>;
}

/** Runs programs on numbers. */
export interface RunService {
  run(
    program: Program,
    choice: RunChoice,
    update: (update: RunUpdate) => void,
    cancel: CancellationToken,
  ): Promise<RunResult>;
  /** A look at a step of a run that has ended; undefined where the run is no longer kept. */
  look(token: string, at: Omit<LookParams, "token">): Promise<LookResult | undefined>;
  /** Nobody looks at that run any more. */
  forget(token: string): void;
  dispose(): void;
}

/** Milliseconds between two updates: a panel cannot show more. */
const UPDATE_INTERVAL = 60;

/** Runs programs in the runtime's worker, one for all runs with the same native library. */
export class RuntimeRuns implements RunService {
  private client: RuntimeClient | undefined;
  private tfjsNode: string | undefined;
  /** Runs that can be looked at, by their tokens. */
  private readonly kept = new Map<string, { client: RuntimeClient; id: number }>();

  /** `worker` is the path of the runtime's bundle. */
  constructor(private readonly worker: string) {}

  /** A thread does not let go of a native library: another one wants another thread. */
  private clientWith(tfjsNode: string | undefined): RuntimeClient {
    if (this.client !== undefined && this.tfjsNode === tfjsNode) return this.client;
    void this.client?.dispose();
    this.tfjsNode = tfjsNode;
    this.client = new RuntimeClient({ worker: this.worker, ...(tfjsNode !== undefined && { tfjsNode }) });
    return this.client;
  }

  async run(
    program: Program,
    { token, seed, backend, tfjsNode, weights, documents }: RunChoice,
    update: (update: RunUpdate) => void,
    cancel: CancellationToken,
  ): Promise<RunResult> {
    const abort = new AbortController();
    const cancelled = cancel.onCancellationRequested(() => abort.abort());
    const batch = new Batch((news) => update({ token, ...news }));
    const client = this.clientWith(tfjsNode);
    try {
      const result = await client.run(
        program,
        { seed, backend, statistics: "later", ...(weights !== undefined && { weights }) },
        {
          onBegin: (id) => this.kept.set(token, { client, id }),
          onStatistics: (found) => batch.statistics(found),
          onStep: (step) => batch.step(step),
          onProgress: (done, total, op) => batch.progress(done, total, op),
          signal: abort.signal,
          documents,
        },
      );
      batch.flush();
      return runResult(seed, result, batch);
    } finally {
      cancelled.dispose();
    }
  }

  async look(token: string, at: Omit<LookParams, "token">): Promise<LookResult | undefined> {
    const kept = this.kept.get(token);
    return kept?.client.look(kept.id, at);
  }

  forget(token: string): void {
    const kept = this.kept.get(token);
    this.kept.delete(token);
    kept?.client.forget(kept.id);
  }

  dispose(): void {
    void this.client?.dispose();
  }
}

/** Collects steps, so that a run of many small ones does not flood the panel. */
class Batch {
  done = 0;
  total = 0;
  private steps: ExecutedStep[] = [];
  /** Those whose statistics are still to come. */
  private readonly waiting = new Map<number, StepResult>();
  private op = "";
  private sent = 0;

  constructor(private readonly send: (news: Omit<RunUpdate, "token">) => void) {}

  step(step: StepResult): void {
    const told = executedStep(step);
    if (told.pending) this.waiting.set(step.step, step);
    this.steps.push(told);
    this.op = step.op;
    this.done++;
    this.tick();
  }

  /** Statistics of steps that were told before. */
  statistics(found: readonly { step: number; statistics: Statistics }[]): void {
    this.steps = found.flatMap(({ step, statistics }) => {
      const told = this.waiting.get(step);
      if (told === undefined) return [];
      this.waiting.delete(step);
      return [executedStep({ ...told, outputs: [{ ...told.outputs[0]!, statistics }, ...told.outputs.slice(1)] })];
    });
    this.flush();
  }

  progress(done: number, total: number, op: string): void {
    this.done = done;
    this.total = Math.max(done, total);
    this.op = op;
    this.tick();
  }

  flush(): void {
    this.sent = performance.now();
    this.send({ done: this.done, total: Math.max(this.done, this.total), op: this.op, steps: this.steps });
    this.steps = [];
  }

  private tick(): void {
    if (performance.now() - this.sent >= UPDATE_INTERVAL) this.flush();
  }
}

function runResult(seed: number, result: RuntimeResult, { done, total }: Batch): RunResult {
  const { failure } = result;
  return {
    state: result.status === "done" ? "finished" : result.status,
    ...(failure && { message: failure.message }),
    ...(failure?.file !== undefined && { file: failure.file }),
    ...(failure?.line !== undefined && { line: failure.line }),
    backend: result.backend,
    seed,
    ms: result.ms,
    done,
    total: Math.max(done, total),
    modules: result.modules.map(({ path, class: name, parent, file, line }) => ({
      path,
      class: name,
      parent,
      ...(file !== undefined && { file, ...(line !== undefined && { line }) }),
    })),
    notes: result.notes,
    ...(result.flow && { learnt: learntOf(result.flow, result.trials) }),
  };
}

/** The gradients of a run, as plain data: JSON has no NaN. */
function learntOf({ rows, remarks }: GradientFlow, trials: RuntimeResult["trials"]): Learnt {
  const gradients = rows.map(({ name, norm, rms, unused, zero }) => ({
    name,
    norm: finite(norm),
    rms: finite(rms),
    unused,
    zero,
  }));
  if (trials === undefined) return { gradients, remarks };
  if ("failed" in trials) return { gradients, remarks, failed: trials.failed };
  const { overfit, check } = trials;
  const wrong = check
    ?.filter(({ agrees }) => !agrees)
    .map(({ name, derived, difference }) => ({ name, derived: finite(derived), difference: finite(difference) }));
  return {
    gradients,
    remarks,
    ...(overfit && { overfit: { ...overfit, losses: overfit.losses.map(finite) } }),
    ...(check && wrong && { check: { count: check.length, wrong } }),
  };
}

export function executedStep({
  step,
  op,
  module,
  file,
  line,
  start,
  end,
  outputs,
  attends,
  ms,
}: StepResult): ExecutedStep {
  const [output] = outputs;
  const numbers = output?.statistics;
  return {
    index: step,
    op,
    module,
    ...(file !== undefined && {
      file,
      ...(line !== undefined && { line }),
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
    }),
    ...(output && { executed: { shape: output.shape, dtype: output.dtype } }),
    mean: finite(numbers?.mean),
    std: finite(numbers?.std),
    min: finite(numbers?.min),
    max: finite(numbers?.max),
    nan: numbers?.nan ?? 0,
    inf: numbers?.inf ?? 0,
    ...(numbers && { zeros: numbers.zeros }),
    ...(output && numbers === undefined && { pending: true }),
    ...(attends && { attends }),
    ...(numbers && output && pictures(numbers, output.shape)),
    ms,
  };
}

/** JSON has no NaN. */
function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function pictures(
  { histogram, min, max, picture }: Statistics,
  shape: readonly number[],
): Pick<ExecutedStep, "histogram" | "picture"> {
  return {
    ...(Number.isFinite(min) && { histogram: { counts: histogram, low: min, high: max } }),
    ...(picture && { picture: { ...picture, caption: firstPlane(shape) } }),
  };
}

/** Which part of a tensor the picture shows: `[0, 0, :, :]`. */
function firstPlane(shape: readonly number[]): string {
  if (shape.length < 2) return "[:]";
  return `[${shape.map((_, dim) => (dim < shape.length - 2 ? "0" : ":")).join(", ")}]`;
}
