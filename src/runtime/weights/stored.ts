import type { DType } from "../../analysis/tensor/dtype";
import { RunError } from "../errors";
import { sizeOf } from "../kernels/size";
import type { TensorData } from "../result";

/** How an element lies in a file, by the names that safetensors give. Little end first. */
export type Code = keyof typeof codecs;

/** A tensor that lies in a file: its bytes are read when its numbers are wanted. */
export interface Stored {
  file: string;
  /** Where its first element begins, in bytes. */
  at: number;
  code: Code;
  shape: number[];
  /** In elements; row-major where they are not told. */
  strides?: number[];
}

/** Tensors by name, in the order of their file; each may lie in a file. */
export type StoredTensors = Record<string, TensorData | Stored>;

export function isStored(tensor: TensorData | Stored): tensor is Stored {
  return "file" in tensor;
}

/** `bytes` from a place of a file on. */
export type ReadBytes = (file: string, at: number, bytes: number) => Uint8Array<ArrayBuffer>;

type Numbers = TensorData["data"];

interface Codec {
  dtype: DType;
  /** Bytes an element. */
  width: number;
  /** Numbers of an element: a complex one has two. */
  parts?: 2;
  decode(buffer: ArrayBuffer): Numbers;
}

/** IEEE 754 half precision. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

let halves: Float32Array | undefined;

function decodeHalf(buffer: ArrayBuffer): Float32Array {
  halves ??= Float32Array.from({ length: 65536 }, (_, bits) => halfToNumber(bits));
  const table = halves;
  return Float32Array.from(new Uint16Array(buffer), (bits) => table[bits]!);
}

/** The upper halves of float32. */
function decodeBrain(buffer: ArrayBuffer): Float32Array {
  const from = new Uint16Array(buffer);
  const bits = new Uint32Array(from.length);
  for (let i = 0; i < from.length; i++) bits[i] = from[i]! << 16;
  return new Float32Array(bits.buffer);
}

const LEAST = -(2n ** 31n);
const MOST = 2n ** 31n - 1n;

/** 64-bit integers; with 32 bits where that is enough for all of them. */
function decodeLong(buffer: ArrayBuffer): Int32Array | BigInt64Array {
  const data = new BigInt64Array(buffer);
  return data.every((x) => x >= LEAST && x <= MOST) ? Int32Array.from(data, Number) : data;
}

export const codecs = {
  F64: { dtype: "float64", width: 8, decode: (b) => Float32Array.from(new Float64Array(b)) },
  F32: { dtype: "float32", width: 4, decode: (b) => new Float32Array(b) },
  F16: { dtype: "float16", width: 2, decode: decodeHalf },
  BF16: { dtype: "bfloat16", width: 2, decode: decodeBrain },
  I64: { dtype: "int64", width: 8, decode: decodeLong },
  I32: { dtype: "int32", width: 4, decode: (b) => new Int32Array(b) },
  I16: { dtype: "int16", width: 2, decode: (b) => Int32Array.from(new Int16Array(b)) },
  I8: { dtype: "int8", width: 1, decode: (b) => Int32Array.from(new Int8Array(b)) },
  U8: { dtype: "uint8", width: 1, decode: (b) => Int32Array.from(new Uint8Array(b)) },
  BOOL: { dtype: "bool", width: 1, decode: (b) => Uint8Array.from(new Uint8Array(b), (x) => (x ? 1 : 0)) },
  C64: { dtype: "complex64", width: 8, parts: 2, decode: (b) => new Float32Array(b) },
  C128: { dtype: "complex128", width: 16, parts: 2, decode: (b) => Float32Array.from(new Float64Array(b)) },
} satisfies Record<string, Codec>;

export function codecOf(code: Code): Codec {
  return codecs[code];
}

/** Elements from the first one to the one behind the last, as strides reach them. */
export function reachOf({ shape, strides }: Pick<Stored, "shape" | "strides">): number {
  if (strides === undefined) return sizeOf(shape);
  if (shape.includes(0)) return 0;
  return 1 + shape.reduce((all, size, d) => all + (size - 1) * strides[d]!, 0);
}

/** The largest tensor that is read: what an array of JavaScript holds. */
const MOST_BYTES = 2 ** 33;

/** The numbers of a tensor that lies in a file. */
export function readStored(stored: Stored, read: ReadBytes): TensorData {
  const { file, at, code, shape, strides } = stored;
  const codec = codecOf(code);
  const reach = reachOf(stored);
  if (reach * codec.width > MOST_BYTES) throw new RunError(`a tensor of ${reach} elements is too large to be read`);
  const bytes = read(file, at, reach * codec.width);
  const { buffer } = strides === undefined ? bytes : gathered(bytes, shape, strides, codec.width);
  return { shape, dtype: codec.dtype, data: codec.decode(buffer) };
}

/** The elements that strides reach, row by row. */
function gathered(
  bytes: Uint8Array,
  shape: readonly number[],
  strides: readonly number[],
  width: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(sizeOf(shape) * width);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < out.length; to += width) {
    for (let k = 0; k < width; k++) out[to + k] = bytes[from * width + k]!;
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d]!;
      if (++index[d]! < shape[d]!) break;
      from -= strides[d]! * shape[d]!;
      index[d] = 0;
    }
  }
  return out;
}
