import { type Dim, equal, product } from "../../dims";
import { filled, type Item, itemOf, smallSize } from "../../tensor/data";
import { Tensor, type TensorData } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { Value } from "../../values";
import type { OpContext } from "../context";
import { free, op } from "../registry";
import { expandShape } from "../shape/broadcast";
import { indexed } from "../shape/indexing";
import { tensorOf } from "../shape/nested";

/** `x[index]` and `x[index] = value`. Ints, slices, None and `...` make a view; tensors, lists and masks a copy. */

/** The elements of a value written over a shape. */
function written(value: Tensor | Value, shape: readonly Dim[]): TensorData | undefined {
  if (!(value instanceof Tensor)) return filled(shape, itemOf(value));
  if (value.data === undefined) return undefined;
  const count = smallSize(shape);
  const size = value.data.length;
  if (count === undefined || size === 0 || (size !== 1 && size !== count)) return undefined;
  return Array.from({ length: count }, (_, n) => value.data?.[n % size] as Item);
}

/** The values after the assignment, where old values, places and new values are known. */
function assigned(at: OpContext, self: Tensor, index: Value, value: Tensor | Value): TensorData | undefined {
  if (self.data === undefined) return undefined;
  const places = new Tensor(self.shape, "int64");
  places.data = self.data.map((_, n) => n);
  const target = indexed(at, places, index);
  const items = target.data && written(value, target.shape);
  if (items === undefined) return undefined;
  const result = [...self.data];
  target.data?.forEach((place, n) => {
    result[place as number] = items[n];
  });
  return result;
}

/** A value is expanded to what the index names; leading dimensions of size 1 are dropped. */
function checkValue(at: OpContext, value: Tensor, shape: readonly Dim[], advanced: boolean): void {
  let own = value.shape;
  while (own.length > shape.length && equal(own[0], 1, at.assumptions) === true) own = own.slice(1);
  if (!advanced) return void expandShape(at, own, shape);
  const message = () =>
    `shape mismatch: value tensor of shape ${sizes(value.shape)} cannot be broadcast to indexing result of shape ${sizes(shape)}`;
  if (own.length > shape.length) at.fail("broadcast", message());
  own.forEach((size, n) => {
    if (size !== 1) at.same(size, shape[shape.length - own.length + n], "broadcast", message);
  });
}

/** A number without dimensions is written by a mask alone as `masked_fill` writes it. */
const isFilled = (index: Value, value: Tensor) =>
  value.rank === 0 && index instanceof Tensor && (index.dtype === "bool" || index.dtype === "uint8");

/** What is put by indices is of one type with the tensor. */
function checkPut(at: OpContext, self: Tensor, value: Tensor): void {
  if (self.dtype !== value.dtype) at.refuse(refusals.putType(self.dtype, value.dtype));
}

export const indexing = [
  op("getitem(Tensor self, any index) -> Tensor", {
    devices: "indices",
    as: ["Tensor.__getitem__"],
    out: ({ self, index }, at) => indexed(at, self, index),
    cost: free,
    moves: { picks: "self" },
    doc: "(...)[index] -> (...)",
  }),
  op("setitem(Tensor self, any index, any value) -> Tensor", {
    devices: "indices",
    as: ["Tensor.__setitem__"],
    writes: true,
    out: ({ self, index, value }, at) => {
      const target = indexed(at, self, index);
      const list = value instanceof Tensor || itemOf(value) !== undefined ? undefined : asSequence(at, value);
      const source = list ?? value;
      if (source instanceof Tensor) checkValue(at, source, target.shape, target.advanced);
      if (source === value && source instanceof Tensor && target.advanced && !isFilled(index, source))
        checkPut(at, self, source);
      const data = assigned(at, self, index, source);
      const touched = product(target.shape);
      return { shape: self.shape, dtype: self.dtype, layout: self.layout, data, touched };
    },
    cost: free,
    moves: "overwrites",
    doc: "(...)[index] = value",
  }),
];

/** A list that is assigned, as the tensor that PyTorch makes of it. */
function asSequence(at: OpContext, value: Value): Tensor | undefined {
  if (value === null || typeof value !== "object" || !("items" in value)) return undefined;
  const { shape, dtype, data } = tensorOf(at, value);
  const tensor = new Tensor(shape, dtype ?? "float32");
  tensor.data = data;
  return tensor;
}
