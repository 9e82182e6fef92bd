import { type Dim, equal, SymInt } from "../dims";
import { integer, PyComplex, PyFloat, SymFloat } from "../values/numbers";
import type { Value } from "../values/value";
import { work } from "../work";
import { type DType, dtypes } from "./dtype";
import { DATA_LIMIT, Tensor, type TensorData } from "./tensor";

/** Units for an element that is computed. */
const ELEMENT_WORK = 1 / 10;

/** Arithmetic on the values of small constant tensors. Whatever can't be computed exactly is undefined. */

export type Item = number | boolean | Dim;

/** A Python number as an element. NaN stands for a number that is not known. */
export function itemOf(value: Value): Item | undefined {
  if (typeof value === "number" || typeof value === "boolean" || value instanceof SymInt) return value;
  if (value instanceof PyFloat) return Number.isNaN(value.value) ? undefined : value.value;
  return value instanceof SymFloat && value.denominator === 1 ? value.numerator : undefined;
}

/** A Python number as a dimension or float: `True` is 1. */
export function numberOf(value: Value): Dim | undefined {
  const item = itemOf(value);
  return typeof item === "boolean" ? Number(item) : item;
}

/** An element as the Python number that `Tensor.item()` gives. */
export function pythonOf(item: Item, dtype: DType): Value {
  if (dtypes[dtype].category !== "float" || typeof item === "boolean") return item;
  return typeof item === "number" ? new PyFloat(item) : new SymFloat(item, 1);
}

/** Element `at` of a tensor as the Python number that `Tensor.item()` gives; undefined where it is not known. */
export function elementOf(tensor: Tensor, at: number): Value | undefined {
  const item = tensor.held === undefined ? tensor.data?.[at] : tensor.held.element(at);
  if (item === undefined) return undefined;
  if (typeof item === "bigint") return integer(item);
  return Array.isArray(item) ? new PyComplex(item[0], item[1]) : pythonOf(item as Item, tensor.dtype);
}

/** Integers up to this size are exact in the narrow float types. */
const exactIntegers: Partial<Record<DType, number>> = { float16: 2 ** 11, bfloat16: 2 ** 8 };

/** The elements as a dtype holds them; undefined where one of them can't be told. */
export function castData(data: TensorData | undefined, dtype: DType): TensorData | undefined {
  if (data === undefined) return undefined;
  const everywhere = uniform.get(data);
  if (everywhere !== undefined) {
    const one = castItem(everywhere, dtype);
    return one === undefined ? undefined : one === everywhere ? data : repeated(data.length, one);
  }
  work.pay(data.length * ELEMENT_WORK);
  const cast: Item[] = [];
  for (const item of data) {
    const one = castItem(item, dtype);
    if (one === undefined) return undefined;
    cast.push(one);
  }
  return cast;
}

function castItem(item: Item, dtype: DType): Item | undefined {
  const { category, size } = dtypes[dtype];
  if (category === "bool") {
    if (item instanceof SymInt) return equal(item, 0) === false ? true : undefined;
    return Boolean(item);
  }
  if (item instanceof SymInt) return category === "complex" ? undefined : item;
  const number = Number(item);
  if (category === "int") {
    const whole = Math.trunc(number);
    const unsigned = dtype === "uint8" || dtype === "quint8";
    const limit = size === 8 ? Number.MAX_SAFE_INTEGER : 2 ** (8 * size - (unsigned ? 0 : 1)) - 1;
    return whole <= limit && whole >= (unsigned ? 0 : -limit - 1) ? whole + 0 : undefined;
  }
  if (category === "complex") return undefined;
  if (dtype === "float64" || !Number.isFinite(number)) return number;
  if (dtype === "float32") return Math.fround(number);
  return Number.isInteger(number) && Math.abs(number) <= (exactIntegers[dtype] ?? 0) ? number : undefined;
}

/** A small tensor's number of elements; undefined where it is symbolic or too large to keep values. */
export function smallSize(shape: readonly Dim[]): number | undefined {
  let count = 1;
  for (const dim of shape) {
    if (typeof dim !== "number") return undefined;
    count *= dim;
  }
  return count <= DATA_LIMIT ? count : undefined;
}

/** Data that is one value everywhere, with that value: weights are initialised with zeros and ones by the thousand. */
const uniform = new WeakMap<TensorData, Item>();
const repetitions = new Map<string, TensorData>();

function repeated(count: number, item: Item): TensorData {
  if (typeof item === "object") return new Array<Item>(count).fill(item);
  const key = `${typeof item} ${Object.is(item, -0) ? "-0" : item} ${count}`;
  let data = repetitions.get(key);
  if (data === undefined) {
    if (repetitions.size >= 256) repetitions.clear();
    data = Object.freeze(new Array<Item>(count).fill(item));
    repetitions.set(key, data);
    uniform.set(data, item);
  }
  return data;
}

/** The same value everywhere. */
export function filled(shape: readonly Dim[], item: Item | undefined): TensorData | undefined {
  const count = smallSize(shape);
  return count === undefined || item === undefined ? undefined : repeated(count, item);
}

/** Row-major strides of plain sizes. */
export function strides(shape: readonly Dim[]): number[] {
  const steps = new Array<number>(shape.length);
  let step = 1;
  for (let n = shape.length - 1; n >= 0; n--) {
    steps[n] = step;
    step *= shape[n] as number;
  }
  return steps;
}

/** Calls `visit` with each position of `shape` in row-major order. The array is reused. */
export function positions(shape: readonly Dim[], visit: (position: readonly number[], flat: number) => void): void {
  const count = smallSize(shape) ?? 0;
  const position = new Array<number>(shape.length).fill(0);
  for (let flat = 0; flat < count; flat++) {
    visit(position, flat);
    for (let n = shape.length - 1; n >= 0 && ++position[n] === shape[n]; n--) position[n] = 0;
  }
}

/** Elements taken from `data` of shape `from` at the place that `source` tells for each position of the result. */
export function gathered(
  data: TensorData,
  from: readonly Dim[],
  shape: readonly Dim[],
  source: (position: readonly number[]) => readonly number[],
): TensorData {
  const steps = strides(from);
  const result: Item[] = [];
  positions(shape, (position) => {
    let at = 0;
    source(position).forEach((index, n) => {
      at += index * steps[n];
    });
    result.push(data[at]);
  });
  return result;
}

/** The elements of a tensor or number spread over a shape that it broadcasts to. */
export function spread(operand: Tensor | Value, shape: readonly Dim[]): TensorData | undefined {
  if (!(operand instanceof Tensor)) return filled(shape, itemOf(operand));
  const { data, shape: own } = operand;
  if (data === undefined) return undefined;
  if (own.length === shape.length && own.every((size, n) => size === shape[n])) return data;
  const everywhere = data.length === 1 ? data[0] : uniform.get(data);
  if (everywhere !== undefined) return filled(shape, everywhere);
  const lead = shape.length - own.length;
  // A dimension of one is stood still on.
  const steps = strides(own).map((step, n) => (own[n] === 1 ? 0 : step));
  const result: Item[] = [];
  positions(shape, (position) => {
    let at = 0;
    for (let n = 0; n < steps.length; n++) at += position[n + lead] * steps[n];
    result.push(data[at]);
  });
  return result;
}

/** Combines operands element by element, after broadcasting. */
export function zip(
  operands: readonly (Tensor | Value)[],
  shape: readonly Dim[],
  combine: (...items: never[]) => Item | undefined,
): TensorData | undefined {
  const count = smallSize(shape);
  if (count === undefined) return undefined;
  const columns: TensorData[] = [];
  for (const operand of operands) {
    const column = spread(operand, shape);
    if (column === undefined) return undefined;
    columns.push(column);
  }
  if (count > 1 && columns.length > 0 && columns.every((column) => uniform.has(column))) {
    const item = combined(columns, 0, combine);
    return item === undefined ? undefined : repeated(count, item);
  }
  work.pay(count * ELEMENT_WORK);
  const result: Item[] = [];
  for (let n = 0; n < count; n++) {
    const item = combined(columns, n, combine);
    if (item === undefined) return undefined;
    result.push(item);
  }
  return result;
}

/** What the elements at one place combine to. */
function combined(
  columns: readonly TensorData[],
  n: number,
  combine: (...items: never[]) => Item | undefined,
): Item | undefined {
  const items: (number | SymInt)[] = [];
  let isSymbolic = false;
  let isFraction = false;
  for (const column of columns) {
    const item = column[n];
    if (typeof item === "object") isSymbolic = true;
    else if (typeof item === "number" && !Number.isInteger(item)) isFraction = true;
    items.push(typeof item === "boolean" ? Number(item) : (item as number | SymInt));
  }
  // A symbol stands for an integer: fractions of it have no form here.
  return isSymbolic && isFraction ? undefined : combine(...(items as never[]));
}
