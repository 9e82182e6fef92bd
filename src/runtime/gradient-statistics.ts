/** What is told of a gradient; the numbers of one without elements are NaN, but for its norm and its zeros. */
export interface GradientStatistics {
  /** Euclidean norm. */
  norm: number;
  mean: number;
  /** Population standard deviation. */
  std: number;
  min: number;
  max: number;
  /** How many elements are exactly zero. */
  zeros: number;
}

export function gradientStatistics(data: ArrayLike<number>): GradientStatistics {
  let [sum, squares, zeros] = [0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let n = 0; n < data.length; n++) {
    const x = data[n]!;
    sum += x;
    squares += x * x;
    if (x === 0) zeros++;
    if (x < min) min = x;
    if (x > max) max = x;
  }
  const mean = sum / data.length;
  let spread = 0;
  for (let n = 0; n < data.length; n++) spread += (data[n]! - mean) ** 2;
  const isEmpty = data.length === 0;
  return {
    norm: Math.sqrt(squares),
    mean,
    std: Math.sqrt(spread / data.length),
    min: isEmpty ? Number.NaN : min,
    max: isEmpty ? Number.NaN : max,
    zeros,
  };
}
