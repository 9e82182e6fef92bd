import type { Picture, Statistics } from "./result";

const bins = 32;
const side = 64;

/** Mean, deviation, range, zeros, what is not finite, a histogram and a picture of a tensor's numbers. */
export function statisticsOf(data: ArrayLike<number>, shape: readonly number[], withPicture = true): Statistics {
  let [nan, inf, zeros, count, total] = [0, 0, 0, 0, 0];
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (x - x === 0) {
      count++;
      total += x;
      if (x === 0) zeros++;
      if (x < min) min = x;
      if (x > max) max = x;
    } else if (Number.isNaN(x)) nan++;
    else inf++;
  }
  const histogram = new Array<number>(bins).fill(0);
  if (count === 0) return { mean: NaN, std: NaN, min: NaN, max: NaN, nan, inf, zeros, histogram };
  const mean = total / count;
  const scale = max > min ? bins / (max - min) : 0;
  let squares = 0;
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (x - x !== 0) continue;
    squares += (x - mean) * (x - mean);
    const bin = Math.floor((x - min) * scale);
    histogram[bin < bins ? bin : bins - 1]!++;
  }
  const result: Statistics = { mean, std: Math.sqrt(squares / count), min, max, nan, inf, zeros, histogram };
  const picture = withPicture ? pictureOf(data, shape) : undefined;
  return picture ? { ...result, picture } : result;
}

function pictureOf(data: ArrayLike<number>, shape: readonly number[]): Picture | undefined {
  if (shape.length === 0 || data.length < 2) return undefined;
  const height = shape.length > 1 ? shape.at(-2)! : 1;
  const width = shape.at(-1)!;
  return height * width === 0 ? undefined : picturePlane(data, height, width, side);
}

/** A picture of the first `height` × `width` numbers, with at most `most` cells on a side: each the mean of what falls into it. */
export function picturePlane(data: ArrayLike<number>, height: number, width: number, most: number): Picture {
  const [rows, columns] = [Math.min(height, most), Math.min(width, most)];
  const cells = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++)
      cells[r * columns + c] = meanOf(data, width, band(r, rows, height), band(c, columns, width));
  let [low, high] = [Infinity, -Infinity];
  const values = Array.from(cells, (x) => {
    if (!Number.isFinite(x)) return null;
    const short = Number(x.toPrecision(4));
    low = Math.min(low, short);
    high = Math.max(high, short);
    return short;
  });
  if (low > high) [low, high] = [0, 0];
  return { width: columns, height: rows, values, low, high };
}

function band(i: number, parts: number, n: number): [number, number] {
  return [Math.floor((i * n) / parts), Math.max(Math.floor((i * n) / parts) + 1, Math.floor(((i + 1) * n) / parts))];
}

function meanOf(
  data: ArrayLike<number>,
  width: number,
  [top, bottom]: [number, number],
  [left, right]: [number, number],
): number {
  let total = 0;
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) total += data[y * width + x]!;
  return total / ((bottom - top) * (right - left));
}
