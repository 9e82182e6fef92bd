import { convertIndexedToRgb, decode as decodePng } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import { RunError } from "../errors";
import type { Fitted } from "../given";
import type { Code, Stored } from "./stored";

/** Files of one array: NumPy's, images, sound, numbers in text. Each throws a `RunError` with what is wrong. */

/** NumPy's names of element types, little end first. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
const arrayTypes: Record<string, Code> = {
  "<f8": "F64",
  "<f4": "F32",
  "<f2": "F16",
  "<i8": "I64",
  "<i4": "I32",
  "<i2": "I16",
  "|i1": "I8",
  "|u1": "U8",
  "|b1": "BOOL",
  "<c8": "C64",
  "<c16": "C128",
};

/** The array of an `.npy` file, from its first bytes. */
export function indexNpy(file: string, head: Uint8Array, size: number): Stored {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const isNew = head[6]! >= 2;
  const start = isNew ? 12 : 10;
  if (head.length < start) throw new RunError("not a readable .npy file: it is too short");
  const length = isNew ? view.getUint32(8, true) : view.getUint16(8, true);
  const text = new TextDecoder("latin1").decode(head.subarray(start, start + length));
  const descr = between(text, "'descr': '", "'");
  const sizes = between(text, "'shape': (", ")");
  if (descr === undefined || sizes === undefined || start + length > head.length)
    throw new RunError("not a readable .npy file: its header is not understood");
  const code = arrayTypes[descr];
  if (code === undefined) throw new RunError(`its elements are ${descr}, which is not read`);
  const shape = sizes
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(Number);
  const stored: Stored = { file, at: start + length, code, shape };
  if (text.includes("'fortran_order': True"))
    stored.strides = shape.map((_, d) => shape.slice(0, d).reduce((x, y) => x * y, 1));
  if (start + length > size) throw new RunError("not a readable .npy file: it is too short");
  return stored;
}

function between(text: string, from: string, to: string): string | undefined {
  const start = text.indexOf(from);
  if (start < 0) return undefined;
  const end = text.indexOf(to, start + from.length);
  return end < 0 ? undefined : text.slice(start + from.length, end);
}

export function readImage(bytes: Uint8Array): Fitted | undefined {
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  if (isJpeg) {
    const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: false });
    return { fit: "image", width, height, channels: 3, data };
  }
  if (!isPng) return undefined;
  const image = decodePng(bytes);
  const { width, height, channels, depth, data } = image;
  if (image.palette !== undefined) {
    const pixels = convertIndexedToRgb(image);
    return { fit: "image", width, height, channels: pixels.length / (width * height), data: Uint8Array.from(pixels) };
  }
  const scaled =
    depth === 8
      ? (data as Uint8Array)
      : depth === 16
        ? Uint8Array.from(data, (x) => x >> 8)
        : unpacked(data as Uint8Array, width * channels, height, depth).map((x) => (x * 255) / (2 ** depth - 1));
  return { fit: "image", width, height, channels, data: Uint8Array.from(scaled) };
}

/** Samples of fewer than eight bits, whose rows begin with a byte. */
function unpacked(data: Uint8Array, width: number, height: number, depth: number): number[] {
  if (depth === 8) return [...data];
  const row = Math.ceil((width * depth) / 8);
  const out: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      out.push((data[y * row + (bit >> 3)]! >> (8 - depth - (bit & 7))) & (2 ** depth - 1));
    }
  return out;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** Sound of a RIFF file: whole numbers of 8 to 32 bits, or floats. */
export function readWav(bytes: Uint8Array): Fitted {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  let [format, channels, rate, bits] = [0, 0, 0, 0];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name(at) === "fmt " && body + 16 <= bytes.length) {
      format = view.getUint16(body, true);
      channels = view.getUint16(body + 2, true);
      rate = view.getUint32(body + 4, true);
      bits = view.getUint16(body + 14, true);
      if (format === EXTENSIBLE && length >= 26) format = view.getUint16(body + 24, true);
    }
    if (name(at) === "data") {
      const sample = sampleOf(format, bits);
      if (sample === undefined || channels === 0)
        throw new RunError(`its sound is of format ${format} with ${bits} bits, which is not read`);
      const width = bits / 8;
      const frames = Math.floor(Math.min(length, bytes.length - body) / (width * channels));
      const data = new Float32Array(frames * channels);
      for (let n = 0; n < frames; n++)
        for (let c = 0; c < channels; c++) data[c * frames + n] = sample(view, body + (n * channels + c) * width);
      return { fit: "audio", channels, rate, data };
    }
    at = body + length + (length % 2);
  }
  throw new RunError("not a readable .wav file: it has no samples");
}

function sampleOf(format: number, bits: number): ((view: DataView, at: number) => number) | undefined {
  if (format === FLOAT && bits === 32) return (view, at) => view.getFloat32(at, true);
  if (format === FLOAT && bits === 64) return (view, at) => view.getFloat64(at, true);
  if (format !== PCM) return undefined;
  if (bits === 8) return (view, at) => (view.getUint8(at) - 128) / 128;
  if (bits === 16) return (view, at) => view.getInt16(at, true) / 2 ** 15;
  if (bits === 24) return (view, at) => (view.getInt16(at + 1, true) * 256 + view.getUint8(at)) / 2 ** 23;
  if (bits === 32) return (view, at) => view.getInt32(at, true) / 2 ** 31;
  return undefined;
}

/** Numbers in text, between them anything that belongs to none: `[[1, 2], [3, 4]]`, columns, lines. */
export function readNumbers(text: string): Fitted {
  const words = text.split(/[\s,;[\](){}]+/).filter((word) => word !== "");
  const data = words.map((word) => (named[word.toLowerCase()] ?? Number(word)) as number);
  const wrong = words.find((word, n) => Number.isNaN(data[n]) && word.toLowerCase() !== "nan");
  if (wrong !== undefined) throw new RunError(`${wrong.slice(0, 40)} is no number`);
  if (data.length === 0) throw new RunError("it holds no numbers");
  return { fit: "numbers", data };
}

const named: Record<string, number> = {
  true: 1,
  false: 0,
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
};
