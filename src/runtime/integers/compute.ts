import { type DType, dtypes, isIntegral } from "../../analysis/tensor/dtype";
import { anyNumber } from "../arguments";
import { RunError } from "../errors";
import { make, values } from "../kernels/host";
import { namesOf } from "../kernels/index";
import { type Expected, isKeyed, isTensor, type Resolved } from "../kernels/kernel";
import type { TensorNumbers } from "../numbers";
import type { Tensor } from "../tf";
import * as tf from "../tf";
import { exactly, type IntegerCall, integerOf, longsOf, mayGrow, type Operand, wrapped } from "./arithmetic";
import { Wide } from "./wide";

/** A tensor argument: of integers beyond 32 bits, `tensor` holds their places. */
export interface Given {
  tensor: Tensor;
  numbers: TensorNumbers;
  wide: Wide | undefined;
}

const MOST = 2 ** 31 - 1;
const isLarge = (number: number | bigint) =>
  typeof number === "bigint" || (Number.isInteger(number) && (number > MOST || number < -MOST - 1));

/** Operators that move elements and change none, and which of their arguments those are. Default: the first. */
const moving: Record<string, readonly string[]> = {
  cat: ["tensors"],
  concat: ["tensors"],
  stack: ["tensors"],
  hstack: ["tensors"],
  vstack: ["tensors"],
  where: ["self", "other", "input"],
  copy: ["self", "src"],
  setitem: ["self", "value"],
  index_put: ["self", "values"],
  masked_scatter: ["self", "source"],
  scatter: ["self", "src"],
  index_copy: ["self", "source"],
};

const movingFirst = new Set(
  (
    "clone detach contiguous getitem index_select gather take take_along_dim masked_select flip roll repeat tile expand expand_as " +
    "reshape view flatten unflatten squeeze unsqueeze permute transpose t swapaxes movedim narrow select slice chunk split unbind " +
    "repeat_interleave diagonal unfold tril_indices broadcast_to rot90 flipud fliplr atleast_1d atleast_2d atleast_3d alias as_strided " +
    "view_as reshape_as ravel tensor_split split_with_sizes unsafe_split unsafe_chunk requires_grad_"
  ).split(" "),
);

/** Operators that only look which elements are equal and which is larger; and which of their results are elements. */
const comparing: Record<string, readonly number[]> = {
  sort: [0],
  msort: [0],
  argsort: [],
  topk: [0],
  max: [0],
  min: [0],
  argmax: [],
  argmin: [],
  aminmax: [0, 1],
  kthvalue: [0],
  median: [0],
  mode: [0],
  cummax: [0],
  cummin: [0],
  unique: [0],
  unique_consecutive: [0],
  unique_dim: [0],
  isin: [],
  searchsorted: [],
  bucketize: [],
};

const casting = new Set([
  "to",
  "_to_copy",
  "type",
  "type_as",
  "tensor",
  "as_tensor",
  "float",
  "long",
  "int",
  "asarray",
]);

/** Whether 32 bits may not do: an argument or a number needs more, or a result may. */
export function growsBeyond(
  op: string,
  args: Record<string, Resolved>,
  given: readonly Given[],
  expected: readonly Expected[],
): boolean {
  if (given.some(({ wide }) => wide !== undefined)) return true;
  const [result] = expected;
  if (result?.dtype !== "int64") return false;
  if (mayGrow(op) && given.every(({ numbers }) => isIntegral(numbers.dtype))) return true;
  if (isCast(op) && given.length > 0 && dtypes[given[0]!.numbers.dtype].category === "float")
    return hasLarge(given[0]!.tensor);
  return anyNumber(args, isLarge);
}

function isCast(op: string): boolean {
  for (const name of namesOf(op)) if (casting.has(name)) return true;
  return false;
}

function hasLarge(tensor: Tensor): boolean {
  return (values(tensor) as Float32Array).some((x) => !(x >= -MOST - 1 && x <= MOST));
}

/** Computes an operator on 64-bit integers; `kernel` runs the ordinary kernel with other arguments. Refuses what nothing here computes. */
export function computeWide(
  op: string,
  args: Record<string, Resolved>,
  given: readonly Given[],
  expected: readonly Expected[],
  kernel: (args: Record<string, Resolved>) => Tensor[],
): (Wide | Tensor)[] {
  const [result] = expected as [Expected];
  if (dtypes[result.dtype].category === "float") return kernel(withFloats(args, given));
  if (isCast(op) && given.length > 0) {
    const cast = castTo(given[0]!, result.dtype);
    if (cast !== undefined) return [cast];
  }
  const dataArguments = [...namesOf(op)].flatMap(
    (name) => moving[name] ?? (movingFirst.has(name) ? [Object.keys(args)[0]!] : []),
  );
  if (dataArguments.length > 0) {
    const moved = movedBy(args, given, dataArguments, kernel);
    if (moved !== undefined) return moved;
  }
  const elements = [...namesOf(op)].map((name) => comparing[name]).find((results) => results !== undefined);
  if (elements !== undefined && given.every(({ tensor }) => tensor.dtype !== "float32"))
    return byOrder(args, given, elements, kernel);
  const found = exactly(op, callOf(args, given, result.shape));
  if (found === undefined) throw new RunError(`\`${op}\` has integers beyond 32 bits, which its kernel can't compute`);
  return [result.dtype === "int64" || result.dtype === "bool" ? found : wrapped(found, result.dtype)];
}

/** The arguments with floats in the place of integers that 32 bits can't hold. */
function withFloats(args: Record<string, Resolved>, given: readonly Given[]): Record<string, Resolved> {
  const visit = (value: Resolved): Resolved => {
    if (Array.isArray(value)) return value.map(visit);
    if (isKeyed(value, "long")) return Number(value.long);
    const wide = given.find(({ tensor }) => tensor === value)?.wide;
    return wide === undefined ? value : make(Float32Array.from(wide.data, Number), wide.shape);
  };
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, visit(value)]));
}

/** Another type of integers; undefined where this is none. */
function castTo({ tensor, wide }: Given, dtype: DType): Wide | undefined {
  if (wide === undefined) return dtype === "int64" ? longsOf(values(tensor), tensor.shape) : undefined;
  if (dtype === "bool")
    return exactly("ne", { operand: () => undefined, value: () => null, operands: [wide, 0n], shape: [] });
  return wrapped(wide, dtype);
}

function callOf(args: Record<string, Resolved>, given: readonly Given[], shape: readonly number[]): IntegerCall {
  const operandOf = (value: Resolved | undefined): Operand | undefined => {
    if (!isTensor(value)) return value === null ? undefined : integerOf(value);
    const found = given.find(({ tensor }) => tensor === value);
    if (found?.wide !== undefined) return found.wide;
    if (value.dtype === "float32") return undefined;
    return new Wide(BigInt64Array.from(values(value) as Int32Array, BigInt), value.shape);
  };
  return {
    operand: (...names) => names.map((name) => operandOf(args[name])).find((one) => one !== undefined),
    value: (name) => args[name],
    operands: Object.values(args).flatMap((value) => operandOf(value) ?? []),
    shape,
  };
}

/** Runs the kernel on the ranks of the elements among all that it is given. */
function byOrder(
  args: Record<string, Resolved>,
  given: readonly Given[],
  elements: readonly number[],
  kernel: (args: Record<string, Resolved>) => Tensor[],
): (Wide | Tensor)[] {
  const all = given.map(({ tensor, wide }) => wide?.data ?? BigInt64Array.from(values(tensor) as Int32Array, BigInt));
  const ordered = BigInt64Array.from(new Set(all.flatMap((data) => [...data]))).sort();
  const ranks = new Map([...ordered].map((item, rank) => [item, rank]));
  return tf.tidy(() => {
    const ranked = given.map(({ tensor }, n) =>
      make(
        Int32Array.from(all[n]!, (item) => ranks.get(item)!),
        tensor.shape,
      ),
    );
    const visit = (value: Resolved): Resolved => {
      if (Array.isArray(value)) return value.map(visit);
      const at = given.findIndex(({ tensor }) => tensor === value);
      return at < 0 ? value : ranked[at]!;
    };
    const made = kernel(Object.fromEntries(Object.entries(args).map(([name, value]) => [name, visit(value)])));
    return made.map((result, n) =>
      elements.includes(n)
        ? new Wide(
            BigInt64Array.from(values(result) as Int32Array, (rank) => ordered[rank]!),
            result.shape,
          )
        : result,
    ) as unknown as Tensor[];
  });
}

/** Moves the places of the elements as the kernel moves elements, and then the elements. */
function movedBy(
  args: Record<string, Resolved>,
  given: readonly Given[],
  names: readonly string[],
  kernel: (args: Record<string, Resolved>) => Tensor[],
): Wide[] | undefined {
  const elements: bigint[] = [];
  const placed = (value: Resolved): Resolved | undefined => {
    if (Array.isArray(value)) {
      const all = value.map(placed);
      return all.includes(undefined) ? undefined : (all as Resolved[]);
    }
    const found = given.find(({ tensor }) => tensor === value);
    const begin = elements.length;
    if (found === undefined) {
      const one = integerOf(value);
      if (one === undefined) return undefined;
      elements.push(one);
      return begin;
    }
    if (found.wide === undefined && found.tensor.dtype === "float32") return undefined;
    const own = found.wide?.data ?? Array.from(values(found.tensor) as Int32Array, BigInt);
    for (const item of own) elements.push(item);
    return tf.tensor(
      Int32Array.from({ length: own.length }, (_, n) => begin + n),
      found.tensor.shape,
      "int32",
    );
  };
  return tf.tidy(() => {
    const instead = { ...args };
    for (const name of names) {
      if (!(name in args) || args[name] === null) continue;
      const value = placed(args[name]!);
      if (value === undefined) return undefined;
      instead[name] = value;
    }
    return kernel(instead).map((places) => {
      const at = values(places);
      return new Wide(
        BigInt64Array.from(at as Int32Array, (place) => elements[place]!),
        places.shape,
      );
    }) as unknown as Wide[] & tf.Tensor[];
  }) as Wide[] | undefined;
}
