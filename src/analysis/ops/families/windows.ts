import { type Dim, less, mul } from "../../dims";
import { type DType, dtypes, isIntegral } from "../../tensor/dtype";
import { type OpRow, op } from "../registry";
import { text } from "../shape/spatial";

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

interface SignalWindow {
  /** What it takes beside the length. */
  rest?: string;
  /** Under which name it refuses: most are sums of cosines. */
  told?: "general_cosine";
  /** A parameter, what it has to be, and PyTorch's word for that. */
  needs?: readonly [parameter: string, fits: (value: number) => boolean, words: string];
}

/** https://pytorch.org/docs/stable/signal.html */
const SIGNAL: Readonly<Record<string, SignalWindow>> = {
  bartlett: {},
  blackman: {},
  cosine: {},
  exponential: {
    rest: ", float? center=None, float tau=1.0",
    needs: ["tau", (tau) => !(tau <= 0), "Tau must be positive"],
  },
  gaussian: { rest: ", float std=1.0", needs: ["std", (std) => !(std <= 0), "Standard deviation must be positive"] },
  general_cosine: { rest: ", any a" },
  general_hamming: { rest: ", float alpha=0.54", told: "general_cosine" },
  hamming: { told: "general_cosine" },
  hann: { told: "general_cosine" },
  kaiser: { rest: ", float beta=12.0", needs: ["beta", (beta) => !(beta < 0), "beta must be non-negative"] },
  nuttall: { told: "general_cosine" },
};

const signalWindows = Object.entries(SIGNAL).map(([name, { rest = "", told = name, needs }]) =>
  op(
    `signal_windows_${name}(int M, *${rest}, bool sym=True, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool requires_grad=False) -> Tensor` as "w(int M, *, any a, ScalarType? dtype=None, Layout? layout=None) -> Tensor",
    {
      as: [`torch.signal.windows.${name}`],
      since: "2.15",
      shape: ({ M, a, dtype, layout, ...parameters }, at) => {
        const refuse = (words: string, about: "argument" | "dtype" = "argument") => at.fail(about, words, "ValueError");
        if (less(M, 0, at.assumptions) === true)
          refuse(`${told} requires non-negative window length, got M=${text(M)}`);
        const laidOut = layout === null ? "torch.strided" : at.text(layout);
        if (laidOut !== "torch.strided") refuse(`${told} is implemented for strided tensors only, got: ${laidOut}`);
        if (dtype !== null && dtype !== "float32" && dtype !== "float64")
          refuse(`${told} expects float32 or float64 dtypes, got: torch.${dtype}`, "dtype");
        if (needs !== undefined) {
          const [parameter, fits, words] = needs;
          const value = (parameters as Record<string, unknown>)[parameter] as number;
          if (!fits(value)) refuse(`${words}, got: ${value} instead.`);
        }
        if (a === null) at.fail("argument", "Coefficients must be a list/tuple", "TypeError");
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
