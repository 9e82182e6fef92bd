import type { Moment } from "./meter";

/** What a pass takes at one size of its batch. */
export interface Taken {
  readonly batch: number;
  readonly peakBytes: number;
  /** Of a step of training: what the forward pass leaves for the backward pass. */
  readonly activationBytes?: number;
  /** Beside the moments: what lasts all the time. */
  readonly moments: readonly Pick<Moment, "live">[];
}

/**
 * The largest batch whose peak fits, from what the same pass takes at two batches: what is alive at a moment grows with the batch along a straight line,
 * and the peak is the highest of these lines. Undefined where the two do not have the same moments, `Infinity` where nothing grows.
 */
export function largestBatch(one: Taken, other: Taken, room: number): number | undefined {
  const { length } = one.moments;
  if (length !== other.moments.length || one.batch === other.batch) return undefined;
  const lasting = ({ peakBytes, moments }: Taken) =>
    peakBytes - moments.reduce((most, { live }) => Math.max(most, live), 0);
  const [first, second] = [lasting(one), lasting(other)];
  let largest = Number.POSITIVE_INFINITY;
  for (let n = 0; n < Math.max(length, 1); n++) {
    const a = first + (one.moments[n]?.live ?? 0);
    const b = second + (other.moments[n]?.live ?? 0);
    const slope = (b - a) / (other.batch - one.batch);
    const base = a - slope * one.batch;
    if (slope > 0) largest = Math.min(largest, Math.floor((room - base) / slope));
    else if (base > room) return 0;
  }
  return Math.max(largest, 0);
}

/** The peak over the batch `B`: the highest of the lines at both batches; undefined where another one is at either. */
export function peakFormula(one: Taken, other: Taken): string | undefined {
  const highest = ({ moments }: Taken) =>
    moments.reduce((most, { live }, n) => (live > moments[most].live ? n : most), 0);
  if (one.moments.length !== other.moments.length || highest(one) !== highest(other)) return undefined;
  return line([one.batch, one.peakBytes], [other.batch, other.peakBytes]);
}

/** The straight line through two points, `a*B + b`; undefined where it falls, or has no whole numbers. */
export function line(
  [from, bytes]: readonly [number, number],
  [to, more]: readonly [number, number],
): string | undefined {
  const slope = (more - bytes) / (to - from);
  const base = bytes - slope * from;
  if (!Number.isInteger(slope) || !Number.isInteger(base) || slope < 0) return undefined;
  if (slope === 0) return `${base}`;
  return base === 0 ? `${slope}*B` : `${slope}*B + ${base}`;
}
