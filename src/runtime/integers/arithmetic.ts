import { type DType, dtypes } from "../../analysis/tensor/dtype";
import { broadcastShape, broadcastTo, normalizeDim, positions, sizeOf, values } from "../kernels/host";
import { namesOf } from "../kernels/index";
import { isKeyed, type Resolved } from "../kernels/kernel";
import * as tf from "../tf";
import { Wide } from "./wide";

/** Operators on 64-bit integers, computed exactly and cut off at 64 bits as PyTorch does. */

/** An operand: the elements of a tensor, or a Python int. */
export type Operand = Wide | bigint;

/** The call of an operator: its arguments by the schema's names. */
export interface IntegerCall {
  /** An argument as integers; undefined where it is none. */
  operand(...names: string[]): Operand | undefined;
  value(name: string): Resolved | undefined;
  /** The operands in the order of the schema. */
  readonly operands: readonly Operand[];
  readonly shape: readonly number[];
}

type Binary = (x: bigint, y: bigint) => bigint;
type IntegerKernel = (call: IntegerCall) => Wide | undefined;

const cut = (x: bigint) => BigInt.asIntN(64, x);

function truncated(x: bigint, y: bigint): bigint {
  return x / y;
}

function floored(x: bigint, y: bigint): bigint {
  const quotient = x / y;
  return x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient;
}

function remainder(x: bigint, y: bigint): bigint {
  const rest = x % y;
  return rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest;
}

/** `x << y`; what is shifted out of 64 bits is gone. */
function shifted(x: bigint, y: bigint): bigint {
  return y < 0n || y > 63n ? 0n : x << y;
}

/** The elements of operands side by side, broadcast. */
function spread(operands: readonly Operand[]): { shape: number[]; columns: ((at: number) => bigint)[] } {
  const shape = broadcastShape(...operands.map((one) => (one instanceof Wide ? one.shape : [])));
  const columns = operands.map((one) => {
    if (!(one instanceof Wide)) return () => one;
    if (one.data.length === sizeOf(shape)) return (at: number) => one.data[at]!;
    const places = tf.tidy(() => values(broadcastTo(positions(one.shape), shape)));
    return (at: number) => one.data[places[at]!]!;
  });
  return { shape, columns };
}

function elementwise(operands: readonly Operand[], combine: (...items: bigint[]) => bigint): Wide {
  const { shape, columns } = spread(operands);
  const data = new BigInt64Array(sizeOf(shape));
  for (let at = 0; at < data.length; at++) data[at] = cut(combine(...columns.map((column) => column(at))));
  return new Wide(data, shape);
}

function binary(combine: Binary): IntegerKernel {
  return ({ operands }) => elementwise(operands.slice(0, 2), combine);
}

function compared(holds: (x: bigint, y: bigint) => boolean): IntegerKernel {
  return binary((x, y) => (holds(x, y) ? 1n : 0n));
}

function unary(combine: (x: bigint) => bigint): IntegerKernel {
  return ({ operands }) => elementwise(operands.slice(0, 1), combine);
}

/** `self + alpha * other` and its like. */
function scaled(combine: (x: bigint, y: bigint, alpha: bigint) => bigint): IntegerKernel {
  return (call) => {
    const alpha = integerOf(call.value("alpha") ?? 1);
    return alpha === undefined ? undefined : elementwise(call.operands.slice(0, 2), (x, y) => combine(x, y, alpha));
  };
}

/** All elements of each run along the named dimensions, put together. */
function reduced(begin: bigint, combine: Binary): IntegerKernel {
  return (call) => {
    const self = call.operands[0] as Wide;
    const given = call.value("dim");
    const named = given === null || given === undefined ? [] : ([given].flat() as number[]);
    const dims = new Set(
      named.length === 0 ? self.shape.map((_, d) => d) : named.map((d) => normalizeDim(d, self.shape.length)),
    );
    const kept = self.shape.map((n, d) => (dims.has(d) ? 1 : n));
    const data = new BigInt64Array(sizeOf(kept)).fill(begin);
    const into = tf.tidy(() => values(broadcastTo(positions(kept), self.shape)));
    for (let at = 0; at < self.data.length; at++) data[into[at]!] = cut(combine(data[into[at]!]!, self.data[at]!));
    return new Wide(data, call.shape);
  };
}

/** Each element with all before it along a dimension. */
function running(combine: Binary): IntegerKernel {
  return (call) => {
    const self = call.operands[0] as Wide;
    const data = self.data.slice();
    if (self.shape.length === 0) return self;
    const dim = normalizeDim(Number(call.value("dim")), self.shape.length);
    const step = sizeOf(self.shape.slice(dim + 1));
    const length = self.shape[dim]!;
    for (let at = 0; at < data.length; at++)
      if (Math.floor(at / step) % length > 0) data[at] = cut(combine(data[at - step]!, data[at]!));
    return new Wide(data, self.shape);
  };
}

const least: Binary = (x, y) => {
  if (x < y) return x;
  return y;
};
const most: Binary = (x, y) => {
  if (x > y) return x;
  return y;
};

const divided: IntegerKernel = (call) => {
  const mode = call.value("rounding_mode");
  if (mode !== "floor" && mode !== "trunc") return undefined;
  return elementwise(call.operands.slice(0, 2), mode === "floor" ? floored : truncated);
};

const clamped: IntegerKernel = (call) => {
  let [t] = call.operands;
  for (const [names, combine] of [
    [["min"], most],
    [["max"], least],
  ] as const) {
    const bound = call.operand(...names);
    if (bound !== undefined) t = elementwise([t!, bound], combine);
  }
  return t as Wide;
};

/** Whose results may need more bits than their arguments do. */
const growing: Record<string, IntegerKernel> = {
  add: scaled((x, y, alpha) => x + alpha * y),
  __add__: scaled((x, y, alpha) => x + alpha * y),
  sub: scaled((x, y, alpha) => x - alpha * y),
  rsub: scaled((x, y, alpha) => y - alpha * x),
  mul: binary((x, y) => x * y),
  neg: unary((x) => -x),
  abs: unary((x) => (x < 0n ? -x : x)),
  square: unary((x) => x * x),
  pow: (call) => {
    const [base, exponent] = call.operands;
    if (base === undefined || exponent === undefined) return undefined;
    return elementwise([base, exponent], (x, y) =>
      y < 0n ? (x === 1n ? 1n : x === -1n ? (y % 2n ? -1n : 1n) : 0n) : power(x, y),
    );
  },
  bitwise_left_shift: binary(shifted),
  __lshift__: binary(shifted),
  sum: reduced(0n, (x, y) => x + y),
  prod: reduced(1n, (x, y) => x * y),
  cumsum: running((x, y) => x + y),
  cumprod: running((x, y) => x * y),
};

/** `x ** y`, cut off on the way. */
function power(x: bigint, y: bigint): bigint {
  let result = 1n;
  for (let [base, left] = [cut(x), y]; left > 0n; left >>= 1n) {
    if (left & 1n) result = cut(result * base);
    base = cut(base * base);
  }
  return result;
}

/** What large integers are otherwise asked for. */
const others: Record<string, IntegerKernel> = {
  floor_divide: binary(floored),
  remainder: binary(remainder),
  fmod: binary((x, y) => x % y),
  div: divided,
  bitwise_and: binary((x, y) => x & y),
  __and__: binary((x, y) => x & y),
  bitwise_or: binary((x, y) => x | y),
  __or__: binary((x, y) => x | y),
  bitwise_xor: binary((x, y) => x ^ y),
  __xor__: binary((x, y) => x ^ y),
  bitwise_not: unary((x) => ~x),
  bitwise_right_shift: binary((x, y) => x >> (y < 0n || y > 63n ? 63n : y)),
  __rshift__: binary((x, y) => x >> (y < 0n || y > 63n ? 63n : y)),
  sign: unary((x) => (x > 0n ? 1n : x < 0n ? -1n : 0n)),
  maximum: binary(most),
  minimum: binary(least),
  clamp: clamped,
  amax: (call) => reduced(-(2n ** 63n), most)(call),
  amin: (call) => reduced(2n ** 63n - 1n, least)(call),
  eq: compared((x, y) => x === y),
  ne: compared((x, y) => x !== y),
  lt: compared((x, y) => x < y),
  le: compared((x, y) => x <= y),
  gt: compared((x, y) => x > y),
  ge: compared((x, y) => x >= y),
  logical_not: unary((x) => (x === 0n ? 1n : 0n)),
  full: ({ value, shape }) => everywhere(integerOf(value("fill_value")), shape),
  full_like: ({ value, shape }) => everywhere(integerOf(value("fill_value")), shape),
  new_full: ({ value, shape }) => everywhere(integerOf(value("fill_value")), shape),
  fill: ({ value, shape }) => everywhere(integerOf(value("value")), shape),
  scalar_tensor: ({ value, shape }) => everywhere(integerOf(value("s")), shape),
  tensor: ({ value, shape }) => listed(value("data"), shape),
  as_tensor: ({ value, shape }) => listed(value("data"), shape),
  new_tensor: ({ value, shape }) => listed(value("data"), shape),
  asarray: ({ value, shape }) => listed(value("obj"), shape),
  arange: ({ value, shape }) => {
    const [start, step] = [integerOf(value("start") ?? 0), integerOf(value("step") ?? 1)];
    if (start === undefined || step === undefined) return undefined;
    return new Wide(
      BigInt64Array.from({ length: sizeOf(shape) }, (_, n) => start + BigInt(n) * step),
      shape,
    );
  },
};

function everywhere(item: bigint | undefined, shape: readonly number[]): Wide | undefined {
  return item === undefined ? undefined : new Wide(new BigInt64Array(sizeOf(shape)).fill(cut(item)), shape);
}

/** Nested lists of ints. */
function listed(data: Resolved | undefined, shape: readonly number[]): Wide | undefined {
  const flat: (bigint | undefined)[] = [];
  const visit = (item: Resolved): void => {
    if (Array.isArray(item)) for (const part of item) visit(part);
    else flat.push(integerOf(item));
  };
  visit(data ?? null);
  if (flat.length !== sizeOf(shape) || flat.includes(undefined)) return undefined;
  return new Wide(BigInt64Array.from(flat as bigint[], cut), shape);
}

/** A Python int, or a float without a fraction. */
export function integerOf(value: Resolved | undefined): bigint | undefined {
  if (typeof value === "boolean") return BigInt(value);
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : undefined;
  return isKeyed(value, "long") ? value.long : undefined;
}

/** Whether an operator's result may need more bits than its arguments do. */
export function mayGrow(op: string): boolean {
  for (const name of namesOf(op)) if (name in growing) return true;
  return false;
}

/** Computes an operator exactly; undefined where nothing here does. */
export function exactly(op: string, call: IntegerCall): Wide | undefined {
  for (const name of namesOf(op)) {
    const kernel = growing[name] ?? others[name];
    if (kernel !== undefined) return kernel(call);
  }
  return undefined;
}

/** Integers as another type holds them: cut off at its bits. */
export function wrapped(wide: Wide, dtype: DType): Wide {
  const { size } = dtypes[dtype];
  const cutTo = dtype === "uint8" ? BigInt.asUintN : BigInt.asIntN;
  return new Wide(
    wide.data.map((x) => cutTo(8 * size, x)),
    wide.shape,
  );
}

const LEAST_LONG = -(2n ** 63n);

/** Floats as 64-bit integers, as x86-64 converts them: what does not fit is the least integer. */
export function longsOf(floats: ArrayLike<number>, shape: readonly number[]): Wide {
  const limit = 2 ** 63;
  const one = (x: number) => (x > -limit && x < limit ? BigInt(Math.trunc(x)) : LEAST_LONG);
  return new Wide(BigInt64Array.from(floats, one), shape);
}
