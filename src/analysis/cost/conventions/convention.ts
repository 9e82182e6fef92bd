import { type Dim, mul, sum } from "../../dims";
import { Tensor } from "../../tensor/tensor";
import { namedTensors } from "../../torch/nnmodule";
import type { ModuleCall, TraceStep } from "../../trace/trace";
import type { Value } from "../../values/value";

/**
 * How one of the known tools counts. It looks at operators, at module calls, or at both; what it has no rule for, it leaves out.
 * `docs/costs.md` tells the differences.
 */
export interface Convention {
  /** The tool's own word for what it counts. */
  unit: "MACs" | "FLOPs";
  /** One line: what is counted, and as how much. */
  about: string;
  /** By the operator's schema name, without overload. Undefined: this call is left out. */
  ops?: Readonly<Record<string, (step: TraceStep) => Dim | undefined>>;
  /** By the name of a class of `torch.nn`; a subclass is not meant. Covers the operators inside. */
  modules?: Readonly<Record<string, (call: ModuleCall) => Dim | undefined>>;
}

export interface ConventionTotal {
  unit: Convention["unit"];
  total: Dim;
  /** Operators that do arithmetic and that the tool does not see, with how often they ran. */
  leftOut: { op: string; count: number }[];
}

/** What a tool would say of these steps. */
export function totalBy({ unit, ops = {}, modules = {} }: Convention, steps: readonly TraceStep[]): ConventionTotal {
  const covered = new Map<ModuleCall, boolean>();
  const parts: Dim[] = [];
  const covers = (call: ModuleCall | undefined): boolean => {
    if (call === undefined) return false;
    const known = covered.get(call);
    if (known !== undefined) return known;
    const own = isOwn(call) ? modules[call.module.cls.name]?.(call) : undefined;
    if (own !== undefined) parts.push(own);
    // The calls around it count too, whether or not this one does.
    const outer = covers(call.parent);
    covered.set(call, own !== undefined || outer);
    return own !== undefined || outer;
  };
  const leftOut = new Map<string, number>();
  for (const step of steps) {
    const inside = covers(step.call);
    const own = ops[step.schema.name]?.(step);
    if (own !== undefined) parts.push(own);
    else if (!inside && (step.cost.flops !== 0 || !step.counted)) leftOut.set(step.op, (leftOut.get(step.op) ?? 0) + 1);
  }
  return { unit, total: sum(parts), leftOut: [...leftOut].map(([op, count]) => ({ op, count })) };
}

function isOwn(call: ModuleCall): boolean {
  return call.module.cls.module.startsWith("torch.nn");
}

// --- what rules look at ---

/** A tensor argument of a step; undefined where it is None or not there. */
export function tensorArgument(step: TraceStep, name: string): Tensor | undefined {
  const value = step.args[name];
  return value instanceof Tensor ? value : undefined;
}

/** The first tensor that the operator was given. */
export function firstInput(step: TraceStep): Tensor | undefined {
  for (const value of Object.values(step.args)) {
    if (value instanceof Tensor) return value;
    if (Array.isArray(value) && value[0] instanceof Tensor) return value[0];
  }
  return undefined;
}

/** The first tensor that the module was called with. */
export function moduleInput(call: ModuleCall): Tensor | undefined {
  return call.inputs.find((value) => value instanceof Tensor);
}

export function moduleOutput(call: ModuleCall): Tensor | undefined {
  return call.output instanceof Tensor ? call.output : undefined;
}

/** A parameter of the module itself. */
export function parameter(call: ModuleCall, name: string): Tensor | undefined {
  return namedTensors(call.module).find((found) => found.name === name)?.tensor;
}

/** A plain attribute of the module. */
export function attribute(call: ModuleCall, name: string): Value | undefined {
  return call.module.attrs?.get(name);
}

/** Elements of a module's first input. */
export const inputs = (call: ModuleCall): Dim | undefined => moduleInput(call)?.numel();
/** Elements of a module's result. */
export const outputs = (call: ModuleCall): Dim | undefined => moduleOutput(call)?.numel();

export function scaled(count: Dim | undefined, by: Dim): Dim | undefined {
  return count === undefined ? undefined : mul(by, count);
}

/** One rule for several classes: `"ConvNd Linear"` stands for `Conv1d`, `Conv2d`, `Conv3d` and `Linear`. */
export function classes(
  names: string,
  rule: (call: ModuleCall) => Dim | undefined,
): Record<string, (call: ModuleCall) => Dim | undefined> {
  const each = names
    .split(" ")
    .flatMap((name) => (name.endsWith("Nd") ? ["1d", "2d", "3d"].map((end) => name.replace(/Nd$/, end)) : [name]));
  return Object.fromEntries(each.map((name) => [name, rule]));
}
