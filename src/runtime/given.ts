import { type DType, dtypes } from "../analysis/tensor/dtype";
import { Tensor } from "../analysis/tensor/tensor";
import { PyDict, PyList, PyTuple, type Value } from "../analysis/values";
import { RunError } from "./errors";
import { allocate, kindOf } from "./kernels/host";
import { sizeOf } from "./kernels/size";
import type { TensorData } from "./result";
import type { Stored } from "./weights/stored";

/** What is given for an input that has no shape of its own, or another one: it is fitted to the call's. */
export type Fitted =
  /** Rows of pixels, each with its channels, 0 to 255. */
  | { fit: "image"; height: number; width: number; channels: number; data: Uint8Array }
  /** Samples of -1 to 1, a channel after the other. */
  | { fit: "audio"; channels: number; rate: number; data: Float32Array }
  /** Numbers one after the other. */
  | { fit: "numbers"; data: number[] };

/** A forward argument that somebody gives. */
export type GivenInput = TensorData | Stored | Fitted;

/** Numbers of the call's shape and dtype, and what was done to get there. */
export function fitted(given: Fitted, shape: readonly number[], dtype: DType): { data: TensorData; note?: string } {
  switch (given.fit) {
    case "image":
      return fittedImage(given, shape, dtype);
    case "audio":
      return fittedAudio(given, shape, dtype);
    case "numbers":
      if (given.data.length !== sizeOf(shape))
        throw new RunError(
          `it has ${given.data.length} numbers, the call was analysed with [${shape.join(", ")}]: ${sizeOf(shape)}`,
        );
      return { data: dataOf(given.data, shape, dtype) };
  }
}

function dataOf(numbers: ArrayLike<number>, shape: readonly number[], dtype: DType): TensorData {
  if (dtypes[dtype].category === "complex") throw new RunError("complex numbers are given in a safetensors file");
  const data = allocate(kindOf(dtype), numbers.length);
  for (let i = 0; i < data.length; i++) data[i] = numbers[i]!;
  return { shape: [...shape], dtype, data };
}

/** (…, C, H, W) of one, three or four channels, or (H, W). Floats are of 0 to 1, integers of 0 to 255. */
function fittedImage(
  image: Extract<Fitted, { fit: "image" }>,
  shape: readonly number[],
  dtype: DType,
): ReturnType<typeof fitted> {
  const [height, width] = shape.slice(-2);
  const channels = shape.length > 2 ? shape.at(-3)! : 1;
  if (height === undefined || width === undefined || ![1, 3, 4].includes(channels) || shape.length > 4)
    throw new RunError(
      `an image has 1, 3 or 4 channels of rows and columns, the call was analysed with [${shape.join(", ")}]`,
    );
  const planes = Array.from({ length: channels }, (_, c) => planeOf(image, channels, c));
  const columns = weightsOf(image.width, width);
  const rows = weightsOf(image.height, height);
  const isWhole = dtypes[dtype].category !== "float";
  const one = new Float32Array(channels * height * width);
  for (const [c, plane] of planes.entries()) {
    const wide = new Float32Array(image.height * width);
    for (let y = 0; y < image.height; y++)
      for (let x = 0; x < width; x++)
        wide[y * width + x] = summed(columns[x]!, (from) => plane[y * image.width + from]!);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const value = summed(rows[y]!, (from) => wide[from * width + x]!);
        one[(c * height + y) * width + x] = isWhole ? Math.round(value) : value / 255;
      }
  }
  const all = new Float32Array(sizeOf(shape));
  for (let at = 0; at < all.length; at += one.length) all.set(one, at);
  const range = isWhole ? "0 to 255" : "0 to 1";
  return {
    data: dataOf(all, shape, dtype),
    note: `an image of ${image.height}×${image.width}, resized to ${height}×${width}, ${range}, not normalised`,
  };
}

/** One channel of those that the call has: grey is the mean of colours, alpha is opaque where there is none. */
function planeOf({ channels, data }: Extract<Fitted, { fit: "image" }>, wanted: number, c: number): Float32Array {
  const colours = channels > 2 ? 3 : 1;
  const pixel = (at: number): number => {
    if (c === 3) return channels % 2 === 0 ? data[at + channels - 1]! : 255;
    if (wanted > 1) return data[at + (colours === 3 ? c : 0)]!;
    // The luma of ITU-R BT.601, as PIL's `convert("L")`.
    return colours === 1 ? data[at]! : 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  };
  return Float32Array.from({ length: data.length / channels }, (_, n) => pixel(n * channels));
}

interface Weighted {
  from: number;
  weights: number[];
}

/** For each place of a row of `to`, what it takes of a row of `from`: a triangle as wide as what is left out, as `antialias=True`. */
function weightsOf(from: number, to: number): Weighted[] {
  const scale = from / to;
  const reach = Math.max(scale, 1);
  return Array.from({ length: to }, (_, n) => {
    const centre = (n + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const last = Math.min(from, Math.trunc(centre + reach + 0.5));
    const weights = Array.from({ length: last - first }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / reach),
    );
    const total = weights.reduce((x, y) => x + y, 0);
    return { from: first, weights: weights.map((weight) => weight / total) };
  });
}

function summed({ from, weights }: Weighted, at: (from: number) => number): number {
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k]! * at(from + k);
  return total;
}

/** (…, C, L): cut off or filled with zeros at its end; one channel is the mean of all. */
function fittedAudio(
  { channels, rate, data }: Extract<Fitted, { fit: "audio" }>,
  shape: readonly number[],
  dtype: DType,
): ReturnType<typeof fitted> {
  const length = shape.at(-1);
  if (length === undefined || dtypes[dtype].category !== "float")
    throw new RunError(`sound is floats along the last dimension, the call was analysed with [${shape.join(", ")}]`);
  const own = data.length / channels;
  const wanted = shape.length > 1 && shape.at(-2) === channels ? channels : 1;
  const out = new Float32Array(sizeOf(shape));
  for (let row = 0; row * length < out.length; row++)
    for (let n = 0; n < Math.min(own, length); n++) {
      let value = 0;
      if (wanted > 1) value = data[(row % channels) * own + n]!;
      else for (let c = 0; c < channels; c++) value += data[c * own + n]! / channels;
      out[row * length + n] = value;
    }
  const fit = own === length ? "" : own > length ? `, of which the first ${length}` : `, then zeros up to ${length}`;
  return { data: dataOf(out, shape, dtype), note: `${own} samples of ${channels} channel(s) at ${rate} Hz${fit}` };
}

/** Tensors among a call's arguments by name; those inside of lists and dicts as `name.0`. */
export function namedInputs(named: ReadonlyMap<string, Value>): [string, Tensor][] {
  const found: [string, Tensor][] = [];
  const add = (name: string, value: Value) => {
    if (value instanceof Tensor) found.push([name, value]);
    else if (value instanceof PyTuple || value instanceof PyList)
      for (const [n, item] of value.items.entries()) add(`${name}.${n}`, item);
    else if (value instanceof PyDict) for (const [key, item] of value.items()) add(`${name}.${String(key)}`, item);
  };
  for (const [name, value] of named) add(name, value);
  return found;
}

/** Names that no input has. */
export function unknownInputs(names: readonly string[], known: readonly string[]): string {
  const has = known.length === 0 ? "no tensors" : `${known.join(", ")} and nothing else`;
  return `${names.length === 1 ? "no input is" : "no inputs are"} called ${names.join(", ")}: the call has ${has}`;
}
