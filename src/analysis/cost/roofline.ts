import type { TimeJson } from "../report";
import type { TraceStep } from "../trace/trace";
import type { Device } from "./memory/devices";
import type { OptimizerMemory } from "./memory/optimizers";
import { traffic } from "./traffic";

/** What part of its peak rate, and of its bandwidth, a device reaches at worst where a program is well made. */
const REACHED = { arithmetic: 0.35, bandwidth: 0.6 };

/**
 * https://dl.acm.org/doi/10.1145/1498765.1498785 (Williams et al. 2009): no operator is faster than its arithmetic at the peak rate, nor than its bytes at full bandwidth.
 * What is reached of the peak rate in training at scale is told as 46 % of PaLM (Chowdhery et al. 2022, https://arxiv.org/abs/2204.02311, table 3) and 21 to 46 % of the models beside it.
 */
const ASSUMPTIONS = [
  "shortest: each operator takes the longer of its arithmetic at the data sheet's peak rate and its bytes at full bandwidth",
  `longest: arithmetic at ${100 * REACHED.arithmetic} % of the peak rate, then all bytes at ${100 * REACHED.bandwidth} % of the bandwidth`,
  "nothing is fused, nothing stays in a cache, and no time goes by between operators",
  "a derivative moves twice the bytes of its operator",
];

/** A step of training beside its forward pass. */
export interface TrainedWork {
  /** Operations of each step's derivative. */
  backward: ReadonlyMap<number, number>;
  gradientBytes: number;
  optimizer: OptimizerMemory;
}

/** Between which times a pass lies on a device, in seconds; undefined where its rates are not known, or sizes are no numbers. */
export function timeOf(
  steps: readonly TraceStep[],
  { bandwidth, peak }: Partial<Pick<Device, "bandwidth" | "peak">>,
  half: boolean,
  trained?: TrainedWork,
): TimeJson | undefined {
  if (bandwidth === undefined || peak === undefined) return undefined;
  const rate = half ? peak.half : peak.float32;
  let [low, high] = [0, 0];
  const take = (flops: number, bytes: number) => {
    low += Math.max(flops / rate, bytes / bandwidth);
    high += flops / (REACHED.arithmetic * rate) + bytes / (REACHED.bandwidth * bandwidth);
  };
  for (const step of steps) {
    const { read, written } = traffic(step);
    const { flops } = step.cost;
    if (typeof read !== "number" || typeof written !== "number" || typeof flops !== "number") return undefined;
    const bytes = (read + written) * (half ? 0.5 : 1);
    take(flops, bytes);
    if (trained !== undefined) take(trained.backward.get(step.index) ?? 0, 2 * bytes);
  }
  // Reads a parameter, its gradient and its state; writes the parameter and the state.
  if (trained !== undefined) take(0, trained.gradientBytes * (3 + 2 * trained.optimizer.states));
  return { low, high, assumptions: ASSUMPTIONS };
}
