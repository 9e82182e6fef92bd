import { type Dim, equal, lessEqual, mul } from "../../dims";
import { realType } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { before, lately, refusal, refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { op, type TensorSpec } from "../registry";
import { needsFloat } from "../shape/checks";
import {
  batchOf,
  byColumns,
  complexType,
  cubic,
  needsInexact,
  needsMatrix,
  needsSquare,
  smaller,
} from "../shape/matrix";
import { text } from "../shape/spatial";

/**
 * Factorizations of matrices. FLOPs are the leading term of the usual algorithm for n×n matrices (m×n: m*n**2):
 * Cholesky n³/3, LU 2n³/3, LDL n³/3, QR 4n³/3, symmetric eigenvalues 4n³/3 (with vectors 9n³), eigenvalues 10n³ (25n³), SVD 4n³ (22n³).
 */

const empty: TensorSpec = { shape: [0] };

/** (…, m, k) and (…, k, n), k by the mode. */
function qr(at: OpContext, self: Tensor, mode: string): { tensors: TensorSpec[] } {
  if (mode !== "reduced" && mode !== "complete" && mode !== "r")
    at.fail(
      "argument",
      `qr received unrecognized mode '${mode}' but expected one of 'reduced' (default), 'r', or 'complete'`,
    );
  needsMatrix(at, "linalg.qr", self);
  needsInexact(at, "linalg.qr", self);
  const [m, n] = self.shape.slice(-2);
  const k = mode === "complete" ? m : smaller(at, m, n);
  const batch = batchOf(self);
  return { tensors: [mode === "r" ? empty : { shape: [...batch, m, k] }, { shape: [...batch, k, n] }] };
}

/** U, S and the other factor, which is Vh for `linalg.svd` and V for `svd`. */
function svd(at: OpContext, self: Tensor, full: boolean, transposed: boolean): { tensors: TensorSpec[] } {
  if (!transposed && self.rank < 2)
    at.fail("rank", `linalg.svd: input should have at least 2 dimensions, but has ${self.rank} dimensions instead`);
  needsMatrix(at, "linalg.svd", self);
  needsInexact(at, "linalg.svd", self);
  const [m, n] = self.shape.slice(-2);
  const k = smaller(at, m, n);
  const batch = batchOf(self);
  const right: readonly Dim[] = transposed ? [full ? n : k, n] : [n, full ? n : k];
  return {
    tensors: [
      { shape: [...batch, m, full ? m : k] },
      { shape: [...batch, k], dtype: realType(self.dtype) },
      { shape: [...batch, ...right] },
    ],
  };
}

function eig(at: OpContext, name: string, self: Tensor): readonly Dim[] {
  needsSquare(at, name, self);
  if (self.dtype.includes("int") || self.dtype === "bool") needsInexact(at, name, self);
  return self.shape;
}

function eigh(at: OpContext, self: Tensor, uplo: string): readonly Dim[] {
  needsSquare(at, "linalg.eigh", self);
  if (uplo.toUpperCase() !== "L" && uplo.toUpperCase() !== "U")
    at.fail("argument", `Expected UPLO argument to be 'L' or 'U', but got ${uplo}`);
  needsFloat(at, self, "linalg_eigh_cpu");
  return self.shape;
}

function cholesky(at: OpContext, name: string, self: Tensor): readonly Dim[] {
  needsSquare(at, name, self);
  if (name === "cholesky") needsFloat(at, self, "cholesky_cpu");
  else needsInexact(at, name, self);
  return self.shape;
}

/** The factors in one matrix, the pivots, and how it went for each matrix. */
function luFactors(at: OpContext, name: string, self: Tensor): { tensors: TensorSpec[] } {
  if (self.rank < 2)
    at.fail("rank", `${name}: Expected tensor with 2 or more dimensions. Got size: ${sizes(self.shape)} instead`);
  needsFloat(at, self, "lu_cpu");
  const batch = batchOf(self);
  return {
    tensors: [
      { shape: self.shape },
      { shape: [...batch, smaller(at, self.dim(-2), self.dim(-1))], dtype: "int32" },
      { shape: batch, dtype: "int32" },
    ],
  };
}

function luUnpacked(at: OpContext, self: Tensor, data: boolean, pivots: boolean): { tensors: TensorSpec[] } {
  if (self.rank < 2)
    at.fail(
      "rank",
      `torch.lu_unpack: Expected tensor with 2 or more dimensions. Got size: ${sizes(self.shape)} instead`,
    );
  const [m, n] = self.shape.slice(-2);
  const k = smaller(at, m, n);
  const batch = batchOf(self);
  return {
    tensors: [
      pivots ? { shape: [...batch, m, m] } : empty,
      data ? { shape: [...batch, m, k] } : empty,
      data ? { shape: [...batch, k, n] } : empty,
    ],
  };
}

const triplet = (at: OpContext, self: Tensor) => {
  if (self.rank < 2)
    at.fail("rank", `linalg.lu: Expected tensor with 2 or more dimensions. Got size: ${sizes(self.shape)} instead`);
  needsFloat(at, self, "lu_cpu");
  return luUnpacked(at, self, true, true);
};

function ldl(at: OpContext, self: Tensor, info: boolean): { tensors: TensorSpec[] } {
  needsSquare(at, "torch.linalg.ldl_factor_ex", self);
  needsInexact(at, "torch.linalg.ldl_factor_ex", self);
  const tensors: TensorSpec[] = [{ shape: self.shape }, { shape: self.shape.slice(0, -1), dtype: "int32" }];
  return { tensors: info ? [...tensors, { shape: batchOf(self), dtype: "int32" }] : tensors };
}

/** Q of Householder reflectors. */
function householder(at: OpContext, input: Tensor, tau: Tensor): readonly Dim[] {
  const name = "torch.linalg.householder_product";
  if (input.rank < 2) at.fail("rank", `${name}: input must have at least 2 dimensions.`);
  const [m, n] = input.shape.slice(-2);
  const bigger = (a: Dim, b: Dim, message: string) => {
    if (smaller(at, a, b) === a && a !== b) at.fail("argument", message);
  };
  if (typeof m === "number" && typeof n === "number")
    bigger(m, n, `${name}: input.shape[-2] must be greater than or equal to input.shape[-1]`);
  const count = tau.dim(-1);
  if (typeof count === "number" && typeof n === "number")
    bigger(n, count, `${name}: input.shape[-1] must be greater than or equal to tau.shape[-1]`);
  checkReflectors(at, name, input, tau);
  return input.shape;
}

function checkReflectors(at: OpContext, name: string, input: Tensor, tau: Tensor): void {
  if (tau.rank !== input.rank - 1)
    at.fail(
      "rank",
      `${name}: Expected tau to have one dimension less than input, but got tau.ndim equal to ${tau.rank} and input.ndim is equal to ${input.rank}`,
    );
}

function reflected(at: OpContext, input: Tensor, tau: Tensor, other: Tensor, left: boolean): readonly Dim[] {
  const name = "torch.ormqr";
  if (input.rank < 2) at.fail("rank", `${name}: input must have at least 2 dimensions.`);
  if (other.rank < 2) at.fail("rank", `${name}: other must have at least 2 dimensions.`);
  const side = left ? -2 : -1;
  const [count, n] = [tau.dim(-1), input.dim(-1)];
  const words = `${name}: tau.shape[-1] must be equal to min(other.shape[${side}], input.shape[-1])`;
  if (typeof count === "number" && typeof n === "number" && count > n)
    at.refuse(
      before(refusal("shape-mismatch", words), `${name}: tau.shape[-1] must be less than or equal to input.shape[-1]`),
    );
  at.same(
    other.dim(side),
    input.dim(-2),
    "matmul-sizes",
    `${name}: other.shape[${side}] must be equal to input.shape[-2]`,
  );
  const most = smaller(at, other.dim(side), n);
  at.refuseUnless(typeof most !== "number" || equal(count, most, at.assumptions) !== false, () =>
    lately(refusal("shape-mismatch", words)),
  );
  checkReflectors(at, name, input, tau);
  needsFloat(at, input, "ormqr_cpu");
  return other.shape;
}

const torchAndTensor = (name: string) => [`torch.${name}`, `Tensor.${name}`];

/** Factors of the n best directions: (…, m, q), (…, q), (…, n, q). */
const lowRank = (self: Tensor, q: Dim): { tensors: TensorSpec[] } => ({
  tensors: [
    { shape: [...self.shape.slice(0, -1), q] },
    { shape: [...batchOf(self), q] },
    { shape: [...batchOf(self), self.dim(-1), q] },
  ],
});

export const decompositions = byColumns([
  op("linalg_qr(Tensor A, str mode='reduced') -> (Tensor Q, Tensor R)", {
    as: ["torch.linalg.qr"],
    out: ({ A, mode }, at) => qr(at, A, mode),
    cost: ({ A }) => cubic(A, 4, 3),
    costText: "4*M*N**2/3",
    doc: "(..., M, N) -> (..., M, K), (..., K, N)",
  }),
  op("linalg_polar(Tensor A) -> (Tensor U, Tensor H)", {
    as: ["torch.linalg.polar"],
    since: "2.15",
    out: ({ A }, at) => {
      if (A.rank < 2) at.fail("rank", "linalg.polar: The input tensor A must have at least 2 dimensions.");
      const [m, n] = A.shape.slice(-2);
      at.check(
        lessEqual(n, m, at.assumptions),
        "shape-mismatch",
        () =>
          `linalg.polar: input must have at least as many rows as columns, but got ${text(m)} by ${text(n)} matrices`,
        { kind: "ge", left: m, right: n },
      );
      needsInexact(at, "linalg.polar", A);
      if (A.dtype === "float16" || A.dtype === "bfloat16") at.refuse(refusals.noKernel("linalg_svd_cpu", A.dtype));
      return { tensors: [{ shape: A.shape }, { shape: [...batchOf(A), n, n] }] };
    },
    // The singular vectors, and two products of them.
    cost: ({ A }) => ({ ...cubic(A, 22 + 4), macs: mul(2, mul(A.numel(), A.dim(-1))) }),
    costText: "2*M*N**2 MACs for the products; 22*M*N**2 FLOPs for the singular vectors",
    doc: "(..., M, N) -> (..., M, N), (..., N, N)",
  }),
  op("qr(Tensor self, bool some=True) -> (Tensor Q, Tensor R)", {
    as: torchAndTensor("qr"),
    out: ({ self, some }, at) => {
      at.refuseWhere(
        refusals.removed(
          "`torch.qr` is deprecated in favor of `torch.linalg.qr` and the boolean parameter `some` has been replaced with a string parameter `mode`.",
        ),
      );
      return qr(at, self, some ? "reduced" : "complete");
    },
    cost: ({ self }) => cubic(self, 4, 3),
    costText: "4*M*N**2/3",
    doc: "(..., M, N) -> (..., M, K), (..., K, N)",
  }),
  op("linalg_svd(Tensor A, bool full_matrices=True, *, str? driver=None) -> (Tensor U, Tensor S, Tensor Vh)", {
    as: ["torch.linalg.svd"],
    out: ({ A, full_matrices }, at) => svd(at, A, full_matrices, true),
    cost: ({ A }) => cubic(A, 22),
    costText: "22*M*N**2",
    doc: "(..., M, N) -> (..., M, M), (..., K), (..., N, N)",
  }),
  op("svd(Tensor self, bool some=True, bool compute_uv=True) -> (Tensor U, Tensor S, Tensor V)", {
    as: torchAndTensor("svd"),
    out: ({ self, some, compute_uv }, at) => svd(at, self, !some || !compute_uv, false),
    cost: ({ self, compute_uv }) => cubic(self, compute_uv ? 22 : 4),
    costText: "22*M*N**2, 4*M*N**2 without vectors",
    doc: "(..., M, N) -> (..., M, K), (..., K), (..., N, K)",
  }),
  op("linalg_svdvals(Tensor A, *, str? driver=None) -> Tensor", {
    as: ["torch.linalg.svdvals"],
    out: ({ A }, at) => svd(at, A, false, true).tensors[1],
    cost: ({ A }) => cubic(A, 4),
    costText: "4*M*N**2",
    doc: "(..., M, N) -> (..., K)",
  }),
  op("svd_lowrank(Tensor A, int q=6, int niter=2, Tensor? M=None) -> (Tensor, Tensor, Tensor)", {
    as: ["torch.svd_lowrank", "torch._lowrank.svd_lowrank"],
    out: ({ A, q }) => lowRank(A, q),
    cost: ({ A }) => cubic(A, 22),
    costText: "22*M*N**2",
    doc: "(..., M, N) -> (..., M, q), (..., q), (..., N, q)",
  }),
  op("pca_lowrank(Tensor A, int? q=None, bool center=True, int niter=2) -> (Tensor, Tensor, Tensor)", {
    as: ["torch.pca_lowrank", "torch._lowrank.pca_lowrank"],
    out: ({ A, q }, at) => lowRank(A, q ?? smaller(at, 6, smaller(at, A.dim(-2), A.dim(-1)))),
    cost: ({ A }) => cubic(A, 22),
    costText: "22*M*N**2",
    doc: "(..., M, N) -> (..., M, q), (..., q), (..., N, q)",
  }),
  op("linalg_eig(Tensor self) -> (Tensor eigenvalues, Tensor eigenvectors)", {
    as: ["torch.linalg.eig"],
    dtype: ({ self }) => complexType(self.dtype),
    out: ({ self }, at) => {
      const shape = eig(at, "linalg.eig", self);
      return { tensors: [{ shape: shape.slice(0, -1) }, { shape }] };
    },
    cost: ({ self }) => cubic(self, 25),
    costText: "25*N**3",
    doc: "(..., N, N) -> (..., N), (..., N, N)",
  }),
  op("linalg_eigvals(Tensor self) -> Tensor", {
    as: ["torch.linalg.eigvals"],
    dtype: ({ self }) => complexType(self.dtype),
    shape: ({ self }, at) => eig(at, "linalg.eigvals", self).slice(0, -1),
    cost: ({ self }) => cubic(self, 10),
    costText: "10*N**3",
    doc: "(..., N, N) -> (..., N)",
  }),
  op("linalg_eigh(Tensor self, str UPLO='L') -> (Tensor eigenvalues, Tensor eigenvectors)", {
    as: ["torch.linalg.eigh"],
    out: ({ self, UPLO }, at) => {
      const shape = eigh(at, self, UPLO);
      return { tensors: [{ shape: shape.slice(0, -1), dtype: realType(self.dtype) }, { shape }] };
    },
    cost: ({ self }) => cubic(self, 9),
    costText: "9*N**3",
    doc: "(..., N, N) -> (..., N), (..., N, N)",
  }),
  op("linalg_eigvalsh(Tensor self, str UPLO='L') -> Tensor", {
    as: ["torch.linalg.eigvalsh"],
    dtype: ({ self }) => realType(self.dtype),
    shape: ({ self, UPLO }, at) => eigh(at, self, UPLO).slice(0, -1),
    cost: ({ self }) => cubic(self, 4, 3),
    costText: "4*N**3/3",
    doc: "(..., N, N) -> (..., N)",
  }),
  op("symeig(Tensor self, bool eigenvectors=False, bool upper=True) -> (Tensor eigenvalues, Tensor eigenvectors)", {
    as: torchAndTensor("symeig"),
    out: ({ self, eigenvectors }, at) => {
      at.refuseWhere(
        refusals.removed(
          "The default behavior has changed from using the upper triangular portion of the matrix by default to using the lower triangular portion.",
        ),
      );
      needsSquare(at, "linalg.symeig", self);
      needsFloat(at, self, "symeig_cpu");
      return {
        tensors: [
          { shape: self.shape.slice(0, -1), dtype: realType(self.dtype) },
          eigenvectors ? { shape: self.shape } : empty,
        ],
      };
    },
    cost: ({ self, eigenvectors }) => (eigenvectors ? cubic(self, 9) : cubic(self, 4, 3)),
    costText: "4*N**3/3, 9*N**3 with vectors",
    doc: "(..., N, N) -> (..., N), (..., N, N)",
  }),
  op(
    "lobpcg(Tensor A, int? k=None, Tensor? B=None, Tensor? X=None, int? n=None, Tensor? iK=None, int? niter=None, float? tol=None, bool? largest=None, str? method=None, any tracker=None, any ortho_iparams=None, any ortho_fparams=None, any ortho_bparams=None) -> (Tensor, Tensor)",
    {
      as: ["torch.lobpcg", "torch._lobpcg.lobpcg"],
      out: ({ A, k, X }, at) => {
        needsSquare(at, "lobpcg", A);
        const count = k ?? (X === null ? 1 : X.dim(-1));
        return { tensors: [{ shape: [...batchOf(A), count] }, { shape: [...A.shape.slice(0, -1), count] }] };
      },
      doc: "(..., N, N) -> (..., k), (..., N, k)",
    },
  ),
  op("linalg_cholesky(Tensor self, *, bool upper=False) -> Tensor", {
    as: ["torch.linalg.cholesky"],
    shape: ({ self }, at) => cholesky(at, "linalg.cholesky", self),
    cost: ({ self }) => cubic(self, 1, 3),
    costText: "N**3/3",
    doc: "(..., N, N) -> (..., N, N)",
  }),
  op("cholesky(Tensor self, bool upper=False) -> Tensor", {
    as: torchAndTensor("cholesky"),
    shape: ({ self }, at) => {
      at.refuseWhere(refusals.removed("`torch.cholesky` is deprecated in favor of `torch.linalg.cholesky`."));
      return cholesky(at, "cholesky", self);
    },
    cost: ({ self }) => cubic(self, 1, 3),
    costText: "N**3/3",
    doc: "(..., N, N) -> (..., N, N)",
  }),
  op("linalg_cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False) -> (Tensor L, Tensor info)", {
    as: ["torch.linalg.cholesky_ex"],
    out: ({ self }, at) => ({
      tensors: [{ shape: cholesky(at, "linalg.cholesky", self) }, { shape: batchOf(self), dtype: "int32" }],
    }),
    cost: ({ self }) => cubic(self, 1, 3),
    costText: "N**3/3",
    doc: "(..., N, N) -> (..., N, N), (...)",
  }),
  op("linalg_lu(Tensor A, *, bool pivot=True) -> (Tensor P, Tensor L, Tensor U)", {
    as: ["torch.linalg.lu"],
    out: ({ A }, at) => triplet(at, A),
    cost: ({ A }) => cubic(A, 2, 3),
    costText: "2*M*N**2/3",
    doc: "(..., M, N) -> (..., M, M), (..., M, K), (..., K, N)",
  }),
  op("linalg_lu_factor(Tensor A, *, bool pivot=True) -> (Tensor LU, Tensor pivots)", {
    as: ["torch.linalg.lu_factor"],
    out: ({ A }, at) => ({ tensors: luFactors(at, "torch.lu_factor", A).tensors.slice(0, 2) }),
    cost: ({ A }) => cubic(A, 2, 3),
    costText: "2*M*N**2/3",
    doc: "(..., M, N) -> (..., M, N), (..., K)",
  }),
  op(
    "linalg_lu_factor_ex(Tensor A, *, bool pivot=True, bool check_errors=False) -> (Tensor LU, Tensor pivots, Tensor info)",
    {
      as: ["torch.linalg.lu_factor_ex"],
      out: ({ A }, at) => luFactors(at, "torch.lu_factor", A),
      cost: ({ A }) => cubic(A, 2, 3),
      costText: "2*M*N**2/3",
      doc: "(..., M, N) -> (..., M, N), (..., K), (...)",
    },
  ),
  op("lu(Tensor A, bool pivot=True, bool get_infos=False) -> (Tensor, Tensor)", {
    as: ["torch.lu", "torch.functional.lu", "Tensor.lu(self, pivot=True, get_infos=False)"],
    out: ({ A, get_infos }, at) => {
      const { tensors } = luFactors(at, "torch.lu_factor", A);
      return { tensors: get_infos ? tensors : tensors.slice(0, 2) };
    },
    cost: ({ A }) => cubic(A, 2, 3),
    costText: "2*M*N**2/3",
    doc: "(..., M, N) -> (..., M, N), (..., K)",
  }),
  op(
    "lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True) -> (Tensor P, Tensor L, Tensor U)",
    {
      out: ({ LU_data, unpack_data, unpack_pivots }, at) => luUnpacked(at, LU_data, unpack_data, unpack_pivots),
      cost: () => ({ flops: 0 }),
      costText: "0",
      doc: "(..., M, N), (..., K) -> (..., M, M), (..., M, K), (..., K, N)",
    },
  ),
  op("linalg_ldl_factor(Tensor self, *, bool hermitian=False) -> (Tensor LD, Tensor pivots)", {
    as: ["torch.linalg.ldl_factor"],
    out: ({ self }, at) => ldl(at, self, false),
    cost: ({ self }) => cubic(self, 1, 3),
    costText: "N**3/3",
    doc: "(..., N, N) -> (..., N, N), (..., N)",
  }),
  op(
    "linalg_ldl_factor_ex(Tensor self, *, bool hermitian=False, bool check_errors=False) -> (Tensor LD, Tensor pivots, Tensor info)",
    {
      as: ["torch.linalg.ldl_factor_ex"],
      out: ({ self }, at) => ldl(at, self, true),
      cost: ({ self }) => cubic(self, 1, 3),
      costText: "N**3/3",
      doc: "(..., N, N) -> (..., N, N), (..., N), (...)",
    },
  ),
  op("geqrf(Tensor self) -> (Tensor a, Tensor tau)", {
    as: torchAndTensor("geqrf"),
    out: ({ self }, at) => {
      if (self.rank < 2) at.fail("rank", "torch.geqrf: input must have at least 2 dimensions.");
      needsFloat(at, self, "geqrf_cpu");
      return {
        tensors: [{ shape: self.shape }, { shape: [...batchOf(self), smaller(at, self.dim(-2), self.dim(-1))] }],
      };
    },
    cost: ({ self }) => cubic(self, 4, 3),
    costText: "4*M*N**2/3",
    doc: "(..., M, N) -> (..., M, N), (..., K)",
  }),
  op("linalg_householder_product(Tensor input, Tensor tau) -> Tensor", {
    as: ["torch.linalg.householder_product"],
    shape: ({ input, tau }, at) => householder(at, input, tau),
    cost: ({ input }) => cubic(input, 4, 3),
    costText: "4*M*N**2/3",
    doc: "(..., M, N), (..., K) -> (..., M, N)",
  }),
  op("orgqr(Tensor self, Tensor input2) -> Tensor", {
    as: torchAndTensor("orgqr"),
    shape: ({ self, input2 }, at) => householder(at, self, input2),
    cost: ({ self }) => cubic(self, 4, 3),
    costText: "4*M*N**2/3",
    doc: "(..., M, N), (..., K) -> (..., M, N)",
  }),
  op("ormqr(Tensor self, Tensor input2, Tensor input3, bool left=True, bool transpose=False) -> Tensor", {
    as: torchAndTensor("ormqr"),
    shape: ({ self, input2, input3, left }, at) => reflected(at, self, input2, input3, left),
    cost: ({ self }) => cubic(self, 4),
    costText: "4*M*N**2",
    doc: "(..., M, N), (..., K), (..., M, P) -> (..., M, P)",
  }),
]);
