import { type Dim, less, mul } from "../../dims";
import { type DType, dtypes, isIntegral } from "../../tensor/dtype";
import { type OpRow, op } from "../registry";

/** Window functions of signal processing (https://pytorch.org/docs/stable/torch.html#spectral-ops). */

const windowOptions =
  "*, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool requires_grad=False";

function windowRow(name: string): OpRow<{ window_length: Dim; dtype: DType | null }> {
  return {
    as: [`torch.${name}_window`],
    shape: ({ window_length, dtype }, at) => {
      if (dtype !== null && isIntegral(dtype))
        at.fail(`${name}_window expects floating point dtypes, got: TensorOptions(dtype=${dtypes[dtype].c})`);
      at.check(
        less(window_length, 0, at.assumptions) !== true,
        `${name}_window requires non-negative window_length, got window_length=${window_length}`,
      );
      return [window_length];
    },
    cost: (_, [out]) => ({ flops: mul(4, out.numel()) }),
    costText: "4*numel(out)",
    doc: "window_length -> (window_length)",
  };
}

export const windows = [
  ...(["bartlett", "blackman", "hann"] as const).map((name) =>
    op(`${name}_window(int window_length, bool periodic=True, ${windowOptions}) -> Tensor`, windowRow(name)),
  ),
  op(
    `hamming_window(int window_length, bool periodic=True, float alpha=0.54, float beta=0.46, ${windowOptions}) -> Tensor`,
    windowRow("hamming"),
  ),
  op(
    `kaiser_window(int window_length, bool periodic=True, float beta=12.0, ${windowOptions}) -> Tensor`,
    windowRow("kaiser"),
  ),
];
