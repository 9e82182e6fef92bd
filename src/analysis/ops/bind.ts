import { type Dim, SymInt } from "../dims";
import type { FailureOf } from "../failure";
import { type DType, isIntegral, scalarType } from "../tensor/dtype";
import { type MemoryFormat, memoryFormat } from "../tensor/memory-format";
import { DeviceObject, DTypeObject, Tensor } from "../tensor/tensor";
import type { TensorMachine } from "../trace/port";
import { SPELLINGS } from "../trace/recorded";
import type { Schema, SchemaArgument } from "../trace/schema";
import { Either, Instance, PyFloat, PyList, PyLong, PyRange, PyTuple, SymFloat, Unknown, type Value } from "../values";
import { classOf } from "../values/classes";
import { Obj } from "../values/value";
import type { CallArgument, CallSchema } from "./calls";
import { isNumber } from "./context";
import type { Op } from "./registry";

export type Bound = Record<string, unknown>;

/** The first argument of an operator: what a method is called on, and what an in-place operator writes. */
export function firstArgument(bound: Bound): unknown {
  for (const name in bound) return bound[name];
  return undefined;
}

/** Why the arguments do not fit a schema. */
export interface Mismatch {
  mismatch: string;
  about: FailureOf<"argument">;
  /** PyTorch takes this overload, and fails at a later element of a list: no other one is tried. */
  taken?: boolean;
}

export function isMismatch(result: Bound | Mismatch): result is Mismatch {
  return "mismatch" in result && typeof result.mismatch === "string";
}

/**
 * Binds Python's arguments to a schema as PyTorch's argument parser does: by position, by keyword, a single number where a list of
 * fixed length is wanted, and trailing numbers as one list (`x.view(2, 3)`).
 */
export function bind(
  machine: TensorMachine,
  { call, schema }: Pick<Op, "call" | "schema">,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value> | undefined,
): Bound | Mismatch {
  const bound: Bound = {};
  // Counted before any of them is looked at.
  if (args.length > call.positional && !takesRest(call, call.positional - 1)) return tooMany(call, args.length);
  let position = 0;
  let used = 0;
  for (let n = 0; n < call.args.length; n++) {
    const argument = call.args[n];
    let given: Value | undefined;
    let spread = 0;
    if (!argument.keywordOnly && position < args.length) {
      given = args[position++];
      const rest = args.length - position;
      if (rest > 0 ? takesRest(call, n) : takesElement(call, n, given)) {
        given = new PyTuple([given, ...args.slice(position)]);
        spread = 1 + rest;
        position = args.length;
      }
    }
    const named = kwargs && keyword(kwargs, call, argument);
    if (named !== undefined) {
      if (given !== undefined)
        return misfit(call, `() got multiple values for argument '${argument.name}'`, argument.name);
      used++;
      given = named;
    }
    if (given === undefined) {
      if (argument.hasDefault) bound[argument.field] = argument.default;
      else if (argument.optional && argument.keywordOnly) bound[argument.field] = null;
      else return misfit(call, `() missing ${missing(call, n, kwargs)}`, argument.name);
      continue;
    }
    const value = convert(machine, argument, given);
    if (value instanceof Misfit) {
      const { name } = argument;
      // Of a method `self` always fits.
      const place = call.method ? n : n + 1;
      const where = named === undefined ? ` (position ${place})` : "";
      const got = pythonType(value.element === undefined ? given : value.element);
      if (value.at !== undefined && argument.type === "Tensor") {
        const mismatch = `expected Tensor as element ${value.at} in argument ${n}, but got ${got}`;
        return { mismatch, about: { kind: "argument", callee: call.name, argument: name, got } };
      }
      const complaint = complaintOf(value, argument, `argument '${name}'`, where, got, spread > 0);
      if (value.at !== undefined && value.at > 0) return { ...misfit(call, complaint, name, got), taken: true };
      // Numbers one by one are a list where the first is such a number, else too many arguments.
      return spread > 1 ? tooMany(call, args.length) : misfit(call, complaint, name, got);
    }
    bound[argument.field] = value;
  }
  if (kwargs !== undefined && used < kwargs.size) {
    const odd = [...kwargs.keys()].find((name) => !takesKeyword(call, name));
    return misfit(call, `() got an unexpected keyword argument '${odd}'`, odd);
  }
  return call.inOrder ? bound : inOrder(schema, call, bound);
}

/** More arguments by position than an operator takes; a method's `self` is not counted. */
function tooMany(call: CallSchema, args: number): Mismatch {
  const self = call.method ? 1 : 0;
  const given = args - self;
  if (call.method && call.args.length === 1) {
    const mismatch = `TensorBase.${call.name}() takes no arguments (${given} given)`;
    return { mismatch, about: { kind: "argument", callee: call.name } };
  }
  const most = call.positional - self;
  const least = call.args.slice(0, call.positional).filter((argument) => !argument.hasDefault).length - self;
  const range = least === most ? `${most}` : `from ${least} to ${most}`;
  const noun = range === "1" ? "argument" : "arguments";
  return misfit(call, `() takes ${range} positional ${noun} but ${given} ${given === 1 ? "was" : "were"} given`);
}

/** The arguments without which there is no call, from a place on, as PyTorch counts them up. */
function missing(call: CallSchema, from: number, kwargs: ReadonlyMap<string, Value> | undefined): string {
  const names = call.args
    .filter((argument, n) => n >= from && !argument.hasDefault && !(argument.optional && argument.keywordOnly))
    .filter((argument) => kwargs === undefined || keyword(kwargs, call, argument) === undefined)
    .map(({ name }) => `"${name}"`);
  return `${names.length} required positional argument${names.length === 1 ? "s" : ""}: ${names.join(", ")}`;
}

/** All arguments in the order of the schema: rules take the first for what is written to. */
function inOrder(schema: Schema, { omitted }: CallSchema, bound: Bound): Bound {
  for (const argument of omitted) bound[argument.name] = argument.hasDefault ? argument.default : null;
  return Object.fromEntries(schema.args.map(({ name }) => [name, bound[name]]));
}

function misfit({ name }: CallSchema, complaint: string, argument?: string, got?: string): Mismatch {
  const about = { kind: "argument", callee: name, ...(argument && { argument }), ...(got && { got }) } as const;
  return { mismatch: name + complaint, about };
}

/** Whether a call can pass an argument by this name. */
export function takesKeyword(call: CallSchema, name: string): boolean {
  return call.args.some((argument) => argument.name === name || spellingsOf(call, argument)?.includes(name) === true);
}

/** NumPy's names for an argument, where they are taken: `axis` for `dim`. */
function spellingsOf({ python }: CallSchema, { name }: CallArgument): readonly string[] | undefined {
  return !python && Object.hasOwn(SPELLINGS, name) ? SPELLINGS[name] : undefined;
}

function keyword(kwargs: ReadonlyMap<string, Value>, call: CallSchema, argument: CallArgument): Value | undefined {
  const direct = kwargs.get(argument.name);
  if (direct !== undefined) return direct;
  const spelled = spellingsOf(call, argument)?.find((name) => kwargs.has(name));
  return spelled === undefined ? undefined : kwargs.get(spelled);
}

/** Several numbers are one list where nothing else is given by position: `x.view(2, 3)`, but not `torch.permute(x, 1, 0)`. Tensors and such are `*operands`. */
function takesRest(call: CallSchema, index: number): boolean {
  if (index < 0 || index !== call.positional - 1 || call.args[index].list === false) return false;
  const { type } = call.args[index];
  return index === (call.method ? 1 : 0) || type === "Tensor" || type === "any";
}

function takesElement(call: CallSchema, index: number, given: Value): boolean {
  const isElement = !isSequence(given) && !(given instanceof Unknown) && given !== null;
  return isElement && call.args[index].list === true && index === call.positional - 1;
}

export function isSequence(value: Value | undefined): value is PyList | PyTuple | PyRange {
  return value instanceof PyList || value instanceof PyTuple || value instanceof PyRange;
}

/** A value that an argument does not take; `at` is the index of the element of a list that does not fit. */
class Misfit {
  constructor(
    readonly at?: number,
    readonly element?: Value,
  ) {}
}

const MISFIT = new Misfit();

const OPEN = new Unknown("how many items a list has is not known");

/** PyTorch's words: it looks at the first number of a list before it calls a function, at the others within. */
function complaintOf(
  { at }: Misfit,
  argument: SchemaArgument,
  shown: string,
  where: string,
  got: string,
  spread: boolean,
): string {
  const type = typeName(argument);
  if (at === undefined || (spread && at === 0)) return `(): ${shown}${where} must be ${type}, not ${got}`;
  if (at === 0) return `(): ${shown}${where} must be ${type}, but found element of type ${got} at pos 0`;
  return `(): ${shown} failed to unpack the object at pos ${at + 1} with error "type must be ${type},but got ${got}"`;
}

/** What the caller gave for a list of numbers: `8` is not `[8]` to every function. */
const given = new WeakMap<readonly unknown[], Value>();

/** The Python value that a bound list of fixed length was made of. */
export function givenFor(list: readonly unknown[]): Value | undefined {
  return given.get(list);
}

function convert(machine: TensorMachine, argument: SchemaArgument, value: Value): unknown {
  if (value === null && (argument.optional || argument.type === "any")) return null;
  if (value instanceof Either) return value;
  if (argument.list !== false) return convertList(machine, argument, value);
  return convertOne(machine, argument, value);
}

function convertList(machine: TensorMachine, argument: SchemaArgument, value: Value): unknown {
  if (value instanceof Unknown) return value;
  if (!isSequence(value) && argument.type === "Tensor" && !(value instanceof Tensor)) {
    const listed = value instanceof Obj && !(value instanceof PyFloat) ? machine.list(value) : undefined;
    if (listed === undefined || listed instanceof Unknown) return listed ?? MISFIT;
    value = new PyTuple(listed);
  }
  if (value instanceof PyList && !value.isCertain) return value.tail ?? OPEN;
  if (isSequence(value)) {
    const items = value instanceof PyRange ? machine.list(value) : value.items;
    if (items instanceof Unknown) return items;
    const converted: unknown[] = [];
    for (const [at, item] of items.entries()) {
      // Of a list of numbers only the first must not be a bool.
      const element = at > 0 && argument.type === "int" && typeof item === "boolean" ? Number(item) : item;
      const one = element === null && argument.optionalItems ? null : convertOne(machine, argument, element);
      if (one === MISFIT) return new Misfit(at, item);
      converted.push(one);
    }
    if (typeof argument.list === "number" && converted.length === 1 && argument.list > 1)
      return new Array(argument.list).fill(converted[0]);
    given.set(converted, value);
    return converted;
  }
  if (typeof argument.list === "number") {
    const one = convertOne(machine, argument, value);
    return one === MISFIT ? MISFIT : new Array(argument.list).fill(one);
  }
  return MISFIT;
}

function convertOne(machine: TensorMachine, argument: SchemaArgument, value: Value): unknown {
  if (value instanceof Either) return value;
  // A subclass of `int` or `float` is a number too.
  if (value instanceof Instance && value.payload !== undefined && typeof value.payload !== "string")
    return convertOne(machine, argument, value.payload);
  switch (argument.type) {
    case "Tensor":
      if (value instanceof Tensor) return value;
      // A number times what is not known is no number for certain.
      if (value instanceof Unknown) return ["any", "Tensor", "float", "int"].includes(value.type) ? value : MISFIT;
      return value === null && argument.list !== false ? null : MISFIT;
    case "Operand":
      if (value instanceof PyLong) return largeNumber(machine, value);
      if (value instanceof Tensor || isNumber(value)) return value;
      return value instanceof Unknown ? unknownNumber(machine, value) : MISFIT;
    case "int": {
      if (value instanceof Unknown)
        // A tensor of one integer is a size too.
        return ["any", "int", "Tensor"].includes(value.type) ? machine.sizeOf(value) : MISFIT;
      if (typeof value === "boolean") return MISFIT;
      return toDim(machine, value) ?? MISFIT;
    }
    case "float":
      return toNumber(value) ?? MISFIT;
    case "bool":
      if (typeof value === "boolean") return value;
      // A flag that is not known is tried both ways.
      return value instanceof Unknown ? Either.of([false, true]) : MISFIT;
    case "str":
      if (typeof value === "string" || value instanceof Unknown) return value;
      return stringPayload(value) ?? MISFIT;
    case "Scalar":
      if (value instanceof Tensor && value.rank === 0) return machine.callMethod(value, "item");
      if (value instanceof PyLong) return largeNumber(machine, value);
      if (value instanceof Unknown) return unknownNumber(machine, value);
      return isNumber(value) ? value : MISFIT;
    case "ScalarType":
      return toDType(value) ?? MISFIT;
    case "MemoryFormat":
      return toMemoryFormat(value) ?? MISFIT;
    case "Device":
      return typeof value === "string" ||
        typeof value === "number" ||
        value instanceof DeviceObject ||
        value instanceof Unknown
        ? value
        : MISFIT;
    default:
      return value;
  }
}

/** An int that a plain number can't hold: only kernels look at its value. */
function largeNumber(machine: TensorMachine, value: PyLong): unknown {
  if (machine.executor !== undefined) return value;
  return unknownNumber(machine, machine.unknown("it is a very large number", "int"));
}

/** A number whose type is known though its value is not: shapes and dtypes still follow. */
function unknownNumber(machine: TensorMachine, value: Unknown): unknown {
  if (value.type === "float") return new PyFloat(Number.NaN);
  if (value.type === "int") return machine.freshDim(value.reason);
  return value.type === "str" || value.type === "module" ? MISFIT : value;
}

function toDim(machine: TensorMachine, value: Value): Dim | undefined {
  if (typeof value === "number" || value instanceof SymInt) return value;
  // A tensor of one integer is an index (`__index__`).
  if (value instanceof Tensor && (value.rank === 0 || value.numel() === 1)) {
    if (!isIntegral(value.dtype)) return undefined;
    const item = value.data?.[0];
    if (typeof item === "number" || item instanceof SymInt) return item;
    return machine.freshDim("it depends on the data");
  }
  if (value instanceof Obj && !(value instanceof PyFloat)) return machine.asDim(value);
  return undefined;
}

function toNumber(value: Value): number | Unknown | undefined {
  if (value instanceof PyFloat) return value.value;
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof SymInt || value instanceof SymFloat) return Number.NaN;
  if (value instanceof Unknown) return value.type === "str" || value.type === "Tensor" ? undefined : Number.NaN;
  if (value instanceof Tensor && value.rank === 0) return Number(value.data?.[0] ?? Number.NaN);
  return undefined;
}

/** `float` and `int` stand for `torch.get_default_dtype()` and int64, as PyTorch takes them. */
function toDType(value: Value): DType | Unknown | undefined {
  if (value instanceof DTypeObject) return value.name;
  if (value instanceof Unknown) return value;
  const name = value instanceof Obj && "name" in value ? (value as { name: unknown }).name : undefined;
  if (name === "float") return "float64";
  if (name === "int") return "int64";
  if (name === "bool") return "bool";
  if (name === "complex") return scalarType("complex", "float64");
  return undefined;
}

function toMemoryFormat(value: Value): MemoryFormat | undefined {
  if (value instanceof Unknown) return "unknown";
  const name =
    value instanceof Obj ? (value.attrs?.get("name") ?? ("name" in value ? value.name : undefined)) : undefined;
  return typeof name === "string" ? memoryFormat(name) : undefined;
}

function stringPayload(value: Value): string | undefined {
  const payload = (value as Instance | null)?.payload;
  return typeof payload === "string" ? payload : undefined;
}

const TYPE_NAMES: Partial<Record<SchemaArgument["type"], string>> = {
  Operand: "Tensor",
  Scalar: "Number",
  ScalarType: "torch.dtype",
  Device: "torch.device",
  Layout: "torch.layout",
  MemoryFormat: "torch.memory_format",
  Generator: "torch.Generator",
};

function typeName(argument: SchemaArgument): string {
  const name = TYPE_NAMES[argument.type] ?? argument.type;
  if (argument.list === false) return name;
  return `tuple of ${name === "Tensor" ? "Tensors" : `${name}s`}`;
}

/** Overloads as PyTorch lists them where none fits: `(Tensor input, *, Number alpha = 1)`. One that takes a tensor or a number is two of PyTorch's. */
export function shownCalls(overloads: readonly Pick<Op, "call">[]): string[] {
  const alone = overloads.length === 1;
  return overloads.flatMap(({ call }) => {
    const takesEither = call.args.some(({ type }) => type === "Operand");
    return (alone && takesEither ? ["Tensor", "Number"] : ["Tensor"]).map((operand) => shownCall(call, operand));
  });
}

function shownCall({ args, method }: CallSchema, operand: string): string {
  const parts: string[] = [];
  for (const argument of method ? args.slice(1) : args) {
    if (argument.keywordOnly && !parts.includes("*")) parts.push("*");
    const shown = argument.hasDefault ? ` = ${shownDefault(argument.default)}` : "";
    const type = argument.type === "Operand" ? operand : typeName(argument);
    parts.push(`${type} ${argument.name}${shown}`);
  }
  return `(${parts.join(", ")})`;
}

function shownDefault(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `"${value}"`;
  return Array.isArray(value) ? String(value[0] ?? "None") : String(value);
}

/** What PyTorch calls the type of a value in its messages. */
export function pythonType(value: Value): string {
  return value instanceof Unknown && value.type !== "any" ? value.type : classOf(value).name;
}
