import type { Dim } from "../analysis/dims";
import type { Asked, Executed, Foreseen } from "../analysis/entries/execution";
import { dimJson } from "../analysis/facts/snapshot";
import type { AnalyzeOptions } from "../analysis/session/session";
import type { Tensor } from "../analysis/tensor/tensor";
import { namedTensors } from "../analysis/torch/nnmodule";
import { type Executor, NotExecuted, Reached } from "../analysis/trace/executor";
import type { CallHead, ModuleCall, TraceStep } from "../analysis/trace/trace";
import type { Obj, Value } from "../analysis/values";
import { attentionOf } from "./attention-weights";
import { useBackend } from "./backends";
import { messageOf } from "./errors";
import { KernelExecutor } from "./executor";
import { Foretold } from "./foretold";
import { fitted, type GivenInput, namedInputs, unknownInputs } from "./given";
import { gradientFlow } from "./gradient-flow";
import { randomTensor } from "./inputs";
import { Kept, strangeKeep } from "./kept";
import { sameShape } from "./kernels/host";
import { indexLimit } from "./limits";
import type { StepValues } from "./looks";
import type { TensorNumbers } from "./numbers";
import { outputOf } from "./output";
import { Printed } from "./printed";
import type { Program, RunOptions } from "./program";
import { Random } from "./random";
import { type Refusal, refusalOf } from "./refusal";
import type { BackendName, Failure, RunModule, RunResult, StepOutput, StepResult, TensorData, Tensors } from "./result";
import { loadState, writeData } from "./state";
import { statisticsOf } from "./statistics";
import { isStored, type Stored } from "./weights/stored";

export interface Watching {
  onStep?(step: StepResult, done: number, total: number): void;
  /** What is done beside the steps of the call: weights are made and read. */
  onWork?(what: string, done: number, total: number): void;
  cancelled?(): boolean;
  /** Reads a tensor that lies in a file. */
  read?(stored: Stored): TensorData;
  /** Where results are kept to be looked at. */
  values?: StepValues;
}

/** Who evaluates a call on numbers: the analyzer. */
export interface Evaluator {
  execute(file: string, asked: Asked, prepare: (foreseen: Foreseen) => Executor, options: AnalyzeOptions): Executed;
}

/** Units of interpretation between two looks at whether the run is cancelled: an operator is forty. */
const ASK_EVERY = 40;

/** Steps after which a run is ended: a loop that never ends would go on for ever. */
const MAX_STEPS = 1_000_000;

/** Runs a program on numbers. Never throws: what went wrong is in `failure`, with the steps that ran before. */
export async function runProgram(
  evaluator: Evaluator,
  program: Program,
  options: RunOptions,
  watching: Watching = {},
): Promise<RunResult> {
  const start = performance.now();
  const notes: string[] = [];
  let backend: BackendName = "cpu";
  let run: Run | undefined;
  let executed: Executed;
  let isCancelled = false;
  const cancelled = () => {
    isCancelled ||= watching.cancelled?.() === true;
    return isCancelled;
  };
  const { file, asked, roots, torch } = program;
  try {
    backend = await useBackend(options.backend, (note) => notes.push(note));
    const settings = { ...(roots && { roots }), ...(torch !== undefined && { torch }), cancelled, askEvery: ASK_EVERY };
    executed = evaluator.execute(
      file,
      asked,
      (foreseen) => {
        run?.executor.pool.dispose();
        run = new Run(foreseen, backend, options, watching, notes);
        return run.executor;
      },
      settings,
    );
  } catch (thrown) {
    executed = { failed: thrown instanceof RefusedBefore ? thrown.refusal : { message: messageOf(thrown) } };
  }
  try {
    const steps = run?.forward() ?? [];
    const outputs: RunResult["outputs"] = [];
    const output =
      executed.value === undefined ? null : outputOf(executed.value, (tensor) => outputs.push(run!.dataOf(tensor)) - 1);
    const gradients = executed.gradientOf && run?.gradients(executed.gradientOf);
    const failure: Failure | undefined = executed.failed;
    return {
      status: isCancelled ? "cancelled" : failure === undefined ? "done" : "failed",
      backend,
      ms: performance.now() - start,
      steps,
      modules: run?.modules ?? [],
      output,
      outputs,
      ...(gradients && { gradients }),
      ...(gradients && run && { flow: gradientFlow(gradients, run.unused(executed.gradientOf!), run.modules) }),
      ...(executed.trials && { trials: executed.trials }),
      ...(run?.keptTensors() && { kept: run.keptTensors() }),
      ...(run && run.printed.text !== "" && { printed: run.printed.text }),
      notes: [...notes, ...(run?.remarks() ?? [])],
      ...(failure && !isCancelled && { failure }),
    };
  } finally {
    run?.executor.pool.dispose();
  }
}

/** The run does not start. */
class RefusedBefore extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** Leaves the machine, in the midst of a call: no defect of ours. */
function notExecuted(why: string): NotExecuted {
  return new NotExecuted(why, undefined);
}

/** One run: puts state and inputs in place, and writes down what was computed. */
class Run {
  readonly executor: KernelExecutor;
  private readonly steps: { result: StepResult; isBefore: boolean }[] = [];
  /** Outermost module calls so far, of the call that is asked for. */
  private roots = 0;
  private isAsked = false;
  /** The outermost module. */
  private module: Obj | undefined;
  /** Where the steps of the outermost module begin. */
  private from = 0;
  private readonly total: number;
  private readonly foretold: Foretold;
  readonly modules: RunModule[] = [];
  private readonly places = new Map<ModuleCall, number>();
  private readonly kept: Kept;
  readonly printed = new Printed();
  /** A result is of double precision. */
  private isDouble = false;

  constructor(
    private readonly foreseen: Foreseen,
    backend: BackendName,
    private readonly options: RunOptions,
    private readonly watching: Watching,
    private readonly notes: string[],
  ) {
    const refusal = refusalOf(foreseen, backend, options.memory) ?? strangeKeep(foreseen, options.keep);
    if (refusal !== undefined) throw new RefusedBefore(refusal);
    this.foretold = new Foretold(foreseen);
    this.kept = new Kept(options.keep ?? [], (tensor) => this.executor.numbersOf(tensor, undefined));
    this.total = foreseen.trace.steps.length - (foreseen.root?.begin ?? foreseen.stepsBefore);
    this.executor = new KernelExecutor(options.seed, {
      began: () => {
        this.isAsked = true;
        if (foreseen.root === undefined && foreseen.trace.roots.length === 0) this.executor.fills = true;
      },
      entered: (call) => this.enter(call),
      evaluated: () => {
        this.isAsked = false;
      },
      left: (call, output, isOutermost) => this.leave(call, output, isOutermost),
      printed: (text) => this.printed.add(text),
      computed: (step, foretold, ms) => this.computed(step, foretold, ms),
    });
  }

  private leave(call: CallHead, output: Value, isOutermost: boolean): void {
    if (this.isAsked && this.roots > this.foreseen.rootsBefore) this.kept.returned(call.path, output);
    if (!isOutermost) return;
    if (this.foreseen.stopsAtRoot && this.roots > this.foreseen.rootsBefore) throw new Reached(output);
  }

  private enter(call: CallHead): void {
    if (!this.isAsked || this.roots++ !== this.foreseen.rootsBefore) return;
    this.from = this.steps.length;
    this.place(call);
  }

  private computed(step: TraceStep, foretold: (readonly number[] | undefined)[], ms: number): void {
    if (this.executor.count > MAX_STEPS) throw notExecuted(`it has taken ${MAX_STEPS} steps and was ended`);
    if (!this.isAsked) return;
    this.isDouble ||= step.outputs.some(({ dtype }) => dtype === "float64" || dtype === "complex128");
    const { place } = step;
    const isReported = this.roots > this.foreseen.rootsBefore || this.foreseen.root === undefined;
    const index = this.foretold.indexOf(step);
    const analysed = this.foretold.shapesOf(index);
    const result: StepResult = {
      step: index,
      op: step.op,
      module: this.moduleOf(step.call),
      ...(place !== undefined && {
        file: place.file,
        line: this.foreseen.lineOf(place) ?? undefined,
        start: place.start,
        end: place.end,
      }),
      outputs: isReported ? step.outputs.map((tensor, n) => this.report(tensor, foretold[n], analysed?.[n])) : [],
      ms,
    };
    if (isReported && this.options.statistics === "later") this.keepValue(step, result);
    this.steps.push({ result, isBefore: !isReported });
    if (isReported) this.watching.onStep?.(result, this.steps.length - this.from, this.total);
  }

  /** A call's place among the modules, which it takes behind the calls around it. */
  private moduleOf(call: ModuleCall | undefined): number {
    if (call === undefined) return -1;
    const known = this.places.get(call);
    if (known !== undefined) return known;
    const parent = this.moduleOf(call.parent);
    const line = this.foreseen.lineOf(call.forward) ?? undefined;
    this.places.set(call, this.modules.length);
    return (
      this.modules.push({ path: call.path, class: call.module.cls.name, parent, file: call.forward?.file, line }) - 1
    );
  }

  keptTensors(): Tensors | undefined {
    return this.options.keep === undefined ? undefined : this.kept.tensors;
  }

  /** What is to be known of the numbers. */
  remarks(): string[] {
    return this.isDouble ? ["float64 is computed in single precision: about seven digits hold."] : [];
  }

  /** The steps from the outermost module's call on. */
  forward(): StepResult[] {
    return this.steps.slice(this.from).map(({ result }) => result);
  }

  private report(
    tensor: Tensor,
    foretold: readonly number[] | undefined,
    analysed: readonly Dim[] | undefined,
  ): StepOutput {
    const numbers = tensor.held as TensorNumbers;
    const output: StepOutput = { shape: [...numbers.shape], dtype: tensor.dtype };
    if (analysed !== undefined) output.analysed = analysed.map((dim) => dimJson(dim));
    if (foretold !== undefined) output.expected = [...foretold];
    const { statistics = true } = this.options;
    if (statistics === true) output.statistics = statisticsOf(plain(numbers.array), numbers.value.shape);
    return output;
  }

  /** Keeps the step's first result to be looked at; where there is no room, its statistics are taken at once. */
  private keepValue(step: TraceStep, result: StepResult): void {
    const numbers = step.outputs[0]?.held as TensorNumbers | undefined;
    if (numbers === undefined) return;
    const attention = attentionOf(step, (tensor) => this.executor.numbersOf(tensor, undefined));
    const value = { data: plain(numbers.copied()), shape: [...numbers.value.shape], attention };
    if (this.watching.values?.keep(result.step, value)) result.attends = attention !== undefined;
    else result.outputs[0]!.statistics = statisticsOf(value.data, value.shape);
  }

  /** The gradient of every parameter that requires one, by its name: zeros where none has arrived. */
  gradients(gradientOf: (leaf: Tensor) => Tensor | undefined): NonNullable<RunResult["gradients"]> {
    const parameters = this.module === undefined ? [] : namedTensors(this.module);
    const found: NonNullable<RunResult["gradients"]> = {};
    for (const { name, tensor, parameter } of parameters) {
      if (!parameter || !tensor.requiresGrad) continue;
      const gradient = gradientOf(tensor);
      const { shape } = this.executor.numbersOf(tensor, undefined);
      const numbers = gradient && this.executor.numbersOf(gradient, undefined);
      found[name] = {
        shape: [...shape],
        dtype: tensor.dtype,
        data: numbers?.copied() ?? new Float32Array(shape.reduce((all, size) => all * size, 1)),
      };
    }
    return found;
  }

  /** Parameters to which no gradient has come. */
  unused(gradientOf: (leaf: Tensor) => Tensor | undefined): string[] {
    return (this.module === undefined ? [] : namedTensors(this.module))
      .filter(({ tensor, parameter }) => parameter && tensor.requiresGrad && gradientOf(tensor) === undefined)
      .map(({ name }) => name);
  }

  dataOf(tensor: Tensor): RunResult["outputs"][number] {
    const numbers = this.executor.numbersOf(tensor, undefined);
    return {
      shape: [...numbers.shape],
      dtype: tensor.dtype,
      data: numbers.copied(),
      statistics: statisticsOf(plain(numbers.array), numbers.value.shape),
    };
  }

  /** State and inputs, before the outermost module runs. */
  private place({ module, named }: CallHead): void {
    this.module = module;
    const { pool } = this.executor;
    const { state, inputs = {} } = this.options;
    if (state !== undefined) {
      const { failed, notes } = loadState(module, {
        options: this.options,
        numbersOf: (tensor) => this.executor.numbersOf(tensor, undefined),
        read: (stored) => this.watching.read!(stored),
        put: (numbers, data) => {
          if (this.watching.cancelled?.() === true) throw notExecuted("it was cancelled");
          writeData(numbers, data, pool);
          pool.trim();
        },
        progress: (done, total, name) => this.watching.onWork?.(`reading ${name}`, done, total),
      });
      if (failed !== undefined) throw notExecuted(failed);
      this.notes.push(...notes);
    }
    const places = namedInputs(named);
    const known = new Map(places);
    const strange = Object.keys(inputs).filter((name) => !known.has(name));
    if (strange.length > 0) throw notExecuted(unknownInputs(strange, [...known.keys()]));
    for (const [name, given] of Object.entries(inputs)) this.placeInput(name, known.get(name)!, given);
    this.fillOpen(places.filter(([name]) => !Object.hasOwn(inputs, name)));
  }

  private placeInput(name: string, tensor: Tensor, given: GivenInput): void {
    const numbers = this.executor.numbersOf(tensor, undefined);
    const { pool } = this.executor;
    if ("fit" in given) {
      try {
        const { data, note } = fitted(given, numbers.shape, tensor.dtype);
        writeData(numbers, data, pool);
        if (note !== undefined) this.notes.push(`Input ${name}: ${note}.`);
      } catch (thrown) {
        throw notExecuted(`input ${name}: ${messageOf(thrown)}`);
      }
      return;
    }
    const data = isStored(given) ? this.watching.read!(given) : given;
    if (!sameShape(data.shape, numbers.shape as number[]))
      throw notExecuted(
        `input ${name} has shape [${data.shape.join(", ")}], the call was analysed with [${numbers.shape.join(", ")}]`,
      );
    if (data.dtype !== tensor.dtype)
      throw notExecuted(`input ${name} has dtype ${data.dtype}, the call was analysed with ${tensor.dtype}`);
    writeData(numbers, data, pool);
  }

  /** Inputs that are made empty get random numbers. */
  private fillOpen(places: readonly [string, Tensor][]): void {
    const { root, trace } = this.foreseen;
    const foreseen = new Map(namedInputs(root?.named ?? new Map()));
    const steps = trace.steps.slice(root?.begin ?? 0);
    const names: string[] = [];
    for (const [name, tensor] of places) {
      const numbers = this.executor.numbersOf(tensor, undefined);
      if (!numbers.isOpen) continue;
      const known = foreseen.get(name);
      const limit = known === undefined ? 2 : indexLimit(steps, known);
      numbers.write(randomTensor(numbers.shape, tensor.dtype, limit, new Random(this.options.seed, -1 - names.length)));
      names.push(name);
    }
    if (names.length > 0) this.notes.push(`Random numbers for ${names.join(", ")}.`);
  }
}

/** 64-bit integers as plain numbers, for statistics. */
function plain(array: TensorNumbers["array"]): Exclude<TensorNumbers["array"], BigInt64Array> | Float64Array {
  return array instanceof BigInt64Array ? Float64Array.from(array, Number) : array;
}
