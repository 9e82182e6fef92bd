import { SymInt } from "../dims";
import { ELLIPSIS } from "../machine/constants";
import type { DType } from "../tensor/dtype";
import { DTypeObject, Tensor } from "../tensor/tensor";
import { isModule, namedTensors } from "../torch/nnmodule";
import type { ModuleCall, Trace } from "../trace/trace";
import {
  Obj,
  type Place,
  PyComplex,
  PyDict,
  PyFloat,
  PyList,
  PyRange,
  PySlice,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import type { Plan, PlanModule, PlanValue } from "./plan";

/** Why a trace can't be executed. */
export interface NotRunnable {
  notRunnable: string;
}

class CannotRun {
  constructor(readonly reason: string) {}
}

/** The trace as plain data for the runtime. `output` is what the call gave. */
export function buildPlan(
  trace: Trace,
  root: ModuleCall | undefined,
  output: Value,
  lineOf: (place: Place) => number | null,
): Plan | NotRunnable {
  try {
    return new Builder(trace, root, lineOf).build(output);
  } catch (error) {
    if (error instanceof CannotRun) return { notRunnable: error.reason };
    throw error;
  }
}

/** Why a trace can't be executed, without making its plan; undefined where it can. */
export function whyNotRunnable(trace: Trace, output: Value): string | undefined {
  for (const { outputShapes } of trace.steps)
    for (const shape of outputShapes)
      for (const dim of shape) if (typeof dim !== "number") return "a size is not a number";
  return unrunnable(output) ?? (holdsTensor(output) ? undefined : "the result holds no tensor");
}

function parts(value: Value): readonly Value[] {
  if (value instanceof PyTuple || value instanceof PyList) return value.items;
  return value instanceof PyDict ? value.values() : [];
}

function unrunnable(value: Value): string | undefined {
  if (value instanceof Unknown) return `the output is not known: ${value.reason}`;
  for (const part of parts(value)) {
    const why = unrunnable(part);
    if (why !== undefined) return why;
  }
  return undefined;
}

function holdsTensor(value: Value): boolean {
  if (value instanceof Tensor) return true;
  if (
    value instanceof Obj &&
    !isModule(value) &&
    value.attrs !== undefined &&
    [...value.attrs.values()].some((one) => one instanceof Tensor)
  )
    return true;
  return parts(value).some(holdsTensor);
}

class Builder {
  private readonly tensors: Plan["tensors"] = {};
  private readonly modules: PlanModule[] = [];
  private readonly moduleIndex = new Map<ModuleCall, number>();

  constructor(
    private readonly trace: Trace,
    private readonly root: ModuleCall | undefined,
    private readonly lineOf: (place: Place) => number | null,
  ) {}

  build(output: Value): Plan {
    const { trace, root } = this;
    const planOutput = this.value(output, "the output");
    if (!hasTensor(planOutput)) throw new CannotRun("the result holds no tensor");
    if (root !== undefined) this.addModules(root, -1);
    const aliases = [...trace.aliases];
    const steps: Plan["steps"] = [];
    const shift: number[] = [];
    for (const step of trace.steps) {
      while (aliases.length > 0 && aliases[0].after <= step.index) this.addAlias(steps, aliases.shift()!);
      shift.push(steps.length);
      if (step.alternative) continue;
      const args: Record<string, PlanValue> = {};
      for (const argument of step.schema.args) {
        const value = step.args[argument.name];
        args[argument.name] =
          argument.type === "ScalarType" && typeof value === "string"
            ? { dtype: value as DType }
            : this.argument(value, step.op);
      }
      steps.push({
        op: step.op,
        args,
        outputs: step.outputs.map((tensor, n) => this.tensor(tensor, step.outputShapes[n])),
        ...(step.writes === undefined ? {} : { writes: this.tensor(step.writes, step.outputShapes[0]) }),
        ...(step.view ? { view: true } : {}),
        module: step.call === undefined ? -1 : (this.moduleIndex.get(step.call) ?? -1),
        ...this.place(step.place),
      });
    }
    for (const alias of aliases) this.addAlias(steps, alias);
    shift.push(steps.length);
    for (const module of this.modules) {
      module.begin = shift[module.begin];
      module.end = shift[module.end];
    }
    return {
      steps,
      tensors: this.tensors,
      forward: root === undefined ? 0 : shift[root.begin],
      state:
        root === undefined
          ? []
          : namedTensors(root.module).map(({ name, tensor, parameter }) => ({
              name,
              tensor: this.tensor(tensor),
              parameter,
            })),
      inputs: this.inputs(),
      output: planOutput,
      modules: this.modules,
    };
  }

  private place(place: Place | undefined): Pick<Plan["steps"][number], "file" | "line" | "start" | "end"> {
    if (place === undefined) return {};
    const { file, start, end } = place;
    return { file, line: this.lineOf(place) ?? undefined, start, end };
  }

  private addAlias(steps: Plan["steps"], { target, source }: Trace["aliases"][number]): void {
    const id = this.tensor(target);
    steps.push({
      op: "copy",
      args: { self: { tensor: id }, src: { tensor: this.tensor(source) }, non_blocking: false },
      outputs: [id],
      writes: id,
      module: -1,
    });
  }

  private addModules(call: ModuleCall, parent: number): void {
    const index = this.modules.length;
    this.moduleIndex.set(call, index);
    this.modules.push({
      path: call.path,
      class: call.module.cls.name,
      parent,
      begin: call.begin,
      end: call.end,
      output: this.softValue(call.output),
    });
    for (const child of call.children) this.addModules(child, index);
  }

  private inputs(): Plan["inputs"] {
    const found: Plan["inputs"] = [];
    const add = (name: string, value: Value) => {
      if (value instanceof Tensor) found.push({ name, tensor: this.tensor(value) });
      else if (value instanceof PyTuple || value instanceof PyList)
        for (const [n, item] of value.items.entries()) add(`${name}.${n}`, item);
      else if (value instanceof PyDict) for (const [key, item] of value.items()) add(`${name}.${String(key)}`, item);
    };
    for (const [name, value] of this.root?.named ?? []) add(name, value);
    return found;
  }

  /** A parameter and the tensor that it was made of are one at run time. */
  private tensor(tensor: Tensor, shape = tensor.shape): number {
    let owner = tensor;
    while (owner.storage !== undefined) owner = owner.storage;
    const id = owner.serial;
    const sizes = shape.map((dim) => {
      if (typeof dim !== "number") throw new CannotRun("a size is not a number");
      return dim;
    });
    this.tensors[id] ??= { shape: sizes, dtype: tensor.dtype };
    return id;
  }

  private argument(value: unknown, op: string): PlanValue {
    if (value === undefined) return null;
    if (Array.isArray(value)) return value.map((item) => this.argument(item, op));
    return this.value(value as Value, `an argument of \`${op}\``);
  }

  private softValue(value: Value): PlanValue {
    try {
      return this.value(value, "");
    } catch (error) {
      if (error instanceof CannotRun) return null;
      throw error;
    }
  }

  private value(value: Value, what: string): PlanValue {
    if (value === null || typeof value !== "object") return value;
    if (value instanceof Tensor) return { tensor: this.tensor(value) };
    if (value instanceof SymInt) throw new CannotRun(`${what} is a symbolic size`);
    if (value instanceof PyFloat) return value.value;
    if (value instanceof PyTuple || value instanceof PyList) return value.items.map((item) => this.value(item, what));
    if (value instanceof PyDict)
      return { dict: value.items().map(([key, item]) => [String(key), this.value(item, what)]) };
    if (value instanceof PySlice)
      return {
        slice: [value.start, value.stop, value.step].map((part) => this.value(part, what)) as [
          PlanValue,
          PlanValue,
          PlanValue,
        ],
      };
    if (value === ELLIPSIS) return { ellipsis: true };
    if (value instanceof PyComplex) return { complex: [value.real, value.imag] };
    if (value instanceof DTypeObject) return { dtype: value.name };
    if (
      value instanceof PyRange &&
      typeof value.start === "number" &&
      typeof value.stop === "number" &&
      typeof value.step === "number"
    ) {
      const items: number[] = [];
      for (let at = value.start; value.step > 0 ? at < value.stop : at > value.stop; at += value.step) items.push(at);
      return items;
    }
    if (value instanceof Unknown) throw new CannotRun(`${what} is not known: ${value.reason}`);
    if (value instanceof Obj && !isModule(value) && value.attrs !== undefined && what === "the output")
      return { dict: [...value.attrs].map(([name, item]) => [name, this.softValue(item)]) };
    return null;
  }
}

function hasTensor(value: PlanValue): boolean {
  if (value === null || typeof value !== "object") return false;
  if (Array.isArray(value)) return value.some(hasTensor);
  if ("tensor" in value) return true;
  return "dict" in value && value.dict.some(([, item]) => hasTensor(item));
}
