import type { Source } from "../../syntax/source";
import { largestBatch, line, peakFormula, type Taken } from "../cost/memory/batch";
import type { Device } from "../cost/memory/devices";
import { inferenceJson, trainingJson } from "../cost/memory/json";
import { optimizers } from "../cost/memory/optimizers";
import { blocksOf } from "../cost/memory/segments";
import { type Inference, inference, type Program, type Training } from "../cost/memory/training";
import { timeOf } from "../cost/roofline";
import type { FitJson, FootprintJson, InferenceJson, TrainingJson } from "../report";
import type { AnalyzeOptions, Session } from "../session/session";
import { Tensor } from "../tensor/tensor";
import { PyDict, PyList, PyTuple, type Value } from "../values";
import {
  type AskedPass,
  type Followed,
  follow,
  inNumbers,
  reasonOf,
  SYMBOLIC,
  type TrainingQuestion,
  trained,
  trainingOfLoop,
} from "./footprint";

/** A device that is asked about: its memory, and its rates where they are known. */
export type AskedDevice = Pick<Device, "memoryBytes"> & Partial<Pick<Device, "bandwidth" | "peak">>;

/** What is asked of a call: whether it fits, and how it is trained. */
export interface FitQuestion {
  device: AskedDevice;
  /** A step of training; else a pass of inference. */
  train?: TrainingQuestion;
}

/** How a program is trained, and on which device. */
export interface FootprintQuestion {
  train: TrainingQuestion;
  device?: AskedDevice;
}

/** What a reason is told with. */
export interface Refusal {
  failed: string;
}

/** Whether a call fits into a device's memory, and the largest batch that does; a reason where that can't be told. */
export function fitOf(
  session: Session,
  source: Source,
  asked: AskedPass,
  { device, train }: FitQuestion,
  options: AnalyzeOptions,
): FitJson | Refusal {
  return new Passes(session, source, asked, options).fit(device, train);
}

/** Memory of what is asked about, used and trained; on a device, where one is named. */
export function footprintOf(
  session: Session,
  source: Source,
  asked: AskedPass,
  { train, device }: FootprintQuestion,
  options: AnalyzeOptions,
): FootprintJson | Refusal {
  const passes = new Passes(session, source, asked, options);
  const figures = passes.figures(train);
  if ("failed" in figures || device === undefined) return figures;
  const used = passes.fit(device, undefined);
  const learnt = passes.fit(device, train);
  if ("failed" in used || "failed" in learnt) return figures;
  return { ...figures, fit: { inference: used, training: learnt } };
}

/** One call, followed at several sizes of its batch, used or trained: each once. */
class Passes {
  private readonly known = new Map<string, Followed>();

  constructor(
    private readonly session: Session,
    private readonly source: Source,
    private readonly asked: AskedPass,
    private readonly options: AnalyzeOptions,
  ) {}

  private followed(trains: boolean, batch?: { from: number; to: number }): Followed {
    const key = `${trains} ${batch?.to ?? ""}`;
    let found = this.known.get(key);
    if (found === undefined) {
      const replace = batch && ((args: readonly Value[]) => args.map((arg) => resized(arg, batch.from, batch.to)));
      found = follow(this.session, this.source, this.asked, this.options, { trains, ...(replace && { replace }) });
      this.known.set(key, found);
    }
    return found;
  }

  private begun(trains: boolean): { program: Program; followed: Followed } | Refusal {
    const followed = this.followed(trains);
    const { program } = followed;
    return program === undefined
      ? { failed: reasonOf(followed) ?? "it could not be evaluated" }
      : { program, followed };
  }

  figures(train: TrainingQuestion): FootprintJson | Refusal {
    const [used, learnt] = [this.begun(false), this.begun(true)];
    if ("failed" in used) return used;
    if ("failed" in learnt) return learnt;
    const passed = inNumbers((): InferenceJson => {
      const account = { half: train.half === true };
      return inferenceJson(used.program, inference(used.program, account), used.followed.run.places);
    });
    const step = inNumbers((): TrainingJson => {
      const { program, followed } = learnt;
      return trainingJson(program, trained(program, train), followed.run.places);
    });
    if (passed === undefined || step === undefined) return { failed: SYMBOLIC };
    const own = this.ownLoop(learnt.followed);
    return { batch: batchOf(used.program.inputs) ?? null, inference: passed, training: step, ...(own && { own }) };
  }

  /** The training loop of a script that calls what is asked about. */
  private ownLoop({ run }: Followed): TrainingJson | undefined {
    if ("text" in this.asked || !run.state.trace.events.some(({ kind }) => kind === "step")) return undefined;
    const found = trainingOfLoop(this.session, this.source, this.asked, this.options);
    return "failed" in found ? undefined : found;
  }

  fit(device: AskedDevice, train: TrainingQuestion | undefined): FitJson | Refusal {
    const trains = train !== undefined;
    const begun = this.begun(trains);
    if ("failed" in begun) return begun;
    const { program, followed } = begun;
    const batch = batchOf(program.inputs);
    if (batch === undefined) return { failed: "none of the call's inputs is a tensor with a batch" };
    const room = device.memoryBytes;
    const at = (size: number) => (size === batch ? program : this.followed(trains, { from: batch, to: size }).program);
    const account = (program: Program, change: Change): Inference | Training | undefined =>
      inNumbers(() => {
        const question = change.of(program);
        if (question === undefined) return undefined;
        return question.train === undefined
          ? inference(program, { half: question.half })
          : trained(program, question.train);
      });
    const taken = (size: number, change: Change): Taken | undefined => {
      const program = at(size);
      const found = program && account(program, change);
      if (found === undefined) return undefined;
      const { peakBytes, moments } = found;
      return {
        batch: size,
        peakBytes,
        moments,
        ...("activationBytes" in found && { activationBytes: found.activationBytes }),
      };
    };
    const answer = (change: Change) => {
      const [one, other] = [taken(batch, change), taken(2 * batch, change)];
      if (one === undefined || other === undefined) return undefined;
      const largest = largestBatch(one, other, room) ?? searched(one, room, (size) => taken(size, change));
      return { peakBytes: one.peakBytes, largestBatch: largest, formulas: formulasOf(one, other) };
    };
    const [plain, ...others] = changes(train);
    const found = answer(plain);
    const accounted = account(program, plain);
    if (found === undefined || accounted === undefined) return { failed: SYMBOLIC };
    const help = others.flatMap((change) => {
      const changed = answer(change);
      if (changed === undefined || changed.peakBytes >= found.peakBytes) return [];
      const { peakBytes, largestBatch } = changed;
      return [{ change: change.name, peakBytes, largestBatch }];
    });
    help.sort((a, b) => a.peakBytes - b.peakBytes);
    const { places } = followed.run;
    const half = train?.half === true;
    const work =
      train === undefined
        ? undefined
        : {
            backward: accounted.spent().flops.backward,
            gradientBytes: (accounted as Training).gradientBytes,
            optimizer: optimizers[train.optimizer],
          };
    const seconds = timeOf(program.steps, device, half, work);
    const { peak, timeline } = inferenceJson(program, accounted, places);
    return {
      fits: found.peakBytes <= room,
      peakBytes: found.peakBytes,
      deviceBytes: room,
      batch,
      largestBatch: found.largestBatch,
      ...(found.formulas && { formulas: found.formulas }),
      help,
      ...(seconds && { seconds }),
      peak,
      timeline,
    };
  }
}

function formulasOf(one: Taken, other: Taken): FitJson["formulas"] {
  const peakBytes = peakFormula(one, other);
  if (peakBytes === undefined) return undefined;
  if (one.activationBytes === undefined || other.activationBytes === undefined) return { peakBytes };
  const activationBytes = line([one.batch, one.activationBytes], [other.batch, other.activationBytes]);
  return { peakBytes, ...(activationBytes !== undefined && { activationBytes }) };
}

interface Change {
  name: string;
  /** What is asked otherwise; undefined where there is nothing to change. */
  of: (program: Program) => { train?: TrainingQuestion; half: boolean } | undefined;
}

/** The question itself, and what can be done about a program's memory. */
function changes(train: TrainingQuestion | undefined): [Change, ...Change[]] {
  if (train === undefined)
    return [
      { name: "", of: () => ({ half: false }) },
      { name: "bf16", of: () => ({ half: true }) },
    ];
  const half = train.half === true;
  const changed = (name: string, change: Partial<TrainingQuestion>, blocks = false): Change => ({
    name,
    of: (program) => {
      const segments = blocks ? blocksOf(program.roots) : undefined;
      if (segments?.length === 0) return undefined;
      const question = { ...train, ...change, ...(segments && { segments }) };
      return { train: question, half: question.half === true };
    },
  });
  const recomputes = train.checkpoint !== undefined;
  const smaller = (["sgd-momentum", "sgd"] as const).filter(
    (name) => optimizers[name].states < optimizers[train.optimizer].states,
  );
  return [
    changed("", {}),
    ...(half ? [] : [changed("bf16", { half: true })]),
    ...(half || train.autocast !== undefined ? [] : [changed("autocast", { autocast: "cuda" })]),
    ...(recomputes ? [] : [changed("checkpointing", {}, true)]),
    ...(half || recomputes ? [] : [changed("bf16 and checkpointing", { half: true }, true)]),
    ...smaller.map((name) => changed(name, { optimizer: name })),
    ...(train.accumulates === true ? [changed("zero_grad(set_to_none=True)", { accumulates: false })] : []),
  ];
}
/** The largest batch by trying: what a program takes is no straight line over its batch. */
function searched(one: Taken, room: number, taken: (size: number) => Taken | undefined): number {
  const fits = (size: number) => (taken(size)?.peakBytes ?? Number.POSITIVE_INFINITY) <= room;
  let [low, high] = one.peakBytes <= room ? [one.batch, 2 * one.batch] : [0, one.batch];
  for (let n = 0; n < MAX_TRIES && low >= one.batch && fits(high); n++) [low, high] = [high, 2 * high];
  for (let n = 0; n < MAX_TRIES && high - low > 1; n++) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Each try follows the program anew. */
const MAX_TRIES = 16;

/** The size of the first axis of the first tensor. */
function batchOf(inputs: readonly Value[]): number | undefined {
  for (const tensor of inputs.flatMap(tensors)) {
    const [size] = tensor.shape;
    if (typeof size === "number" && size > 0) return size;
  }
  return undefined;
}

function tensors(value: Value): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (value instanceof PyList || value instanceof PyTuple) return value.items.flatMap(tensors);
  return value instanceof PyDict ? value.values().flatMap(tensors) : [];
}

/** An input with another batch, where its first axis is one. */
function resized(value: Value, from: number, to: number): Value {
  if (value instanceof Tensor) {
    if (value.shape[0] !== from || value.parameter) return value;
    const tensor = new Tensor([to, ...value.shape.slice(1)], value.dtype);
    tensor.requiresGrad = value.requiresGrad;
    tensor.device = value.device;
    return tensor;
  }
  if (value instanceof PyTuple) return new PyTuple(value.items.map((item) => resized(item, from, to)));
  if (value instanceof PyList) return new PyList(value.items.map((item) => resized(item, from, to)));
  if (value instanceof PyDict) return PyDict.from(value.items().map(([key, item]) => [key, resized(item, from, to)]));
  return value;
}
