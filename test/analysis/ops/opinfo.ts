import { readFileSync } from "node:fs";
import { type Machine, PyRaise } from "../../../src/analysis/machine/machine";
import { callOp } from "../../../src/analysis/ops/dispatch";
import { operators } from "../../../src/analysis/ops/families";
import { type DType, dtypes } from "../../../src/analysis/tensor/dtype";
import { DeviceObject, DTypeObject, Tensor } from "../../../src/analysis/tensor/tensor";
import {
  builtinClass,
  classes,
  PyComplex,
  PyFloat,
  PyList,
  PySlice,
  PyTuple,
  Unknown,
  type Value,
} from "../../../src/analysis/values";
import { Obj } from "../../../src/analysis/values/value";
import type { Expr } from "../../../src/syntax/ast";
import { Parser } from "../../../src/syntax/parse";
import { type Refusal, StubMachine } from "./machine";

/** One recorded call of PyTorch's operator samples. */
export interface Case {
  op: string;
  src: string;
  out?: Recorded;
  data_dependent?: boolean;
  error?: string;
  message?: string;
}

export type Recorded = { shape: number[]; dtype: string } | Recorded[] | { py: string };

/** What one call gave: a value, or PyTorch's refusal. */
export type Answer = { value: Value } | { refused: string } | { crash: string };

/** The expression needs something that neither the table nor this evaluator has. */
class Unsupported extends Error {}

export function readCases(): Case[] {
  return readFileSync("test/oracle/opinfo.jsonl", "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Case);
}

export function createParser(): Promise<Parser> {
  return Parser.create({
    runtime: readFileSync("node_modules/web-tree-sitter/web-tree-sitter.wasm"),
    python: readFileSync("node_modules/tree-sitter-python/tree-sitter-python.wasm"),
  });
}

/** Evaluates a case's source: an expression of calls, subscripts, operators and literals. */
export function evaluate(parser: Parser, source: string): Answer {
  const tree = parser.expression(source);
  if (!("kind" in tree)) return { crash: tree.message };
  try {
    return { value: value(new StubMachine(), tree) };
  } catch (error) {
    if (error instanceof PyRaise) return { refused: String(error.exception as Refusal) };
    return { crash: error instanceof Unsupported ? error.message : ((error as Error).stack ?? String(error)) };
  }
}

/** What falls short of the recording; undefined where nothing does. */
export function miss(want: Case, answer: Answer): string | undefined {
  if ("crash" in answer) return answer.crash;
  if (want.error !== undefined) return "refused" in answer ? undefined : `not refused; PyTorch: ${want.message}`;
  if ("refused" in answer) return `false error: ${answer.refused}`;
  const need = tensorsOf(want.out as Recorded);
  if (need.length === 0) return undefined;
  const have = tensorsIn(answer.value);
  const reason = answer.value instanceof Unknown ? ` (${answer.value.reason})` : "";
  if (want.data_dependent) {
    const same = have.length === need.length && have.every((tensor, at) => tensor.rank === need[at].shape.length);
    return same ? undefined : `rank of ${have.map(text).join()}${reason}, not ${JSON.stringify(want.out)}`;
  }
  const expected = need.map(({ shape, dtype }) => `[${shape}] ${dtype.replace("torch.", "")}`).join(", ");
  const found = have.map(text).join(", ");
  return found === expected ? undefined : `${found}${reason}, not ${expected}`;
}

function text(tensor: Tensor): string {
  return `[${tensor.shape}] ${tensor.dtype}`;
}

function tensorsOf(out: Recorded): { shape: number[]; dtype: string }[] {
  if (Array.isArray(out)) return out.flatMap(tensorsOf);
  return "shape" in out ? [out] : [];
}

function tensorsIn(result: Value): Tensor[] {
  if (result instanceof Tensor) return [result];
  return result instanceof PyTuple || result instanceof PyList ? result.items.flatMap(tensorsIn) : [];
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

function value(machine: Machine, node: Expr): Value {
  switch (node.kind) {
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

function unary(machine: Machine, op: string, operand: Value): Value {
  if (operand instanceof Tensor)
    return callTensor(machine, op === "-" ? "__neg__" : op === "~" ? "__invert__" : "__pos__", [operand]);
  if (op !== "-") throw new Unsupported(`cannot evaluate ${op}`);
  if (operand instanceof PyFloat) return new PyFloat(-operand.value);
  if (operand instanceof PyComplex) return new PyComplex(-operand.real, -operand.imag);
  return -(operand as number);
}

function binary(machine: Machine, name: string, left: Value, right: Value): Value {
  if (left instanceof Tensor) return callTensor(machine, `__${name}__`, [left, right]);
  if (right instanceof Tensor) {
    const mirrored: Record<string, string> = { lt: "gt", le: "ge", gt: "lt", ge: "le", eq: "eq", ne: "ne" };
    return callTensor(machine, name in mirrored ? `__${mirrored[name]}__` : `__r${name}__`, [right, left]);
  }
  const parts = (of: Value): [number, number] =>
    of instanceof PyComplex ? [of.real, of.imag] : [of instanceof PyFloat ? of.value : Number(of), 0];
  const [a, b] = [parts(left), parts(right)];
  const sign = name === "sub" ? -1 : 1;
  if (name !== "add" && name !== "sub") throw new Unsupported(`cannot evaluate ${name} of numbers`);
  return new PyComplex(a[0] + sign * b[0], a[1] + sign * b[1]);
}

function callTensor(machine: Machine, name: string, args: Value[]): Value {
  return callNamed(machine, `Tensor.${name}`, args);
}

function callNamed(machine: Machine, name: string, args: Value[], kwargs?: ReadonlyMap<string, Value>): Value {
  const overloads = operators.get(name);
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

function attribute(machine: Machine, node: Expr, name: string): Value {
  if (dotted(node) === "torch") {
    if (name in dtypes) return DTypeObject.of(name as DType);
    if (name in constants) return constants[name];
    if (["strided", "preserve_format", "contiguous_format", "channels_last", "channels_last_3d"].includes(name))
      return Object.assign(new Obj(layouts), { name });
  }
  const object = value(machine, node);
  throw new Unsupported(`cannot evaluate .${name} of ${object}`);
}

function callOf(machine: Machine, node: Extract<Expr, { kind: "Call" }>): Value {
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
