import type { Expr } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { largestBatch, type Taken } from "../cost/memory/batch";
import { type OptimizerName, optimizers } from "../cost/memory/optimizers";
import type { AccountOptions } from "../cost/memory/pass";
import { blocksOf } from "../cost/memory/segments";
import { inference, type Program, training } from "../cost/memory/training";
import type { FitJson } from "../report";
import type { AnalyzeOptions, Session } from "../session/session";
import { Tensor } from "../tensor/tensor";
import { PyDict, PyList, PyTuple, type Value } from "../values";
import { follow, inNumbers } from "./footprint";

/** What is asked of a call: whether it fits, and how it is trained. */
export interface FitQuestion {
  /** Bytes of the device. */
  deviceBytes: number;
  /** Trained by this optimizer; else used. */
  train?: OptimizerName;
}

/** Whether a call fits into a device's memory, and the largest batch that does; a reason where that can't be told. */
export function fitOf(
  session: Session,
  source: Source,
  call: { text: string; expression: Expr },
  { deviceBytes, train }: FitQuestion,
  options: AnalyzeOptions,
): FitJson | { failed: string } {
  const trains = train !== undefined;
  const { program, result, run } = follow(session, source, call, options, { trains });
  if (program === undefined) {
    const raised =
      result.raised && `${result.raised.exception.cls.name}: ${run.machine.exceptionText(result.raised.exception)}`;
    return { failed: raised ?? result.stopped?.message ?? "it could not be evaluated" };
  }
  const batch = batchOf(program.inputs);
  if (batch === undefined) return { failed: "none of the call's inputs is a tensor with a batch" };
  const programs = new Map([[batch, program]]);
  /** The same call with another batch. */
  const at = (size: number): Program | undefined => {
    if (!programs.has(size)) {
      const replace = (args: readonly Value[]) => args.map((arg) => resized(arg, batch, size));
      const other = follow(session, source, call, options, { trains, replace }).program;
      if (other === undefined) return undefined;
      programs.set(size, other);
    }
    return programs.get(size);
  };
  const taken = (size: number, change: Change): Taken | undefined => {
    const program = at(size);
    const found =
      program &&
      inNumbers(() => {
        const account = change.account(program);
        if (account === undefined) return undefined;
        return change.optimizer === undefined
          ? inference(program, account)
          : training(program, { optimizer: change.optimizer }, account);
      });
    return found && { batch: size, peakBytes: found.peakBytes, moments: found.moments };
  };
  const answer = (change: Change) => {
    const [one, other] = [taken(batch, change), taken(2 * batch, change)];
    if (one === undefined || other === undefined) return undefined;
    const largest = largestBatch(one, other, deviceBytes) ?? searched(one, deviceBytes, (size) => taken(size, change));
    return { peakBytes: one.peakBytes, largestBatch: largest };
  };
  const plain = answer({ optimizer: train, account: () => ({}) });
  if (plain === undefined) return { failed: "the sizes of the call's tensors are not known as numbers" };
  const help = changes(train).flatMap(({ name, ...change }) => {
    const found = answer(change);
    return found === undefined || found.peakBytes >= plain.peakBytes ? [] : [{ change: name, ...found }];
  });
  help.sort((a, b) => a.peakBytes - b.peakBytes);
  return {
    fits: plain.peakBytes <= deviceBytes,
    peakBytes: plain.peakBytes,
    deviceBytes,
    largestBatch: plain.largestBatch,
    help,
  };
}

interface Change {
  optimizer: OptimizerName | undefined;
  /** What is accounted for otherwise; undefined where there is nothing to change. */
  account: (program: Program) => AccountOptions | undefined;
}

/** What can be done about a program's memory. */
function changes(train: OptimizerName | undefined): (Change & { name: string })[] {
  const half = { name: "bf16", optimizer: train, account: () => ({ half: true }) };
  if (train === undefined) return [half];
  const smaller = (["sgd-momentum", "sgd"] as const).filter(
    (name) => optimizers[name].states < optimizers[train].states,
  );
  const blocks = (program: Program): AccountOptions | undefined => {
    const checkpoints = blocksOf(program.roots);
    return checkpoints.length === 0 ? undefined : { checkpoints };
  };
  const both = (program: Program): AccountOptions | undefined => {
    const found = blocks(program);
    return found && { ...found, half: true };
  };
  return [
    half,
    { name: "checkpointing", optimizer: train, account: blocks },
    { name: "bf16 and checkpointing", optimizer: train, account: both },
    ...smaller.map((name) => ({ name, optimizer: name, account: () => ({}) })),
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
