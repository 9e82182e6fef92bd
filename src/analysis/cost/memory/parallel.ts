/** What a step of training takes of each of several devices that hold the same share of the batch. */

/** Bytes of one device's step. */
interface Shared {
  readonly parameterBytes: number;
  readonly gradientBytes: number;
  readonly optimizerBytes: number;
  readonly peakBytes: number;
}

export interface PerDevice {
  strategy: string;
  peakBytes: number;
  source: string;
}

const ZERO = "Rajbhandari et al. 2020, https://arxiv.org/abs/1910.02054, section 5";
const DDP = "https://docs.pytorch.org/docs/stable/notes/ddp.html";
const MEGATRON = "Shoeybi et al. 2019, https://arxiv.org/abs/1909.08053, section 3";

/** Ways to share, by what is split: each keeps one part in `devices` of it. `buckets`: gradients are copied into buffers to be summed. */
const STRATEGIES: readonly {
  strategy: string;
  split: readonly ("parameterBytes" | "gradientBytes" | "optimizerBytes")[];
  buckets?: boolean;
  source: string;
}[] = [
  { strategy: "DDP", split: [], buckets: true, source: DDP },
  { strategy: "ZeRO-1", split: ["optimizerBytes"], source: ZERO },
  { strategy: "ZeRO-2", split: ["optimizerBytes", "gradientBytes"], source: ZERO },
  { strategy: "ZeRO-3, FSDP", split: ["optimizerBytes", "gradientBytes", "parameterBytes"], source: ZERO },
  { strategy: "tensor parallel", split: ["optimizerBytes", "gradientBytes", "parameterBytes"], source: MEGATRON },
];

/**
 * The peak of each device where the states of a step are shared by so many: activations stay as they are, and the layer whose parameters are gathered
 * at the time comes on top of ZeRO-3.
 */
export function perDevice(step: Shared, devices: number): PerDevice[] {
  return STRATEGIES.map(({ strategy, split, buckets = false, source }) => {
    const saved = split.reduce((all, part) => all + step[part] - Math.ceil(step[part] / devices), 0);
    return { strategy, peakBytes: step.peakBytes - saved + (buckets ? step.gradientBytes : 0), source };
  });
}
