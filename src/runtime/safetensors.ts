import { type DType, isComplex } from "../analysis/tensor/dtype";
import { messageOf, RunError } from "./errors";
import { sizeOf } from "./kernels/size";
import type { TensorData, Tensors } from "./result";

/** Reading and writing of safetensors files (https://huggingface.co/docs/safetensors). */

interface Codec {
  dtype: DType;
  /** Bytes an element. */
  width: number;
  store: "float" | "int" | "byte" | "long";
  read(view: DataView, at: number): number;
}

const codecs: Record<string, Codec> = {
  F64: { dtype: "float64", width: 8, store: "float", read: (v, at) => v.getFloat64(at, true) },
  F32: { dtype: "float32", width: 4, store: "float", read: (v, at) => v.getFloat32(at, true) },
  F16: { dtype: "float16", width: 2, store: "float", read: (v, at) => halfToNumber(v.getUint16(at, true)) },
  BF16: { dtype: "bfloat16", width: 2, store: "float", read: (v, at) => bfloatToNumber(v.getUint16(at, true)) },
  I64: { dtype: "int64", width: 8, store: "long", read: (v, at) => Number(v.getBigInt64(at, true)) },
  I32: { dtype: "int32", width: 4, store: "int", read: (v, at) => v.getInt32(at, true) },
  I16: { dtype: "int16", width: 2, store: "int", read: (v, at) => v.getInt16(at, true) },
  I8: { dtype: "int8", width: 1, store: "int", read: (v, at) => v.getInt8(at) },
  U8: { dtype: "uint8", width: 1, store: "int", read: (v, at) => v.getUint8(at) },
  BOOL: { dtype: "bool", width: 1, store: "byte", read: (v, at) => (v.getUint8(at) ? 1 : 0) },
};

/** IEEE 754 half precision. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const single = new DataView(new ArrayBuffer(4));

function bfloatToNumber(bits: number): number {
  single.setUint32(0, bits << 16);
  return single.getFloat32(0);
}

function fail(why: string): never {
  throw new RunError(`not a readable safetensors file: ${why}`);
}

/** The tensors of a file by name. Throws `RunError` with what is wrong. */
export function readSafetensors(bytes: Uint8Array): Tensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) fail(`it has ${bytes.length} bytes, the header's length alone takes 8`);
  const length = Number(view.getBigUint64(0, true));
  if (length > bytes.length - 8) fail(`its header would have ${length} bytes, the file has ${bytes.length}`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, 8 + length)));
  } catch (thrown) {
    fail(`its header is not JSON (${messageOf(thrown)})`);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) fail("its header is not an object");
  const tensors: Tensors = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name !== "__metadata__") tensors[name] = readTensor(name, entry, view, 8 + length);
  }
  return tensors;
}

function readTensor(name: string, entry: unknown, view: DataView, start: number): TensorData {
  const {
    dtype,
    shape,
    data_offsets: offsets,
  } = (entry ?? {}) as { dtype?: string; shape?: number[]; data_offsets?: number[] };
  const isSizes = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (typeof dtype !== "string" || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
    fail(`the entry of ${name} is incomplete`);
  const codec = codecs[dtype];
  if (!codec) fail(`${name} has dtype ${dtype}, which is not known`);
  const [begin, end] = offsets as [number, number];
  const count = sizeOf(shape);
  if (end - begin !== count * codec.width)
    fail(`${name} of shape [${shape.join(", ")}] needs ${count * codec.width} bytes and has ${end - begin}`);
  if (start + end > view.byteLength) fail(`${name} reaches beyond the end of the file`);
  if (codec.store === "long") return { shape, dtype: codec.dtype, data: longs(view, start + begin, count) };
  const data =
    codec.store === "float"
      ? new Float32Array(count)
      : codec.store === "int"
        ? new Int32Array(count)
        : new Uint8Array(count);
  for (let i = 0; i < count; i++) data[i] = codec.read(view, start + begin + i * codec.width);
  return { shape, dtype: codec.dtype, data };
}

const LEAST = -(2n ** 31n);
const MOST = 2n ** 31n - 1n;

/** 64-bit integers; with 32 bits where that is enough for all of them. */
function longs(view: DataView, at: number, count: number): Int32Array | BigInt64Array {
  const data = BigInt64Array.from({ length: count }, (_, i) => view.getBigInt64(at + 8 * i, true));
  return data.every((x) => x >= LEAST && x <= MOST) ? Int32Array.from(data, Number) : data;
}

/** A file of the tensors in their order. What is held with less precision than its dtype is written as it is held: float64 as F64 of float32 numbers. */
export function writeSafetensors(tensors: Tensors): Uint8Array {
  const header: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const [code, bytes] = encode(tensor);
    const shape = isComplex(tensor.dtype) ? [...tensor.shape, 2] : tensor.shape;
    header[name] = { dtype: code, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    parts.push(bytes);
  }
  let text = JSON.stringify(header);
  const encoder = new TextEncoder();
  text += " ".repeat((8 - (encoder.encode(text).length % 8)) % 8);
  const head = encoder.encode(text);
  const out = new Uint8Array(8 + head.length + offset);
  new DataView(out.buffer).setBigUint64(0, BigInt(head.length), true);
  out.set(head, 8);
  let at = 8 + head.length;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** float16, bfloat16 are written as F32: their numbers were computed in float32. Complex numbers get a last dimension of two. */
function encode({ dtype, data }: TensorData): [string, Uint8Array] {
  const numbers = Array.from<number | bigint, number>(data, Number);
  const bytesOf = (list: ArrayBufferView) => new Uint8Array(list.buffer, list.byteOffset, list.byteLength);
  switch (dtype) {
    case "float64":
      return ["F64", bytesOf(Float64Array.from(numbers))];
    case "int64":
      return ["I64", bytesOf(BigInt64Array.from<number | bigint>(data, BigInt))];
    case "int32":
    case "qint32":
      return ["I32", bytesOf(Int32Array.from(numbers))];
    case "int16":
      return ["I16", bytesOf(Int16Array.from(numbers))];
    case "int8":
    case "qint8":
      return ["I8", bytesOf(Int8Array.from(numbers))];
    case "uint8":
    case "quint8":
      return ["U8", bytesOf(Uint8Array.from(numbers))];
    case "bool":
      return ["BOOL", bytesOf(Uint8Array.from(numbers, (x) => (x ? 1 : 0)))];
    default:
      return ["F32", bytesOf(Float32Array.from(numbers))];
  }
}
