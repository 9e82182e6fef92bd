import { add, type Dim } from "../../dims";
import type { Layout } from "../../tensor/layout";
import { DATA_LIMIT, type Tensor, type TensorData } from "../../tensor/tensor";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import type { TensorSpec } from "../registry";

/** A part of a join: as much of a tensor as joining looks at. */
export interface Part {
  readonly shape: readonly Dim[];
  readonly layout: Layout;
  readonly data: TensorData | undefined;
}

/** `cat`: the parts in a row along one dimension. Empty vectors are passed over, as PyTorch does. */
export function concatenated(at: OpContext, parts: readonly Part[], dim: Dim): TensorSpec {
  for (const [n, part] of parts.entries())
    if (part.shape.length === 0) at.fail("rank", `zero-dimensional tensor (at position ${n}) cannot be concatenated`);
  const used = parts.filter((part) => part.shape.length !== 1 || part.shape[0] !== 0);
  if (used.length === 0) {
    at.axis(dim, 1);
    return { shape: [0], data: [] };
  }
  const [first] = used;
  const axis = at.axis(dim, first.shape.length);
  let size = first.shape[axis];
  for (const part of used.slice(1)) {
    if (part.shape.length !== first.shape.length)
      at.fail(
        "rank",
        `Tensors must have same number of dimensions: got ${first.shape.length} and ${part.shape.length}`,
      );
    const number = parts.indexOf(part);
    for (let n = 0; n < part.shape.length; n++) {
      if (n === axis) continue;
      at.same(
        first.shape[n],
        part.shape[n],
        "join-sizes",
        () =>
          `Sizes of tensors must match except in dimension ${axis}. Expected size ${show(first.shape[n])} but got size ${show(part.shape[n])} for tensor number ${number} in the list.`,
      );
    }
    size = add(size, part.shape[axis]);
  }
  const shape = first.shape.with(axis, size);
  return {
    shape,
    layout: used.every((part) => part.layout === "contiguous") ? "contiguous" : undefined,
    data: joinedData(used, axis, shape),
  };
}

/** `stack`: the parts, all of one shape, along a new dimension. */
export function stacked(at: OpContext, parts: readonly Part[], dim: Dim): TensorSpec {
  const [first] = parts;
  const axis = at.axis(dim, first.shape.length + 1);
  for (const [n, part] of parts.entries()) {
    const message = () =>
      `stack expects each tensor to be equal size, but got ${sizes(first.shape)} at entry 0 and ${sizes(part.shape)} at entry ${n}`;
    if (part.shape.length !== first.shape.length) at.fail("join-sizes", message());
    for (let i = 0; i < part.shape.length; i++) at.same(first.shape[i], part.shape[i], "join-sizes", message);
  }
  const shape = first.shape.toSpliced(axis, 0, parts.length);
  const split = parts.map((part) => ({
    data: part.data,
    layout: part.layout,
    shape: part.shape.toSpliced(axis, 0, 1),
  }));
  return { shape, data: joinedData(split, axis, shape) };
}

function joinedData(parts: readonly Part[], axis: number, shape: readonly Dim[]): TensorData | undefined {
  let count = 1;
  for (const size of shape) {
    if (typeof size !== "number") return undefined;
    count *= size;
  }
  if (count > DATA_LIMIT || parts.some((part) => part.data === undefined)) return undefined;
  const outer = (shape.slice(0, axis) as number[]).reduce((a, b) => a * b, 1);
  const data: (number | boolean | Dim)[] = [];
  for (let n = 0; n < outer; n++) {
    for (const part of parts) {
      const run = (part.data as TensorData).length / outer;
      data.push(...(part.data as TensorData).slice(n * run, (n + 1) * run));
    }
  }
  return data;
}

/** PyTorch takes no None among tensors that it joins. */
export function checkTensors(at: OpContext, tensors: readonly (Tensor | null)[]): asserts tensors is readonly Tensor[] {
  const none = tensors.indexOf(null);
  if (none >= 0) at.fail("argument", `expected Tensor as element ${none} in argument 0, but got NoneType`, "TypeError");
}

const show = (dim: Dim) => sizes([dim]).slice(1, -1);
