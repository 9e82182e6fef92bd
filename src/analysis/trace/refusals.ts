import { type Dim, print, product, sub } from "../dims";
import type { About } from "../failure";
import { type DType, dtypes } from "../tensor/dtype";
import type { TensorMachine } from "./port";
import { sizes, sizesX } from "./sizes";
import { lacks, type Span, type Version } from "./version";

/**
 * What PyTorch refuses, in words that several operators share or that not all versions use: what it is about, the exception's class, and the message.
 * The span: the versions that refuse it, where not all do.
 */
export interface Refusal extends Span {
  about: About;
  type: string;
  message: string;
  /** What versions up to one say instead; the oldest first. */
  older?: readonly Older[];
}

interface Older {
  until: Version;
  type?: string;
  message?: string;
}

/** A refusal as a version of PyTorch words it. */
export function worded({ about, type, message, older }: Refusal, version: Version): Omit<Refusal, keyof Span> {
  const words = older?.find((one) => !lacks(version, one));
  return { about, type: words?.type ?? type, message: words?.message ?? message };
}

const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : print(dim));

/** A float as Python prints it. */
const pythonFloat = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

const refusal = (about: About, message: string, type = "RuntimeError"): Refusal => ({ about, type, message });

/** The same refusal with what PyTorch 1.13 says instead: other words, or another class. */
const before = (now: Refusal, words: string | Omit<Older, "until">): Refusal => ({
  ...now,
  older: [{ until: "1.13", ...(typeof words === "string" ? { message: words } : words) }],
});

/** As C++ prints them. */
const LARGEST: Partial<Record<DType, string>> = {
  float16: "65504",
  bfloat16: "3.38953e+38",
  float32: "3.40282e+38",
  float64: "1.79769e+308",
};

export const refusals = {
  // ---- element types
  /** There is no kernel of this name for the type. */
  noKernel: (kernel: string, dtype: DType, wanted: "floating" | "integral" = "floating") =>
    before(
      refusal(
        { kind: "dtype", wanted },
        `"${kernel}" not implemented for '${dtypes[dtype].scalar}'`,
        "NotImplementedError",
      ),
      { type: "RuntimeError" },
    ),
  /** Two operands whose types must be the same. */
  otherType: (first: DType, found: DType) =>
    refusal(
      { kind: "dtype", wanted: "same" },
      `expected scalar type ${dtypes[first].scalar} but found ${dtypes[found].scalar}`,
    ),
  /** Class numbers are int64. */
  notLong: (found: DType) =>
    refusal({ kind: "dtype", wanted: "integral" }, `expected scalar type Long but found ${dtypes[found].scalar}`),

  /** A mean of integers; `asked`: the caller's `dtype` asks for one. */
  wholeMean: (name: string, dtype: DType, asked: boolean) =>
    before(
      refusal(
        { kind: "dtype", wanted: "floating" },
        `${name}(): could not infer output dtype. ${asked ? "Optional" : "Input"} dtype must be either a floating point or complex dtype. Got: ${dtypes[dtype].scalar}`,
        "NotImplementedError",
      ),
      { type: "RuntimeError" },
    ),
  negatedMask: () =>
    before(
      refusal(
        { kind: "dtype", wanted: "number" },
        "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
        "NotImplementedError",
      ),
      { type: "RuntimeError" },
    ),

  /** A result of this type for an `out` of another one, where nothing is cast. */
  outType: (wanted: DType, given: DType) =>
    refusal("dtype", `Expected out tensor to have dtype ${dtypes[wanted].c}, but got ${dtypes[given].c} instead`),
  outOfInput: (wanted: DType, given: DType) =>
    refusal(
      "dtype",
      `Expected the dtype for input and out to match, but got ${dtypes[wanted].scalar} for input's dtype and ${dtypes[given].scalar} for out's dtype.`,
    ),
  outOfSamples: (_: DType, given: DType) =>
    refusal("dtype", `multinomial expects Long tensor out, got: ${dtypes[given].scalar}`),
  outOfParts: (wanted: DType, given: DType) =>
    refusal(
      "dtype",
      `Expected object of scalar type ${dtypes[wanted].scalar} but got scalar type ${dtypes[given].scalar} for argument 'out'`,
    ),

  notMask: (name: string, found: DType) => ({
    ...refusal("dtype", `${name} only supports boolean masks, but got mask with dtype ${dtypes[found].scalar}`),
    since: "2.15" as const,
  }),

  // ---- one element
  notOneElement: (count: Dim) =>
    before(refusal("scalar", `a Tensor with ${text(count)} elements cannot be converted to Scalar`), {
      type: "ValueError",
      message: "only one element tensors can be converted to Python scalars",
    }),
  ambiguousTruth: () => refusal("scalar", "Boolean value of Tensor with more than one value is ambiguous"),

  // ---- dimensions
  /** A dimension's number; a tensor without dimensions is taken for one with one. */
  dimension: (dim: number, rank: number) => {
    const bound = Math.max(rank, 1);
    return refusal({ kind: "dimension", dim, rank }, outOfRange(-bound, bound - 1, dim), "IndexError");
  },
  /** A dimension's number, asked of a tensor without dimensions by what doesn't take it for one with one. */
  noDimensions: (dim: Dim) =>
    refusal("dimension", `Dimension specified as ${text(dim)} but tensor has no dimensions`, "IndexError"),
  /** A position in a dimension of this size. */
  position: (at: Dim, size: Dim) =>
    refusal("dimension", outOfRange(`-${text(size)}`, text(sub(size, 1)), text(at)), "IndexError"),
  /** Neither a diagonal nor the matrix of one. */
  diagonal: (rank: number) =>
    before(refusal("rank", `diag(): Supports 1D or 2D tensors. Got ${rank}D`), "matrix or a vector expected"),
  /** Where a piece begins; its end may be where the dimension ends. */
  start: (at: Dim, size: Dim) =>
    before(
      refusal(
        "dimension",
        `start out of range (expected to be in range of [-${text(size)}, ${text(size)}], but got ${text(at)})`,
        "IndexError",
      ),
      outOfRange(`-${text(size)}`, text(sub(size, 1)), text(at)),
    ),
  multipleTargets: () => refusal("target", "0D or 1D target tensor expected, multi-target not supported"),

  tripletRanks: (anchor: number, positive: number, negative: number) =>
    before(
      refusal(
        "rank",
        `The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${anchor}D, positive ${positive}D, and negative ${negative}D inputs`,
      ),
      `All inputs should have same dimension but got ${anchor}D, ${positive}D and ${negative}D inputs.`,
    ),

  // ---- sizes
  /** A target that should have the input's shape. */
  targetSizes: (target: readonly Dim[], input: readonly Dim[]) =>
    before(
      refusal("shape-mismatch", `inconsistent target size: ${sizes(target)} for input of size: ${sizes(input)}`),
      `inconsistent size ${sizes(target)} for argument #2 'target'`,
    ),
  /** A target that should have a class for each row of the input. */
  targetRows: (target: readonly Dim[], input: readonly Dim[], rows: Dim) =>
    before(
      refusal(
        { kind: "target", transposed: true },
        `multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch size). Expected target size ${sizes([rows])}, but got ${sizes(target)}. Input has shape ${sizes(input)}.`,
      ),
      `inconsistent target size, got: ${sizes(target)}`,
    ),
  broadcast: (a: Dim, b: Dim, position: number) =>
    refusal(
      "broadcast",
      `The size of tensor a (${text(a)}) must match the size of tensor b (${text(b)}) at non-singleton dimension ${position}`,
    ),
  /** Two matrices. */
  matrices: (a: readonly Dim[], b: readonly Dim[]) =>
    refusal("matmul-sizes", `mat1 and mat2 shapes cannot be multiplied (${sizesX(a)} and ${sizesX(b)})`),
  /** A matrix and a vector. */
  matrixVector: (rows: Dim, columns: Dim, found: Dim) =>
    refusal("matmul-sizes", `size mismatch, got ${text(rows)}, ${sizesX([rows, columns])},${text(found)}`),
  /** Two batches of matrices: what the second one should begin with, and does. */
  batches: (batch: readonly Dim[], contracted: Dim, found: readonly Dim[], inner: Dim) =>
    refusal(
      "matmul-sizes",
      `Expected size for first two dimensions of batch2 tensor to be: ${sizes([product(batch), contracted])} but got: ${sizes([product(found), inner])}.`,
    ),
  /** A parameter that has an element for each channel. */
  channelElements: (name: string, channels: Dim, found: Dim) =>
    refusal("channels", `${name} should contain ${text(channels)} elements not ${text(found)}`),

  // ---- arguments
  margin: (margin: number) => ({
    ...refusal("argument", `margin must be greater than 0, got ${pythonFloat(margin)}`, "ValueError"),
    since: "2.15" as const,
  }),
  limits: () => ({
    ...refusal("argument", "min_val cannot be greater than max_val", "ValueError"),
    since: "2.15" as const,
  }),
  rangeDirection: () =>
    before(
      refusal("argument", "upper bound and lower bound inconsistent with step sign"),
      "upper bound and larger bound inconsistent with step sign",
    ),
  shrinkage: (lambd: number, dtype: DType) =>
    before(
      refusal(
        "argument",
        `lambda must be in range [0, ${LARGEST[dtype]}] for input dtype ${dtypes[dtype].scalar}, but found ${lambd}`,
      ),
      `lambda must be greater or equal to 0, but found to be ${lambd}.`,
    ),
  dilation: () =>
    before(refusal("argument", "dilation should be greater than zero"), "non-positive dilation is not supported"),
  poolPadding: (padding: Dim, kernel: Dim, dilation: Dim) =>
    before(
      refusal(
        "argument",
        `pad should be at most half of effective kernel size, but got pad=${text(padding)}, kernel_size=${text(kernel)} and dilation=${text(dilation)}`,
      ),
      `pad should be at most half of kernel size, but got pad=${text(padding)} and kernel_size=${text(kernel)}`,
    ),
  /** A pool over a tensor without elements; only a batch may be empty. */
  emptyVolume: (kernel: string, shape: readonly Dim[], dim: number) =>
    before(
      refusal(
        "empty",
        `${kernel}(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${sizes(shape)} with dimension ${dim} being empty`,
      ),
      `${kernel}(): Expected input's non-batch dimensions to have positive length, but input has a shape of ${sizes(shape)} and non-batch dimension 0 has length zero!`,
    ),
} as const satisfies Record<string, (...args: never[]) => Refusal>;

/** Outside of an operator's rule. */
export function refuse(machine: TensorMachine, refusal: Refusal): never {
  const { about, type, message } = worded(refusal, machine.torch.version);
  return machine.raise(type, message, about);
}

function outOfRange(first: number | string, last: number | string, got: number | string): string {
  return `Dimension out of range (expected to be in range of [${first}, ${last}], but got ${got})`;
}
