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
        at.fail(
          { kind: "dtype", wanted: "floating" },
          `${name}_window expects floating point dtypes, got: TensorOptions(dtype=${dtypes[dtype].c})`,
        );
      at.check(
        less(window_length, 0, at.assumptions) !== true,
        "argument",
        `${name}_window requires non-negative window_length, got window_length=${window_length}`,
      );
      return [window_length];
    },
    cost: (_, [out]) => ({ flops: mul(4, out.numel()) }),
    costText: "4*numel(out)",
    doc: "window_length -> (window_length)",
  };
}

/** https://pytorch.org/docs/stable/signal.html, with what each takes beside the length. */
const SIGNAL: Readonly<Record<string, string>> = {
  bartlett: "",
  blackman: "",
  cosine: "",
  exponential: ", float? center=None, float tau=1.0",
  gaussian: ", float std=1.0",
  general_cosine: ", float[] a",
  general_hamming: ", float alpha=0.54",
  hamming: "",
  hann: "",
  kaiser: ", float beta=12.0",
  nuttall: "",
};

const signalWindows = Object.entries(SIGNAL).map(([name, own]) =>
  op(
    `signal_windows_${name}(int M, *${own}, bool sym=True, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool requires_grad=False) -> Tensor` as "w(int M, *, ScalarType? dtype=None) -> Tensor",
    {
      as: [`torch.signal.windows.${name}`],
      since: "2.15",
      shape: ({ M, dtype }, at) => {
        if (less(M, 0, at.assumptions) === true)
          at.fail("argument", `${name} requires non-negative window length, got M=${M}`, "ValueError");
        if (dtype !== null && dtype !== "float32" && dtype !== "float64")
          at.fail("dtype", `${name} expects float32 or float64 dtypes, got: torch.${dtype}`, "ValueError");
        return [M];
      },
      cost: (_, [out]) => ({ flops: mul(4, out.numel()) }),
      costText: "4*numel(out)",
      doc: "M -> (M)",
    },
  ),
);

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
  ...signalWindows,
];
