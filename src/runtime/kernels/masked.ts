import type { Tensor } from "../tf";
import { broadcastTo, fromList, make, normalizeDim, permute, sizeOf, values } from "./host";
import type { Args, Kernel, Kernels } from "./kernel";

/** Reductions and normalizations of `torch.masked` (https://pytorch.org/docs/stable/masked.html): what the mask leaves out is not there. */

/** Which elements are left: all, where there is no mask. */
function kept(a: Args, t: Tensor, name = "mask"): ArrayLike<number> {
  const mask = a.optional(name);
  return mask === undefined ? new Uint8Array(t.size).fill(1) : values(broadcastTo(mask, t.shape));
}

/** For each line over the reduced dimensions the elements that are left, with their places in it. */
function lines(a: Args, dims: readonly number[]): { data: number[]; places: number[] }[] {
  const t = a.self;
  const order = [...t.shape.map((_, d) => d).filter((d) => !dims.includes(d)), ...dims];
  const data = values(permute(t, order));
  const mask = values(permute(fromList(kept(a, t), t.shape), order));
  const length = sizeOf(dims.map((d) => t.shape[d]!));
  return Array.from({ length: length === 0 ? 0 : t.size / length }, (_, line) => {
    const places = Array.from({ length }, (_, n) => n).filter((n) => mask[line * length + n] !== 0);
    return { data: places.map((n) => data[line * length + n]!), places };
  });
}

const total = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
const mean = (list: readonly number[]) => total(list) / list.length;

function variance(list: readonly number[], a: Args): number {
  const center = mean(list);
  return (
    total(list.map((x) => (x - center) ** 2)) /
    (list.length - (a.optionalNumber("correction") ?? (a.flag("unbiased", true) ? 1 : 0)))
  );
}

function logSumExp(list: readonly number[]): number {
  const most = Math.max(...list);
  return Number.isFinite(most) ? most + Math.log(total(list.map((x) => Math.exp(x - most)))) : most;
}

function norm(list: readonly number[], order: number): number {
  const sizes = list.map(Math.abs);
  if (order === Number.POSITIVE_INFINITY) return Math.max(0, ...sizes);
  if (order === Number.NEGATIVE_INFINITY) return Math.min(...sizes);
  if (order === 0) return sizes.filter((x) => x !== 0).length;
  return total(sizes.map((x) => x ** order)) ** (1 / order);
}

/** The lower of the two in the middle, as PyTorch takes it. */
function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) / 2)] ?? Number.NaN;
}

function reduction(fn: (data: number[], a: Args, places: number[]) => number): Kernel {
  return (a) => {
    const results = lines(a, a.dims(a.self.rank)).map(({ data, places }) => fn(data, a, places));
    return fromList(results, a.shape, a.kind);
  };
}

/** A function along one dimension; `away` stands where the mask leaves an element out, `nothing` where it leaves all of them out. */
function along(away: number | "before", fn: (data: number[], a: Args) => number[], nothing?: number): Kernel {
  return (a) => {
    const t = a.self;
    const dim = normalizeDim(a.number("dim"), t.rank);
    const [data, mask] = [values(t), kept(a, t)];
    const n = t.shape[dim] ?? 1;
    const inner = sizeOf(t.shape.slice(dim + 1));
    const out = new Float32Array(t.size);
    for (let start = 0; start < t.size; start++) {
      if (Math.floor(start / inner) % n !== 0) continue;
      const places = Array.from({ length: n }, (_, k) => start + k * inner);
      const left = places.filter((place) => mask[place] !== 0);
      const results = fn(
        left.map((place) => data[place]!),
        a,
      );
      let last = away === "before" ? (a.op.includes("prod") ? 1 : 0) : away;
      if (left.length === 0 && nothing !== undefined) last = nothing;
      for (const place of places) {
        const at = left.indexOf(place);
        if (at >= 0 && away === "before") last = results[at]!;
        out[place] = at >= 0 ? results[at]! : last;
      }
    }
    return make(out, t.shape);
  };
}

function softmax(data: readonly number[], sign: 1 | -1): number[] {
  const all = logSumExp(data.map((x) => sign * x));
  return data.map((x) => Math.exp(sign * x - all));
}

function running(data: readonly number[], step: (sum: number, x: number) => number, start: number): number[] {
  let sum = start;
  return data.map((x) => {
    sum = step(sum, x);
    return sum;
  });
}

const best = (data: readonly number[], places: readonly number[], pick: (...list: number[]) => number) =>
  places[data.indexOf(pick(...data))] ?? 0;

const logAddExp: Kernel = (a) => {
  const [p, q] = [a.self, a.tensor("other")];
  const side = (t: Tensor, mask: string) => {
    const left = kept(a, t, mask);
    const list = Array.from(values(t), (x, at) => (left[at] === 0 ? Number.NEGATIVE_INFINITY : x));
    return values(broadcastTo(fromList(list, t.shape), a.shape));
  };
  const [left, right] = [side(p, "input_mask"), side(q, "other_mask")];
  return fromList(
    Array.from(left, (x, at) => logSumExp([x, right[at]!])),
    a.shape,
  );
};

export const masked: Kernels = {
  masked_sum: reduction(total),
  masked_prod: reduction((data) => data.reduce((a, b) => a * b, 1)),
  masked_amax: reduction((data) => Math.max(...data)),
  masked_amin: reduction((data) => Math.min(...data)),
  masked_mean: reduction(mean),
  masked_logsumexp: reduction(logSumExp),
  masked_var: reduction(variance),
  masked_std: reduction((data, a) => Math.sqrt(variance(data, a))),
  masked_norm: reduction((data, a) => norm(data, a.number("ord", 2))),
  masked_median: reduction(median),
  masked_argmax: reduction((data, _, places) => best(data, places, Math.max)),
  masked_argmin: reduction((data, _, places) => best(data, places, Math.min)),
  masked_softmax: along(0, (data) => softmax(data, 1), Number.NaN),
  masked_softmin: along(0, (data) => softmax(data, -1), Number.NaN),
  masked_log_softmax: along(Number.NEGATIVE_INFINITY, (data) => data.map((x) => x - logSumExp(data)), Number.NaN),
  masked_cumsum: along("before", (data) => running(data, (sum, x) => sum + x, 0)),
  masked_cumprod: along("before", (data) => running(data, (sum, x) => sum * x, 1)),
  masked_normalize: along(0, (data, a) => {
    const size = Math.max(norm(data, a.number("ord")), a.number("eps", 1e-12));
    return data.map((x) => x / size);
  }),
  masked_logaddexp: logAddExp,
};
