import type { LookAt, Looked, Statistics } from "./result";
import { picturePlane, statisticsOf } from "./statistics";

/** Bytes of one run's results that are kept to be looked at. What is beyond has its statistics taken at once, and can't be looked at. */
const BUDGET = 256 * 2 ** 20;

/** Planes of one picture of many. */
const GRID = 64;

/** Cells of a side of a picture by itself, and of one among many. */
const [WIDE, NARROW] = [256, 32];

type Numbers = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A step's first result, row by row. */
export interface StepValue {
  data: Numbers;
  /** Of what is stored: pairs of numbers where they are complex. */
  shape: readonly number[];
  /** What an attention's weights are made of, where the step is one and does not give them. */
  attention?: Attention | undefined;
}

/** Queries (…, L, E) against keys (…, S, E). */
export interface Attention {
  query: { data: Numbers; shape: readonly number[] };
  key: { data: Numbers; shape: readonly number[] };
  /** Added to the scores; of booleans, those that are true are kept. Spread to (…, L, S). */
  mask?: { data: Numbers; shape: readonly number[]; isBool: boolean } | undefined;
  isCausal: boolean;
  scale: number;
}

/** The results of a run's steps, of which statistics and pictures are made when somebody looks. */
export class StepValues {
  private readonly values = new Map<number, StepValue>();
  private readonly counted = new Set<number>();
  private bytes = 0;

  constructor(private readonly budget = BUDGET) {}

  /** Keeps a step's result, which nobody writes into any more; false where there is no room. */
  keep(step: number, value: StepValue): boolean {
    const parts = [value.data, value.attention?.query.data, value.attention?.key.data];
    const bytes = parts.reduce((sum, part) => sum + 4 * (part?.length ?? 0), 0);
    if (this.bytes + bytes > this.budget) return false;
    this.bytes += bytes;
    this.values.set(step, value);
    return true;
  }

  /** The statistics of steps that have none so far, in their order, for as long as `goesOn`. */
  next(goesOn: () => boolean): { step: number; statistics: Statistics }[] {
    const found: { step: number; statistics: Statistics }[] = [];
    for (const [step, { data, shape }] of this.values) {
      if (this.counted.has(step)) continue;
      this.counted.add(step);
      found.push({ step, statistics: statisticsOf(data, shape) });
      if (!goesOn()) break;
    }
    return found;
  }

  /** What is looked at; undefined where it is not there. */
  look({ step, lead = [], grid, weights = false }: LookAt): Looked | undefined {
    const value = this.values.get(step);
    if (value === undefined) return undefined;
    if (weights && value.attention !== undefined) return attentionPlane(value.attention, lead);
    const { data, shape } = value;
    const axes = shape.slice(0, -2);
    const at = axes.map((size, axis) => Math.max(0, Math.min(size - 1, Math.trunc(lead[axis] ?? 0))));
    const [height, width] = shape.length > 1 ? [shape.at(-2)!, shape.at(-1)!] : [1, shape[0] ?? 1];
    if (height * width === 0 || axes.includes(0)) return undefined;
    const offset = (place: readonly number[]) =>
      place.reduce((before, index, axis) => before * axes[axis]! + index, 0) * height * width;
    const plane = (place: readonly number[]) => data.subarray(offset(place), offset(place) + height * width);
    if (grid === undefined || axes.length === 0)
      return {
        axes: [...axes],
        lead: at,
        pictures: [picturePlane(plane(at), height, width, WIDE)],
        first: 0,
        count: 1,
      };
    const count = axes.at(-1)!;
    const first = Math.max(0, Math.min(count - 1, Math.trunc(grid)));
    const pictures = Array.from({ length: Math.min(GRID, count - first) }, (_, n) =>
      picturePlane(plane([...at.slice(0, -1), first + n]), height, width, NARROW),
    );
    return { axes: [...axes], lead: at, pictures, first, count };
  }
}

/** The weights of one head: softmax of its scores over the keys. */
function attentionPlane({ query, key, mask, isCausal, scale }: Attention, lead: readonly number[]): Looked | undefined {
  const axes = query.shape.slice(0, -2);
  const [rows, features] = query.shape.slice(-2) as [number, number];
  const columns = key.shape.at(-2)!;
  if (rows * columns === 0 || axes.includes(0)) return undefined;
  const at = axes.map((size, axis) => Math.max(0, Math.min(size - 1, Math.trunc(lead[axis] ?? 0))));
  const place = (shape: readonly number[]) =>
    shape.slice(0, -2).reduce((before, size, axis) => {
      const own = axis + axes.length - (shape.length - 2);
      // A head of keys serves several of the queries; an axis of one serves all.
      return before * size + Math.floor((at[own]! * size) / axes[own]!);
    }, 0);
  const [fromQuery, fromKey] = [place(query.shape) * rows * features, place(key.shape) * columns * features];
  const added = mask && maskAt(mask, place(mask.shape), rows, columns);
  const weights = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const scores = weights.subarray(row * columns, (row + 1) * columns);
    let most = -Infinity;
    for (let column = 0; column < columns; column++) {
      let score = 0;
      for (let n = 0; n < features; n++)
        score += query.data[fromQuery + row * features + n]! * key.data[fromKey + column * features + n]!;
      score = isCausal && column > row ? -Infinity : score * scale + (added?.(row, column) ?? 0);
      scores[column] = score;
      most = Math.max(most, score);
    }
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += scores[column] = Math.exp(scores[column]! - most);
    for (let column = 0; column < columns; column++) scores[column]! /= sum;
  }
  return { axes: [...axes], lead: at, pictures: [picturePlane(weights, rows, columns, WIDE)], first: 0, count: 1 };
}

function maskAt(
  { data, shape, isBool }: NonNullable<Attention["mask"]>,
  place: number,
  rows: number,
  columns: number,
): (row: number, column: number) => number {
  const [height, width] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  return (row, column) => {
    const number = data[(place * height + (height === rows ? row : 0)) * width + (width === columns ? column : 0)]!;
    return isBool ? (number ? 0 : -Infinity) : number;
  };
}
