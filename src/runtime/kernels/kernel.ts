import type { DType } from "../../analysis/tensor/dtype";
import { dtypes } from "../../analysis/tensor/dtype";
import { RunError } from "../errors";
import type { Random } from "../random";
import type { Tensor } from "../tf";
import { allocate, castTo, type Kind, kindOf, make, normalizeDim, scalar, values } from "./host";

/** A plan's argument with its tensors in place. */
export type Resolved =
  | null
  | boolean
  | number
  | string
  | Tensor
  | { dtype: DType }
  | { slice: [Resolved, Resolved, Resolved] }
  | { ellipsis: true }
  | { complex: [number, number] }
  /** An int that a plain number can't hold. */
  | { long: bigint }
  | { dict: [string, Resolved][] }
  | Resolved[];

/** Whether an argument is of the kind that has this key. Tensors of the native library have methods of such names. */
export function isKeyed<K extends "dtype" | "slice" | "ellipsis" | "complex" | "long" | "dict">(
  value: Resolved | undefined,
  key: K,
): value is Exclude<Extract<Resolved, Record<K, unknown>>, string | Tensor | Resolved[]> {
  return typeof value === "object" && value !== null && !isTensor(value) && Object.hasOwn(value, key);
}

/** What the analysis foretold of a result. */
export interface Expected {
  shape: readonly number[];
  dtype: DType;
}

/** One operator's execution: its result tensors in the schema's order. */
export type Kernel = (a: Args) => Tensor | readonly Tensor[];
export type Kernels = Record<string, Kernel>;

/** Names that are one argument: PyTorch's native schemas say `self` where its documentation says `input`. */
const synonyms: Record<string, string[]> = {
  self: ["input", "tensor", "x"],
  input: ["self", "tensor", "x"],
  dim: ["axis", "dims"],
  dims: ["dim", "axis"],
  keepdim: ["keepdims"],
  size: ["shape"],
  training: ["train"],
  train: ["training"],
};

export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "dataId" in value;
}

function everySecond(t: Tensor, from: number): Tensor {
  const all = values(t);
  const to = allocate(t.dtype as Kind, all.length / 2);
  for (let i = 0; i < to.length; i++) to[i] = all[2 * i + from]!;
  return make(to, t.shape.slice(0, -1));
}

/** The arguments of one call, read by the schema's names. */
export class Args {
  constructor(
    readonly op: string,
    private readonly values: Readonly<Record<string, Resolved>>,
    readonly expected: readonly Expected[],
    readonly random: Random,
    /** Complex numbers are stored with a last dimension of two: (…, 2). `tensors` are the arguments that are. */
    readonly complex: { tensors: ReadonlySet<Tensor>; output: boolean } = { tensors: new Set(), output: false },
  ) {}

  /** Is the argument a complex tensor? */
  isComplex(name: string): boolean {
    const value = this.value(name);
    return isTensor(value) && this.complex.tensors.has(value);
  }

  /** The same call on the real (0) or imaginary (1) parts of its complex tensors and numbers; real ones have no imaginary part. */
  part(which: 0 | 1): Args {
    const pick = (value: Resolved): Resolved => {
      if (Array.isArray(value)) return value.map(pick);
      if (isTensor(value) && this.complex.tensors.has(value)) return everySecond(value, which);
      if (isKeyed(value, "complex")) return value.complex[which];
      return value;
    };
    const values = Object.fromEntries(Object.entries(this.values).map(([name, value]) => [name, pick(value)]));
    if (which === 1) for (const name of ["value", "other"]) if (typeof this.values[name] === "number") values[name] = 0;
    return new Args(this.op, values, this.expected, this.random);
  }

  get names(): string[] {
    return Object.keys(this.values);
  }

  /** The same call with some arguments replaced. */
  with(values: Record<string, Resolved>, expected = this.expected): Args {
    return new Args(this.op, { ...this.values, ...values }, expected, this.random, this.complex);
  }

  value(name: string): Resolved | undefined {
    if (name in this.values) return this.values[name];
    for (const other of synonyms[name] ?? []) if (other in this.values) return this.values[other];
    return undefined;
  }

  /** Is given and not None. */
  has(name: string): boolean {
    const value = this.value(name);
    return value !== undefined && value !== null;
  }

  /** The first argument that is there, under any of the names. */
  any(...names: string[]): Resolved | undefined {
    for (const name of names) if (this.has(name)) return this.value(name);
    return undefined;
  }

  /** The first argument, whatever its name, as a tensor. */
  get self(): Tensor {
    const first = Object.values(this.values)[0];
    if (isTensor(first)) return first;
    for (const value of Object.values(this.values)) if (isTensor(value)) return value;
    throw new RunError("has no tensor argument");
  }

  tensor(...names: string[]): Tensor {
    const value = this.any(...names);
    if (isTensor(value)) return value;
    if (typeof value === "number") return scalar(value, Number.isInteger(value) ? "int32" : "float32");
    if (typeof value === "boolean") return scalar(value ? 1 : 0, "bool");
    throw new RunError(`argument \`${names[0]}\` is not a tensor`);
  }

  optional(...names: string[]): Tensor | undefined {
    const value = this.any(...names);
    return isTensor(value) ? value : undefined;
  }

  tensors(...names: string[]): Tensor[] {
    const value = this.any(...names) ?? Object.values(this.values)[0];
    if (isTensor(value)) return [value];
    if (Array.isArray(value)) return value.flat().filter(isTensor);
    throw new RunError(`argument \`${names[0]}\` is not a list of tensors`);
  }

  /** A tensor or a Python number, as a tensor of the given store. */
  operand(name: string, kind: Kind): Tensor {
    const value = this.value(name);
    if (isTensor(value)) return castTo(value, kind);
    if (typeof value === "number" || typeof value === "boolean") return scalar(Number(value), kind);
    throw new RunError(`argument \`${name}\` is neither a tensor nor a number`);
  }

  /** The argument at a position, a tensor or a Python number, as a tensor of the given store. */
  operandAt(index: number, kind: Kind): Tensor {
    const name = this.names[index];
    if (name === undefined) throw new RunError(`needs ${index + 1} operands`);
    return this.operand(name, kind);
  }

  /** Store in which the first `count` arguments are compared: float if any is. */
  commonKind(count = 2): Kind {
    let kind: Kind = "bool";
    for (const value of Object.values(this.values).slice(0, count)) {
      const own: Kind = isTensor(value)
        ? (value.dtype as Kind)
        : typeof value === "number"
          ? Number.isInteger(value)
            ? "int32"
            : "float32"
          : "bool";
      if (own === "float32") return own;
      if (own === "int32") kind = own;
    }
    return kind;
  }

  number(name: string, standard?: number): number {
    const value = this.value(name);
    if (typeof value === "number") return value;
    if (typeof value === "boolean") return Number(value);
    if (isTensor(value) && value.size === 1) return value.dataSync()[0]!;
    if (standard !== undefined) return standard;
    throw new RunError(`argument \`${name}\` is not a number`);
  }

  optionalNumber(name: string): number | undefined {
    return this.has(name) ? this.number(name) : undefined;
  }

  flag(name: string, standard = false): boolean {
    const value = this.value(name);
    return typeof value === "boolean" ? value : typeof value === "number" ? value !== 0 : standard;
  }

  text(name: string, standard = ""): string {
    const value = this.value(name);
    return typeof value === "string" ? value : standard;
  }

  /** Integers; one number stands for a list of it where `count` is known. */
  ints(name: string, count?: number, standard?: number | readonly number[]): number[] {
    let value = this.value(name) ?? standard;
    if (isTensor(value)) value = Array.from(value.dataSync() as Int32Array);
    if (typeof value === "number") return new Array<number>(count ?? 1).fill(value);
    if (Array.isArray(value)) {
      const list = value.flat().map((n) => (isTensor(n) ? n.dataSync()[0]! : Number(n)));
      return count !== undefined && list.length === 1 ? new Array<number>(count).fill(list[0]!) : list;
    }
    throw new RunError(`argument \`${name}\` is not a list of integers`);
  }

  /** A list of sizes, as one argument or none. */
  optionalInts(name: string, count?: number): number[] | undefined {
    const value = this.value(name);
    return value === null || value === undefined ? undefined : this.ints(name, count);
  }

  /** Dimensions that are reduced: all of them where none are named. */
  dims(rank: number, name = "dim"): number[] {
    const given = this.optionalInts(name);
    if (given === undefined || given.length === 0) return Array.from({ length: rank }, (_, d) => d);
    // A scalar has no dimension, though PyTorch takes 0 and -1 for one of it.
    if (rank === 0) return [];
    return given.map((d) => normalizeDim(d, rank)).sort((x, y) => x - y);
  }

  dim(rank: number, name = "dim", standard?: number): number {
    return normalizeDim(this.number(name, standard), rank);
  }

  dtype(name = "dtype"): DType | undefined {
    const value = this.value(name);
    if (isKeyed(value, "dtype")) return value.dtype as DType;
    return undefined;
  }

  /** Store of the result. */
  get kind(): Kind {
    const first = this.expected[0];
    return first ? kindOf(first.dtype) : "float32";
  }

  /** Shape of the result as the analysis foretold it. */
  get shape(): readonly number[] {
    const first = this.expected[0];
    if (first === undefined) throw new RunError("has no result");
    return first.shape;
  }

  get isFloat(): boolean {
    const first = this.expected[0];
    return first === undefined || dtypes[first.dtype].category === "float";
  }
}
