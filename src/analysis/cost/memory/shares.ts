import type { Places } from "../../facts/places";
import type { LineMemoryJson, MemoryShareJson, ModuleMemoryJson } from "../../report";
import type { Tensor } from "../../tensor/tensor";
import { namedTensors } from "../../torch/nnmodule";
import type { ModuleCall, TraceStep } from "../../trace/trace";
import type { Program, Spent, Training } from "./training";

type Share = { -readonly [key in keyof MemoryShareJson]: number };

const nothing = (): Share => ({
  parameterBytes: 0,
  bufferBytes: 0,
  gradientBytes: 0,
  optimizerBytes: 0,
  activationBytes: 0,
  temporaryBytes: 0,
  peakBytes: 0,
  forwardFlops: 0,
  backwardFlops: 0,
});

/** Rows by a key, made when something is added to them. */
class Rows<Key> {
  readonly all = new Map<Key, Share>();

  add(keys: Iterable<Key>, part: keyof Share, amount: number): void {
    if (amount === 0) return;
    for (const key of keys) {
      const row = this.all.get(key) ?? nothing();
      row[part] += amount;
      this.all.set(key, row);
    }
  }
}

/** Adds what steps have spent to the rows that each step belongs to. */
function addSteps<Key>(
  rows: Rows<Key>,
  { kept, atPeak, gradientsAtPeak, flops }: Spent,
  keysOf: (step: number) => Iterable<Key>,
): void {
  for (const { step, bytes } of kept) rows.add(keysOf(step), "activationBytes", bytes);
  for (const { step, phase, bytes } of atPeak) {
    rows.add(keysOf(step), "peakBytes", bytes);
    if (phase !== "forward") rows.add(keysOf(step), "temporaryBytes", bytes);
  }
  for (const { step, bytes } of gradientsAtPeak) rows.add(keysOf(step), "temporaryBytes", -bytes);
  for (const [step, count] of flops.forward) rows.add(keysOf(step), "forwardFlops", count);
  for (const [step, count] of flops.backward) rows.add(keysOf(step), "backwardFlops", count);
}

/** A module's path and those of the modules around it, itself first. */
function* pathsFrom(path: string): Generator<string> {
  for (let rest = path; ; rest = rest.slice(0, Math.max(0, rest.lastIndexOf(".")))) {
    yield rest;
    if (rest === "") return;
  }
}

function* callsFrom(call: ModuleCall | undefined): Generator<ModuleCall> {
  for (let one = call; one !== undefined; one = one.parent) yield one;
}

/**
 * A step of training by module, inner modules included: in the order of their calls, all of it first ("", with what runs outside of modules). Of the peak, a module
 * has its weights, their state, and what was made in it and is alive then.
 */
export function byModule(
  program: Program,
  training: Training,
  spent: Spent,
  steps: ReadonlyMap<number, TraceStep>,
): ModuleMemoryJson[] {
  const rows = new Rows<string>();
  const pathsOf = (index: number) =>
    new Set(["", ...[...callsFrom(steps.get(index)?.call)].filter(({ isMember }) => isMember).map(({ path }) => path)]);
  addSteps(rows, spent, pathsOf);
  const trained = new Map(spent.trained.map(({ tensor, bytes }) => [tensor, bytes]));
  const classes = new Map<string, string>([["", program.roots[0]?.module.cls.name ?? ""]]);
  const seen = new Set<Tensor>();
  for (const { module } of program.roots)
    for (const { name, tensor, parameter } of namedTensors(module)) {
      if (seen.has(tensor)) continue;
      seen.add(tensor);
      const paths = [...pathsFrom(name.slice(0, Math.max(0, name.lastIndexOf("."))))];
      const bytes = training.bytesOf(tensor);
      const gradient = trained.get(tensor) ?? 0;
      const state = gradient === 0 ? 0 : training.stateOf(tensor);
      rows.add(paths, parameter ? "parameterBytes" : "bufferBytes", bytes);
      rows.add(paths, "gradientBytes", gradient);
      rows.add(paths, "optimizerBytes", state);
      rows.add(paths, "peakBytes", bytes + state + (training.accumulates ? gradient : 0));
    }
  rows.add([""], "peakBytes", training.inputBytes);
  const order = new Set([""]);
  const visit = (call: ModuleCall): void => {
    if (call.isMember) {
      order.add(call.path);
      classes.set(call.path, call.module.cls.name);
    }
    for (const child of call.children) visit(child);
  };
  for (const root of program.roots) visit(root);
  return [...order]
    .filter((path) => rows.all.has(path))
    .map((path) => ({ path, class: classes.get(path) ?? "", ...rows.all.get(path)! }));
}

/** The same by the line that a step stands on: what it makes, not what is there already. The most of the peak first. */
export function byLine(spent: Spent, steps: ReadonlyMap<number, TraceStep>, places: Places): LineMemoryJson[] {
  const rows = new Rows<string>();
  const known = new Map<string, { file: string; line: number }>();
  const keysOf = (index: number) => {
    const place = steps.get(index)?.place;
    const line = places.line(place);
    if (place === undefined || line === null) return [];
    const key = `${place.file}:${line}`;
    known.set(key, { file: place.file, line });
    return [key];
  };
  addSteps(rows, spent, keysOf);
  return [...rows.all]
    .map(([key, { parameterBytes: _p, bufferBytes: _b, gradientBytes: _g, optimizerBytes: _o, ...share }]) => ({
      ...known.get(key)!,
      ...share,
    }))
    .sort((a, b) => b.peakBytes - a.peakBytes || b.activationBytes - a.activationBytes);
}

export function stepsOf({ steps }: Program): ReadonlyMap<number, TraceStep> {
  return new Map(steps.map((step) => [step.index, step]));
}
