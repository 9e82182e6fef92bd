import { add, type Dim, equal, floordiv, less, lessEqual, mul, sub } from "../../dims";
import { dtypes, isComplex, realType } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { before, lately, refusal } from "../../trace/refusals";
import type { OpContext } from "../context";
import { free, op } from "../registry";
import { complexType } from "../shape/matrix";
import { text, windowCount } from "../shape/spatial";

/** Fourier transforms. FLOPs: 5*n*log2(n) for each transform of n points, half of that where one side is real. */

/** What a transform makes of what: complex of complex, half a spectrum of real numbers, real numbers of half a spectrum. */
type Kind = "complex" | "toHalf" | "fromHalf";

const KINDS: Record<string, Kind> = {
  fft: "complex",
  ifft: "complex",
  rfft: "toHalf",
  irfft: "fromHalf",
  hfft: "fromHalf",
  ihfft: "toHalf",
};

function checkPoints(at: OpContext, points: Dim): void {
  at.check(
    lessEqual(1, points, at.assumptions),
    "window",
    () => `Invalid number of data points (${text(points)}) specified`,
    {
      kind: "ge",
      left: points,
      right: 1,
    },
  );
}

function checkInput(at: OpContext, name: string, self: Tensor, kind: Kind, norm: string | null): void {
  if (kind === "toHalf" && isComplex(self.dtype)) {
    const scalar = dtypes[self.dtype].scalar;
    if (name === "ihfft2" || name === "ihfftn")
      at.refuse(
        before(refusal("dtype", `Only supports floating-point dtypes, but found: ${scalar}`, "TypeError"), {
          type: "RuntimeError",
          message:
            "Expected self.is_floating_point() to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)",
        }),
      );
    const words =
      name === "rfft2" || name === "rfftn"
        ? `rfftn expects a real-valued input tensor, but got ${scalar}`
        : `${name} expects a real input tensor, but got ${scalar}`;
    at.refuse(before(refusal("dtype", words, "TypeError"), { type: "RuntimeError" }));
  }
  if (norm !== null && norm !== "forward" && norm !== "backward" && norm !== "ortho")
    at.fail("argument", `Invalid normalization mode: "${norm}"`);
}

/** The length of the last transformed dimension, given the points of the transform. */
const lengthOf = (kind: Kind, points: Dim): Dim => (kind === "toHalf" ? add(floordiv(points, 2), 1) : points);

/** Points of a transform whose number is not given. */
const pointsOf = (kind: Kind, size: Dim): Dim => (kind === "fromHalf" ? mul(2, sub(size, 1)) : size);

function transformed(at: OpContext, name: string, self: Tensor, n: Dim | null, dim: Dim, norm: string | null) {
  const kind = KINDS[name];
  checkInput(at, name, self, kind, norm);
  const axis = at.realAxis(dim, self.rank);
  const points = n ?? pointsOf(kind, self.shape[axis]);
  checkPoints(at, points);
  return self.shape.with(axis, lengthOf(kind, points));
}

function transformedAll(
  at: OpContext,
  name: string,
  self: Tensor,
  s: readonly Dim[] | null,
  dim: readonly Dim[] | null,
  norm: string | null,
): readonly Dim[] {
  const kind = KINDS[name.slice(0, -1)];
  checkInput(at, name, self, kind, norm);
  const given = dim ?? defaultDims(at, self, s);
  const axes = given.map((each) => at.realAxis(each, self.rank));
  if (new Set(axes).size < axes.length) at.fail("argument", "FFT dims must be unique");
  if (s !== null && s.length !== axes.length)
    at.fail("shape-mismatch", "When given, dim and shape arguments must have the same length");
  const shape = [...self.shape];
  axes.forEach((axis, n) => {
    const last = n === axes.length - 1;
    const size = shape[axis];
    const wanted = s === null || s[n] === -1 ? (last ? pointsOf(kind, size) : size) : s[n];
    checkPoints(at, wanted);
    shape[axis] = last ? lengthOf(kind, wanted) : wanted;
  });
  return shape;
}

function defaultDims(at: OpContext, self: Tensor, s: readonly Dim[] | null): readonly Dim[] {
  if (s === null) return self.shape.map((_, n) => n);
  if (s.length > self.rank)
    at.refuse(
      before(
        refusal("rank", `Got shape with ${s.length} values but input tensor only has ${self.rank} dimensions.`),
        "Got shape with more values than input dimensions",
      ),
    );
  return s.map((_, n) => self.rank - s.length + n);
}

/** 5*numel*log2(points), halved for real numbers; not counted where the points are a symbol. */
function work(self: Tensor, out: Tensor, name: string) {
  const wide =
    isComplex(out.dtype) && KINDS[name.replace(/[2n]$/, "")] === "complex" ? out : isComplex(out.dtype) ? self : out;
  const count = wide.numel();
  if (typeof count !== "number") return undefined;
  const points = name.endsWith("n") || name.endsWith("2") ? count : Number(wide.dim(-1) ?? 1);
  const stages = Math.log2(Math.max(2, points));
  const half = KINDS[name.replace(/[2n]$/, "")] === "complex" ? 5 : 2.5;
  return { flops: Math.round(half * count * stages) };
}

const dtypeOf =
  (kind: Kind) =>
  ({ self }: { self: Tensor }) =>
    kind === "fromHalf"
      ? self.dtype === "float64"
        ? "float64"
        : realType(complexType(self.dtype))
      : complexType(self.dtype);

function oneDimensional(name: string) {
  return op(`fft_${name}(Tensor self, int? n=None, int dim=-1, str? norm=None) -> Tensor`, {
    as: [`torch.fft.${name}`],
    dtype: dtypeOf(KINDS[name]),
    shape: ({ self, n, dim, norm }, at) => transformed(at, name, self, n, dim, norm),
    cost: ({ self }, [out]) => work(self, out, name),
    costText: "5*n*log2(n) a transform",
    doc: "(..., N) -> (..., n)",
  });
}

function severalDimensional(name: string, dims: "None" | "[-2, -1]") {
  const schema =
    `fft_${name}(Tensor self, int[1]? s=None, int[1]? dim=${dims}, str? norm=None) -> Tensor` as "fft_fftn(Tensor self, int[1]? s=None, int[1]? dim=None, str? norm=None) -> Tensor";
  return op(schema, {
    as: [`torch.fft.${name}`],
    dtype: dtypeOf(KINDS[name.slice(0, -1)]),
    shape: ({ self, s, dim, norm }, at) => transformedAll(at, name, self, s, dim, norm),
    cost: ({ self }, [out]) => work(self, out, name),
    costText: "5*n*log2(n) a transform",
    doc: "(..., N, M) -> (..., n, m)",
  });
}

// --- short-time transforms ---

function windowChecks(at: OpContext, name: string, nFft: Dim, hop: Dim, win: Dim, window: Tensor | null): void {
  if (lessEqual(hop, 0, at.assumptions) === true)
    at.fail("argument", `${name} : expected hop_length > 0, but got hop_length=${text(hop)}`);
  if (lessEqual(win, 0, at.assumptions) === true || less(nFft, win, at.assumptions) === true)
    at.fail("window", `${name} : expected 0 < win_length <= n_fft, but got win_length=${text(win)}`);
  if (window === null) return;
  const message = () =>
    `${name} : expected a 1D window tensor of size equal to win_length=${text(win)}, but got window with size [${window.shape.map(text).join(", ")}]`;
  if (window.rank !== 1) at.fail("rank", message());
  at.same(window.shape[0], win, "shape-mismatch", message);
}

interface ShortTime {
  self: Tensor;
  n_fft: Dim;
  hop_length: Dim | null;
  win_length: Dim | null;
  window: Tensor | null;
  center: boolean;
  onesided: boolean | null;
}

const isOneSided = ({ self, window, onesided }: ShortTime) =>
  onesided ?? !(isComplex(self.dtype) || (window !== null && isComplex(window.dtype)));

function spectrogram(at: OpContext, a: ShortTime, asked: boolean | null): readonly Dim[] {
  const complex = asked === true || isComplex(a.self.dtype);
  const { self, n_fft } = a;
  const hop = a.hop_length ?? floordiv(n_fft, 4);
  at.refuseUnless(complex || asked !== null, () =>
    lately(
      refusal(
        "argument",
        "stft requires the return_complex parameter be given for real inputs, and will further require that return_complex=True in a future PyTorch release.",
      ),
    ),
  );
  if (self.rank !== 1 && self.rank !== 2) at.fail("rank", "stft : expected a 1D or 2D tensor");
  const signal = self.dim(-1);
  const pad = a.center ? floordiv(n_fft, 2) : 0;
  if (a.center)
    at.check(
      less(pad, signal, at.assumptions),
      "window",
      () =>
        `Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (${text(pad)}, ${text(pad)}) at dimension 2 of input [1, ${self.rank === 2 ? text(self.shape[0]) : 1}, ${text(signal)}]`,
      { kind: "gt", left: signal, right: pad },
    );
  const length = add(signal, mul(2, pad));
  const fits = lessEqual(n_fft, 0, at.assumptions) === true ? false : lessEqual(n_fft, length, at.assumptions);
  at.check(fits, "window", () => `stft : expected 0 < n_fft < ${text(length)}, but got n_fft=${text(n_fft)}`, {
    kind: "ge",
    left: length,
    right: n_fft,
  });
  windowChecks(at, "stft", n_fft, hop, a.win_length ?? n_fft, a.window);
  const frames = windowCount(length, 0, 0, n_fft, hop);
  const bins = isOneSided(a) ? add(floordiv(n_fft, 2), 1) : n_fft;
  return [...self.shape.slice(0, -1), bins, frames, ...(complex ? [] : [2])];
}

function waveform(at: OpContext, a: ShortTime, length: Dim | null): readonly Dim[] {
  const { self, n_fft } = a;
  at.refuseUnless(isComplex(self.dtype), () =>
    lately(
      refusal(
        "dtype",
        "istft requires a complex-valued input tensor matching the output from stft with return_complex=True.",
        "TypeError",
      ),
    ),
  );
  const hop = a.hop_length ?? floordiv(n_fft, 4);
  const win = a.win_length ?? n_fft;
  const rank = isComplex(self.dtype) ? self.rank : self.rank - 1;
  if (rank < 2) at.axis(-3, self.rank);
  if (rank > 3) at.fail("rank", `istft : expected a tensor with 3 or 4 dimensions, but got ${self.rank}`);
  const [bins, frames] = self.shape.slice(rank - 2, rank);
  const onesided = a.onesided ?? equal(bins, n_fft, at.assumptions) !== true;
  const wanted = onesided ? add(floordiv(n_fft, 2), 1) : n_fft;
  at.same(
    bins,
    wanted,
    "shape-mismatch",
    () =>
      `istft : expected the frequency dimension (3rd to the last) of the input tensor to match n_fft ${onesided ? "/ 2 + 1 " : ""}when onesided=${onesided ? "True" : "False"}, but got ${text(bins)}`,
  );
  if (less(win, hop, at.assumptions) === true) at.fail("window", "istft : expected 0 < hop_length <= win_length");
  windowChecks(at, "istft", n_fft, hop, win, a.window);
  const whole = add(n_fft, mul(hop, sub(frames, 1)));
  const kept = length ?? (a.center ? sub(whole, mul(2, floordiv(n_fft, 2))) : whole);
  return [...self.shape.slice(0, rank - 2), kept];
}

const frameWork = (nFft: Dim, frames: Dim) =>
  typeof nFft === "number" && nFft > 0
    ? { flops: mul(Math.round(2.5 * nFft * Math.log2(Math.max(2, nFft)) + nFft), frames) }
    : undefined;

export const fourier = [
  ...Object.keys(KINDS).flatMap((name) => [
    oneDimensional(name),
    severalDimensional(`${name}2`, "[-2, -1]"),
    severalDimensional(`${name}n`, "None"),
  ]),
  ...(["fftshift", "ifftshift"] as const).map((name) =>
    op(`fft_${name}(Tensor self, int[1]? dim=None) -> Tensor`, {
      as: [`torch.fft.${name}`],
      cost: free,
      shape: ({ self, dim }, at) => {
        for (const each of dim ?? []) at.axis(each, self.rank);
        return self.shape;
      },
      doc: "(...) -> (...)",
    }),
  ),
  ...(["fftfreq", "rfftfreq"] as const).map((name) =>
    op(
      `fft_${name}(int n, float d=1.0, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=None, bool? requires_grad=False) -> Tensor`,
      {
        as: [`torch.fft.${name}`],
        dtype: (_, at) => at.defaultDType,
        shape: ({ n }) => [name === "fftfreq" ? n : add(floordiv(n, 2), 1)],
        cost: (_, [out]) => ({ flops: out.numel() }),
        costText: "numel(out)",
        doc: name === "fftfreq" ? "-> (n,)" : "-> (n//2 + 1,)",
      },
    ),
  ),
  op(
    "stft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, str pad_mode='reflect', bool normalized=False, bool? onesided=None, bool? return_complex=None, bool? align_to_window=None) -> Tensor",
    {
      as: ["torch.stft", "torch.functional.stft", "Tensor.stft"],
      argumentsSince: { align_to_window: "2.15" },
      layout: "unknown",
      dtype: ({ self, return_complex }) =>
        return_complex === true || isComplex(self.dtype) ? complexType(self.dtype) : self.dtype,
      shape: ({ return_complex, ...a }, at) => spectrogram(at, a, return_complex),
      cost: ({ n_fft, self }, [out]) => frameWork(n_fft, mul(self.rank === 2 ? self.shape[0] : 1, out.dim(self.rank))),
      costText: "2.5*n_fft*log2(n_fft) + n_fft a frame",
      doc: "(N, L) -> (N, n_fft//2 + 1, frames)",
    },
  ),
  op(
    "istft(Tensor self, int n_fft, int? hop_length=None, int? win_length=None, Tensor? window=None, bool center=True, bool normalized=False, bool? onesided=None, int? length=None, bool return_complex=False) -> Tensor",
    {
      as: ["torch.istft", "torch.functional.istft", "Tensor.istft"],
      dtype: ({ self, return_complex }) => (return_complex ? complexType(self.dtype) : realType(self.dtype)),
      shape: ({ length, ...a }, at) => waveform(at, a, length),
      cost: ({ self, n_fft }) => frameWork(n_fft, self.dim(isComplex(self.dtype) ? -1 : -2)),
      costText: "2.5*n_fft*log2(n_fft) + n_fft a frame",
      doc: "(N, n_fft//2 + 1, frames) -> (N, L)",
    },
  ),
];
