/** A device that programs run on. */
export interface Device {
  /** Bytes of memory as its driver tells them. */
  readonly memoryBytes: number;
  /** Bytes a second between memory and processors. */
  readonly bandwidth: number;
  /** Floating-point operations a second at most: of matrices in bfloat16 or float16 without sparsity, and of float32 without tensor cores. */
  readonly peak: { readonly half: number; readonly float32: number };
  /** The maker's data sheet. */
  readonly source: string;
}

const MIB = 2 ** 20;
const GB = 1e9;
const T = 1e12;

function device(mebibytes: number, bandwidth: number, half: number, float32: number, source: string): Device {
  return {
    memoryBytes: mebibytes * MIB,
    bandwidth: bandwidth * GB,
    peak: { half: half * T, float32: float32 * T },
    source,
  };
}

const nvidia = (page: string) => `https://www.nvidia.com/en-us/${page}`;

/** By name: mebibytes as `nvidia-smi` shows them, GB a second, TFLOPS in half precision and in float32. */
export const devices: ReadonlyMap<string, Device> = new Map([
  ["t4-16gb", device(15360, 320, 65, 8.1, nvidia("data-center/tesla-t4/"))],
  ["v100-16gb", device(16384, 900, 125, 15.7, nvidia("data-center/v100/"))],
  ["v100-32gb", device(32768, 900, 125, 15.7, nvidia("data-center/v100/"))],
  ["l4-24gb", device(23034, 300, 121, 30.3, nvidia("data-center/l4/"))],
  ["a10g-24gb", device(23028, 600, 70, 35, "https://aws.amazon.com/ec2/instance-types/g5/")],
  ["rtx-3090-24gb", device(24576, 936, 71, 35.6, nvidia("geforce/graphics-cards/30-series/rtx-3090-3090ti/"))],
  ["rtx-4090-24gb", device(24564, 1008, 165.2, 82.6, nvidia("geforce/graphics-cards/40-series/rtx-4090/"))],
  ["rtx-5090-32gb", device(32607, 1792, 209.5, 104.8, nvidia("geforce/graphics-cards/50-series/rtx-5090/"))],
  ["l40s-48gb", device(46068, 864, 362, 91.6, nvidia("data-center/l40s/"))],
  ["a100-40gb", device(40960, 1555, 312, 19.5, nvidia("data-center/a100/"))],
  ["a100-80gb", device(81920, 2039, 312, 19.5, nvidia("data-center/a100/"))],
  ["h100-80gb", device(81559, 3350, 989, 67, nvidia("data-center/h100/"))],
  ["h200-141gb", device(143771, 4800, 989, 67, nvidia("data-center/h200/"))],
  ["b200-180gb", device(183359, 8000, 2250, 80, nvidia("data-center/dgx-b200/"))],
]);
