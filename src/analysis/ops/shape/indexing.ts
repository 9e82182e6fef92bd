import { add, type Dim, equal, less, lessEqual, mul, SymInt } from "../../dims";
import { gathered } from "../../tensor/data";
import type { Strided } from "../../tensor/layout";
import { Tensor, type TensorData } from "../../tensor/tensor";
import { before, refusal } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import {
  classes,
  Either,
  Instance,
  PyFloat,
  PyList,
  PyRange,
  PySlice,
  PyTuple,
  Unknown,
  type Value,
} from "../../values";
import { classOf } from "../../values/classes";
import type { UnknownType } from "../../values/unknown";
import { Obj } from "../../values/value";
import type { OpContext } from "../context";
import type { TensorSpec } from "../registry";
import { tensorOf } from "./nested";
import { sliceRange, windowOf } from "./view";

/**
 * `tensor[index]` (https://numpy.org/doc/stable/user/basics.indexing.html, with PyTorch's differences: an int beside
 * a tensor index is a selection, not an index that is broadcast).
 */

/** What an index does to one dimension of the source, in order. */
type Step =
  | { kind: "select"; index: Dim }
  | { kind: "slice"; from: Dim; length: Dim; step: Dim }
  /** A new dimension: of size 1 for `None` and `True`, 0 for `False`. */
  | { kind: "new"; size: Dim }
  /** A whole dimension that a tensor index picks from. */
  | { kind: "pick"; by: Picker };

/** One dimension of an index tensor's picks. A mask of several dimensions gives as many pickers of one length. */
interface Picker {
  shape: readonly Dim[];
  data: TensorData | undefined;
}

/** The result of indexing, and whether a value may be written there by expanding (`basic`) or by `index_put`. */
export function indexed(at: OpContext, self: Tensor, index: Value): TensorSpec & { advanced: boolean } {
  const steps = stepsOf(at, self, itemsOf(at, index));
  const pickers = steps.flatMap((step, n) => (step.kind === "pick" ? [{ dim: dimOf(steps, n), by: step.by }] : []));
  const view = windowOf(at, self, (of) => follow(steps, of));
  return pickers.length === 0 ? { ...view, advanced: false } : { ...pick(at, view, pickers), advanced: true };
}

/** The dimension of the intermediate view that a step makes. */
function dimOf(steps: readonly Step[], at: number): number {
  return steps.slice(0, at).filter((step) => step.kind !== "select").length;
}

function isEllipsis(value: Value): boolean {
  return value instanceof Obj && value.cls === classes.ellipsis;
}

/** A tuple's items, or the one index; a list that holds slices, tensors or lists counts as a tuple. */
function itemsOf(_at: OpContext, index: Value): readonly Value[] {
  if (index instanceof PyTuple) return index.items;
  const asTuple =
    index instanceof PyList &&
    index.items.length < 32 &&
    index.items.some(
      (item) =>
        item === null ||
        isEllipsis(item) ||
        item instanceof Tensor ||
        item instanceof PySlice ||
        item instanceof PyList ||
        item instanceof PyTuple,
    );
  return asTuple ? (index as PyList).items : [index];
}

/** How many dimensions of the source an index uses up. */
function consumed(item: Value): number {
  if (item === null || typeof item === "boolean" || isEllipsis(item)) return 0;
  return item instanceof Tensor && isMask(item) ? item.rank : 1;
}

function isMask(tensor: Tensor): boolean {
  return tensor.dtype === "bool" || tensor.dtype === "uint8";
}

function stepsOf(at: OpContext, self: Tensor, given: readonly Value[]): Step[] {
  const items = given.map((item) => asTensor(at, item));
  const used = items.reduce<number>((sum, item) => sum + consumed(item), 0);
  if (self.rank === 0 && used > 0)
    at.fail(
      "rank",
      "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number",
      "IndexError",
    );
  // A mask that is the whole index is compared with the tensor's sizes first.
  const isMaskAlone = items.length === 1 && items[0] instanceof Tensor && isMask(items[0]);
  if (used > self.rank && !isMaskAlone)
    at.fail("rank", `too many indices for tensor of dimension ${self.rank}`, "IndexError");
  const steps: Step[] = [];
  let dim = 0;
  let open = Math.max(0, self.rank - used);
  const whole = (count: number) => {
    for (let n = 0; n < count; n++) steps.push({ kind: "slice", from: 0, length: self.shape[dim++], step: 1 });
  };
  for (const [n, item] of items.entries()) {
    if (isEllipsis(item)) {
      whole(open);
      open = 0;
    } else if (item === null) steps.push({ kind: "new", size: 1 });
    else if (typeof item === "boolean") steps.push({ kind: "new", size: Number(item) });
    else if (item instanceof Tensor && item.rank > 0) {
      steps.push(...pickers(at, self, item, dim, n));
      dim += consumed(item);
    } else if (item instanceof Tensor && isMask(item)) steps.push({ kind: "new", size: truthOf(at, item) });
    else steps.push(basic(at, self.shape[dim++], item));
  }
  whole(self.rank - dim);
  return steps;
}

/** Lists, ranges and arrays of indices are tensors. */
function asTensor(at: OpContext, item: Value): Value {
  const isArray = item instanceof Instance && item.cls.name === "ndarray";
  if (!(isArray || item instanceof PyList || item instanceof PyTuple || item instanceof PyRange)) return item;
  const { shape, dtype, data } = tensorOf(at, item);
  const tensor = new Tensor(shape, shape[0] === 0 ? "int64" : (dtype ?? "int64"));
  tensor.data = data;
  return tensor;
}

/** An int, a tensor without dimensions or a slice. */
function basic(at: OpContext, size: Dim, item: Value): Step {
  if (item instanceof Either) at.unknown("the index can be one of several values");
  if (item instanceof Unknown && item.type !== "int" && item.type !== "bool") at.unknown(item.reason);
  if (item instanceof PySlice) {
    const [start, stop, step] = [item.start, item.stop, item.step].map((bound) => sliceBound(at, bound));
    if (typeof step === "number" && step <= 0) at.fail("argument", "step must be greater than zero", "ValueError");
    return { kind: "slice", ...sliceRange(at, size, start, stop, step ?? 1), step: step ?? 1 };
  }
  const index = indexOf(at, item);
  if (index === undefined) {
    const other = refusal(
      "argument",
      `only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${classOf(item).name})`,
      "IndexError",
    );
    const text = refusal("argument", "new(): invalid data type 'str'", "TypeError");
    at.refuse(typeof item === "string" ? before(text, other) : other);
  }
  const negative = less(index, 0, at.assumptions) === true;
  const place = negative ? add(index, size) : index;
  const outside = () =>
    `index ${sizes([index]).slice(1, -1)} is out of bounds for dimension 0 with size ${sizes([size]).slice(1, -1)}`;
  at.check(less(place, size, at.assumptions) !== false, "index", outside, undefined, "IndexError");
  at.check(!negative || lessEqual(0, place, at.assumptions) !== false, "index", outside, undefined, "IndexError");
  return { kind: "select", index: place };
}

function sliceBound(at: OpContext, bound: Value): Dim | null {
  if (bound === null) return null;
  return (
    indexOf(at, bound) ??
    indexOfOne(at, bound) ??
    at.fail(
      "argument",
      bound instanceof Tensor
        ? "only integer tensors of a single element can be converted to an index"
        : "slice indices must be integers or None or have an __index__ method",
      "TypeError",
    )
  );
}

/** A tensor of one integer, in however many dimensions: it has `__index__`. */
function indexOfOne(at: OpContext, value: Value): Dim | undefined {
  if (!(value instanceof Tensor) || value.dtype.startsWith("float") || value.dtype.startsWith("complex"))
    return undefined;
  if (value.shape.some((size) => equal(size, 1, at.assumptions) === false)) return undefined;
  const item = value.data?.[0];
  return typeof item === "number" ? item : at.fresh("it depends on the data");
}

/** What certainly has no `__index__`. */
const NO_INDEX: ReadonlySet<UnknownType> = new Set(["str", "float", "module"]);

/** An integer index; what is not known becomes a fresh symbol. */
function indexOf(at: OpContext, value: Value): Dim | undefined {
  if (value instanceof Either) return at.fresh("it can be one of several values");
  if (typeof value === "number" || value instanceof SymInt) return value;
  if (typeof value === "boolean") return Number(value);
  if (value instanceof Unknown) return NO_INDEX.has(value.type) ? undefined : at.fresh(value.reason);
  if (value instanceof Tensor && value.rank === 0 && !value.dtype.startsWith("float")) {
    const item = value.data?.[0];
    return typeof item === "boolean" ? Number(item) : (item ?? at.fresh("it depends on the data"));
  }
  return value instanceof Obj && !(value instanceof PyFloat || value instanceof Tensor) ? at.dim(value) : undefined;
}

/** The steps of a tensor index: one for a tensor of positions, one a dimension for a mask. */
function pickers(at: OpContext, self: Tensor, item: Tensor, dim: number, position: number): Step[] {
  if (!isMask(item)) {
    if (item.dtype !== "int64" && item.dtype !== "int32")
      at.refuse(
        before(
          refusal(
            { kind: "dtype", wanted: "integral" },
            "tensors used as indices must be long, int, byte or bool tensors",
            "IndexError",
          ),
          "tensors used as indices must be long, byte or bool tensors",
        ),
      );
    checkPositions(at, item, self.shape[dim], dim);
    return [{ kind: "pick", by: item }];
  }
  for (let n = 0; n < item.rank; n++) {
    const size = self.shape[dim + n];
    const message = () =>
      `The shape of the mask ${sizes(item.shape)} at index ${n} does not match the shape of the indexed tensor ${sizes(self.shape)} at index ${dim + n}`;
    if (size === undefined)
      at.fail(
        "rank",
        position === 0 ? message() : `too many indices for tensor of dimension ${self.rank}`,
        "IndexError",
      );
    at.same(item.shape[n], size, "shape-mismatch", message, "IndexError");
  }
  const places = truePlaces(item);
  const count = trueCount(item, at);
  return item.shape.map((_, n) => ({
    kind: "pick",
    by: { shape: [count], data: places?.map((place) => place[n]) },
  }));
}

/** 1 where a mask without dimensions holds, 0 where not. */
function truthOf(at: OpContext, mask: Tensor): Dim {
  const value = mask.data?.[0];
  return typeof value === "boolean" ? Number(value) : at.fresh("whether the mask holds depends on the data");
}

/** How many elements of a tensor are true: one symbol, however often it is asked for, until the tensor is written. */
export function trueCount(mask: Tensor, at: OpContext): Dim {
  return truePlaces(mask)?.length ?? at.freshOf(mask, "the number of true elements depends on the data", mask.numel());
}

/** The places of a small mask's true elements; undefined where its values are not known. */
export function truePlaces(mask: Tensor): number[][] | undefined {
  if (mask.data === undefined) return undefined;
  const places: number[][] = [];
  let unknown = false;
  const steps: number[] = [];
  let step = 1;
  for (let n = mask.rank - 1; n >= 0; n--) {
    steps[n] = step;
    step *= mask.shape[n] as number;
  }
  mask.data.forEach((item, flat) => {
    const zero = typeof item === "boolean" ? !item : equal(item, 0);
    if (zero === undefined) unknown = true;
    else if (!zero) places.push(steps.map((each, n) => Math.floor(flat / each) % (mask.shape[n] as number)));
  });
  return unknown ? undefined : places;
}

function checkPositions(at: OpContext, item: Tensor, size: Dim, dim: number): void {
  for (const position of item.data ?? []) {
    if (typeof position !== "number" || typeof size !== "number") continue;
    if (position >= size || position < -size)
      at.fail("index", `index ${position} is out of bounds for dimension ${dim} with size ${size}`, "IndexError");
  }
}

/** The view that all steps but the picks make. */
function follow(steps: readonly Step[], { shape, strides, offset }: Strided): Strided {
  const result = { shape: [] as Dim[], strides: [] as Dim[], offset };
  let dim = 0;
  for (const step of steps) {
    if (step.kind === "new") {
      result.shape.push(step.size);
      result.strides.push(dim < shape.length ? mul(shape[dim], strides[dim]) : 1);
      continue;
    }
    const stride = strides[dim];
    if (step.kind === "select") result.offset = add(result.offset, mul(stride, step.index));
    else if (step.kind === "slice") {
      result.shape.push(step.length);
      result.strides.push(mul(stride, step.step));
      result.offset = add(result.offset, mul(stride, step.from));
    } else {
      result.shape.push(shape[dim]);
      result.strides.push(stride);
    }
    dim++;
  }
  return result;
}

/** Picks by index tensors, broadcast together: in their place where they stand side by side, else in front. */
function pick(at: OpContext, view: TensorSpec, indices: readonly { dim: number; by: Picker }[]): TensorSpec {
  const shapes = indices.map(({ by }) => by.shape);
  let picked = shapes[0];
  for (const shape of shapes.slice(1)) {
    for (let n = 1; n <= Math.min(picked.length, shape.length); n++) {
      const [x, y] = [picked.at(-n) as Dim, shape.at(-n) as Dim];
      if (typeof x === "number" && typeof y === "number" && x !== y && x !== 1 && y !== 1)
        at.fail(
          "broadcast",
          `shape mismatch: indexing tensors could not be broadcast together with shapes ${shapes.map(sizes).join(", ")}`,
          "IndexError",
        );
    }
    picked = at.broadcast(picked, shape);
  }
  const dims = indices.map(({ dim }) => dim);
  const adjacent = dims.every((dim, n) => n === 0 || dim === dims[n - 1] + 1);
  const rest = view.shape.map((_, n) => n).filter((n) => !dims.includes(n));
  const lead = adjacent ? rest.filter((n) => n < dims[0]) : [];
  const tail = rest.slice(lead.length);
  const shape = [...lead.map((n) => view.shape[n]), ...picked, ...tail.map((n) => view.shape[n])];
  return { shape, layout: "contiguous", view: false, data: pickData(view, indices, shape, lead, tail, picked.length) };
}

function pickData(
  view: TensorSpec,
  indices: readonly { dim: number; by: Picker }[],
  shape: readonly Dim[],
  lead: readonly number[],
  tail: readonly number[],
  rank: number,
): TensorData | undefined {
  if (view.data === undefined || shape.some((size) => typeof size !== "number")) return undefined;
  for (const { by } of indices)
    if (by.data === undefined || by.data.some((item) => typeof item === "object")) return undefined;
  return gathered(view.data, view.shape, shape, (position) => {
    const source = new Array<number>(view.shape.length);
    lead.forEach((n, m) => {
      source[n] = position[m];
    });
    tail.forEach((n, m) => {
      source[n] = position[lead.length + rank + m];
    });
    for (const { dim, by } of indices) {
      let flat = 0;
      by.shape.forEach((size, n) => {
        const here = position[lead.length + rank - by.shape.length + n];
        flat = flat * (size as number) + (size === 1 ? 0 : here);
      });
      const index = Number(by.data?.[flat]);
      source[dim] = index < 0 ? index + (view.shape[dim] as number) : index;
    }
    return source;
  });
}
