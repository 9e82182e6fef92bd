import { Refused } from "../errors";
import type { Tensor } from "../tf";
import { allocate, castTo, float, type Kind, make, overLines, permute, reshape, values } from "./host";
import { isTensor, type Kernel, type Kernels } from "./kernel";
import { greater, lastOf, logsumexpOf, smaller } from "./reduce";

/** Sorting and what follows from it, and running totals. */

/** Values of a line in order, with their places; NaN last. */
function sorted(line: Float64Array, descending: boolean): Int32Array {
  const order = Int32Array.from(line, (_, i) => i);
  const compare = (p: number, q: number) => {
    const [x, y] = [line[p]!, line[q]!];
    if (Number.isNaN(x) || Number.isNaN(y))
      return Number.isNaN(x) === Number.isNaN(y) ? p - q : Number.isNaN(x) ? 1 : -1;
    return x - y || p - q;
  };
  return order.sort(
    descending ? (p, q) => (Object.is(line[p], line[q]) || line[p] === line[q] ? p - q : -compare(p, q)) : compare,
  );
}

/** The k-th smallest of every line, with its place. */
function ranked(
  t: Tensor,
  dim: number,
  keepdim: boolean,
  rank: (line: Float64Array, order: Int32Array) => number,
): Tensor[] {
  const [value, at] = overLines(t, dim, [{ length: 1 }, { length: 1, kind: "int32" }], (line, [v, i]) => {
    const order = sorted(line, false);
    const k = order[rank(line, order)]!;
    v![0] = line[k]!;
    i![0] = k;
  });
  if (keepdim || t.rank === 0) return [value!, at!];
  const shape = t.shape.toSpliced(dim, 1);
  return [reshape(value!, shape), reshape(at!, shape)];
}

function median(skipNaN: boolean): Kernel {
  const middle = (line: Float64Array) => {
    const nans = line.reduce((n, x) => n + (Number.isNaN(x) ? 1 : 0), 0);
    return nans > 0 && !skipNaN ? line.length - 1 : Math.max(0, (line.length - (skipNaN ? nans : 0) - 1) >> 1);
  };
  return (a) => {
    if (!a.has("dim")) return reshape(ranked(reshape(a.self, [-1]), 0, false, middle)[0]!, []);
    return ranked(a.self, a.dim(a.self.rank), a.flag("keepdim"), middle);
  };
}

const kthvalue: Kernel = (a) => {
  const k = a.number("k") - 1;
  return ranked(a.self, a.dim(a.self.rank, "dim", -1), a.flag("keepdim"), () => k);
};

/** The most frequent value (the smallest of them), and its last place. */
const mode: Kernel = (a) =>
  ranked(a.self, a.dim(a.self.rank, "dim", -1), a.flag("keepdim"), (line, order) => {
    let [best, length, run] = [0, 0, 0];
    for (let i = 0; i < order.length; i++) {
      run = i > 0 && line[order[i]!] === line[order[i - 1]!] ? run + 1 : 1;
      if (run > length) [best, length] = [i, run];
    }
    return best;
  });

const sort: Kernel = (a) => {
  const dim = a.dim(a.self.rank, "dim", -1);
  const descending = a.flag("descending");
  return overLines(a.self, dim, [{}, { kind: "int32" }], (line, [v, i]) => {
    sorted(line, descending).forEach((at, k) => {
      v![k] = line[at]!;
      i![k] = at;
    });
  });
};

const topk: Kernel = (a) => {
  const k = a.number("k");
  const dim = a.dim(a.self.rank, "dim", -1);
  const largest = a.flag("largest", true);
  return overLines(a.self, dim, [{ length: k }, { length: k, kind: "int32" }], (line, [v, i]) => {
    const order = sorted(line, largest);
    // NaN counts as the largest
    const first = largest
      ? [...order.filter((at) => Number.isNaN(line[at]!)), ...order.filter((at) => !Number.isNaN(line[at]!))]
      : order;
    for (let r = 0; r < k; r++) {
      v![r] = line[first[r]!]!;
      i![r] = first[r]!;
    }
  });
};

function scan(fn: (acc: number, x: number) => number): Kernel {
  return (a) =>
    overLines(castTo(a.self, a.kind), a.dim(a.self.rank), [{}], (line, [out]) => {
      let acc = line[0]!;
      out![0] = acc;
      for (let i = 1; i < line.length; i++) out![i] = acc = fn(acc, line[i]!);
    })[0]!;
}

function scanBest(better: (x: number, best: number) => boolean): Kernel {
  return (a) =>
    overLines(a.self, a.dim(a.self.rank), [{}, { kind: "int32" }], (line, [v, at]) => {
      let best = 0;
      for (let i = 0; i < line.length; i++) {
        if (!Number.isNaN(line[best]!) && !better(line[best]!, line[i]!)) best = i;
        v![i] = line[best]!;
        at![i] = best;
      }
    });
}

function quantile(skipNaN: boolean): Kernel {
  return (a) => {
    const given = a.value("q");
    const qs = isTensor(given) ? Array.from(values(given)) : [Number(given)];
    const whole = !a.has("dim");
    const t = whole ? reshape(float(a.self), [-1]) : float(a.self);
    const dim = whole ? 0 : a.dim(t.rank);
    const how = a.text("interpolation", "linear");
    const [found] = overLines(t, dim, [{ length: qs.length }], (line, [out]) => {
      const clean = skipNaN ? line.filter((x) => !Number.isNaN(x)) : line;
      const ordered = clean.slice().sort();
      qs.forEach((q, i) => {
        const at = q * (ordered.length - 1);
        const [low, high] = [ordered[Math.floor(at)]!, ordered[Math.ceil(at)]!];
        const part = at - Math.floor(at);
        const between =
          how === "lower"
            ? 0
            : how === "higher"
              ? 1
              : how === "midpoint"
                ? 0.5
                : how === "nearest"
                  ? part < 0.5 || (part === 0.5 && Math.floor(at) % 2 === 0)
                    ? 0
                    : 1
                  : part;
        out![i] =
          ordered.length === 0 || clean.some(Number.isNaN) ? NaN : part === 0 ? low : low + (high - low) * between;
      });
    });
    const keep = a.flag("keepdim")
      ? whole
        ? a.self.shape.map(() => 1)
        : t.shape.with(dim, 1)
      : whole
        ? []
        : t.shape.toSpliced(dim, 1);
    const front = permute(found!, [dim, ...found!.shape.map((_, d) => d).filter((d) => d !== dim)]);
    return reshape(front, isTensor(given) && given.rank === 1 ? [qs.length, ...keep] : keep);
  };
}

/** Sorted distinct values, the place of each element among them, and their counts. */
const unique: Kernel = (a) => {
  const consecutive = a.op.includes("consecutive");
  const whole = !a.has("dim");
  const t = whole
    ? reshape(a.self, [-1, 1])
    : lastOf(
        permute(a.self, [a.dim(a.self.rank), ...a.self.shape.map((_, d) => d).filter((d) => d !== a.dim(a.self.rank))]),
        a.self.shape.map((_, d) => d).slice(1),
      );
  const [n, width] = t.shape as [number, number];
  const data = values(t);
  const compare = (p: number, q: number) => {
    for (let k = 0; k < width; k++) {
      const d = data[p * width + k]! - data[q * width + k]!;
      if (d !== 0) return d;
    }
    return 0;
  };
  const order = Array.from({ length: n }, (_, i) => i);
  if (!consecutive) order.sort((p, q) => compare(p, q) || p - q);
  const firsts: number[] = [];
  const inverse = new Int32Array(n);
  const counts: number[] = [];
  order.forEach((at, i) => {
    if (i === 0 || compare(order[i - 1]!, at) !== 0) {
      firsts.push(at);
      counts.push(0);
    }
    inverse[at] = firsts.length - 1;
    counts[counts.length - 1]!++;
  });
  const rows = allocate(a.self.dtype as Kind, firsts.length * width);
  firsts.forEach((at, i) => {
    rows.set(data.subarray(at * width, (at + 1) * width), i * width);
  });
  const dim = whole ? 0 : a.dim(a.self.rank);
  const rest = whole ? [] : a.self.shape.toSpliced(dim, 1);
  const shaped = make(rows, [firsts.length, ...rest]);
  const back = whole
    ? shaped
    : permute(
        shaped,
        shaped.shape.map((_, d) => (d === dim ? 0 : d < dim ? d + 1 : d)),
      );
  const results: Tensor[] = [back];
  if (a.flag("return_inverse")) results.push(make(inverse, whole ? a.self.shape : [n]));
  if (a.flag("return_counts")) results.push(make(Int32Array.from(counts), [counts.length]));
  return results;
};

const histc: Kernel = (a) => {
  const bins = a.number("bins", 100);
  let [low, high] = [a.number("min", 0), a.number("max", 0)];
  const data = values(a.self);
  if (low === high) [low, high] = [Math.min(...data), Math.max(...data)];
  if (low === high) [low, high] = [low - 1, high + 1];
  const out = new Float32Array(bins);
  for (const x of data)
    if (x >= low && x <= high) out[Math.min(bins - 1, Math.floor(((x - low) / (high - low)) * bins))]!++;
  return make(out, [bins]);
};

const bincount: Kernel = (a) => {
  const data = values(a.self);
  if (data.some((x) => x < 0)) throw new Refused("bincount only supports 1-d non-negative integral inputs.");
  const weights = a.optional("weights");
  const n = Math.max(a.number("minlength", 0), Math.max(-1, ...data) + 1);
  const out = allocate(weights ? "float32" : "int32", n);
  data.forEach((x, i) => {
    out[x]! += weights ? values(weights)[i]! : 1;
  });
  return make(out, [n]);
};

export const orderings: Kernels = {
  median: median(false),
  nanmedian: median(true),
  kthvalue,
  mode,
  sort,
  msort: (a) => (sort(a.with({ dim: 0 })) as Tensor[])[0]!,
  argsort: (a) => (sort(a) as Tensor[])[1]!,
  topk,
  cumsum: scan((x, y) => x + y),
  cumprod: scan((x, y) => x * y),
  logcumsumexp: scan((x, y) => logsumexpOf(Float64Array.of(x, y))),
  cummax: scanBest(greater),
  cummin: scanBest(smaller),
  quantile: quantile(false),
  nanquantile: quantile(true),
  unique,
  _unique2: unique,
  unique_consecutive: unique,
  unique_dim: unique,
  histc,
  bincount,
};
