import { type Dim, equal, less, mul, product } from "../../dims";
import { dtypes, isIntegral, realType } from "../../tensor/dtype";
import { Tensor } from "../../tensor/tensor";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { op, type TensorSpec } from "../registry";
import { broadcast } from "../shape/broadcast";
import {
  batchOf,
  byColumns,
  cubic,
  needsFullPrecision,
  needsInexact,
  needsMatrix,
  needsSquare,
  sameKind,
  smaller,
  solution,
  substitutions,
} from "../shape/matrix";
import { text } from "../shape/spatial";

/** Solving and inverting. FLOPs are the leading term of the usual algorithm; inverse 2n³, LU 2n³/3. */

const torchAndTensor = (name: string) => [`torch.${name}`, `Tensor.${name}`];

function inverse(at: OpContext, self: Tensor): readonly Dim[] {
  needsSquare(at, "linalg.inv", self);
  needsInexact(at, "linalg.inv", self);
  needsFullPrecision(at, "linalg.inv", self);
  return self.shape;
}

function determinant(at: OpContext, name: string, self: Tensor): readonly Dim[] {
  needsSquare(at, name, self);
  needsInexact(at, name, self);
  return batchOf(self);
}

/** B is a batch of vectors where its shape is A's without the last dimension, or a single vector. */
function isVector(at: OpContext, a: Tensor, b: Tensor): boolean {
  if (b.rank === 1) return true;
  return a.rank - 1 === b.rank && b.shape.every((size, n) => equal(size, a.shape[n], at.assumptions) !== false);
}

function solved(at: OpContext, a: Tensor, b: Tensor, left: boolean): readonly Dim[] {
  const name = "linalg.solve";
  needsSquare(at, name, a);
  needsInexact(at, name, a);
  sameKind(at, name, a, b);
  if (!isVector(at, a, b)) {
    needsMatrix(at, name, b, "B");
    return solution(at, name, a, b, left);
  }
  if (!left)
    at.fail(
      "argument",
      "linalg.solve: Vector broadcasting of the left hand side is not supported for left=False. In this case linalg.solve is equivalent to B / A.squeeze(-1)",
    );
  const column = new Tensor([...b.shape, 1], b.dtype);
  return solution(at, name, a, column, true).slice(0, -1);
}

/** Older functions call the right side `b` and say so. */
function oldSolved(at: OpContext, name: string, b: Tensor, a: Tensor): readonly Dim[] {
  if (b.rank < 2 && name === "triangular_solve")
    at.fail(
      "rank",
      `torch.triangular_solve: Expected b to have at least 2 dimensions, but it has ${b.rank} dimensions instead`,
    );
  if (b.rank < 2) at.fail("rank", `b should have at least 2 dimensions, but has ${b.rank} dimensions instead`);
  if (a.rank < 2) at.fail("rank", `u should have at least 2 dimensions, but has ${a.rank} dimensions instead`);
  at.same(
    a.dim(-2),
    b.dim(-2),
    "shape-mismatch",
    () =>
      `Incompatible matrix sizes for ${name}: each A matrix is ${text(a.dim(-1))} by ${text(a.dim(-1))} but each b matrix is ${text(b.dim(-2))} by ${text(b.dim(-1))}`,
  );
  return [...broadcast(at, batchOf(a), batchOf(b)), ...b.shape.slice(-2)];
}

function leastSquares(at: OpContext, self: Tensor, b: Tensor, driver: string | null): { tensors: TensorSpec[] } {
  const name = "torch.linalg.lstsq";
  if (self.rank < 2) at.fail("rank", `${name}: input must have at least 2 dimensions.`);
  if (b.rank < 1) at.fail("rank", `${name}: other must have at least 1 dimension.`);
  if (self.dtype !== b.dtype)
    at.fail(
      { kind: "dtype", wanted: "same" },
      `${name}: Expected input and other to have the same dtype, but got input's dtype ${dtypes[self.dtype].scalar} and other's dtype ${dtypes[b.dtype].scalar}`,
    );
  const vector = self.rank - 1 === b.rank;
  if (self.rank !== b.rank && !vector)
    at.fail(
      "rank",
      `${name}: input.dim() must be greater or equal to other.dim() and (input.dim() - other.dim()) <= 1`,
    );
  at.same(
    self.dim(-2),
    b.dim(vector ? -1 : -2),
    "matmul-sizes",
    `${name}: input.size(-2) should match other.size(-${vector ? 1 : 2})`,
  );
  if (driver !== null && !["gels", "gelsy", "gelsd", "gelss"].includes(driver))
    at.fail("argument", `${name}: parameter \`driver\` should be one of (gels, gelsy, gelsd, gelss)`);
  const [m, n] = self.shape.slice(-2);
  const columns = vector ? 1 : b.dim(-1);
  const batch = broadcast(at, batchOf(self), vector ? b.shape.slice(0, -1) : batchOf(b));
  const how = driver ?? "gelsy";
  const spectral = how === "gelsd" || how === "gelss";
  const residuals = how !== "gelsy" && less(n, m, at.assumptions) === true;
  return {
    tensors: [
      { shape: [...batch, n, ...(vector ? [] : [columns])] },
      { shape: residuals ? [...batch, columns] : [0], dtype: realType(self.dtype) },
      { shape: how === "gels" ? [0] : batchOf(self), dtype: "int64" },
      { shape: spectral ? [...batchOf(self), smaller(at, m, n)] : [0], dtype: realType(self.dtype) },
    ],
  };
}

// --- pseudo-inverse and rank ---

/** Tolerances may be tensors, one for each matrix. */
const tolerances = (...given: unknown[]): (readonly Dim[])[] =>
  given.filter((tolerance) => tolerance instanceof Tensor).map((tensor) => tensor.shape);

function pseudoInverse(at: OpContext, self: Tensor, hermitian: boolean, ...given: unknown[]): readonly Dim[] {
  if (self.rank < 2 || isIntegral(self.dtype))
    at.fail(
      { kind: "dtype", wanted: "floating" },
      `linalg.pinv(${dtypes[self.dtype].scalar}{${sizes(self.shape)}}): expected a tensor with 2 or more dimensions of float, double, cfloat or cdouble types`,
    );
  if (hermitian) needsSquare(at, "linalg.eigh", self);
  const transposed = [self.dim(-1), self.dim(-2)];
  if (self.shape.includes(0)) return [...batchOf(self), ...transposed];
  return [...broadcast(at, batchOf(self), ...tolerances(...given)), ...transposed];
}

function rankOf(at: OpContext, self: Tensor, hermitian: boolean, ...given: unknown[]): readonly Dim[] {
  needsMatrix(at, "torch.linalg.matrix_rank", self, "input");
  if (hermitian) needsSquare(at, "linalg.eigh", self);
  return broadcast(at, batchOf(self), ...tolerances(...given));
}

// --- tensors as matrices ---

function tensorInverse(at: OpContext, self: Tensor, ind: Dim): readonly Dim[] {
  const place = at.number(ind, "ind");
  if (place <= 0) at.fail("argument", `Expected a strictly positive integer for 'ind', but got ${place}`);
  const [lead, rest] = [self.shape.slice(0, place), self.shape.slice(place)];
  at.same(
    product(rest),
    product(lead),
    "shape-mismatch",
    () =>
      `Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got ${text(product(rest))} != ${text(product(lead))}`,
  );
  return [...rest, ...lead];
}

function tensorSolution(at: OpContext, self: Tensor, other: Tensor, dims: readonly Dim[] | null): readonly Dim[] {
  const moved = dims === null ? [] : at.axes(dims, self.rank);
  const order = [...self.shape.map((_, n) => n).filter((n) => !moved.includes(n)), ...moved];
  const rest = order.map((n) => self.shape[n]).slice(other.rank);
  at.same(
    product(rest),
    product(other.shape),
    "shape-mismatch",
    () =>
      `Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), but got ${text(product(rest))} != ${text(product(other.shape))}`,
  );
  return rest;
}

const inverseCost = { cost: (a: object) => cubic(Object.values(a)[0] as Tensor, 2), costText: "2*N**3" };
const luCost = { cost: (a: object) => cubic(Object.values(a)[0] as Tensor, 2, 3), costText: "2*N**3/3" };
const svdCost = { cost: (a: object) => cubic(Object.values(a)[0] as Tensor, 22), costText: "22*M*N**2" };

/** Tolerances as numbers, as tensors, or by their old name. */
const PINV = [
  "linalg_pinv.rcond(Tensor self, float rcond, bool hermitian=False) -> Tensor",
  "linalg_pinv.rcond_tensor(Tensor self, Tensor rcond, bool hermitian=False) -> Tensor",
] as const;
const RANK = [
  "linalg_matrix_rank.tol(Tensor self, float tol, bool hermitian=False) -> Tensor",
  "linalg_matrix_rank.tol_tensor(Tensor self, Tensor tol, bool hermitian=False) -> Tensor",
] as const;

export const linalg = byColumns([
  ...(["linalg_inv(Tensor A) -> Tensor", "inverse(Tensor self) -> Tensor"] as const).map((schema) =>
    op(schema, {
      as: schema.startsWith("inverse") ? torchAndTensor("inverse") : ["torch.linalg.inv"],
      shape: (a, at) => inverse(at, Object.values(a)[0] as Tensor),
      ...inverseCost,
      doc: "(..., N, N) -> (..., N, N)",
    }),
  ),
  op("linalg_inv_ex(Tensor A, *, bool check_errors=False) -> (Tensor inverse, Tensor info)", {
    as: ["torch.linalg.inv_ex"],
    out: ({ A }, at) => ({ tensors: [{ shape: inverse(at, A) }, { shape: batchOf(A), dtype: "int32" }] }),
    ...inverseCost,
    doc: "(..., N, N) -> (..., N, N), (...)",
  }),
  op("linalg_pinv(Tensor self, *, any atol=None, any rtol=None, bool hermitian=False) -> Tensor", {
    as: ["torch.linalg.pinv"],
    shape: ({ self, atol, rtol, hermitian }, at) => pseudoInverse(at, self, hermitian, atol, rtol),
    ...svdCost,
    doc: "(..., M, N) -> (..., N, M)",
  }),
  ...PINV.map((schema) =>
    op(schema, {
      as: ["torch.linalg.pinv"],
      shape: ({ self, rcond, hermitian }, at) => pseudoInverse(at, self, hermitian, rcond),
      ...svdCost,
      doc: "(..., M, N) -> (..., N, M)",
    }),
  ),
  op("pinverse(Tensor self, float rcond=1e-15) -> Tensor", {
    shape: ({ self }, at) => pseudoInverse(at, self, false),
    ...svdCost,
    doc: "(..., M, N) -> (..., N, M)",
  }),
  op("linalg_matrix_rank(Tensor self, *, any atol=None, any rtol=None, bool hermitian=False) -> Tensor", {
    as: ["torch.linalg.matrix_rank"],
    dtype: "int64",
    shape: ({ self, atol, rtol, hermitian }, at) => rankOf(at, self, hermitian, atol, rtol),
    ...svdCost,
    doc: "(..., M, N) -> (...)",
  }),
  ...RANK.map((schema) =>
    op(schema, {
      as: ["torch.linalg.matrix_rank"],
      dtype: "int64",
      shape: ({ self, tol, hermitian }, at) => rankOf(at, self, hermitian, tol),
      ...svdCost,
      doc: "(..., M, N) -> (...)",
    }),
  ),
  op("linalg_det(Tensor A) -> Tensor", {
    as: ["torch.linalg.det", "torch.det(input)", "Tensor.det(self)"],
    shape: ({ A }, at) => determinant(at, "linalg.det", A),
    ...luCost,
    doc: "(..., N, N) -> (...)",
  }),
  op("logdet(Tensor self) -> Tensor", {
    shape: ({ self }, at) => determinant(at, "logdet", self),
    ...luCost,
    doc: "(..., N, N) -> (...)",
  }),
  op("linalg_slogdet(Tensor A) -> (Tensor sign, Tensor logabsdet)", {
    as: ["torch.linalg.slogdet", "torch.slogdet(input)", "Tensor.slogdet(self)"],
    out: ({ A }, at) => {
      const shape = determinant(at, "linalg.slogdet", A);
      return { tensors: [{ shape }, { shape, dtype: realType(A.dtype) }] };
    },
    ...luCost,
    doc: "(..., N, N) -> (...), (...)",
  }),
  op("linalg_solve(Tensor A, Tensor B, *, bool left=True) -> Tensor", {
    devices: "same",
    as: ["torch.linalg.solve"],
    shape: ({ A, B, left }, at) => solved(at, A, B, left),
    ...luCost,
    doc: "(..., N, N), (..., N, K) or (..., N) -> B's shape",
  }),
  op(
    "linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False) -> (Tensor result, Tensor info)",
    {
      devices: "same",
      as: ["torch.linalg.solve_ex"],
      out: ({ A, B, left }, at) => ({
        tensors: [{ shape: solved(at, A, B, left) }, { shape: batchOf(A), dtype: "int32" }],
      }),
      ...luCost,
      doc: "(..., N, N), (..., N, K) or (..., N) -> B's shape, (...)",
    },
  ),
  op(
    "linalg_solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False) -> Tensor",
    {
      as: ["torch.linalg.solve_triangular"],
      shape: ({ self, B, left }, at) => {
        const name = "linalg.solve_triangular";
        needsSquare(at, name, self);
        needsMatrix(at, name, B, "B");
        sameKind(at, name, self, B);
        return solution(at, name, self, B, left);
      },
      cost: ({ self }, [out]) => substitutions(self, out),
      costText: "numel(out)*N",
      doc: "(..., N, N), (..., N, K) -> (..., N, K)",
    },
  ),
  op(
    "triangular_solve(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False) -> (Tensor solution, Tensor cloned_coefficient)",
    {
      out: ({ self, A }, at) => {
        const shape = oldSolved(at, "triangular_solve", self, A);
        return { tensors: [{ shape }, { shape: [...shape.slice(0, -2), ...A.shape.slice(-2)] }] };
      },
      cost: ({ A }, [out]) => substitutions(A, out),
      costText: "numel(out)*N",
      doc: "(..., N, K), (..., N, N) -> (..., N, K), (..., N, N)",
    },
  ),
  op("cholesky_solve(Tensor self, Tensor input2, bool upper=False) -> Tensor", {
    devices: "same",
    shape: ({ self, input2 }, at) => oldSolved(at, "cholesky_solve", self, input2),
    cost: ({ input2 }, [out]) => substitutions(input2, out, 2),
    costText: "2*numel(out)*N",
    doc: "(..., N, K), (..., N, N) -> (..., N, K)",
  }),
  op("cholesky_inverse(Tensor self, bool upper=False) -> Tensor", {
    shape: ({ self }, at) => {
      needsSquare(at, "cholesky_inverse", self);
      return self.shape;
    },
    cost: ({ self }) => cubic(self, 2, 3),
    costText: "2*N**3/3",
    doc: "(..., N, N) -> (..., N, N)",
  }),
  op("linalg_lu_solve(Tensor LU, Tensor pivots, Tensor B, *, bool left=True, bool adjoint=False) -> Tensor", {
    as: ["torch.linalg.lu_solve"],
    shape: ({ LU, B, left }, at) => {
      const name = "linalg.lu_solve";
      needsSquare(at, name, LU);
      needsMatrix(at, name, B, "B");
      return solution(at, name, LU, B, left);
    },
    cost: ({ LU }, [out]) => substitutions(LU, out, 2),
    costText: "2*numel(out)*N",
    doc: "(..., N, N), (..., N), (..., N, K) -> (..., N, K)",
  }),
  op("lu_solve(Tensor self, Tensor LU_data, Tensor LU_pivots) -> Tensor", {
    shape: ({ self, LU_data }, at) => {
      needsSquare(at, "linalg.lu_solve", LU_data);
      needsMatrix(at, "linalg.lu_solve", self, "B");
      return solution(at, "linalg.lu_solve", LU_data, self, true);
    },
    cost: ({ LU_data }, [out]) => substitutions(LU_data, out, 2),
    costText: "2*numel(out)*N",
    doc: "(..., N, K), (..., N, N), (..., N) -> (..., N, K)",
  }),
  op("linalg_ldl_solve(Tensor LD, Tensor pivots, Tensor B, *, bool hermitian=False) -> Tensor", {
    as: ["torch.linalg.ldl_solve"],
    shape: ({ LD, B }, at) => oldSolved(at, "torch.linalg.ldl_solve", B, LD),
    cost: ({ LD }, [out]) => substitutions(LD, out, 2),
    costText: "2*numel(out)*N",
    doc: "(..., N, N), (..., N), (..., N, K) -> (..., N, K)",
  }),
  op(
    "linalg_lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)",
    {
      as: ["torch.linalg.lstsq"],
      out: ({ self, b, driver }, at) => leastSquares(at, self, b, driver),
      cost: ({ self }) => cubic(self, 2),
      costText: "2*M*N**2",
      doc: "(..., M, N), (..., M, K) -> (..., N, K) and its quality",
    },
  ),
  op("linalg_matrix_exp(Tensor self) -> Tensor", {
    as: ["torch.linalg.matrix_exp", "torch.matrix_exp", "Tensor.matrix_exp"],
    shape: ({ self }, at) => {
      needsSquare(at, "linalg.matrix_exp", self);
      needsInexact(at, "matrix_exp", self);
      return self.shape;
    },
    cost: ({ self }) => cubic(self, 20),
    costText: "20*N**3",
    doc: "(..., N, N) -> (..., N, N)",
  }),
  op("linalg_matrix_sqrth(Tensor self) -> Tensor", {
    as: ["torch.linalg.matrix_sqrth"],
    since: "2.15",
    shape: ({ self }, at) => {
      needsSquare(at, "linalg.matrix_sqrth", self);
      needsInexact(at, "linalg.matrix_sqrth", self);
      needsFullPrecision(at, "linalg.matrix_sqrth", self);
      return self.shape;
    },
    // The eigenvectors, scaled, times themselves.
    cost: ({ self }) => ({ ...cubic(self, 9 + 2), macs: mul(self.numel(), self.dim(-1)) }),
    costText: "N**3 MACs for the product; 9*N**3 FLOPs for the eigenvectors",
    doc: "(..., N, N) -> (..., N, N)",
  }),
  op("linalg_matrix_power(Tensor self, int n) -> Tensor", {
    as: ["torch.linalg.matrix_power", "torch.matrix_power", "Tensor.matrix_power"],
    shape: ({ self }, at) => {
      needsSquare(at, "linalg.matrix_power", self);
      return self.shape;
    },
    cost: ({ self, n }) => {
      const times = typeof n === "number" ? Math.max(0, products(Math.abs(n))) : 1;
      const one = mul(self.numel(), self.dim(-1));
      return { macs: mul(times, one), flops: mul(2 * times + (typeof n === "number" && n < 0 ? 2 : 0), one) };
    },
    costText: "N**3 MACs for each product; 2*N**3 FLOPs for an inverse",
    doc: "(..., N, N) -> (..., N, N)",
  }),
  op("linalg_tensorinv(Tensor self, int ind=2) -> Tensor", {
    as: ["torch.linalg.tensorinv"],
    shape: ({ self, ind }, at) => tensorInverse(at, self, ind),
    cost: ({ self }) => ({ flops: mul(2, self.numel()) }),
    costText: "2*numel",
    doc: "(A..., B...) -> (B..., A...)",
  }),
  op("linalg_tensorsolve(Tensor self, Tensor other, int[]? dims=None) -> Tensor", {
    as: ["torch.linalg.tensorsolve"],
    shape: ({ self, other, dims }, at) => tensorSolution(at, self, other, dims),
    cost: ({ self }) => ({ flops: self.numel() }),
    costText: "numel",
    doc: "(A..., B...), (A...) -> (B...)",
  }),
]);

/** Products for a power by squaring. */
function products(n: number): number {
  if (n < 2) return 0;
  const bits = n.toString(2);
  return bits.length - 1 + [...bits].filter((bit) => bit === "1").length - 1;
}
