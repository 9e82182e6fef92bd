import type { Expr } from "../../syntax/ast";
import { define } from "../machine/define";
import type { Run } from "../machine/run";
import { namedTensors } from "../torch/nnmodule";
import type { ModuleCall } from "../trace/trace";
import { Instance, type Obj, PyDict, PyFloat, PyList, PyTuple, type Value } from "../values";

/** What is tried with a call beside its gradients. */
export interface TrialsAsked {
  /** Steps of an optimizer on one batch. */
  overfit?: number;
  /** Gradients are held beside differences. */
  check?: boolean;
}

/** What was found. */
export interface Trials {
  overfit?: {
    losses: number[];
    /** What trained it, as Python: `AdamW(lr=0.001)`. */
    optimizer: string;
    /** The loss is a stand-in: the call gives none. */
    standIn: boolean;
  };
  check?: GradientCheck[];
}

/** How much a call's value grows along the gradient of one parameter. */
interface GradientCheck {
  name: string;
  /** By the derivatives: the gradient's norm. */
  derived: number;
  /** By central differences. */
  difference: number;
  /** They lie no further apart than single precision allows. */
  agrees: boolean;
}

/** Tries a call that has run on numbers once more, with gradients. `again` evaluates it. Raises what PyTorch would. */
export function trials(run: Run, root: ModuleCall, again: () => Value, asked: TrialsAsked): Trials {
  const { machine } = run;
  const found: Trials = {};
  const names = machine.import("torch._trials");
  const evaluate = define("again()", () => again());
  const call = (name: string, ...args: Value[]) => machine.call(machine.getattr(names, name), args);
  const parameters = trainedParameters(root.module);
  if (asked.check === true) {
    const pairs = parameters.map(({ name, tensor }) => new PyTuple([name, tensor]));
    const rows = call("check", evaluate, new PyList(pairs)) as PyList;
    found.check = rows.items.map((row) => {
      const [name, ...numbers] = (row as PyTuple).items;
      const [derived, difference, tolerance] = numbers.map(number);
      return { name: String(name), derived, difference, agrees: Math.abs(derived - difference) <= tolerance };
    });
  }
  if (asked.overfit !== undefined && asked.overfit > 0) {
    const { optimizer, text } = optimizerFor(
      run,
      parameters.map(({ tensor }) => tensor),
    );
    const result = call("overfit", evaluate, optimizer, asked.overfit) as PyTuple;
    const losses = (result.items[0] as PyList).items.map(number);
    found.overfit = { losses, optimizer: text, standIn: result.items[1] === true };
  }
  return found;
}

function trainedParameters(module: Obj) {
  return namedTensors(module).filter(({ tensor, parameter }) => parameter && tensor.requiresGrad);
}

function number(value: Value): number {
  return value instanceof PyFloat ? value.value : Number(value);
}

/** The class and settings of the optimizer that the program itself has made last; else AdamW as it comes. */
function optimizerFor(run: Run, parameters: readonly Value[]): { optimizer: Value; text: string } {
  const { machine, state } = run;
  const own = state.trace.events.findLast(({ kind }) => kind === "optimizer")?.subject;
  const cls = own instanceof Instance ? own.cls : machine.getattr(machine.import("torch.optim"), "AdamW");
  const defaults = own instanceof Instance ? own.attrs?.get("defaults") : undefined;
  const given = new Map<string, Value>();
  for (const [name, value] of defaults instanceof PyDict ? defaults.items() : []) given.set(String(name), value);
  const optimizer = machine.call(cls, [new PyList([...parameters])], given);
  const rate = optimizer instanceof Instance ? optimizer.attrs?.get("defaults") : undefined;
  const lr = rate instanceof PyDict ? rate.get("lr") : undefined;
  const name = (optimizer as Obj).cls.name;
  return { optimizer, text: lr === undefined ? name : `${name}(lr=${number(lr)})` };
}

/** An expression that was evaluated. */
interface Hoisted {
  /** The name that its value has got. */
  name: Expr;
  value: Value;
  /** What gives another value each time: names stand for what does not. The name itself where nothing does. */
  again: Expr;
}

/**
 * Evaluates an expression, and tells what of it has to be evaluated each time it is tried: what calls a module. Models and their inputs are made once.
 * `evaluate` evaluates a part and tells whether a module was called; `bind` gives a value a name.
 */
export function hoisted(
  expression: Expr,
  evaluate: (part: Expr) => { value: Value; calls: boolean },
  bind: (value: Value) => string,
): Hoisted {
  const visit = (part: Expr): Hoisted => {
    const parts: Hoisted[] = [];
    const first = withParts(part, (inner) => {
      const found = visit(inner);
      parts.push(found);
      return found.name;
    });
    const { value, calls } = evaluate(first);
    const { start, end } = part;
    const name: Expr = { kind: "Name", id: bind(value), start, end };
    if (!calls && parts.every(({ name, again }) => name === again)) return { name, value, again: name };
    let n = 0;
    return { name, value, again: withParts(part, () => parts[n++].again) };
  };
  return visit(expression);
}

/** An expression with other parts, where Python evaluates each of them once and in this order. */
function withParts(part: Expr, inside: (inner: Expr) => Expr): Expr {
  const item = (inner: Expr): Expr =>
    // A starred argument is none by itself.
    inner.kind === "Starred" ? { ...inner, value: inside(inner.value) } : inside(inner);
  switch (part.kind) {
    case "Call": {
      const func = inside(part.func);
      const args = part.args.map(item);
      return { ...part, func, args, keywords: part.keywords.map((one) => ({ ...one, value: inside(one.value) })) };
    }
    case "Attribute":
    case "Subscript":
      return { ...part, value: inside(part.value) };
    case "BinOp": {
      const left = inside(part.left);
      return { ...part, left, right: inside(part.right) };
    }
    case "UnaryOp":
      return { ...part, operand: inside(part.operand) };
    case "Tuple":
    case "List":
      return { ...part, elements: part.elements.map(item) };
    default:
      return part;
  }
}
