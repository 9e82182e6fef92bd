import { add, type Dim, mul, product } from "../../dims";
import { dtypes } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { before, type Refusal, refusals } from "../../trace/refusals";
import { sizes, sizesX } from "../../trace/sizes";
import type { OpContext } from "../context";
import { op } from "../registry";
import { broadcast, expandShape } from "../shape/broadcast";
import { sameType } from "../shape/checks";
import { text } from "../shape/spatial";

/** Matrix products. MACs: one multiply-accumulate for each element of the result and each element of the contracted dimension. */

const SPANS = "(..., N, K), (..., K, P) -> (..., N, P)";

const unlike = (a: readonly Dim[], b: readonly Dim[]): Refusal => ({
  about: "matmul-sizes",
  type: "RuntimeError",
  message: `inconsistent tensor size, expected tensor ${sizes(a)} and src ${sizes(b)} to have the same number of elements, but got ${text(product(a))} and ${text(product(b))} elements respectively`,
});

function matmulShape(at: OpContext, self: Tensor, other: Tensor): readonly Dim[] {
  const [a, b] = [self.shape, other.shape];
  if (a.length === 0 || b.length === 0)
    at.fail("rank", `both arguments to matmul need to be at least 1D, but they are ${a.length}D and ${b.length}D`);
  const left = a.length === 1 ? [1, a[0]] : a;
  const right = b.length === 1 ? [b[0], 1] : b;
  const [n, k] = left.slice(-2);
  const [inner, p] = right.slice(-2);
  at.same(k, inner, () => {
    if (a.length === 1 && b.length === 1) return unlike(a, b);
    // A batch of matrices times one is folded into one product, with the batch on the left.
    const rows = product(a.length > 2 ? left.slice(0, -1) : b.length > 2 ? [...b.slice(0, -2), p] : [n]);
    if (b.length === 1) return refusals.matrixVector(rows, k, inner);
    if (b.length === 2) return refusals.matrices("mm", [rows, k], right);
    const batch = broadcast(at, a.slice(0, -2), b.slice(0, -2));
    const batches = refusals.batches(batch, k, batch, inner);
    if (a.length > 2) return batches;
    const folded =
      a.length === 1 ? refusals.matrixVector(rows, inner, k) : refusals.matrices("mm", [rows, inner], [k, n]);
    // A batch on the right is folded still where the matrix requires a gradient.
    return self.requiresGrad ? folded : before(batches, folded);
  });
  const batch = broadcast(at, a.slice(0, -2), b.slice(0, -2));
  if (a.length === 1 && b.length === 1) sameDotted(at, self, other);
  else if (b.length === 1) sameType(at, self, other, refusals.otherVector);
  else sameType(at, self, other, b.length === 2 ? refusals.otherMatrix : undefined);
  // (…, n, k) @ (…, k, p) -> (…, n, p)
  return [...batch, ...(a.length === 1 ? [] : [n]), ...(b.length === 1 ? [] : [p])];
}

function linear(at: OpContext, input: Tensor, weight: Tensor, bias: Tensor | null): readonly Dim[] {
  if (input.rank === 0) at.refuse(refusals.noFactor(weight.rank));
  if (weight.rank > 2) at.fail("rank", `t() expects a tensor with <= 2 dimensions, but self is ${weight.rank}D`);
  const rows = product(input.shape.slice(0, -1));
  const features = weight.dim(-1);
  // A batch that has to be copied to be seen as a matrix is multiplied first.
  const added = bias !== null && (input.rank <= 2 || input.layout === "contiguous");
  const outside = weight.rank === 1 ? [] : [weight.dim(0)];
  at.same(input.dim(-1), features, () => {
    const vector = refusals.matrixVector(rows, input.dim(-1), features);
    if (weight.rank === 1) return input.rank === 1 ? before(unlike(input.shape, weight.shape), vector) : vector;
    return refusals.matrices(added ? "addmm" : "mm", [rows, input.dim(-1)], [features, ...outside]);
  });
  if (bias !== null && input.rank === 1 && bias.rank > 1) broadcast(at, outside, bias.shape);
  else if (bias !== null) expandShape(at, bias.shape, [rows, ...outside]);
  sameType(at, input, weight, (first, found) => {
    const other = refusals.otherFactor(first, found);
    return added ? other : before(refusals.otherMatrix(first, found), other);
  });
  return [...input.shape.slice(0, -1), ...outside];
}

/** (N, K) and (K, P), with the messages of `addmm` where there is something to add. */
function matrices(at: OpContext, a: Tensor, b: Tensor, added?: Tensor): readonly Dim[] {
  const name = added === undefined ? "mm" : "addmm";
  if (a.rank !== 2) at.refuse(refusals.matrix(name, "self", a.rank));
  if (b.rank !== 2) at.refuse(refusals.matrix(name, "mat2", b.rank));
  at.same(a.shape[1], b.shape[0], () => refusals.matrices(name, a.shape, b.shape));
  const shape = [a.shape[0], b.shape[1]];
  if (added !== undefined) expandShape(at, added.shape, shape);
  checkKernel(at, a);
  sameType(at, a, b, refusals.otherMatrix);
  return shape;
}

function checkKernel(at: OpContext, a: Tensor): void {
  if (a.dtype === "bool") at.refuse(refusals.noKernel("addmm_impl_cpu_", a.dtype));
}

/** (B, N, K) and (B, K, P). */
function batched(at: OpContext, a: Tensor, b: Tensor): readonly Dim[] {
  if (a.rank !== 3) at.fail("rank", "batch1 must be a 3D tensor");
  if (b.rank !== 3) at.fail("rank", "batch2 must be a 3D tensor");
  const refused = () => refusals.batches([a.shape[0]], a.shape[2], [b.shape[0]], b.shape[1]);
  at.same(a.shape[0], b.shape[0], refused);
  at.same(a.shape[2], b.shape[1], refused);
  sameType(at, a, b);
  return [a.shape[0], a.shape[1], b.shape[2]];
}

function addedBatches({ self, batch1, batch2 }: Record<"self" | "batch1" | "batch2", Tensor>, at: OpContext) {
  const shape = batched(at, batch1, batch2);
  expandShape(at, self.shape, shape);
  return shape;
}

function timesVector(at: OpContext, a: Tensor, b: Tensor): readonly Dim[] {
  if (a.rank !== 2 || b.rank !== 1) at.fail("rank", `vector + matrix @ vector expected, got 1, ${a.rank}, ${b.rank}`);
  at.same(a.shape[1], b.shape[0], () => refusals.matrixVector(a.shape[0], a.shape[1], b.shape[0]));
  sameType(at, a, b, refusals.otherVector);
  return [a.shape[0]];
}

function vectors(at: OpContext, a: Tensor, b: Tensor): readonly Dim[] {
  if (a.rank !== 1 || b.rank !== 1) at.fail("rank", `1D tensors expected, but got ${a.rank}D and ${b.rank}D tensors`);
  sameDotted(at, a, b);
  at.same(a.shape[0], b.shape[0], () => unlike(a.shape, b.shape));
  return [];
}

function sameDotted(at: OpContext, a: Tensor, b: Tensor): void {
  if (a.dtype !== b.dtype)
    at.fail(
      { kind: "dtype", wanted: "same" },
      `dot : expected both vectors to have same dtype, but found ${dtypes[a.dtype].scalar} and ${dtypes[b.dtype].scalar}`,
    );
}

function outer(at: OpContext, name: string, names: [string, string], a: Tensor, b: Tensor): readonly Dim[] {
  if (a.rank !== 1) at.fail("rank", `${name}: Expected 1-D argument ${names[0]}, but got ${a.rank}-D`);
  if (b.rank !== 1) at.fail("rank", `${name}: Expected 1-D argument ${names[1]}, but got ${b.rank}-D`);
  return [a.shape[0], b.shape[0]];
}

/** A product of matrices in a row; the first and the last may be vectors. */
function chain(at: OpContext, name: string, tensors: readonly Tensor[]): readonly Dim[] {
  if (tensors.length < 2) at.fail("argument", `${name}(): expected at least 2 tensors but got ${tensors.length}`);
  const last = tensors.length - 1;
  for (const [n, tensor] of tensors.entries()) {
    const edge = n === 0 || n === last;
    if (tensor.rank !== 2 && !(edge && tensor.rank === 1))
      at.fail(
        "rank",
        edge
          ? `${name}(): the ${n === 0 ? "first" : "last"} tensor must be 1D or 2D but got ${tensor.rank}D`
          : `${name}(): tensor ${n} must be 2D but got ${tensor.rank}D`,
      );
  }
  for (let n = 0; n < last; n++) {
    const [a, b] = [tensors[n].shape, tensors[n + 1].shape];
    at.same(
      a[a.length - 1],
      b[0],
      "matmul-sizes",
      () => `${name}(): tensors ${n} and ${n + 1} with shapes ${sizes(a)} and ${sizes(b)} cannot be multiplied`,
    );
  }
  return [
    ...(tensors[0].rank === 1 ? [] : [tensors[0].shape[0]]),
    ...(tensors[last].rank === 1 ? [] : [tensors[last].shape[1]]),
  ];
}

/** MACs of the cheapest order, as PyTorch finds it; from left to right where sizes are symbols. */
function chainMacs(tensors: readonly Tensor[]): Dim {
  const bounds: Dim[] = [
    tensors[0].rank === 1 ? 1 : tensors[0].shape[0],
    ...tensors.map((tensor, n) => (tensor.rank === 1 && n > 0 ? 1 : tensor.dim(-1))),
  ];
  if (bounds.some((bound) => typeof bound !== "number")) {
    let macs: Dim = 0;
    for (let n = 1; n < tensors.length; n++) macs = add(macs, product([bounds[0], bounds[n], bounds[n + 1]]));
    return macs;
  }
  const sides = bounds as number[];
  const best = tensors.map(() => new Array<number>(tensors.length).fill(0));
  for (let length = 1; length < tensors.length; length++) {
    for (let i = 0; i + length < tensors.length; i++) {
      const j = i + length;
      best[i][j] = Number.POSITIVE_INFINITY;
      for (let k = i; k < j; k++)
        best[i][j] = Math.min(best[i][j], best[i][k] + best[k + 1][j] + sides[i] * sides[k + 1] * sides[j + 1]);
    }
  }
  return best[0][tensors.length - 1];
}

/** MACs of a product with `k` contracted, and one FLOP more for each element that something is added to. */
const macsOf = (out: Tensor, k: Dim) => ({ macs: mul(out.numel(), k) });
const macsAndSum = (out: Tensor, macs: Dim) => ({ macs, flops: add(mul(2, macs), out.numel()) });

const about = { costText: "numel(out)*K MACs" };

/** The function also takes its factors before the tensor that is added to. */
const scaledFirst = (name: string, a: string, b: string) => [
  `torch.${name}`,
  `Tensor.${name}`,
  `torch.${name}(beta, self, alpha, ${a}, ${b})`,
  `torch.${name}(beta, self, ${a}, ${b})`,
];

export const matmul = [
  op("matmul(Tensor self, Tensor other) -> Tensor", {
    devices: "same",
    ...about,
    as: ["torch.matmul", "Tensor.matmul", "Tensor.__matmul__", "torch.linalg.matmul"],
    shape: ({ self, other }, at) => matmulShape(at, self, other),
    cost: ({ self }, [out]) => macsOf(out, self.dim(-1)),
    doc: SPANS,
  }),
  op("matmul.reversed(Tensor other, Tensor self) -> Tensor", {
    devices: "same",
    ...about,
    as: ["Tensor.__rmatmul__"],
    shape: ({ self, other }, at) => matmulShape(at, self, other),
    cost: ({ self }, [out]) => macsOf(out, self.dim(-1)),
    doc: SPANS,
  }),
  op("linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor", {
    devices: { kernel: "addmm", of: { bias: "self", input: "mat1", weight: "mat2" } },
    as: ["torch.nn.functional.linear", "torch._C._nn.linear"],
    letters: { input: "... C" },
    shape: ({ input, weight, bias }, at) => linear(at, input, weight, bias),
    cost: ({ weight, bias }, [out]) =>
      bias === null ? macsOf(out, weight.dim(-1)) : macsAndSum(out, mul(out.numel(), weight.dim(-1))),
    costText: "numel(out)*in_features MACs",
    doc: "(..., in_features), (out_features, in_features) -> (..., out_features)",
  }),
  op("bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor", {
    devices: "same",
    as: ["torch.bilinear", "torch.nn.functional.bilinear"],
    shape: ({ input1, input2, weight, bias }, at) => {
      if (input1.rank !== input2.rank)
        at.fail("rank", `bilinear(): input dimensions do not match: got ${input1.rank} and ${input2.rank}`);
      for (let n = 0; n < input1.rank - 1; n++)
        at.same(
          input1.shape[n],
          input2.shape[n],
          "shape-mismatch",
          () =>
            `bilinear(): input batch dimensions do not match at dim ${n}: got ${text(input1.shape[n])} and ${text(input2.shape[n])}`,
        );
      for (const [n, input] of [input1, input2].entries())
        at.same(
          input.dim(-1),
          weight.shape[n + 1],
          "channels",
          () =>
            `bilinear(): input${n + 1} size does not match weight size: got ${text(input.dim(-1))} but expected ${text(weight.shape[n + 1])}`,
        );
      if (bias !== null)
        at.same(
          bias.shape[0],
          weight.shape[0],
          "shape-mismatch",
          () =>
            `bilinear(): bias size does not match weight size: got ${text(bias.shape[0])} but expected ${text(weight.shape[0])}`,
        );
      return [...input1.shape.slice(0, -1), weight.shape[0]];
    },
    cost: ({ weight, bias }, [out]) => {
      const macs = mul(out.numel(), mul(weight.shape[1], weight.shape[2]));
      return bias === null ? { macs } : macsAndSum(out, macs);
    },
    costText: "numel(out)*in1_features*in2_features MACs",
    doc: "(..., I), (..., J), (O, I, J) -> (..., O)",
  }),
  op("mm(Tensor self, Tensor mat2) -> Tensor", {
    devices: { kernel: "mm", of: { self: "self", mat2: "mat2" } },
    ...about,
    shape: ({ self, mat2 }, at) => matrices(at, self, mat2),
    cost: ({ self }, [out]) => macsOf(out, self.dim(-1)),
    doc: "(N, K), (K, P) -> (N, P)",
  }),
  op("mm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor", {
    devices: { kernel: "mm", of: { self: "self", mat2: "mat2" } },
    ...about,
    as: ["torch.mm"],
    argumentsSince: { out_dtype: "2.15" },
    dtype: ({ out_dtype }) => out_dtype,
    shape: ({ self, mat2 }, at) => matrices(at, self, mat2),
    cost: ({ self }, [out]) => macsOf(out, self.dim(-1)),
    doc: "(N, K), (K, P) -> (N, P)",
  }),
  op("bmm(Tensor self, Tensor mat2) -> Tensor", {
    devices: { kernel: "bmm", of: { self: "self", mat2: "mat2" } },
    ...about,
    shape: ({ self, mat2 }, at) => batched(at, self, mat2),
    cost: ({ self }, [out]) => macsOf(out, self.dim(-1)),
    doc: "(B, N, K), (B, K, P) -> (B, N, P)",
  }),
  op("bmm.dtype(Tensor self, Tensor mat2, ScalarType out_dtype) -> Tensor", {
    devices: { kernel: "bmm", of: { self: "self", mat2: "mat2" } },
    ...about,
    as: ["torch.bmm"],
    argumentsSince: { out_dtype: "2.15" },
    dtype: ({ out_dtype }) => out_dtype,
    shape: ({ self, mat2 }, at) => batched(at, self, mat2),
    cost: ({ self }, [out]) => macsOf(out, self.dim(-1)),
    doc: "(B, N, K), (B, K, P) -> (B, N, P)",
  }),
  op("addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    devices: { kernel: "addmm", of: { self: "self", mat1: "mat1", mat2: "mat2" } },
    ...about,
    as: scaledFirst("addmm", "mat1", "mat2"),
    inplace: true,
    shape: ({ self, mat1, mat2 }, at) => matrices(at, mat1, mat2, self),
    cost: ({ mat1 }, [out]) => macsAndSum(out, mul(out.numel(), mat1.dim(-1))),
    doc: "(N, P), (N, K), (K, P) -> (N, P)",
  }),
  op(
    "addmm.dtype(Tensor self, Tensor mat1, Tensor mat2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
    {
      devices: { kernel: "addmm", of: { self: "self", mat1: "mat1", mat2: "mat2" } },
      ...about,
      as: ["torch.addmm"],
      argumentsSince: { out_dtype: "2.15" },
      dtype: ({ out_dtype }) => out_dtype,
      shape: ({ self, mat1, mat2 }, at) => matrices(at, mat1, mat2, self),
      cost: ({ mat1 }, [out]) => macsAndSum(out, mul(out.numel(), mat1.dim(-1))),
      doc: "(N, P), (N, K), (K, P) -> (N, P)",
    },
  ),
  op("addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    devices: "same",
    as: scaledFirst("addbmm", "batch1", "batch2"),
    inplace: true,
    shape: ({ self, batch1, batch2 }, at) => {
      if (batch1.rank === 3 && batch2.rank === 3)
        at.same(
          batch1.shape[0],
          batch2.shape[0],
          "matmul-sizes",
          () =>
            `batch1 and batch2 must have same number of batches, got ${text(batch1.shape[0])} and ${text(batch2.shape[0])}`,
        );
      const shape = batched(at, batch1, batch2).slice(1);
      expandShape(at, self.shape, shape);
      return shape;
    },
    cost: ({ batch1 }, [out]) => macsAndSum(out, mul(out.numel(), mul(batch1.shape[0], batch1.shape[2]))),
    costText: "numel(out)*B*K MACs",
    doc: "(N, P), (B, N, K), (B, K, P) -> (N, P)",
  }),
  op("baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    devices: "same",
    ...about,
    as: scaledFirst("baddbmm", "batch1", "batch2"),
    inplace: true,
    shape: addedBatches,
    cost: ({ batch1 }, [out]) => macsAndSum(out, mul(out.numel(), batch1.dim(-1))),
    doc: "(B, N, P), (B, N, K), (B, K, P) -> (B, N, P)",
  }),
  op(
    "baddbmm.dtype(Tensor self, Tensor batch1, Tensor batch2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
    {
      devices: "same",
      ...about,
      as: ["torch.baddbmm"],
      argumentsSince: { out_dtype: "2.15" },
      dtype: ({ out_dtype }) => out_dtype,
      shape: addedBatches,
      cost: ({ batch1 }, [out]) => macsAndSum(out, mul(out.numel(), batch1.dim(-1))),
      doc: "(B, N, P), (B, N, K), (B, K, P) -> (B, N, P)",
    },
  ),
  op("mv(Tensor self, Tensor vec) -> Tensor", {
    devices: "same",
    ...about,
    shape: ({ self, vec }, at) => timesVector(at, self, vec),
    cost: ({ self }, [out]) => macsOf(out, self.dim(-1)),
    doc: "(N, K), (K,) -> (N,)",
  }),
  op("addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    devices: "same",
    ...about,
    as: scaledFirst("addmv", "mat", "vec"),
    inplace: true,
    shape: ({ self, mat, vec }, at) => {
      if (self.rank > 1)
        at.fail("rank", `vector + matrix @ vector expected, got ${self.rank}, ${mat.rank}, ${vec.rank}`);
      const shape = timesVector(at, mat, vec);
      if (self.rank > 0 && self.shape[0] !== 1)
        at.same(
          self.shape[0],
          shape[0],
          "matmul-sizes",
          () => `size mismatch, got ${text(self.shape[0])}, ${sizesX(mat.shape)},${text(vec.shape[0])}`,
        );
      return shape;
    },
    cost: ({ mat }, [out]) => macsAndSum(out, mul(out.numel(), mat.dim(-1))),
    doc: "(N,), (N, K), (K,) -> (N,)",
  }),
  op("addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
    devices: "same",
    as: scaledFirst("addr", "vec1", "vec2"),
    inplace: true,
    dtype: "promote",
    shape: ({ self, vec1, vec2 }, at) => {
      const shape = outer(at, "addr", ["vec1", "vec2"], vec1, vec2);
      expandShape(at, self.shape, shape);
      return shape;
    },
    cost: (_, [out]) => ({ flops: mul(2, out.numel()) }),
    costText: "2*numel(out) FLOPs",
    doc: "(N, M), (N,), (M,) -> (N, M)",
  }),
  ...(["dot", "vdot", "inner"] as const).map((name) =>
    op(
      `${name}(Tensor self, Tensor ${name === "dot" ? "tensor" : "other"}) -> Tensor` as "dot(Tensor self, Tensor tensor) -> Tensor",
      {
        devices: "same",
        as: [`torch.${name}`, `Tensor.${name}`],
        ...about,
        shape: (a, at) => {
          const [self, other] = Object.values(a) as [Tensor, Tensor];
          if (name !== "inner") return vectors(at, self, other);
          if (self.rank === 0 || other.rank === 0) return self.rank === 0 ? other.shape : self.shape;
          at.same(
            self.dim(-1),
            other.dim(-1),
            "matmul-sizes",
            () =>
              `inner() the last dimension must match on both input tensors but got shapes ${sizes(self.shape)} and ${sizes(other.shape)}`,
          );
          sameType(at, self, other);
          return [...self.shape.slice(0, -1), ...other.shape.slice(0, -1)];
        },
        cost: ({ self }, [out]) => macsOf(out, self.rank === 0 ? 1 : self.dim(-1)),
        doc: name === "inner" ? "(..., K), (..., K) -> (..., ...)" : "(K,), (K,) -> ()",
      },
    ),
  ),
  ...(["outer", "ger"] as const).map((name) =>
    op(`${name}(Tensor self, Tensor vec2) -> Tensor`, {
      as: [`torch.${name}`, `Tensor.${name}`],
      dtype: "promote",
      shape: ({ self, vec2 }, at) => outer(at, "outer", ["self", "vec2"], self, vec2),
      cost: (_, [out]) => ({ flops: out.numel() }),
      costText: "numel(out) FLOPs",
      doc: "(N,), (M,) -> (N, M)",
    }),
  ),
  op("multi_dot(Tensor[] tensors) -> Tensor", {
    devices: "same",
    as: ["torch.linalg.multi_dot"],
    shape: ({ tensors }, at) => chain(at, "multi_dot", tensors),
    cost: ({ tensors }) => ({ macs: chainMacs(tensors) }),
    costText: "product of the sizes of each pair, in the cheapest order MACs",
    doc: "(N, K), (K, L), ..., (M, P) -> (N, P)",
  }),
  op("chain_matmul(Tensor[] matrices) -> Tensor", {
    as: ["torch.chain_matmul", "torch.functional.chain_matmul"],
    shape: ({ matrices: tensors }, at) => (tensors.length === 1 ? tensors[0].shape : chain(at, "multi_dot", tensors)),
    cost: ({ matrices: tensors }) => ({ macs: tensors.length === 1 ? 0 : chainMacs(tensors) }),
    costText: "product of the sizes of each pair, in the cheapest order MACs",
    doc: "(N, K), (K, L), ..., (M, P) -> (N, P)",
  }),
];
