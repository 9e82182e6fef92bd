import { type Dim, less, mul, sub } from "../../dims";
import { dtypes } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { free, op, type TensorSpec } from "../registry";

/** Rows of a table chosen by indices. A look-up computes nothing; a bag adds up its rows. */

const F = "torch.nn.functional";

function checkIndices(at: OpContext, indices: Tensor, name: string): void {
  if (indices.dtype !== "int64" && indices.dtype !== "int32")
    at.fail(
      { kind: "dtype", wanted: "integral" },
      `Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.${dtypes[indices.dtype].scalar}Tensor instead (while checking arguments for ${name})`,
    );
}

function lookedUp(at: OpContext, indices: Tensor, weight: Tensor): readonly Dim[] {
  if (weight.rank !== 2) at.fail("rank", "'weight' must be 2-D");
  checkIndices(at, indices, "embedding");
  const [rows, width] = weight.shape;
  for (const index of indices.data ?? [])
    if (typeof index !== "boolean" && (less(index, 0, at.assumptions) || less(index, rows, at.assumptions) === false))
      at.fail("index", "index out of range in self", "IndexError");
  return [...indices.shape, width];
}

function checkPaddingIndex(at: OpContext, index: Dim | null, rows: Dim): void {
  if (index === null) return;
  if (less(index, rows, at.assumptions) === false || less(index, mul(-1, rows), at.assumptions) === true)
    at.fail("argument", "Padding_idx must be within num_embeddings", "AssertionError");
}

interface Bag {
  input: Tensor;
  weight: Tensor;
  offsets: Tensor | null;
  mode: string;
  per_sample_weights: Tensor | null;
  include_last_offset: boolean;
}

function bags(at: OpContext, a: Bag): readonly Dim[] {
  const { input, weight, offsets } = a;
  const weights = a.per_sample_weights;
  if (weights !== null) {
    const message = () =>
      `embedding_bag: If per_sample_weights (torch.Size(${sizes(weights.shape)})) is not None, then it must have the same shape as the input (torch.Size(${sizes(input.shape)}))`;
    if (weights.rank !== input.rank) at.fail("shape-mismatch", message(), "ValueError");
    weights.shape.forEach((size, n) => {
      at.same(size, input.shape[n], "shape-mismatch", message, "ValueError");
    });
  }
  if (input.rank !== 1 && input.rank !== 2)
    at.fail("rank", `input has to be 1D or 2D Tensor, but got Tensor of dimension ${input.rank}`, "ValueError");
  if (input.rank === 2 && offsets !== null)
    at.fail(
      "rank",
      "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. However, found offsets of type <class 'torch.Tensor'>",
      "ValueError",
    );
  if (input.rank === 1 && offsets === null) at.fail("rank", "offsets has to be a 1D Tensor but got None", "ValueError");
  if (offsets !== null && offsets.rank !== 1) at.fail("rank", "offsets has to be a 1D Tensor", "ValueError");
  if (a.mode !== "sum" && a.mode !== "mean" && a.mode !== "max")
    at.fail("argument", "mode has to be one of sum, mean or max", "ValueError");
  if (weights !== null && a.mode !== "sum")
    at.fail(
      "argument",
      `embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got mode='${a.mode}'). Please open a feature request on GitHub.`,
      "NotImplementedError",
    );
  if (weight.rank !== 2) at.fail("rank", "'weight' must be 2-D");
  checkIndices(at, input, "embedding_bag");
  if (offsets === null) return [input.shape[0], weight.shape[1]];
  return [a.include_last_offset ? sub(offsets.shape[0], 1) : offsets.shape[0], weight.shape[1]];
}

/** One addition for each number of each row that is looked up, a product more where rows are weighted. */
const bagCost = (input: Tensor, weight: Tensor, weights: Tensor | null) => ({
  flops: mul(mul(input.numel(), weight.dim(1)), weights === null ? 1 : 2),
});

/** `embedding_bag` took the table first once, and PyTorch still tells the two apart by their types. */
function roles(input: Tensor, weight: Tensor): { input: Tensor; weight: Tensor } {
  const swapped = weight.dtype === "int64" && dtypes[input.dtype].category === "float";
  return swapped ? { input: weight, weight: input } : { input, weight };
}

const filled = (shape: readonly Dim[]): TensorSpec => ({ shape, dtype: "int64" });

export const embedding = [
  op(
    "embedding(Tensor input, Tensor weight, int? padding_idx=None, float? max_norm=None, float norm_type=2.0, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor",
    {
      devices: { kernel: "_index_select", of: { weight: "self", input: "index", indices: "index" } },
      as: [`${F}.embedding`],
      letters: { input: "B N?" },
      dtype: ({ weight }) => weight.dtype,
      cost: free,
      moves: { picks: "weight" },
      shape: ({ input, weight, padding_idx }, at) => {
        if (weight.rank > 0) checkPaddingIndex(at, padding_idx, weight.shape[0]);
        return lookedUp(at, input, weight);
      },
      doc: "(...), (V, D) -> (..., D)",
    },
  ),
  op(
    "embedding.native(Tensor weight, Tensor indices, int padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor",
    {
      devices: { kernel: "_index_select", of: { weight: "self", input: "index", indices: "index" } },
      as: ["torch.embedding"],
      cost: free,
      moves: { picks: "weight" },
      shape: ({ weight, indices }, at) => lookedUp(at, indices, weight),
      doc: "(V, D), (...) -> (..., D)",
    },
  ),
  op(
    "embedding_bag(Tensor input, Tensor weight, Tensor? offsets=None, float? max_norm=None, float norm_type=2, bool scale_grad_by_freq=False, str mode='mean', bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False, int? padding_idx=None) -> Tensor",
    {
      devices: "same",
      as: [`${F}.embedding_bag`],
      dtype: ({ input, weight }) => (dtypes[input.dtype].category === "float" ? input.dtype : weight.dtype),
      shape: ({ input, weight, ...a }, at) => {
        return bags(at, { ...a, ...roles(input, weight) });
      },
      cost: ({ per_sample_weights, ...a }) => {
        const { input, weight } = roles(a.input, a.weight);
        return bagCost(input, weight, per_sample_weights);
      },
      costText: "numel(input)*D",
      doc: "(B, N), (V, D) -> (B, D); (N,), (V, D), offsets (B,) -> (B, D)",
    },
  ),
  op(
    "embedding_bag.native(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False, int? padding_idx=None) -> (Tensor, Tensor, Tensor, Tensor)",
    {
      devices: "same",
      as: ["torch.embedding_bag"],
      out: ({ weight, indices, offsets, include_last_offset }, at) => {
        const count = include_last_offset ? sub(offsets.shape[0], 1) : offsets.shape[0];
        if (weight.rank !== 2) at.fail("rank", "'weight' must be 2-D");
        return {
          tensors: [
            { shape: [count, weight.shape[1]] },
            filled(indices.shape),
            filled(offsets.shape),
            filled(offsets.shape),
          ],
        };
      },
      cost: ({ weight, indices, per_sample_weights }) => bagCost(indices, weight, per_sample_weights),
      costText: "numel(indices)*D",
      doc: "(V, D), (N,), (B,) -> (B, D) and what backward needs",
    },
  ),
];
