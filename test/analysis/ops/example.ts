import { add, mul } from "../../../src/analysis/dims";
import { op } from "../../../src/analysis/ops/registry";

export const example = [
  op("pair_sum(Tensor self, Tensor other, int dim=-1) -> Tensor", {
    // torch.pair_sum and Tensor.pair_sum follow from `self`; `as` would list other names.
    dtype: "promote",
    shape: ({ self, other, dim }, at) => {
      const axis = at.axis(dim, self.rank);
      const message = () => `pair_sum(): expected ${self.rank} dimensions, but got ${other.rank}`;
      at.check(self.rank === other.rank, "rank", message);
      at.same(self.shape[axis], other.shape[axis], "shape-mismatch", `pair_sum(): sizes differ in dimension ${axis}`);
      return at.broadcast(self.shape, other.shape).toSpliced(axis, 1);
    },
    cost: ({ self, dim }, [out]) => ({ flops: mul(add(mul(2, self.dim(dim as number)), -1), out.numel()) }),
    costText: "(2*D - 1)*numel(out)",
    doc: "(..., D, ...), (..., D, ...) -> (..., ...)",
  }),
];
