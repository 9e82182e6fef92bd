import { type Dim, equal, lessEqual, mul } from "../../dims";
import { dtypes, isIntegral, realType } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { before, refusal } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { op } from "../registry";
import { broadcast } from "../shape/broadcast";
import { batchOf, byColumns, cubic, needsInexact, needsMatrix, needsSquare } from "../shape/matrix";
import { text } from "../shape/spatial";

/** Norms, and products of vectors. FLOPs: norms two for each element, the spectral ones as the singular values that they need. */

// --- norms ---

function normed(at: OpContext, self: Tensor, dim: readonly Dim[] | null, keepdim: boolean): readonly Dim[] {
  const axes = dim === null || dim.length === 0 ? self.shape.map((_, n) => n) : at.axes(dim, self.rank);
  if (keepdim) return self.shape.map((size, n) => (axes.includes(n) ? 1 : size));
  return self.shape.filter((_, n) => !axes.includes(n));
}

function checkNormType(at: OpContext, name: string, self: Tensor, dtype: string | null): void {
  needsInexact(at, name, self);
  if (dtype !== null && isIntegral(dtype as Tensor["dtype"]))
    at.fail(
      { kind: "dtype", wanted: "floating" },
      `${name}: dtype should be floating point or complex, but got ${dtypes[dtype as Tensor["dtype"]].scalar}`,
    );
}

function matrixNorm(
  at: OpContext,
  self: Tensor,
  ord: unknown,
  dim: readonly Dim[],
  keepdim: boolean,
  dtype: string | null,
): readonly Dim[] {
  const name = "linalg.matrix_norm";
  needsMatrix(at, name, self);
  checkNormType(at, name, self, dtype);
  const value = typeof ord === "number" ? ord : (ord as { value?: number } | null)?.value;
  const known =
    typeof ord === "string"
      ? ord === "fro" || ord === "nuc"
      : [1, 2].includes(Math.abs(value ?? 2)) || Math.abs(value ?? 2) === Number.POSITIVE_INFINITY;
  if (!known) at.fail("argument", `${name}: Order ${typeof ord === "string" ? ord : value} not supported.`);
  if (dim.length !== 2) at.fail("argument", `${name}: dim must be a 2-tuple. Got ${dim.map(text).join(" ")}`);
  const [a, b] = dim.map((axis) => at.axis(axis, self.rank));
  if (a === b) at.fail("permutation", `${name}: dims must be different. Got (${dim.map(text).join(", ")})`);
  return normed(at, self, dim, keepdim);
}

function anyNorm(
  at: OpContext,
  self: Tensor,
  ord: unknown,
  dim: readonly Dim[] | null,
  keepdim: boolean,
  dtype: string | null,
): readonly Dim[] {
  if (dim !== null && dim.length !== 1 && dim.length !== 2)
    at.fail("argument", `linalg.norm: If dim is specified, it must be of length 1 or 2. Got ${sizes(dim)}`);
  if (dim === null && ord !== null && self.rank !== 1 && self.rank !== 2)
    at.fail("rank", `linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got ${self.rank}D.`);
  const matrix = ord !== null && (dim === null ? self.rank === 2 : dim.length === 2);
  if (typeof ord === "string" || matrix) return matrixNorm(at, self, ord, dim ?? [-2, -1], keepdim, dtype);
  checkNormType(at, "linalg.vector_norm", self, dtype);
  return normed(at, self, dim, keepdim);
}

// --- products ---

function crossed(at: OpContext, self: Tensor, other: Tensor, dim: Dim | null): readonly Dim[] {
  if (self.rank !== other.rank) at.fail("rank", "linalg.cross: inputs must have the same number of dimensions.");
  let axis: number;
  if (dim === null) {
    axis = self.shape.findIndex((size) => equal(size, 3, at.assumptions) === true);
    if (axis < 0) {
      if (self.shape.every((size) => equal(size, 3, at.assumptions) === false))
        at.fail("shape-mismatch", "no dimension of size 3 in input");
      at.unknown("which dimension has the size 3 is not known");
    }
  } else axis = at.axis(dim, self.rank);
  for (const tensor of [self, other])
    at.same(
      tensor.shape[axis],
      3,
      "shape-mismatch",
      () =>
        `linalg.cross: inputs dimension ${text(dim ?? axis)} must have length 3. Got ${text(self.shape[axis])} and ${text(other.shape[axis])}`,
    );
  return broadcast(at, self.shape, other.shape);
}

const each = (count: number) => ({
  cost: ({ self }: { self: Tensor }) => ({ flops: mul(count, self.numel()) }),
  costText: `${count === 1 ? "" : `${count}*`}numel`,
});

export const norms = byColumns([
  op("linalg_cond(Tensor self, any p=None) -> Tensor", {
    as: ["torch.linalg.cond"],
    dtype: ({ self }) => realType(self.dtype),
    shape: ({ self, p }, at) => {
      if (self.rank < 2) at.fail("rank", "linalg.cond: The input tensor must have at least 2 dimensions.");
      if (typeof p === "string" && p !== "fro" && p !== "nuc")
        at.refuse(
          before(refusal("argument", `linalg.cond got an invalid norm type: ${p}`, "ValueError"), {
            type: "RuntimeError",
          }),
        );
      if (p !== null && p !== 2 && p !== -2)
        needsSquare(
          at,
          `linalg.cond(ord=${typeof p === "string" ? p : String((p as { value?: number }).value ?? p)})`,
          self,
        );
      needsInexact(at, "linalg.svd", self);
      return batchOf(self);
    },
    cost: ({ self }) => cubic(self, 4),
    costText: "4*M*N**2",
    doc: "(..., M, N) -> (...)",
  }),
  op(
    "linalg_norm(Tensor self, any ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
    {
      as: ["torch.linalg.norm"],
      dtype: ({ self }) => realType(self.dtype),
      shape: ({ self, ord, dim, keepdim, dtype }, at) => anyNorm(at, self, ord, dim, keepdim, dtype),
      ...each(2),
      doc: "(..., M, N) -> (...)",
    },
  ),
  op(
    "linalg_vector_norm(Tensor self, Scalar ord=2, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
    {
      as: ["torch.linalg.vector_norm"],
      dtype: ({ self }) => realType(self.dtype),
      shape: ({ self, dim, keepdim, dtype }, at) => {
        checkNormType(at, "linalg.vector_norm", self, dtype);
        return normed(at, self, dim, keepdim);
      },
      ...each(2),
      doc: "(...) -> ()",
    },
  ),
  op(
    "linalg_matrix_norm(Tensor self, any ord='fro', int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None) -> Tensor",
    {
      as: ["torch.linalg.matrix_norm"],
      dtype: ({ self }) => realType(self.dtype),
      shape: ({ self, ord, dim, keepdim, dtype }, at) => matrixNorm(at, self, ord, dim, keepdim, dtype),
      ...each(2),
      doc: "(..., M, N) -> (...)",
    },
  ),
  op("linalg_vecdot(Tensor x, Tensor y, *, int dim=-1) -> Tensor", {
    as: ["torch.linalg.vecdot"],
    shape: ({ x, y, dim }, at) => {
      needsInexact(at, "linalg.vecdot", x);
      const shape = broadcast(at, x.shape, y.shape);
      return shape.toSpliced(at.axis(dim, shape.length), 1);
    },
    cost: ({ x, y, dim }, [out]) => {
      const wide = x.rank >= y.rank ? x : y;
      return { macs: mul(out.numel(), typeof dim === "number" && wide.rank > 0 ? wide.dim(dim) : 1) };
    },
    costText: "numel(out)*N MACs",
    doc: "(..., N), (..., N) -> (...)",
  }),
  op("linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor", {
    devices: "same",
    as: ["torch.linalg.cross"],
    shape: ({ self, other, dim }, at) => crossed(at, self, other, dim),
    cost: (_, [out]) => ({ flops: mul(3, out.numel()) }),
    costText: "3*numel(out)",
    doc: "(..., 3), (..., 3) -> (..., 3)",
  }),
  op("cross(Tensor self, Tensor other, int? dim=None) -> Tensor", {
    shape: ({ self, other, dim }, at) => crossed(at, self, other, dim),
    cost: (_, [out]) => ({ flops: mul(3, out.numel()) }),
    costText: "3*numel(out)",
    doc: "(..., 3, ...), (..., 3, ...) -> (..., 3, ...)",
  }),
  op("linalg_vander(Tensor x, *, int? N=None) -> Tensor", {
    as: ["torch.linalg.vander"],
    dtype: ({ x }) => (isIntegral(x.dtype) ? "int64" : x.dtype),
    shape: ({ x, N }, at) => {
      if (N !== null && lessEqual(N, 1, at.assumptions) === true) at.fail("argument", "N must be greater than 1.");
      const shape = x.rank === 0 ? [1] : x.shape;
      return [...shape, N ?? shape[shape.length - 1]];
    },
    cost: (_, [out]) => ({ flops: out.numel() }),
    costText: "numel(out)",
    doc: "(..., K) -> (..., K, N)",
  }),
]);
