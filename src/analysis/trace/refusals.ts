import { add, type Dim, lessEqual, print, product, sub } from "../dims";
import type { About } from "../failure";
import { deviceType } from "../tensor/device";
import { type DType, dtypes } from "../tensor/dtype";
import type { Tensor } from "../tensor/tensor";
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
  type?: string | undefined;
  message?: string | undefined;
}

/** A refusal as a version of PyTorch words it. */
export function worded({ about, type, message, older }: Refusal, version: Version): Omit<Refusal, keyof Span> {
  const words = older?.find((one) => !lacks(version, one));
  return { about, type: words?.type ?? type, message: words?.message ?? message };
}

const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : print(dim));

/** A float as Python prints it. */
const pythonFloat = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

export const refusal = (about: About, message: string, type = "RuntimeError"): Refusal => ({ about, type, message });

/** The same refusal with what PyTorch 1.13 says instead: other words, another class, or as it says another one. */
export function before(now: Refusal, then: string | Omit<Older, "until"> | Refusal): Refusal {
  const words = typeof then === "string" ? { message: then } : "about" in then ? worded(then, "1.13") : then;
  return { ...now, older: [{ until: "1.13", type: words.type, message: words.message }] };
}

/** There is no code for it: of its own class since 1.13. */
export const unimplemented = (about: About, message: string): Refusal =>
  before(refusal(about, message, "NotImplementedError"), { type: "RuntimeError" });

/** What no version before 2.15 is known to refuse. */
export const lately = (refusal: Refusal): Refusal => ({ ...refusal, since: "2.15" });

/** What 2.15 takes and 1.13 refuses. */
export const formerly = (refusal: Refusal): Refusal => ({ ...refusal, until: "1.13" });

/** As C++ prints them. */
const LARGEST: Partial<Record<DType, string>> = {
  float16: "65504",
  bfloat16: "3.38953e+38",
  float32: "3.40282e+38",
  float64: "1.79769e+308",
};

/** The type of a tensor as PyTorch named it once: `torch.cuda.FloatTensor`. */
export function legacyType({ device, dtype }: Tensor): string {
  const type = deviceType(device) ?? "cpu";
  return `torch.${type === "cpu" ? "" : `${type}.`}${dtypes[dtype].scalar}Tensor`;
}

export const refusals = {
  // ---- element types
  /** There is no kernel of this name for the type. */
  noKernel: (kernel: string, dtype: DType, wanted: "floating" | "integral" = "floating") =>
    unimplemented({ kind: "dtype", wanted }, `"${kernel}" not implemented for '${dtypes[dtype].scalar}'`),
  /** Two operands whose types must be the same. */
  otherType: (first: DType, found: DType) =>
    refusal(
      { kind: "dtype", wanted: "same" },
      `expected scalar type ${dtypes[first].scalar} but found ${dtypes[found].scalar}`,
    ),
  /** Two matrices. */
  otherMatrix: (first: DType, found: DType) =>
    before(
      refusal(
        { kind: "dtype", wanted: "same" },
        `expected m1 and m2 to have the same dtype, but got: ${dtypes[first].c} != ${dtypes[found].c}`,
      ),
      `expected scalar type ${dtypes[first].scalar} but found ${dtypes[found].scalar}`,
    ),
  /** A matrix and a vector. */
  otherVector: (matrix: DType, vector: DType) =>
    before(
      refusal(
        { kind: "dtype", wanted: "same" },
        `addmv input tensors must have the same dtype, but got ${dtypes[vector].scalar}, ${dtypes[matrix].scalar}, and ${dtypes[vector].scalar}`,
      ),
      `expected scalar type ${dtypes[matrix].scalar} but found ${dtypes[vector].scalar}`,
    ),
  /** Two matrices, where a bias is added. */
  otherFactor: (first: DType, found: DType) =>
    before(
      refusal(
        { kind: "dtype", wanted: "same" },
        `mat1 and mat2 must have the same dtype, but got ${dtypes[first].scalar} and ${dtypes[found].scalar}`,
      ),
      "mat1 and mat2 must have the same dtype",
    ),
  /** The classes of a target. */
  notClasses: (found: DType) =>
    before(
      refusal(
        { kind: "dtype", wanted: "integral" },
        `expected target dtype to be Long or Byte, but got ${dtypes[found].scalar}`,
      ),
      `expected scalar type Long but found ${dtypes[found].scalar}`,
    ),
  /** Class numbers are int64. */
  notLong: (found: DType) =>
    refusal({ kind: "dtype", wanted: "integral" }, `expected scalar type Long but found ${dtypes[found].scalar}`),

  /** A mean of integers; `asked`: the caller's `dtype` asks for one. */
  wholeMean: (name: string, dtype: DType, asked: boolean) =>
    unimplemented(
      { kind: "dtype", wanted: "floating" },
      `${name}(): could not infer output dtype. ${asked ? "Optional" : "Input"} dtype must be either a floating point or complex dtype. Got: ${dtypes[dtype].scalar}`,
    ),
  wholeNanMean: (dtype: DType) =>
    before(
      refusal(
        { kind: "dtype", wanted: "floating" },
        `nanmean(): expected input to have floating point or complex dtype but got ${dtypes[dtype].scalar}`,
        "NotImplementedError",
      ),
      {
        type: "RuntimeError",
        message: `nanmean(): expected input to have floating point dtype but got ${dtypes[dtype].scalar}`,
      },
    ),
  /** A norm of integers. */
  wholeNorm: (dtype: DType): Refusal =>
    before(
      refusals.inexact("linalg.vector_norm", dtype),
      refusal(
        { kind: "dtype", wanted: "floating" },
        `norm(): input dtype should be either floating point or complex. Got ${dtypes[dtype].scalar} instead.`,
      ),
    ),
  inexact: (name: string, dtype: DType) =>
    unimplemented(
      { kind: "dtype", wanted: "floating" },
      `${name}: Expected a floating point or complex tensor as input. Got ${dtypes[dtype].scalar}`,
    ),

  /** A normalisation's parameters of another type than its input. */
  mixedTypes: (input: DType) =>
    refusal(
      { kind: "dtype", wanted: "same" },
      input === "float64"
        ? "mixed dtype (CPU): all inputs must share same datatype."
        : "mixed dtype (CPU): expect parameter to have scalar type of Float",
    ),
  /** A result that the tensor it is written into can't hold. */
  castInplace: (result: DType, target: DType) =>
    refusal(
      "dtype",
      `result type ${dtypes[result].scalar} can't be cast to the desired output type ${dtypes[target].scalar}`,
    ),
  // ---- positions
  beyondSelf: () => refusal("index", "index out of range in self", "IndexError"),
  beyond: (position: number, axis: number, size: Dim) =>
    refusal("index", `index ${position} is out of bounds for dimension ${axis} with size ${text(size)}`),
  beyondClasses: (isNegative: boolean) =>
    refusal(
      "index",
      isNegative ? "Class values must be non-negative." : "Class values must be smaller than num_classes.",
    ),
  /** What is put by indices. */
  putType: (into: DType, source: DType) =>
    refusal(
      { kind: "dtype", wanted: "same" },
      `Index put requires the source and destination dtypes match, got ${dtypes[into].scalar} for the destination and ${dtypes[source].scalar} for the source.`,
    ),
  /** A mask of attention. */
  maskType: (mask: DType, query: DType) =>
    before(
      refusal(
        "dtype",
        `Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: ${dtypes[mask].c} and  query.dtype: ${dtypes[query].c} instead.`,
      ),
      `Expected attn_mask dtype to be bool or to match query dtype, but got attn_mask.dtype: ${dtypes[mask].c} and  query.dtype: ${dtypes[query].c} instead.`,
    ),
  /** Query, key and value. */
  attendedType: (query: DType, key: DType, value: DType) =>
    refusal(
      { kind: "dtype", wanted: "same" },
      `Expected query, key, and value to have the same dtype, but got query.dtype: ${dtypes[query].c} key.dtype: ${dtypes[key].c} and value.dtype: ${dtypes[value].c} instead.`,
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

  notMask: (name: string, found: string) =>
    lately(refusal("dtype", `${name} only supports boolean masks, but got mask with dtype ${found}`)),
  /** An index of another type than int64, which int32 was too. */
  indexType: (name: string, found: DType) =>
    found === "int32"
      ? formerly(refusal({ kind: "dtype", wanted: "integral" }, `${name}(): Expected dtype int64 for index`))
      : before(
          refusal({ kind: "dtype", wanted: "integral" }, `${name}(): Expected dtype int32/int64 for index`),
          `${name}(): Expected dtype int64 for index`,
        ),

  // ---- devices
  /** An argument of a kernel that lies elsewhere than those before it. */
  otherDevice: (argument: string, device: string, common: string, kernel: string | undefined) => {
    const where = (words: string) => (kernel === undefined ? "" : ` (when checking argument ${words}${kernel})`);
    return before(
      refusal(
        "device",
        `Expected all tensors to be on the same device, but got ${argument} is on ${device}, different from other tensors on ${common}${where("in method wrapper_CUDA_")}`,
      ),
      `Expected all tensors to be on the same device, but found at least two devices, ${common} and ${device}!${where(`for argument ${argument} in method wrapper_CUDA_`)}`,
    );
  },
  twoDevices: (common: string, device: string) =>
    refusal(
      "device",
      `Expected all tensors to be on the same device, but found at least two devices, ${common} and ${device}!`,
    ),
  /** What has no elements beside what has some. */
  metaDevice: (device: string, expected: string) =>
    before(
      refusal("device", `Tensor on device ${device} is not on the expected device ${expected}!`),
      `Expected all tensors to be on the same device, but found at least two devices, ${expected} and ${device}!`,
    ),
  /** An index that lies elsewhere than what it picks from. */
  indexDevice: (device: string) =>
    refusal("device", `indices should be either on cpu or on the same device as the indexed tensor (${device})`),
  /** What is written by an index, and lies elsewhere. */
  putDevice: (device: string, source: string): Refusal =>
    device === "cpu" || source === "cpu"
      ? refusals.twoDevices(device === "cpu" ? source : device, "cpu")
      : refusals.twoDevices(device, source),
  /** An array of NumPy of what is not on the CPU. */
  arrayDevice: (device: string) =>
    refusal(
      "device",
      `can't convert ${device} device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.`,
      "TypeError",
    ),
  /** The sequence and the state of a recurrent layer, or its weights. */
  recurrentDevice: (what: "hidden" | "parameter", input: string, found: string) =>
    refusal(
      "device",
      `Input and ${what} tensors are not at the same device, found input tensor at ${input} and ${what} tensor at ${found}`,
    ),
  /** Of a type that has the device in it. */
  otherTensorType: (what: string, input: Tensor, other: Tensor) =>
    refusal("device", `Input type (${legacyType(input)}) and ${what} type (${legacyType(other)}) should be the same`),
  /** What has no elements can't be moved. */
  metaCopy: () => refusal("device", "Cannot copy out of meta tensor; no data!", "NotImplementedError"),

  // ---- one element
  notOneElement: () => refusal("scalar", "only one element tensors can be converted to Python scalars", "ValueError"),
  notOneItem: (count: Dim): Refusal =>
    before(
      refusal("scalar", `a Tensor with ${text(count)} elements cannot be converted to Scalar`),
      refusals.notOneElement(),
    ),
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
  /** A factor without dimensions. */
  noFactor: (weight: number) =>
    before(
      refusal("rank", `both arguments to linear need to be at least 1D, but they are 0D and ${weight}D`),
      `both arguments to matmul need to be at least 1D, but they are 0D and ${weight}D`,
    ),
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
  /** A negative size to reshape to. */
  shapeDimension: (size: Dim, n: number, target: readonly Dim[]) =>
    before(
      refusal("argument", `invalid shape dimension ${text(size)} at index ${n} of shape ${sizes(target)}`),
      `invalid shape dimension ${text(size)}`,
    ),
  /** An index that is larger than what it picks from, or puts into. */
  indexSizes: (
    name: "gather" | "scatter",
    index: readonly Dim[],
    self: readonly Dim[],
    axis: number,
    src?: readonly Dim[],
  ) => {
    const found = index.findIndex((size, n) => n !== axis && lessEqual(size, self[n]) === false);
    const words = (compared: string, source: string) =>
      `${name === "gather" ? `Size does not match at dimension ${found} expected` : "Expected"} index ${sizes(index)} to be ${compared} than self ${sizes(self)} apart from dimension ${axis}${src === undefined ? "" : ` and to be ${source} than src ${sizes(src)}`}`;
    return before(refusal("rank", words("no larger", "no larger size")), words("smaller", "smaller size"));
  },
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
  /** Of several shapes, one that does not fit those before it. */
  noCommonShape: (sofar: readonly Dim[], shape: readonly Dim[], n: number) => {
    const fits = (from: number) => {
      const [own, other] = [shape.at(from), sofar.at(from)];
      return own === undefined || other === undefined || own === other || own === 1 || other === 1;
    };
    let from = -1;
    while (fits(from) && -from < shape.length) from--;
    const tuple = `(${shape.map(text).join(", ")}${shape.length === 1 ? "," : ""})`;
    return before(
      refusal(
        "broadcast",
        `Attempting to broadcast a dimension of length ${text(shape.at(from) ?? 1)} at ${from}! Mismatching argument at index ${n} had ${tuple}; but expected shape should be broadcastable to ${sizes(sofar)}`,
      ),
      "Shape mismatch: objects cannot be broadcast to a single shape",
    );
  },
  /** Two matrices, by the function that multiplies them: `mm`, or `addmm` where a bias is added. */
  matrices: (name: "mm" | "addmm", a: readonly Dim[], b: readonly Dim[]) => {
    const words = `mat1 and mat2 shapes cannot be multiplied (${sizesX(a)} and ${sizesX(b)})`;
    return before(refusal("matmul-sizes", `${name}: ${words}`), words);
  },
  /** What should be a matrix. */
  matrix: (name: "mm" | "addmm", operand: "self" | "mat2", rank: number) =>
    before(
      refusal("rank", `${name}: ${operand} must be a matrix, got ${rank}-D tensor`),
      name === "mm"
        ? `${operand} must be a matrix`
        : `${operand === "self" ? "mat1" : operand} must be a matrix, got ${rank}-D tensor`,
    ),
  /** A matrix and a vector. */
  matrixVector: (rows: Dim, columns: Dim, found: Dim) =>
    before(
      refusal(
        "matmul-sizes",
        `size mismatch, got input (${text(rows)}), mat (${sizesX([rows, columns])}), vec (${text(found)})`,
      ),
      `size mismatch, got ${text(rows)}, ${sizesX([rows, columns])},${text(found)}`,
    ),
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
  margin: (margin: number) =>
    lately(refusal("argument", `margin must be greater than 0, got ${pythonFloat(margin)}`, "ValueError")),
  limits: () => lately(refusal("argument", "min_val cannot be greater than max_val", "ValueError")),
  /** A function that is there to say that it went. */
  removed: (instead: string) =>
    lately(refusal("runtime", `This function was deprecated since version 1.9 and is now removed. ${instead}`)),
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
  /** Padding that takes more away from the start than there is. */
  cut: (amount: Dim, size: Dim): Refusal =>
    before(refusal("index", "narrow(): length must be non-negative."), refusals.position(amount, size)),
  /** The same at the end. */
  cutEnd: (size: Dim, after: Dim) =>
    before(
      refusal("index", "narrow(): length must be non-negative."),
      `start (0) + length (${text(add(size, after))}) exceeds dimension size (${text(size)}).`,
    ),
  /** Padding of the dimension `n` from the end with its own reflection, of `count` dimensions. */
  reflection: (n: number, first: Dim, after: Dim, shape: readonly Dim[], count: number) => {
    const words = `Argument #${4 + 2 * n}: Padding size should be less than the corresponding input dimension, but got: padding (${text(first)}, ${text(after)}) at dimension ${shape.length - 1 - n} of input`;
    return before(refusal("window", `${words} ${sizes(shape)}`), count === 2 ? `${words} ${shape.length}` : {});
  },
  padding: (length: number, rank: number) =>
    before(
      refusal(
        "argument",
        `Padding length should be less than or equal to two times the input dimension but got padding length ${length} and input of dimension ${rank}`,
      ),
      "Padding length too large",
    ),
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
} satisfies Record<string, (...args: never[]) => Refusal>;

/** Outside of an operator's rule. */
export function refuse(machine: TensorMachine, refusal: Refusal): never {
  const { about, type, message } = worded(refusal, machine.torch.version);
  return machine.raise(type, message, about);
}

function outOfRange(first: number | string, last: number | string, got: number | string): string {
  return `Dimension out of range (expected to be in range of [${first}, ${last}], but got ${got})`;
}
