import { isComplex } from "../../analysis/tensor/dtype";
import { messageOf, RunError } from "../errors";
import { sizeOf } from "../kernels/size";
import type { TensorData, Tensors } from "../result";
import { type Code, codecOf, codecs, type ReadBytes, readStored, type Stored } from "./stored";

/** Reading and writing of safetensors files (https://huggingface.co/docs/safetensors). */

function fail(why: string): never {
  throw new RunError(`not a readable safetensors file: ${why}`);
}

/** The longest header that a file may have, as the format's own library says. */
const LONGEST_HEADER = 100_000_000;

/** The tensors of a file of `size` bytes by name; nothing but the header is read. Throws `RunError` with what is wrong. */
export function indexSafetensors(file: string, size: number, read: ReadBytes): Record<string, Stored> {
  if (size < 8) fail(`it has ${size} bytes, the header's length alone takes 8`);
  const length = Number(new DataView(read(file, 0, 8).buffer).getBigUint64(0, true));
  if (length > size - 8) fail(`its header would have ${length} bytes, the file has ${size}`);
  if (length > LONGEST_HEADER) fail(`its header would have ${length} bytes`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(read(file, 8, length)));
  } catch (thrown) {
    fail(`its header is not JSON (${messageOf(thrown)})`);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) fail("its header is not an object");
  const tensors: Record<string, Stored> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name !== "__metadata__") tensors[name] = storedOf(name, entry, { file, start: 8 + length, size });
  }
  return tensors;
}

/** The tensors of a file that is in memory. */
export function readSafetensors(bytes: Uint8Array): Tensors {
  // A `Buffer` of Node's may be part of another one, and its own `slice` too.
  const read: ReadBytes = (_, at, count) => new Uint8Array(bytes.subarray(at, at + count));
  const stored = Object.entries(indexSafetensors("", bytes.length, read));
  return Object.fromEntries(stored.map(([name, tensor]) => [name, readStored(tensor, read)]));
}

interface Body {
  file: string;
  /** Where it begins. */
  start: number;
  /** Bytes of the file. */
  size: number;
}

function storedOf(name: string, entry: unknown, { file, start, size }: Body): Stored {
  const {
    dtype,
    shape,
    data_offsets: offsets,
  } = (entry ?? {}) as { dtype?: string; shape?: number[]; data_offsets?: number[] };
  const isSizes = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (typeof dtype !== "string" || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
    fail(`the entry of ${name} is incomplete`);
  if (!Object.hasOwn(codecs, dtype)) fail(`${name} has dtype ${dtype}, which is not known`);
  const code = dtype as Code;
  const { width } = codecOf(code);
  const [begin, end] = offsets as [number, number];
  const count = sizeOf(shape);
  if (end - begin !== count * width)
    fail(`${name} of shape [${shape.join(", ")}] needs ${count * width} bytes and has ${end - begin}`);
  if (start + end > size) fail(`${name} reaches beyond the end of the file`);
  return { file, at: start + begin, code, shape };
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
