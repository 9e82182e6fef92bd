import { broadcast, expandShape } from "../../tensor/broadcast";
import { DATA_LIMIT, type Tensor, type TensorData } from "../../tensor/tensor";
import { PyFloat, type Value } from "../../values";
import { free, op, type TensorSpec } from "../registry";

/** In-place writes of one number or of another tensor: https://pytorch.org/docs/stable/tensors.html */

function same({ shape, dtype, layout }: Tensor, data?: TensorData): TensorSpec {
  return { shape, dtype, layout, ...(data === undefined ? {} : { data }) };
}

/** The number everywhere, where the tensor is small enough to keep its values. */
function filled(self: Tensor, value: Value): TensorData | undefined {
  const count = self.numel();
  const number = value instanceof PyFloat ? value.value : typeof value === "number" ? value : undefined;
  if (typeof count !== "number" || count > DATA_LIMIT || number === undefined) return undefined;
  return new Array<number>(count).fill(number);
}

export const filling = [
  op("zero(Tensor self) -> Tensor", {
    as: ["Tensor.zero_", "torch.zero_"],
    writes: true,
    out: ({ self }) => same(self, filled(self, 0)),
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("fill(Tensor self, Scalar value) -> Tensor", {
    as: ["Tensor.fill_", "torch.fill_"],
    writes: true,
    out: ({ self, value }) => same(self, filled(self, value)),
    cost: free,
    doc: "(...) -> (...)",
  }),
  op("fill.Tensor(Tensor self, Tensor value) -> Tensor", {
    as: ["Tensor.fill_", "torch.fill_"],
    writes: true,
    out: ({ self, value }, at) => {
      at.check(value.rank === 0, `fill_ only supports 0-dimension value tensor but got tensor with ${value.rank} dimensions.`);
      return same(self);
    },
    cost: free,
    doc: "(...), () -> (...)",
  }),
  op("copy(Tensor self, Tensor src, bool non_blocking=False) -> Tensor", {
    as: ["Tensor.copy_"],
    writes: true,
    out: ({ self, src }, at) => {
      if (src.rank > self.rank) broadcast(at, src.shape, self.shape);
      else expandShape(at, src.shape, self.shape);
      return same(self, src.data?.length === self.data?.length ? src.data : undefined);
    },
    cost: free,
    doc: "(...), (...) -> (...)",
  }),
];
