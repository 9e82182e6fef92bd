import { type Dim, divides, equal, lessEqual, mul, product } from "../../dims";
import { dtypes } from "../../tensor/dtype";
import { stridesOf } from "../../tensor/layout";
import type { Tensor } from "../../tensor/tensor";
import { refusal } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { op } from "../registry";
import { sameType } from "../shape/checks";

/**
 * Products of groups of matrices, as a mixture of experts has them: `offs` says where each group of a two-dimensional operand ends. FLOPs: as if the groups took
 * up all of it, which they need not. `torch.utils.flop_counter` of 2.15 has no formula for these kernels: as MACs mean what it counts, they have none.
 */

interface Grouped {
  self: Tensor;
  mat2: Tensor;
  offs: Tensor | null;
}

/** The rows of operands begin at multiples of so many bytes. */
const ALIGNMENT = 16;

const alignment = (tensor: Tensor): number => ALIGNMENT / dtypes[tensor.dtype].size;

/** float64 is no type of these kernels, and no autocast makes one of it. */
function factor(at: OpContext, name: string, tensor: Tensor): void {
  const { dtype } = tensor;
  if (dtype === "float32" || dtype === "bfloat16" || dtype === "float16") return;
  at.fail("dtype", `Expected ${name} to be Float32, BFloat16 or Float16 matrix, got ${dtypes[dtype].scalar}`);
}

/** Rows or columns lie without gaps, and are as far apart as the kernels need. The strides of sizes 0 and 1 are not known. */
function aligned(at: OpContext, { shape, layout }: Tensor, unit: number): void {
  const strides = stridesOf(shape, layout);
  const row = shape.length - 2;
  if (strides === undefined || shape.includes(0) || shape[row] === 1 || shape[row + 1] === 1) return;
  const fits = (inner: number, outer: number) => {
    const dense = equal(strides[inner], 1, at.assumptions);
    const apart = lessEqual(shape[inner], strides[outer], at.assumptions);
    return dense === false || apart === false ? false : dense && apart;
  };
  const [rows, columns] = [fits(row + 1, row), fits(row, row + 1)];
  if (rows === false && columns === false)
    at.fail("view", `Invalid strides/sizes, got ${sizes(strides)} for strides and ${sizes(shape)} for sizes`);
  if (!rows && !columns) return;
  const step = strides[rows ? row : row + 1];
  const message = `strides should be multiple of ${ALIGNMENT} bytes`;
  at.check(divides(unit, step, at.assumptions), "divisible", message, { kind: "divisible", left: step, right: unit });
}

function checkGroups(at: OpContext, { self, mat2, offs }: Grouped): void {
  sameType(at, self, mat2, (a, b) =>
    refusal(
      { kind: "dtype", wanted: "same" },
      `Expected mat_a and mat_b to have the same dtype, got ${dtypes[a].scalar} and ${dtypes[b].scalar}`,
    ),
  );
  for (const [name, { rank }] of [["mat_a", self] as const, ["mat_b", mat2] as const])
    at.check(rank === 2 || rank === 3, "rank", `${name} has to be 2 or 3d`);
  const flat = self.rank === 2 || mat2.rank === 2;
  if (self.rank === 3 || mat2.rank === 3) {
    const message = "contraction dimension of mat_a and mat_b must match";
    at.same(self.dim(-1), mat2.dim(-2), "matmul-sizes", message);
  }
  for (const tensor of [self, mat2]) aligned(at, tensor, alignment(tensor));
  at.check(
    (offs !== null) === flat,
    "argument",
    "Have to provide offsets if there is a 2d matrix, or no offset if both matrices are 3d",
  );
  if (offs === null) return;
  at.check(offs.rank === 1, "rank", "offs has to be 1D");
  at.check(offs.dtype === "int32", "dtype", "Offsets have to be int32");
}

/** The groups of an operand that has them in a dimension are as many as the ends of the other's. */
function groupedShape(at: OpContext, { self, mat2, offs }: Grouped): readonly Dim[] {
  const result = [self.dim(-2), mat2.dim(-1)];
  if (offs === null) {
    at.same(self.shape[0], mat2.shape[0], "matmul-sizes", "batched dimension has to match");
    return [self.shape[0], ...result];
  }
  if (self.rank === 2 && mat2.rank === 2) return [offs.shape[0], ...result];
  const groups = self.rank === 3 ? self.shape[0] : mat2.shape[0];
  at.same(offs.shape[0], groups, "matmul-sizes", "matrix batch sizes have to match");
  return result;
}

export const grouped = [
  op(
    "_grouped_mm(Tensor self, Tensor mat2, Tensor? offs=None, Tensor? bias=None, ScalarType? out_dtype=None) -> Tensor",
    {
      as: [
        "torch.nn.functional.grouped_mm(mat_a, mat_b, *, offs=None, bias=None, out_dtype=None)",
        "torch._grouped_mm",
      ],
      since: "2.15",
      out: (args, at) => {
        const { self, mat2, bias, out_dtype } = args;
        factor(at, "mat_a", self);
        factor(at, "mat_b", mat2);
        checkGroups(at, args);
        if (bias !== null) at.fail("argument", "Bias not supported yet");
        if (out_dtype !== null && out_dtype !== self.dtype)
          at.fail({ kind: "dtype", wanted: "same" }, "Grouped gemm output dtype must match `mat_a` dtype");
        const shape = groupedShape(at, args);
        // Rows of other lengths are written with gaps between them.
        const full = divides(alignment(self), shape[shape.length - 1], at.assumptions) === true;
        return { shape, layout: full ? "contiguous" : undefined };
      },
      cost: ({ self, mat2 }, [out]) => {
        const products = self.rank === 2 && mat2.rank === 2 ? mul(out.dim(-2), out.dim(-1)) : out.numel();
        return { macs: 0, flops: product([2, self.dim(-1), products]) };
      },
      costText: "2*M*K*N FLOPs, B times where both have groups; no MACs, as PyTorch's counter has none",
      doc: "(M, K), (G, K, N), (G,) -> (M, N); (M, K), (K, N), (G,) -> (G, M, N); (G, M, K), (K, N), (G,) -> (M, N); (B, M, K), (B, K, N) -> (B, M, N)",
    },
  ),
];
