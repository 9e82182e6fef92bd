import { type Dim, mul, product, sum } from "../../dims";
import { smallSize } from "../../tensor/data";
import type { Tensor } from "../../tensor/tensor";
import { before, refusal } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { free, op, type TensorSpec } from "../registry";
import { checkTensors, concatenated, type Part, stacked } from "../shape/join";

/** Tensors joined to one. All copy and compute nothing. */

/** At least `rank` dimensions, as `atleast_1d` and its like add them. */
function atLeast(self: Tensor, rank: 1 | 2 | 3): Part & TensorSpec {
  const { shape, data } = self;
  const layout =
    self.layout === "contiguous" ? ("contiguous" as const) : shape.length >= rank ? self.layout : undefined;
  if (shape.length >= rank) return { shape, layout, data };
  const grown: readonly Dim[] =
    shape.length === 0
      ? new Array(rank).fill(1)
      : rank === 2
        ? [1, ...shape]
        : shape.length === 1
          ? [1, shape[0], 1]
          : [...shape, 1];
  return { shape: grown, layout, data };
}

function nonEmpty(
  at: OpContext,
  name: string,
  tensors: readonly (Tensor | null)[],
): asserts tensors is readonly Tensor[] {
  if (tensors.length === 0) at.fail("empty", `${name} expects a non-empty TensorList`);
  checkTensors(at, tensors);
}

function columns(at: OpContext, tensors: readonly Tensor[]): TensorSpec {
  const parts = tensors.map((tensor): Part => {
    if (tensor.rank > 1) return tensor;
    return { shape: [tensor.numel(), 1], layout: "contiguous", data: tensor.data };
  });
  return concatenated(at, parts, 1);
}

/** Outer product of lists: every combination of their elements is a row. */
function cartesian(at: OpContext, tensors: readonly Tensor[]): TensorSpec {
  for (const tensor of tensors)
    if (tensor.rank !== 1) at.fail("rank", `Expect a 1D vector, but got shape ${sizes(tensor.shape)}`);
  if (tensors.length === 1) return { shape: tensors[0].shape, data: tensors[0].data };
  return { shape: [product(tensors.map((tensor) => tensor.shape[0])), tensors.length] };
}

function blockDiagonal(at: OpContext, tensors: readonly Tensor[]): readonly Dim[] {
  for (const [n, tensor] of tensors.entries())
    if (tensor.rank > 2)
      at.fail(
        "rank",
        `torch.block_diag: Input tensors must have 2 or fewer dimensions. Input ${n} has ${tensor.rank} dimensions`,
      );
  const matrices = tensors.map((tensor) => [...new Array(2 - tensor.rank).fill(1), ...tensor.shape]);
  return [sum(matrices.map(([rows]) => rows)), sum(matrices.map(([, cols]) => cols))];
}

function kronecker(self: Tensor, other: Tensor): readonly Dim[] {
  const rank = Math.max(self.rank, other.rank);
  const padded = (tensor: Tensor) => [...new Array(rank - tensor.rank).fill(1), ...tensor.shape];
  const [a, b] = [padded(self), padded(other)];
  return a.map((size, n) => mul(size, b[n]));
}

export const joining = [
  op("cat(Tensor[] tensors, int dim=0) -> Tensor", {
    devices: { kernel: "cat", of: { tensors: "tensors" } },
    as: ["torch.cat", "torch.concat", "torch.concatenate"],
    dtype: "promote",
    cost: free,
    out: ({ tensors, dim }, at) => {
      if (tensors.length === 0)
        at.refuse(
          before(refusal("empty", "torch.cat(): expected a non-empty list of Tensors", "ValueError"), {
            type: "RuntimeError",
          }),
        );
      checkTensors(at, tensors);
      return concatenated(at, tensors, dim);
    },
    doc: "(..., N1, ...), (..., N2, ...), ... -> (..., N1 + N2 + ..., ...)",
  }),
  op("stack(Tensor[] tensors, int dim=0) -> Tensor", {
    devices: "same",
    dtype: "promote",
    cost: free,
    out: ({ tensors, dim }, at) => {
      nonEmpty(at, "stack", tensors);
      return stacked(at, tensors, dim);
    },
    doc: "n of (..., ...) -> (..., n, ...)",
  }),
  op("hstack(Tensor[] tensors) -> Tensor", {
    devices: "same",
    dtype: "promote",
    cost: free,
    out: ({ tensors }, at) => {
      nonEmpty(at, "hstack", tensors);
      const parts = tensors.map((tensor) => atLeast(tensor, 1));
      return concatenated(at, parts, parts[0].shape.length === 1 ? 0 : 1);
    },
    doc: "cat along dimension 1 (0 for vectors)",
  }),
  ...(["vstack", "row_stack"] as const).map((name) =>
    op(`${name}(Tensor[] tensors) -> Tensor`, {
      devices: "same",
      dtype: "promote",
      cost: free,
      out: ({ tensors }, at) => {
        nonEmpty(at, "vstack", tensors);
        return concatenated(
          at,
          tensors.map((tensor) => atLeast(tensor, 2)),
          0,
        );
      },
      doc: "cat along dimension 0 of at least 2-dimensional tensors",
    }),
  ),
  op("dstack(Tensor[] tensors) -> Tensor", {
    devices: "same",
    dtype: "promote",
    cost: free,
    out: ({ tensors }, at) => {
      nonEmpty(at, "dstack", tensors);
      return concatenated(
        at,
        tensors.map((tensor) => atLeast(tensor, 3)),
        2,
      );
    },
    doc: "cat along dimension 2 of at least 3-dimensional tensors",
  }),
  op("column_stack(Tensor[] tensors) -> Tensor", {
    devices: "same",
    dtype: "promote",
    cost: free,
    out: ({ tensors }, at) => {
      nonEmpty(at, "column_stack", tensors);
      return columns(at, tensors);
    },
    doc: "(N,) or (N, M), ... -> (N, M1 + M2 + ...)",
  }),
  ...([1, 2, 3] as const).flatMap((rank) => [
    op(`atleast_${rank}d(Tensor self) -> Tensor`, {
      as: [`torch.atleast_${rank}d`, `torch.functional.atleast_${rank}d`],
      cost: free,
      out: ({ self }) => ({ ...atLeast(self, rank), view: true }),
      doc: `(...) -> at least ${rank} dimensions`,
    }),
    op(`atleast_${rank}d.Sequence(Tensor[] tensors) -> Tensor[]`, {
      as: [`torch.atleast_${rank}d`, `torch.functional.atleast_${rank}d`],
      view: true,
      out: ({ tensors }) => ({
        tensors: tensors.map((tensor) => ({ ...atLeast(tensor, rank), dtype: tensor.dtype })),
      }),
      doc: `each (...) -> at least ${rank} dimensions`,
    }),
  ]),
  op("block_diag(Tensor[] tensors) -> Tensor", {
    devices: "same",
    as: ["torch.block_diag", "torch.functional.block_diag"],
    dtype: "promote",
    cost: free,
    shape: ({ tensors }, at) => blockDiagonal(at, tensors),
    doc: "(N1, M1), (N2, M2), ... -> (N1 + N2 + ..., M1 + M2 + ...)",
  }),
  op("cartesian_prod(Tensor[] tensors) -> Tensor", {
    as: ["torch.cartesian_prod", "torch.functional.cartesian_prod"],
    cost: free,
    out: ({ tensors }, at) => cartesian(at, tensors),
    doc: "(N1,), (N2,), ... n of them -> (N1*N2*..., n)",
  }),
  op("kron(Tensor self, Tensor other) -> Tensor", {
    devices: "same",
    dtype: "promote",
    shape: ({ self, other }) => kronecker(self, other),
    cost: (_, [out]) => ({ flops: out.numel() }),
    costText: "numel(out)",
    doc: "(N, M), (K, L) -> (N*K, M*L)",
  }),
  op("meshgrid(Tensor[] tensors, *, str? indexing=None) -> Tensor[]", {
    as: ["torch.meshgrid", "torch.functional.meshgrid"],
    view: true,
    out: ({ tensors, indexing }, at) => grid(at, tensors, indexing ?? "ij"),
    doc: "(N1,), (N2,), ... -> each (N1, N2, ...)",
  }),
];

function grid(at: OpContext, tensors: readonly Tensor[], indexing: string): { tensors: TensorSpec[] } {
  if (tensors.length === 0) at.fail("empty", "meshgrid expects a non-empty TensorList");
  for (const tensor of tensors)
    if (tensor.rank > 1)
      at.fail(
        "rank",
        `torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got a tensor of shape ${sizes(tensor.shape)}`,
      );
  if (tensors.some((tensor) => tensor.dtype !== tensors[0].dtype))
    at.fail({ kind: "dtype", wanted: "same" }, "torch.meshgrid expects all tensors to have the same dtype");
  if (indexing !== "ij" && indexing !== "xy")
    at.fail("argument", `torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`);
  const lengths = tensors.map((tensor) => tensor.numel());
  const order = lengths.map((_, n) => n);
  if (indexing === "xy" && order.length > 1) order.splice(0, 2, 1, 0);
  const shape = order.map((n) => lengths[n]);
  const count = smallSize(shape);
  return {
    tensors: tensors.map((tensor, n) => {
      const axis = order.indexOf(n);
      const inner = shape.slice(axis + 1).reduce<number>((run, size) => run * (size as number), 1);
      const strides = shape.map((_, dim) => (dim === axis ? 1 : 0));
      const { data } = tensor;
      return {
        shape,
        layout: strides,
        data:
          data && count !== undefined
            ? Array.from({ length: count }, (_, place) => data[Math.floor(place / inner) % data.length])
            : undefined,
      };
    }),
  };
}
