import { Refused } from "../errors";
import type { Tensor } from "../tf";
import { takeAlong } from "./arrange";
import { allocate, around, castTo, copyOf, type Kind, make, type Numbers, stridesOf, values, walk } from "./host";
import { type Args, isTensor, type Kernel, type Kernels } from "./kernel";
import { sliceStepped } from "./views";

/** Gathering and scattering along one dimension by an index tensor. */

/** Visits the elements of `index`: its flat position, and the flat position in a tensor of `shape` that it names along `dim`. */
function eachIndexed(
  shape: readonly number[],
  at: Tensor,
  dim: number,
  visit: (i: number, target: number) => void,
): void {
  const data = values(at);
  const n = shape[dim] ?? 1;
  const own = stridesOf(shape);
  const step = own[dim] ?? 1;
  const strides = at.shape.map((_, d) => (d === dim ? 0 : own[d]!));
  walk(at.shape, [strides], (start, [offset], length) => {
    const by = strides.at(-1) ?? 0;
    for (let k = 0; k < length; k++) {
      const given = data[start + k]!;
      const row = given < 0 ? given + n : given;
      if (row < 0 || row >= n) throw new Refused(`index ${given} is out of bounds for dimension ${dim} with size ${n}`);
      visit(start + k, offset! + k * by + row * step);
    }
  });
}

export const gatherAlong: Kernel = (a) => {
  const dim = a.dim(a.self.rank);
  const at = a.tensor("index");
  const from = values(a.self);
  const to = allocate(a.self.dtype as Kind, at.size);
  eachIndexed(a.self.shape, at, dim, (i, target) => {
    to[i] = from[target]!;
  });
  return make(to, at.shape);
};

type Combine = "sum" | "add" | "prod" | "multiply" | "mean" | "amax" | "amin" | "";

const combiners: Record<string, (old: number, x: number) => number> = {
  "": (_, x) => x,
  sum: (old, x) => old + x,
  add: (old, x) => old + x,
  mean: (old, x) => old + x,
  prod: (old, x) => old * x,
  multiply: (old, x) => old * x,
  amax: (old, x) => (x > old || Number.isNaN(x) ? x : old),
  amin: (old, x) => (x < old || Number.isNaN(x) ? x : old),
};

function scatterWith(how: (a: Args) => Combine): Kernel {
  return (a) => {
    const t = castTo(a.self, a.kind);
    const dim = a.dim(t.rank);
    const at = a.tensor("index");
    const mode = how(a);
    const fn = combiners[mode]!;
    const source = a.any("src", "value");
    // indices may cover a corner of src only
    const given =
      isTensor(source) && source.rank === at.rank && source.size > 1
        ? values(corner(castTo(source, a.kind), at.shape))
        : undefined;
    const single = given ? 0 : isTensor(source) ? values(source)[0]! : Number(source);
    const out = copyOf(t);
    // An element that is left out is replaced by the first value that comes.
    const counts = new Int32Array(out.length).fill(a.flag("include_self", true) ? 1 : 0);
    eachIndexed(t.shape, at, dim, (i, target) => {
      const x = given ? given[i]! : single;
      out[target] = counts[target] === 0 ? x : fn(out[target]!, x);
      counts[target]!++;
    });
    if (mode === "mean") divideBy(out, counts);
    return make(out, t.shape);
  };
}

function divideBy(out: Numbers, counts: Int32Array): void {
  const whole = out instanceof Int32Array;
  for (let i = 0; i < out.length; i++) {
    if (counts[i]! > 1) out[i] = whole ? Math.floor(out[i]! / counts[i]!) : out[i]! / counts[i]!;
  }
}

/** The first elements of each dimension. */
function corner(t: Tensor, shape: readonly number[]): Tensor {
  return shape.reduce((part, n, d) => sliceStepped(part, d, [0, n, 1]), t);
}

const indexSelect: Kernel = (a) => {
  if (a.self.rank === 0) return a.self;
  return takeAlong(a.self, a.dim(a.self.rank), values(a.tensor("index")));
};

/** Rows along `dim` at `index` combined with those of the source. */
function indexWith(how: (a: Args) => Combine, sourceNames: string[]): Kernel {
  return (a) => {
    const t = castTo(a.self, a.kind);
    const dim = a.dim(t.rank);
    const rows = values(a.tensor("index"));
    const mode = how(a);
    const fn = combiners[mode]!;
    const { outer, n, inner } = around(t.shape, dim);
    const source = a.any(...sourceNames);
    const tensor = isTensor(source) && source.size > 1 ? values(castTo(source, a.kind)) : undefined;
    const single = tensor ? 0 : isTensor(source) ? values(source)[0]! : Number(source);
    const alpha = a.number("alpha", 1);
    const include = a.flag("include_self", true);
    const out = copyOf(t);
    const counts = new Int32Array(out.length).fill(include ? 1 : 0);
    const visit = (fnAt: (target: number, source: number) => void) => {
      for (let o = 0; o < outer; o++)
        for (let k = 0; k < rows.length; k++) {
          const row = rows[k]! < 0 ? rows[k]! + n : rows[k]!;
          for (let j = 0; j < inner; j++) fnAt((o * n + row) * inner + j, (o * rows.length + k) * inner + j);
        }
    };
    visit((target, from) => {
      const x = (tensor ? tensor[from]! : single) * alpha;
      out[target] = counts[target] === 0 ? x : fn(out[target]!, x);
      counts[target]!++;
    });
    if (mode === "mean") divideBy(out, counts);
    return make(out, t.shape);
  };
}

const reduceMode = (a: Args) => a.text("reduce") as Combine;

export const scatters: Kernels = {
  gather: gatherAlong,
  scatter: scatterWith(reduceMode),
  scatter_add: scatterWith(() => "sum"),
  scatter_reduce: scatterWith(reduceMode),
  index_select: indexSelect,
  index_add: indexWith(() => "sum", ["source"]),
  index_copy: indexWith(() => "", ["source"]),
  index_fill: indexWith(() => "", ["value"]),
  index_reduce: indexWith(reduceMode, ["source"]),
};
