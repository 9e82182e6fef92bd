import type { Plan, PlanStep, PlanTensor, PlanValue } from "../analysis/plan/plan";
import { isComplex, isIntegral } from "../analysis/tensor/dtype";
import { type BackendChoice, useBackend } from "./backends";
import { messageOf, RunError } from "./errors";
import { indexLimit, randomTensor } from "./inputs";
import { call } from "./kernels/call";
import { uninitialised } from "./kernels/create";
import { castTo, kindOf, make, sameShape, settle, values } from "./kernels/host";
import { executes } from "./kernels/index";
import { isTensor, type Resolved } from "./kernels/kernel";
import { Random } from "./random";
import type {
  BackendName,
  Failure,
  RunResult,
  Statistics,
  StepOutput,
  StepResult,
  TensorData,
  Tensors,
} from "./result";
import { readsOf, type Schedule, schedule, tensorsIn } from "./schedule";
import { statisticsOf } from "./statistics";
import { Store } from "./storage";
import type { Tensor } from "./tf";
import * as tf from "./tf";

export interface ExecuteOptions {
  seed: number;
  backend: BackendChoice;
  /** Parameters and buffers by `state_dict` names; what is not given is initialised as PyTorch does. */
  state?: Tensors;
  /** Forward arguments by name; what is not given is random. */
  inputs?: Tensors;
  signal?: AbortSignal;
  /** After every step of the forward part. */
  onStep?: (step: StepResult, done: number, total: number) => void;
  /** Mean, range, histogram and picture of every step's results (default true). */
  statistics?: boolean;
  /** Ids of tensors whose numbers are returned too. */
  keep?: number[];
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs a plan. Never throws: what went wrong is in `failure`, with the steps that ran before.
 * Runs wait for each other, as TensorFlow.js has one current backend.
 */
export function execute(plan: Plan, options: ExecuteOptions): Promise<RunResult> {
  const run = turn.then(() => new Run(plan, options).toEnd());
  turn = run;
  return run;
}

/** A turn of the event loop, so that a cancel can come in. */
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

class Run {
  private readonly store = new Store();
  private readonly steps: StepResult[] = [];
  private readonly notes: string[] = [];
  private readonly kept: Record<number, TensorData> = {};
  /** Tensors that are made empty and shall hold random numbers: id to the limit of integers. */
  private readonly fill = new Map<number, number>();
  private order!: Schedule;

  constructor(
    private readonly plan: Plan,
    private readonly options: ExecuteOptions,
  ) {}

  async toEnd(): Promise<RunResult> {
    const start = performance.now();
    let backend: BackendName = "cpu";
    let outputs: RunResult["outputs"] = [];
    let status: RunResult["status"] = "done";
    let failure: Failure | undefined;
    try {
      backend = await useBackend(this.options.backend, (note) => this.notes.push(note));
      const given = this.given();
      this.order = schedule(this.plan, new Set(given.keys()), this.options.keep ?? []);
      this.chooseRandom(new Set(given.keys()));
      failure = await this.allSteps(given);
      if (failure) status = "failed";
      else if (this.options.signal?.aborted) status = "cancelled";
      else outputs = tensorsIn(this.plan.output).map((id) => this.result(id));
    } catch (thrown) {
      status = "failed";
      failure = { message: messageOf(thrown), reason: messageOf(thrown) };
    } finally {
      this.store.dispose();
    }
    const result: RunResult = {
      status,
      backend,
      ms: performance.now() - start,
      steps: this.steps,
      outputs,
      kept: this.kept,
      notes: this.notes,
    };
    return failure ? { ...result, failure } : result;
  }

  /** The given tensors by id, checked against the plan. */
  private given(): Map<number, TensorData> {
    const { plan, options } = this;
    const found = new Map<number, TensorData>();
    const take = (
      kind: string,
      places: readonly { name: string; tensor: number }[],
      tensors: Tensors,
      complaint: (name: string, have: TensorData, want: PlanTensor) => string,
    ) => {
      for (const { name, tensor } of places) {
        const have = tensors[name];
        if (!have) continue;
        const want = plan.tensors[tensor]!;
        if (!sameShape(have.shape, want.shape)) throw new RunError(complaint(name, have, want));
        found.set(tensor, have);
      }
      const extra = Object.keys(tensors).filter((name) => !places.some((place) => place.name === name));
      if (extra.length > 0)
        this.notes.push(`Unexpected key(s) in ${kind}: ${extra.map((name) => `"${name}"`).join(", ")}.`);
    };
    const list = (shape: readonly number[]) => `torch.Size([${shape.join(", ")}])`;
    if (options.state) {
      take(
        "state_dict",
        plan.state,
        options.state,
        (name, have, want) =>
          `size mismatch for ${name}: copying a param with shape ${list(have.shape)} from checkpoint, the shape in current model is ${list(want.shape)}.`,
      );
      const missing = plan.state
        .filter(({ name, parameter }) => parameter && !(name in options.state!))
        .map(({ name }) => `"${name}"`);
      if (missing.length > 0)
        this.notes.push(
          `Missing key(s) in state_dict: ${missing.join(", ")}. They are initialised as the constructor does.`,
        );
    }
    if (options.inputs) {
      take(
        "inputs",
        plan.inputs,
        options.inputs,
        (name, have, want) =>
          `input ${name} has shape [${have.shape.join(", ")}], the call was analysed with [${want.shape.join(", ")}]`,
      );
    }
    return found;
  }

  /** Empty tensors among the inputs (or all, where no module is called) get random numbers when they are made. */
  private chooseRandom(given: ReadonlySet<number>): void {
    const { plan } = this;
    const open = new Map(
      plan.inputs.filter(({ tensor }) => !given.has(tensor)).map(({ name, tensor }) => [this.order.root(tensor), name]),
    );
    const uninitialisedIds = new Set<number>();
    for (const step of plan.steps) {
      const [id] = step.outputs;
      if (id === undefined || step.writes !== undefined || !uninitialised.has(step.op.split(".")[0]!)) continue;
      uninitialisedIds.add(id);
      if (open.has(id) || (plan.forward === 0 && plan.inputs.length === 0)) this.fill.set(id, indexLimit(plan, id));
    }
    // integers made of an empty tensor, `torch.empty(3).long()`, are indices too
    for (const step of plan.steps.slice(0, plan.forward)) {
      const [id] = step.outputs;
      if (id === undefined || !open.has(id) || !isIntegral(plan.tensors[id]!.dtype)) continue;
      if (readsOf(step).some((read) => uninitialisedIds.has(read))) this.fill.set(id, indexLimit(plan, id));
    }
    const names = [...open].filter(([id]) => this.fill.has(id)).map(([, name]) => name);
    if (names.length > 0) this.notes.push(`Random numbers for ${names.join(", ")}.`);
  }

  private async allSteps(given: Map<number, TensorData>): Promise<Failure | undefined> {
    const { plan, options, order } = this;
    const total = plan.steps.length - plan.forward;
    let rested = performance.now();
    for (let i = 0; i < plan.steps.length; i++) {
      if (i === plan.forward) this.place(given);
      if (options.signal?.aborted) return undefined;
      if (!order.runs[i]) continue;
      const step = plan.steps[i]!;
      try {
        const began = performance.now();
        const outputs = this.step(step, i);
        if (i >= plan.forward) {
          const done: StepResult = { step: i, op: step.op, outputs, ms: performance.now() - began };
          this.steps.push(done);
          options.onStep?.(done, i - plan.forward + 1, total);
        }
        for (const id of order.release[i]!) this.store.release(id);
      } catch (thrown) {
        return failureAt(step, i, messageOf(thrown));
      }
      if (performance.now() - rested > 15) {
        await pause();
        rested = performance.now();
      }
    }
    if (plan.forward >= plan.steps.length) this.place(given);
    return undefined;
  }

  private place(given: Map<number, TensorData>): void {
    for (const [id, data] of given) {
      const { dtype } = this.plan.tensors[id]!;
      const value = tf.tidy(() =>
        castTo(make(data.data, isComplex(dtype) ? [...data.shape, 2] : data.shape), kindOf(dtype)).clone(),
      );
      if (this.order.shared.has(id) && this.store.has(id)) this.store.write(id, value);
      else this.store.create(id, value);
    }
  }

  private step(step: PlanStep, i: number): StepOutput[] {
    // nothing is made: a question such as `allclose`, answered by the analysis
    if (step.outputs.length === 0 && step.writes === undefined) return [];
    if (!executes(step.op)) throw new RunError(`\`${step.op}\` is analysed but can't be executed yet`);
    const fill = step.outputs.length === 1 ? this.fill.get(step.outputs[0]!) : undefined;
    if (fill !== undefined) {
      const [id] = step.outputs as [number];
      const { shape, dtype } = this.plan.tensors[id]!;
      this.store.create(id, randomTensor(shape, dtype, fill, new Random(this.options.seed, i)));
    } else this.apply(step, i);
    return step.outputs.filter((id) => this.store.has(id)).map((id) => this.report(id, i));
  }

  /** Executes the kernel and puts its results in place. */
  private apply(step: PlanStep, i: number): void {
    const { plan, store } = this;
    const expected = step.outputs.map((id) => plan.tensors[id]!);
    const args = this.resolve(step);
    const dtypes = readsOf(step).map((id) => plan.tensors[id]!.dtype);
    const made = tf.tidy(() => {
      const results = call(step.op, args, expected, dtypes, new Random(this.options.seed, i));
      return results.slice(0, step.outputs.length).map((t, k) => settle(t, expected[k]!.dtype).clone());
    });
    const [base] = readsOf(step);
    if (step.writes !== undefined) {
      const [value, ...rest] = made;
      for (const t of rest) t.dispose();
      if (step.view) {
        value!.dispose();
        store.review(step.writes, this.viewOf(step, args, 0, i));
      } else if (!sameShape(value!.shape, store.read(step.writes).shape) && !store.read(step.writes).size)
        store.create(step.writes, value!);
      else store.write(step.writes, value!);
      return;
    }
    made.forEach((value, k) => {
      const id = step.outputs[k]!;
      // an operator may hand its argument back as it is
      if (store.has(id)) value.dispose();
      else if (step.view && base !== undefined && this.order.written.has(this.order.root(base)))
        store.view(id, base, this.viewOf(step, args, k, i), value);
      else store.create(id, value);
    });
  }

  /** The same view of another base: of changed numbers, or of positions. */
  private viewOf(step: PlanStep, args: Record<string, Resolved>, k: number, i: number): (base: Tensor) => Tensor {
    const first = Object.keys(args).find((name) => tensorsIn(step.args[name]!).length > 0)!;
    const expected = step.outputs.map((id) => this.plan.tensors[id]!);
    const dtypes = readsOf(step).map((id) => this.plan.tensors[id]!.dtype);
    const others = Object.entries(args).filter(([name]) => name !== first);
    // later changes of other arguments don't matter: a view takes their shape at the time
    const held = Object.fromEntries(others.map(([name, value]) => [name, detached(value)]));
    const order = Object.keys(args);
    return (base) => {
      const now = Object.fromEntries(order.map((name) => [name, name === first ? base : held[name]!])) as Record<
        string,
        Resolved
      >;
      return call(step.op, now, expected, dtypes, new Random(this.options.seed, i))[k]!;
    };
  }

  private resolve(step: PlanStep): Record<string, Resolved> {
    return Object.fromEntries(Object.entries(step.args).map(([name, value]) => [name, this.value(value)]));
  }

  private value(value: PlanValue): Resolved {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((part) => this.value(part));
    if ("tensor" in value) return this.store.read(value.tensor);
    if ("slice" in value)
      return { slice: value.slice.map((part) => this.value(part)) as [Resolved, Resolved, Resolved] };
    if ("dict" in value) return { dict: value.dict.map(([name, part]) => [name, this.value(part)]) };
    return value;
  }

  /** Shape and statistics of a step's result. */
  private report(id: number, i: number): StepOutput {
    const { shape: planned, dtype } = this.plan.tensors[id]!;
    const t = this.store.read(id);
    const shape = isComplex(dtype) ? t.shape.slice(0, -1) : t.shape;
    const output: StepOutput = { tensor: id, shape: [...shape], dtype };
    if (!sameShape(shape, planned)) output.expected = [...planned];
    if (i >= this.plan.forward && this.options.statistics !== false) output.statistics = this.statistics(t);
    if (this.options.keep?.includes(id)) this.kept[id] = this.data(id);
    return output;
  }

  private statistics(t: Tensor): Statistics {
    return statisticsOf(values(t), t.shape);
  }

  private data(id: number): TensorData {
    const { dtype } = this.plan.tensors[id]!;
    const t = this.store.read(id);
    return { shape: isComplex(dtype) ? t.shape.slice(0, -1) : [...t.shape], dtype, data: values(t).slice() };
  }

  private result(id: number): RunResult["outputs"][number] {
    const data = this.data(id);
    return { ...data, statistics: this.statistics(this.store.read(id)) };
  }
}

/** A tensor argument's shape and numbers, free of the backend: it outlives the tensor. */
function detached(value: Resolved): Resolved {
  if (Array.isArray(value)) return value.map(detached);
  if (!isTensor(value)) return value;
  const data = values(value).slice();
  const { shape, rank, size, dtype } = value;
  return { shape, rank, size, dtype, dataId: {}, dataSync: () => data } as unknown as Tensor;
}

function failureAt(step: PlanStep, i: number, why: string): Failure {
  const place = step.file ? ` (${step.file}${step.line ? `:${step.line}` : ""})` : "";
  const message = why.startsWith("`") ? `${why}${place}` : `\`${step.op}\` failed: ${why}${place}`;
  const failure: Failure = { message, reason: why, op: step.op, step: i };
  if (step.file !== undefined) failure.file = step.file;
  if (step.line !== undefined) failure.line = step.line;
  return failure;
}
