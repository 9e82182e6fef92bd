import { type Dim, SymInt } from "../../dims";
import { makeRoom } from "../../room";
import { type Item, itemOf } from "../../tensor/data";
import { type Category, type DType, higherCategory, promoteTypes, scalarType } from "../../tensor/dtype";
import { Tensor, type TensorData } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import { classOf, PyList, PyRange, PyTuple, Unknown, type Value } from "../../values";
import { Obj } from "../../values/value";
import { categoryOf, isNumber, type OpContext } from "../context";
import { type ArrayBlock, arrayOf } from "./numpy-array";
import { text } from "./spatial";

/** What `torch.tensor` makes of nested sequences: shape, the dtype inferred, and the values where all are known. */
export interface Nested {
  shape: readonly Dim[];
  /** Undefined where there is nothing to infer it from. */
  dtype: DType | undefined;
  data: TensorData | undefined;
}

export function tensorOf(at: OpContext, value: Value): Nested {
  if (value instanceof Tensor) return value;
  const array = arrayOf(at, value);
  if (array !== undefined) return array;
  const shape = shapeOf(at, value);
  makeRoom(shape.reduce<number>((count, size) => (typeof size === "number" ? count * size : count), 1));
  const found: Found = { items: [], dtype: undefined, category: undefined };
  collect(at, value, shape, 0, found);
  const numbers = found.category && scalarType(found.category, at.defaultDType);
  const dtype = found.dtype && numbers ? promoteTypes(found.dtype, numbers) : (found.dtype ?? numbers);
  return { shape, dtype, data: found.items };
}

interface Found {
  /** Undefined as soon as one element is not known. */
  items: Item[] | undefined;
  dtype: DType | undefined;
  category: Category | undefined;
}

function sequence(at: OpContext, value: Value): readonly Value[] | undefined {
  if (value instanceof PyList && !value.isCertain)
    return at.unknown(value.tail instanceof Unknown ? value.tail.reason : "how many items a list has is not known");
  if (value instanceof PyList || value instanceof PyTuple) return value.items;
  return value instanceof PyRange ? at.list(value) : undefined;
}

/** Sequences within one another, at most; one that holds itself has no end. */
const MAX_NESTED = 128;

/** The shape that the first elements tell. */
function shapeOf(at: OpContext, value: Value): Dim[] {
  const shape: Dim[] = [];
  for (let inner = value; ; ) {
    const block = inner instanceof Tensor ? inner : arrayOf(at, inner);
    if (block !== undefined) return [...shape, ...block.shape];
    const items = sequence(at, inner);
    if (items === undefined) return shape;
    shape.push(items.length);
    if (items.length === 0) return shape;
    if (shape.length > MAX_NESTED) at.fail("argument", `too many dimensions '${classOf(inner).name}'`, "ValueError");
    inner = items[0];
  }
}

function collect(at: OpContext, value: Value, shape: readonly Dim[], depth: number, found: Found): void {
  if (value instanceof Tensor) {
    collectTensor(at, value, shape.length - depth, found);
    return;
  }
  const array = arrayOf(at, value);
  if (array !== undefined) {
    collectArray(at, array, shape, depth, found);
    return;
  }
  const items = sequence(at, value);
  if (items === undefined) {
    collectNumber(at, value, shape, depth, found);
    return;
  }
  if (depth >= shape.length) at.refuse(refusals.notOneElement());
  if (items.length !== shape[depth])
    at.fail(
      "shape-mismatch",
      `expected sequence of length ${shape[depth]} at dim ${depth} (got ${items.length})`,
      "ValueError",
    );
  for (const item of items) collect(at, item, shape, depth + 1, found);
}

function collectNumber(at: OpContext, value: Value, shape: readonly Dim[], depth: number, found: Found): void {
  if (value instanceof Unknown) {
    if (value.type !== "int" && value.type !== "float" && value.type !== "bool") at.unknown(value.reason);
    found.items = undefined;
    found.category = widened(found, value.type);
    return;
  }
  if (value === null || typeof value === "string" || !isNumber(value)) {
    if (value instanceof Obj && !isNumber(value)) at.unknown("its elements are not plain numbers");
    if (typeof value !== "string") at.fail("dtype", "Could not infer dtype of NoneType");
    at.fail(
      "dtype",
      depth === 0 ? "new(): invalid data type 'str'" : "too many dimensions 'str'",
      depth === 0 ? "TypeError" : "ValueError",
    );
  }
  if (depth < shape.length)
    at.fail("shape-mismatch", `expected sequence of length ${shape[depth]} at dim ${depth}`, "ValueError");
  found.category = widened(found, categoryOf(value));
  const item = itemOf(value);
  if (item === undefined) found.items = undefined;
  else found.items?.push(item);
}

/** A NumPy array among the elements: of the shape that the first one has, `depth` dimensions further in. */
function collectArray(at: OpContext, array: ArrayBlock, shape: readonly Dim[], depth: number, found: Found): void {
  if (array.shape.length > shape.length - depth) at.refuse(refusals.notOneElement());
  for (const [n, size] of shape.slice(depth).entries()) {
    const wanted = `expected sequence of length ${text(size)} at dim ${depth + n}`;
    if (n >= array.shape.length) at.fail("shape-mismatch", wanted, "ValueError");
    const got = array.shape[n];
    at.same(got, size, "shape-mismatch", () => `${wanted} (got ${text(got)})`, "ValueError");
  }
  found.dtype = found.dtype === undefined ? array.dtype : promoteTypes(found.dtype, array.dtype);
  if (array.data === undefined) found.items = undefined;
  else found.items?.push(...array.data);
}

function widened(found: Found, category: Category): Category {
  return found.category === undefined ? category : higherCategory(found.category, category);
}

/** A tensor among the elements: one number, or a row where all are rows. */
function collectTensor(at: OpContext, tensor: Tensor, missing: number, found: Found): void {
  if (tensor.rank > 0 && tensor.numel() !== 1 && !(tensor.numel() instanceof SymInt))
    at.refuse(refusals.notOneElement());
  if (tensor.rank > 0 && tensor.rank !== missing) at.unknown("a tensor stands among the elements");
  found.dtype = found.dtype === undefined ? tensor.dtype : promoteTypes(found.dtype, tensor.dtype);
  if (tensor.data === undefined) found.items = undefined;
  else found.items?.push(...tensor.data);
}
