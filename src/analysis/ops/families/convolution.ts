import { add, type Dim, divides, floordiv, less, lessEqual, mul, product, sub } from "../../dims";
import { type DType, dtypes } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { before, refusal, refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { type DeviceRule, op } from "../registry";
import { clash } from "../shape/checks";
import { extent, some, text, type Windows, windowCount } from "../shape/spatial";

/**
 * Convolutions. MACs: one for each element of the result, each input channel of its group and each place of the kernel;
 * transposed, one for each element of the input, each output channel of its group and each place. A bias adds one FLOP an element.
 */

interface Operands {
  input: Tensor;
  weight: Tensor;
  bias: Tensor | null;
  groups: Dim;
}

/** Checks that have nothing to do with sizes of the input: `rank` is the number of spatial dimensions. */
function checkParameters(at: OpContext, rank: number, { input, weight }: Operands, windows: Partial<Windows>): void {
  if (input.rank !== rank + 1 && input.rank !== rank + 2)
    at.fail(
      "rank",
      `Expected ${rank + 1}D (unbatched) or ${rank + 2}D (batched) input to ${at.name}, but got input of size: ${sizes(input.shape)}`,
    );
  if (weight.rank < 3) at.fail("rank", "weight should have at least three dimensions");
  for (const name of ["stride", "padding", "dilation"] as const) {
    const given = windows[name];
    const dims = weight.rank - 2;
    if (given !== undefined && given.length !== dims)
      at.fail(
        "argument",
        `expected ${name} to be a single integer value or a list of ${dims} values to match the convolution dimensions, but got ${name}=${sizes(given)}`,
      );
  }
  if (some(windows.padding ?? [], (n) => less(n, 0, at.assumptions)))
    at.fail("argument", "negative padding is not supported");
  if (some(windows.stride ?? [], (n) => lessEqual(n, 0, at.assumptions)))
    at.fail("argument", "non-positive stride is not supported");
  if (some(windows.dilation ?? [], (n) => lessEqual(n, 0, at.assumptions))) at.refuse(refusals.dilation());
}

function checkGroups(at: OpContext, { weight, groups }: Operands): void {
  if (lessEqual(groups, 0, at.assumptions) === true) at.fail("argument", "non-positive groups is not supported");
  const out = weight.shape[0];
  at.check(
    lessEqual(groups, out, at.assumptions),
    "rank",
    () =>
      `Given groups=${text(groups)}, expected weight to be at least ${text(groups)} at dimension 0, but got weight of size ${sizes(weight.shape)} instead`,
  );
  at.check(
    divides(groups, out, at.assumptions),
    "divisible",
    () =>
      `Given groups=${text(groups)}, expected weight to be divisible by ${text(groups)} at dimension 0, but got weight of size [${sizes(weight.shape)}] instead`,
    { kind: "divisible", left: out, right: groups },
  );
}

const CPP_TYPES: Partial<Record<DType, string>> = {
  bool: "bool",
  uint8: "unsigned char",
  int8: "signed char",
  int16: "short int",
  int32: "int",
  int64: "long int",
  float16: "c10::Half",
  bfloat16: "c10::BFloat16",
  float32: "float",
  float64: "double",
  complex64: "c10::complex<float>",
  complex128: "c10::complex<double>",
};

function checkTypes(at: OpContext, { input, weight, bias }: Operands): void {
  const name = (tensor: Tensor) => `torch.${dtypes[tensor.dtype].scalar}Tensor`;
  const likeWeight = !clash(at, input.dtype, weight.dtype);
  const other = refusals.otherType(input.dtype, weight.dtype);
  const older =
    input.dtype === "float32"
      ? `Input type (${name(input)}) and weight type (${name(weight)}) should be the same or input should be a MKLDNN tensor and weight is a dense tensor`
      : other;
  if (bias !== null && clash(at, input.dtype, bias.dtype)) {
    const found = refusal(
      { kind: "dtype", wanted: "same" },
      `Input type (${CPP_TYPES[input.dtype]}) and bias type (${CPP_TYPES[bias.dtype]}) should be the same`,
    );
    at.refuse(likeWeight || (weight.rank === 4 && input.dtype !== "float32") ? found : before(found, older));
  }
  if (!likeWeight) at.refuse(before(other, older));
}

/** The input with a batch of 1 where it has none, as the messages show it. */
const batched = (rank: number, input: Tensor): readonly Dim[] =>
  input.rank === rank + 1 ? [1, ...input.shape] : input.shape;

/** Kernels without extent. Which of its algorithms PyTorch picks, and so which words it has, follows from the batch and the sizes. */
function checkKernel(
  at: OpContext,
  rank: number,
  { input, weight, groups }: Operands,
  shape: readonly Dim[],
  dilation: readonly Dim[],
): void {
  const kernel = weight.shape.slice(2);
  if (!kernel.includes(0) || input.device === "meta") return;
  const many = product(input.shape);
  if (groups !== 1 || shape[0] !== 1 || (typeof many === "number" && many > 20480))
    at.fail("argument", "could not create a descriptor for a dilated convolution forward propagation primitive");
  const but = "kernel size should be greater than zero, but got";
  if (dilation.some((step) => step !== 1)) at.fail("argument", `${but} ${sizes(kernel)}`);
  if (rank === 3) at.fail("argument", `${but}: ${kernel.map(text).join(" x ")} (TxHxW)`);
  const [height, width] = rank === 1 ? [1, kernel[0]] : kernel;
  at.fail("argument", `${but} kernel_height: ${text(height)} kernel_width: ${text(width)}`);
}

function convolved(
  at: OpContext,
  rank: number,
  operands: Operands,
  { stride, padding, dilation }: Omit<Windows, "kernel">,
): readonly Dim[] {
  const { input, weight, bias, groups } = operands;
  checkParameters(at, rank, operands, { stride, padding, dilation });
  const shape = batched(rank, input);
  if (weight.rank !== shape.length)
    at.fail(
      "rank",
      `Expected ${weight.rank}-dimensional input for ${weight.rank}-dimensional weight ${sizes(weight.shape)}, but got ${shape.length}-dimensional input of size ${sizes(shape)} instead`,
    );
  checkGroups(at, operands);
  at.same(
    shape[1],
    mul(weight.shape[1], groups),
    "channels",
    () =>
      `Given groups=${text(groups)}, weight of size ${sizes(weight.shape)}, expected input${sizes(shape)} to have ${text(mul(weight.shape[1], groups))} channels, but got ${text(shape[1])} channels instead`,
  );
  if (bias !== null) {
    const message = () =>
      `Given weight of size ${sizes(weight.shape)}, expected bias to be 1-dimensional with ${text(weight.shape[0])} elements, but got bias of size ${sizes(bias.shape)} instead`;
    if (bias.rank !== 1) at.fail("rank", message());
    at.same(bias.shape[0], weight.shape[0], "shape-mismatch", message);
  }
  const kernel = weight.shape.slice(2).map((size, n) => extent(size, dilation[n]));
  const padded = shape.slice(2).map((size, n) => add(size, mul(2, padding[n])));
  const list = (dims: readonly Dim[]) => dims.map(text).join(" x ");
  checkKernel(at, rank, operands, shape, dilation);
  padded.forEach((size, n) => {
    at.check(
      lessEqual(kernel[n], size, at.assumptions),
      "window",
      () =>
        `Calculated padded input size per channel: (${list(padded)}). Kernel size: (${list(kernel)}). Kernel size can't be greater than actual input size`,
      { kind: "ge", left: shape[n + 2], right: sub(kernel[n], mul(2, padding[n])) },
    );
  });
  checkTypes(at, operands);
  const spatial = shape.slice(2).map((size, n) => windowCount(size, padding[n], padding[n], kernel[n], stride[n]));
  return [...input.shape.slice(0, input.rank - rank - 1), weight.shape[0], ...spatial];
}

/** `padding="same"` keeps the sizes, `"valid"` pads nothing. */
function convolvedByName(
  at: OpContext,
  rank: number,
  operands: Operands,
  stride: readonly Dim[],
  padding: string,
  dilation: readonly Dim[],
): readonly Dim[] {
  const { input, weight } = operands;
  if (padding !== "same" && padding !== "valid") at.fail("argument", `Invalid padding string: '${padding}'`);
  const none = new Array(rank).fill(0);
  if (padding === "valid") return convolved(at, rank, operands, { stride, padding: none, dilation });
  if (some(stride, (step) => less(1, step, at.assumptions)))
    at.fail("argument", "padding='same' is not supported for strided convolutions");
  const shape = batched(rank, input);
  if (weight.rank > 2 && weight.rank !== shape.length)
    at.fail(
      "rank",
      `Expected ${weight.rank}-dimensional input for ${weight.rank}-dimensional weight${sizes(weight.shape)}, but got ${shape.length}-dimensional input of size ${sizes(shape)} instead`,
    );
  // Half of what a window covers, rounded up, is enough for the checks; one side may get less by one.
  const enough = weight.shape.slice(2).map((size, n) => floordiv(extent(size, dilation[n]), 2));
  const filtered = convolved(at, rank, operands, { stride, padding: enough, dilation });
  return [...filtered.slice(0, -rank), ...input.shape.slice(-rank)];
}

function transposed(
  at: OpContext,
  rank: number,
  operands: Operands,
  windows: Omit<Windows, "kernel"> & { outputPadding: readonly Dim[] },
): readonly Dim[] {
  const { input, weight, bias, groups } = operands;
  const { stride, padding, dilation, outputPadding } = windows;
  checkParameters(at, rank, operands, windows);
  if (some(outputPadding, (n) => less(n, 0, at.assumptions)))
    at.fail("argument", "negative output_padding is not supported");
  const shape = batched(rank, input);
  if (weight.rank !== shape.length)
    at.fail(
      "rank",
      `Expected ${weight.rank}-dimensional input for ${weight.rank}-dimensional weight ${sizes(weight.shape)}, but got ${shape.length}-dimensional input of size ${sizes(shape)} instead`,
    );
  checkGroups(at, operands);
  at.same(
    shape[1],
    weight.shape[0],
    "channels",
    () =>
      `Given transposed=1, weight of size ${sizes(weight.shape)}, expected input${sizes(shape)} to have ${text(weight.shape[0])} channels, but got ${text(shape[1])} channels instead`,
  );
  const channels = mul(weight.shape[1], groups);
  if (bias !== null) {
    const message = () =>
      `Given transposed=1, weight of size ${sizes(weight.shape)}, expected bias to be 1-dimensional with ${text(channels)} elements, but got bias of size ${sizes(bias.shape)} instead`;
    if (bias.rank !== 1) at.fail("rank", message());
    at.same(bias.shape[0], channels, "shape-mismatch", message);
  }
  checkTypes(at, operands);
  outputPadding.forEach((extra, n) => {
    const fits = less(extra, stride[n], at.assumptions) === true ? true : less(extra, dilation[n], at.assumptions);
    if (fits === false && less(extra, stride[n], at.assumptions) === false)
      at.fail(
        "argument",
        `output padding must be smaller than either stride or dilation, but got ${paddingText(rank, windows)}`,
      );
  });
  const spatial = shape
    .slice(2)
    .map((size, n) =>
      add(
        add(sub(mul(sub(size, 1), stride[n]), mul(2, padding[n])), extent(weight.shape[n + 2], dilation[n])),
        outputPadding[n],
      ),
    );
  const list = (dims: readonly Dim[]) => dims.map(text).join(" x ");
  for (const size of spatial)
    if (lessEqual(1, size, at.assumptions) === false)
      at.fail(
        "window",
        `Given input size per channel: (${list(shape.slice(2))}). Calculated output size per channel: (${list(spatial)}). Output size is too small`,
      );
  return [...input.shape.slice(0, input.rank - rank - 1), channels, ...spatial];
}

function paddingText(rank: number, { stride, dilation, outputPadding }: Record<string, unknown>): string {
  const names = ["depth", "height", "width"].slice(3 - Math.max(rank, 2));
  const all: [string, readonly Dim[]][] = [
    ["output_padding", outputPadding as readonly Dim[]],
    ["stride", stride as readonly Dim[]],
    ["dilation", dilation as readonly Dim[]],
  ];
  const spread = (list: readonly Dim[], of: string) =>
    list.length < names.length ? [of === "output_padding" ? 0 : 1, ...list] : list;
  return all.flatMap(([of, list]) => spread(list, of).map((n, at) => `${of}_${names[at]}: ${text(n)}`)).join(" ");
}

const LETTERS = { 1: "B C L", 2: "B C H W", 3: "B C D H W" } as const;
const SPATIAL = { 1: ["L", "R"], 2: ["H, W", "R, S"], 3: ["D, H, W", "Q, R, S"] } as const;

const biasFlops = (bias: Tensor | null, out: Tensor): Dim => (bias === null ? 0 : out.numel());

/** A kernel takes all of one type of tensor, and says so of the type that has the device in it. */
const OF_ONE_TYPE: DeviceRule = {
  of: { input: "input", weight: "weight", bias: "bias" },
  words: (what, other, input) => refusals.otherTensorType(what, input, other),
};

/** Both ways to say `padding` for one number of spatial dimensions. */
function convolutions(rank: 1 | 2 | 3) {
  const cost = ({ weight, bias }: Operands, [out]: readonly Tensor[]) => {
    const macs = mul(out.numel(), product(weight.shape.slice(1)));
    return { macs, flops: add(mul(2, macs), biasFlops(bias, out)) };
  };
  const [space, window] = SPATIAL[rank];
  const doc = `(N, C, ${space}), (K, C/groups, ${window}) -> (N, K, ${space.replace(/\w/g, "$&'")})`;
  const about = {
    devices: OF_ONE_TYPE,
    as: [`torch.conv${rank}d`, `torch.nn.functional.conv${rank}d`],
    letters: { input: LETTERS[rank] },
    layout: "memoryFormat",
    cost,
    costText: "numel(out)*(C/groups)*prod(kernel) MACs",
    doc,
  } as const;
  return [
    op(
      `conv${rank}d(Tensor input, Tensor weight, Tensor? bias=None, int[${rank}] stride=1, int[${rank}] padding=0, int[${rank}] dilation=1, int groups=1) -> Tensor`,
      { ...about, shape: (a, at) => convolved(at, rank, a, a) },
    ),
    op(
      `conv${rank}d.padding(Tensor input, Tensor weight, Tensor? bias=None, int[${rank}] stride=1, str padding="valid", int[${rank}] dilation=1, int groups=1) -> Tensor`,
      { ...about, shape: (a, at) => convolvedByName(at, rank, a, a.stride, a.padding, a.dilation) },
    ),
    op(
      `conv_transpose${rank}d(Tensor input, Tensor weight, Tensor? bias=None, int[${rank}] stride=1, int[${rank}] padding=0, int[${rank}] output_padding=0, int groups=1, int[${rank}] dilation=1) -> Tensor`,
      {
        devices: OF_ONE_TYPE,
        as: [`torch.conv_transpose${rank}d`, `torch.nn.functional.conv_transpose${rank}d`],
        letters: { input: LETTERS[rank] },
        layout: "memoryFormat",
        shape: (a, at) => transposed(at, rank, a, { ...a, outputPadding: a.output_padding }),
        cost: ({ input, weight, bias }, [out]) => {
          const macs = mul(input.numel(), product(weight.shape.slice(1)));
          return { macs, flops: add(mul(2, macs), biasFlops(bias, out)) };
        },
        costText: "numel(input)*(K/groups)*prod(kernel) MACs",
        doc: `(N, C, ${space}), (C, K/groups, ${window}) -> (N, K, ${space.replace(/\w/g, "$&'")})`,
      },
    ),
  ];
}

export const convolution = [
  ...convolutions(1),
  ...convolutions(2),
  ...convolutions(3),
  op(
    "convolution(Tensor input, Tensor weight, Tensor? bias, int[] stride, int[] padding, int[] dilation, bool transposed, int[] output_padding, int groups) -> Tensor",
    {
      devices: OF_ONE_TYPE,
      layout: "memoryFormat",
      shape: (a, at) => {
        const rank = a.weight.rank - 2;
        const all = (list: readonly Dim[]) => (list.length === 1 ? new Array(rank).fill(list[0]) : list);
        const windows = { stride: all(a.stride), padding: all(a.padding), dilation: all(a.dilation) };
        return a.transposed
          ? transposed(at, rank, a, { ...windows, outputPadding: all(a.output_padding) })
          : convolved(at, rank, a, windows);
      },
      cost: ({ input, weight, bias, transposed }, [out]) => {
        const macs = mul((transposed ? input : out).numel(), product(weight.shape.slice(1)));
        return { macs, flops: add(mul(2, macs), biasFlops(bias, out)) };
      },
      costText: "numel(out)*(C/groups)*prod(kernel) MACs",
      doc: "(N, C, *S), (K, C/groups, *R) -> (N, K, *S')",
    },
  ),
  op("conv_tbc(Tensor self, Tensor weight, Tensor bias, int pad=0) -> Tensor", {
    as: ["torch.conv_tbc", "torch.nn.functional.conv_tbc"],
    letters: { self: "T B C" },
    shape: ({ self, weight, bias, pad }, at) => {
      if (self.rank !== 3) at.fail("rank", "Input must have 3 dims: time, batch, in_channel");
      if (weight.rank !== 3)
        at.fail("rank", "Weight tensor must have 3 dims: kernel_width, in_channels, out_channels.");
      at.same(
        self.shape[2],
        weight.shape[1],
        "channels",
        "Input dim 2 (input channels) is not == dim 1 in the weight tensor.",
      );
      at.same(
        weight.shape[2],
        bias.shape[0],
        "shape-mismatch",
        "Bias size must equal dim 2 in the weight tensor (output channels).",
      );
      return [windowCount(self.shape[0], pad, pad, weight.shape[0], 1), self.shape[1], weight.shape[2]];
    },
    cost: ({ weight }, [out]) => {
      const macs = mul(out.numel(), product(weight.shape.slice(0, 2)));
      return { macs, flops: add(mul(2, macs), out.numel()) };
    },
    costText: "numel(out)*C*R MACs",
    doc: "(T, N, C), (R, C, K) -> (T', N, K)",
  }),
];
