import { type Dim, mul, product } from "../../dims";
import { broadcast } from "../../tensor/broadcast";
import { type OpContext, sizesX } from "../context";
import { op } from "../registry";

/** Matrix products. MACs: one multiply-accumulate for each element of the result and each element of the contracted dimension. */

function matmulShape(a: readonly Dim[], b: readonly Dim[], at: OpContext): readonly Dim[] {
  if (a.length === 0 || b.length === 0)
    at.fail(`both arguments to matmul need to be at least 1D, but they are ${a.length}D and ${b.length}D`);
  const left = a.length === 1 ? [1, a[0]] : a;
  const right = b.length === 1 ? [b[0], 1] : b;
  const [n, k] = left.slice(-2);
  const [inner, p] = right.slice(-2);
  at.same(k, inner, () =>
    a.length === 1 && b.length === 1
      ? `inconsistent tensor size, expected tensor [${sizesX(a)}] and src [${sizesX(b)}] to have the same number of elements, but got ${sizesX(a)} and ${sizesX(b)} elements respectively`
      : a.length <= 2 && b.length <= 2
        ? b.length === 1
          ? `size mismatch, got ${sizesX([n])}, ${sizesX(left)},${sizesX(b)}`
          : `mat1 and mat2 shapes cannot be multiplied (${sizesX(left)} and ${sizesX(right)})`
        : b.length <= 2
          ? `mat1 and mat2 shapes cannot be multiplied (${sizesX([product(left.slice(0, -1)), k])} and ${sizesX(right)})`
          : `Expected size for first two dimensions of batch2 tensor to be: [${sizesX([product(broadcast(at, a.slice(0, -2), b.slice(0, -2))), k]).replace("x", ", ")}] but got: [${sizesX([product(b.slice(0, -2)), inner]).replace("x", ", ")}].`,
  );
  const batch = broadcast(at, a.slice(0, -2), b.slice(0, -2));
  // (…, n, k) @ (…, k, p) -> (…, n, p)
  return [...batch, ...(a.length === 1 ? [] : [n]), ...(b.length === 1 ? [] : [p])];
}

export const matmul = [
  op("matmul(Tensor self, Tensor other) -> Tensor", {
    as: ["torch.matmul", "Tensor.matmul", "Tensor.__matmul__", "torch.linalg.matmul"],
    dtype: "promote",
    shape: ({ self, other }, at) => matmulShape(self.shape, other.shape, at),
    cost: ({ self }, [out]) => ({ macs: mul(out.numel(), self.dim(-1)) }),
    costText: "numel(out)*K",
    doc: "(..., N, K), (..., K, P) -> (..., N, P)",
  }),
  op("linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor", {
    as: ["torch.nn.functional.linear"],
    letters: { input: "... C" },
    shape: ({ input, weight, bias }, at) => {
      const features = weight.dim(-1);
      at.same(input.dim(-1), features, () => {
        const rows = product(input.shape.slice(0, -1));
        return `mat1 and mat2 shapes cannot be multiplied (${sizesX([rows, input.dim(-1)])} and ${sizesX([features, weight.dim(0)])})`;
      });
      if (bias !== null) broadcast(at, [...input.shape.slice(0, -1), weight.dim(0)], bias.shape);
      return weight.rank === 1 ? input.shape.slice(0, -1) : [...input.shape.slice(0, -1), weight.dim(0)];
    },
    cost: ({ weight }, [out]) => ({ macs: mul(out.numel(), weight.dim(-1)) }),
    costText: "numel(out)*in_features",
    doc: "(..., in_features), (out_features, in_features) -> (..., out_features)",
  }),
];
