import { readFileSync } from "node:fs";
import { add, type Dim, floordiv, mul, print, SymInt, sub, symbol } from "../../../src/analysis/dims";
import { callOp } from "../../../src/analysis/ops/dispatch";
import { operatorsOf } from "../../../src/analysis/ops/families";
import { type DType, dtypes } from "../../../src/analysis/tensor/dtype";
import { DeviceObject, DTypeObject, Tensor } from "../../../src/analysis/tensor/tensor";
import { tensorAttributes } from "../../../src/analysis/torch/attributes";
import type { TensorMachine } from "../../../src/analysis/trace/port";
import { PyRaise } from "../../../src/analysis/trace/raise";
import {
  builtinClass,
  classes,
  PyComplex,
  PyFloat,
  PyList,
  PySlice,
  PyTuple,
  SymFloat,
  Unknown,
  type Value,
} from "../../../src/analysis/values";
import { Obj } from "../../../src/analysis/values/value";
import type { Expr } from "../../../src/syntax/ast";
import { Parser } from "../../../src/syntax/parse";
import { type Refusal, StubMachine } from "./machine";

/**
 * Python expressions of calls, subscripts, operators and literals, evaluated without the machine: what tests of operators are written in.
 * Names that are not `torch`, `slice`, `float` or `complex` are symbols: `torch.zeros(2, N)`.
 */

/** What one call gave: a value, or PyTorch's refusal. */
export type Answer = { value: Value } | { refused: string } | { crash: string };

/** The expression needs something that neither the table nor this evaluator has. */
class Unsupported extends Error {}

export function createParser(): Promise<Parser> {
  return Parser.create({
    runtime: readFileSync("node_modules/web-tree-sitter/web-tree-sitter.wasm"),
    python: readFileSync("node_modules/tree-sitter-python/tree-sitter-python.wasm"),
  });
}

/** Evaluates one expression. The machine tells afterwards what was required and recorded. */
export function evaluate(parser: Parser, source: string, machine: StubMachine = new StubMachine()): Answer {
  const tree = parser.expression(source);
  if (!("kind" in tree)) return { crash: tree.message };
  try {
    return { value: value(machine, tree) };
  } catch (error) {
    if (error instanceof PyRaise) return { refused: String(error.exception as Refusal) };
    return { crash: error instanceof Unsupported ? error.message : ((error as Error).stack ?? String(error)) };
  }
}

/** A result as text: `(2, N) float32`, with its values where they are known; a refusal as `RuntimeError: message`. */
export function shown(answer: Answer): string {
  if ("crash" in answer) return answer.crash;
  return "refused" in answer ? answer.refused : text(answer.value);
}

function text(value: Value): string {
  if (value instanceof Tensor) {
    const data =
      value.data === undefined
        ? ""
        : ` = [${value.data.map((item) => (typeof item === "object" ? print(item) : item)).join(", ")}]`;
    return `(${value.shape.map(print).join(", ")}) ${value.dtype}${data}`;
  }
  if (value instanceof PyTuple || value instanceof PyList) return `[${value.items.map(text).join(", ")}]`;
  if (value instanceof Unknown) return `unknown ${value.type}: ${value.reason}`;
  if (value instanceof PyFloat) return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  if (value instanceof SymFloat) return `${print(value.numerator)}/${value.denominator}`;
  if (value instanceof SymInt) return print(value);
  if (value instanceof DTypeObject) return `torch.${value.name}`;
  return value instanceof DeviceObject ? value.text : String(value);
}

const dunders: Record<string, string> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "truediv",
  "//": "floordiv",
  "%": "mod",
  "**": "pow",
  "@": "matmul",
  "<<": "lshift",
  ">>": "rshift",
  "&": "and",
  "|": "or",
  "^": "xor",
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

const constants: Record<string, Value> = {
  inf: new PyFloat(Number.POSITIVE_INFINITY),
  nan: new PyFloat(Number.NaN),
  pi: new PyFloat(Math.PI),
};
const layouts = builtinClass("layout", undefined, "torch");

function value(machine: TensorMachine, node: Expr): Value {
  switch (node.kind) {
    case "Name":
      return symbol(node.id);
    case "Int":
      return typeof node.value === "number" ? node.value : Number(node.value.digits);
    case "Float":
      return new PyFloat(node.value);
    case "Complex":
      return new PyComplex(0, node.value);
    case "Str":
      return node.value;
    case "Constant":
      return node.value === "..." ? new Obj(classes.ellipsis) : node.value;
    case "Tuple":
      return new PyTuple(node.elements.map((element) => value(machine, element)));
    case "List":
      return new PyList(node.elements.map((element) => value(machine, element)));
    case "Slice":
      return new PySlice(
        ...([node.lower, node.upper, node.step].map((part) => part && value(machine, part)) as [Value, Value, Value]),
      );
    case "UnaryOp":
      return unary(machine, node.op, value(machine, node.operand));
    case "BinOp":
      return binary(machine, dunders[node.op], value(machine, node.left), value(machine, node.right));
    case "Compare":
      return binary(machine, dunders[node.ops[0]], value(machine, node.left), value(machine, node.comparators[0]));
    case "Subscript":
      return callTensor(machine, "__getitem__", [value(machine, node.value), value(machine, node.slice)]);
    case "Attribute":
      return attribute(machine, node.value, node.attr);
    case "Call":
      return callOf(machine, node);
    default:
      throw new Unsupported(`cannot evaluate ${node.kind}`);
  }
}

function unary(machine: TensorMachine, op: string, operand: Value): Value {
  if (operand instanceof Tensor)
    return callTensor(machine, op === "-" ? "__neg__" : op === "~" ? "__invert__" : "__pos__", [operand]);
  if (op !== "-") throw new Unsupported(`cannot evaluate ${op}`);
  if (operand instanceof PyFloat) return new PyFloat(-operand.value);
  if (operand instanceof PyComplex) return new PyComplex(-operand.real, -operand.imag);
  return -(operand as number);
}

function binary(machine: TensorMachine, name: string, left: Value, right: Value): Value {
  if (left instanceof Tensor) return callTensor(machine, `__${name}__`, [left, right]);
  if (right instanceof Tensor) {
    const mirrored: Record<string, string> = { lt: "gt", le: "ge", gt: "lt", ge: "le", eq: "eq", ne: "ne" };
    return callTensor(machine, name in mirrored ? `__${mirrored[name]}__` : `__r${name}__`, [right, left]);
  }
  const sizes = (of: Value): of is Dim => typeof of === "number" || of instanceof SymInt;
  const onSizes = { add, sub, mul, floordiv }[name];
  if (sizes(left) && sizes(right) && onSizes !== undefined) return onSizes(left, right);
  const parts = (of: Value): [number, number] =>
    of instanceof PyComplex ? [of.real, of.imag] : [of instanceof PyFloat ? of.value : Number(of), 0];
  const [a, b] = [parts(left), parts(right)];
  const sign = name === "sub" ? -1 : 1;
  if (name !== "add" && name !== "sub") throw new Unsupported(`cannot evaluate ${name} of numbers`);
  return new PyComplex(a[0] + sign * b[0], a[1] + sign * b[1]);
}

function callTensor(machine: TensorMachine, name: string, args: Value[]): Value {
  return callNamed(machine, `Tensor.${name}`, args);
}

function callNamed(machine: TensorMachine, name: string, args: Value[], kwargs?: ReadonlyMap<string, Value>): Value {
  const overloads = operatorsOf(machine.torch).get(name);
  if (overloads === undefined) throw new Unsupported(`there is no operator ${name}`);
  return callOp(machine, name.slice(name.lastIndexOf(".") + 1), overloads, args, kwargs);
}

/** `torch.nn.functional.relu` as text, where a node is a name with attributes. */
function dotted(node: Expr): string | undefined {
  if (node.kind === "Name") return node.id;
  if (node.kind !== "Attribute") return undefined;
  const inner = dotted(node.value);
  return inner === undefined ? undefined : `${inner}.${node.attr}`;
}

function attribute(machine: TensorMachine, node: Expr, name: string): Value {
  if (dotted(node) === "torch") {
    if (name in dtypes) return DTypeObject.of(name as DType);
    if (name in constants) return constants[name];
    if (
      ["strided", "sparse_coo", "preserve_format", "contiguous_format", "channels_last", "channels_last_3d"].includes(
        name,
      )
    )
      return Object.assign(new Obj(layouts), { name, toString: () => `torch.${name}` });
  }
  const object = value(machine, node);
  const found = object instanceof Tensor ? tensorAttributes.get(name)?.(machine, object) : undefined;
  if (found === undefined) throw new Unsupported(`there is no attribute ${name} of ${object}`);
  return found;
}

function callOf(machine: TensorMachine, node: Extract<Expr, { kind: "Call" }>): Value {
  const args = node.args.map((arg) => value(machine, arg));
  const kwargs = new Map(node.keywords.map((keyword) => [keyword.name as string, value(machine, keyword.value)]));
  const name = dotted(node.func);
  switch (name) {
    case "slice":
      return new PySlice(...([...args, null, null, null].slice(0, 3) as [Value, Value, Value]));
    case "float":
      return new PyFloat(Number(String(args[0]).replace("inf", "Infinity")));
    case "complex":
      return new PyComplex(Number((args[0] as PyFloat).value), Number((args[1] as PyFloat).value));
    case "torch.device":
      return new DeviceObject(args[0] as string, null);
  }
  if (name !== undefined) return callNamed(machine, name, args, kwargs);
  if (node.func.kind !== "Attribute") throw new Unsupported("cannot evaluate this call");
  return callNamed(machine, `Tensor.${node.func.attr}`, [value(machine, node.func.value), ...args], kwargs);
}
