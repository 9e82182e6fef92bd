import { Refused, RunError } from "../errors";
import type { Tensor } from "../tf";
import { takeAlong } from "./arrange";
import {
  allocate,
  broadcastShape,
  broadcastTo,
  castTo,
  copyOf,
  type Kind,
  make,
  map,
  positions,
  reshape,
  sizeOf,
  stridesOf,
  values,
  walk,
} from "./host";
import { isKeyed, isTensor, type Kernel, type Kernels, type Resolved } from "./kernel";
import { gatherAlong } from "./scatter";
import { sliceRange, sliceStepped, views } from "./views";

/** A boolean tensor's true positions, a row of indices each: (count, rank). */
function truePositions(t: Tensor): number[][] {
  const data = values(t);
  const strides = stridesOf(t.shape);
  const found: number[][] = [];
  for (let i = 0; i < data.length; i++) if (data[i]) found.push(t.shape.map((n, d) => Math.floor(i / strides[d]!) % n));
  return found;
}

interface Gathered {
  dim: number;
  index: Tensor;
}

/** NumPy indexing: integers, slices, None, `...`, bools, lists and tensors (https://numpy.org/doc/stable/user/basics.indexing.html). */
function index(t: Tensor, items: readonly Resolved[]): Tensor {
  const consumed = items.reduce<number>((n, item) => n + widthOf(item), 0);
  let out = t;
  let dim = 0;
  const gathered: Gathered[] = [];
  for (const item of items) {
    if (item === null) {
      out = reshape(out, out.shape.toSpliced(dim, 0, 1));
      dim++;
    } else if (typeof item === "number") {
      const n = out.shape[dim]!;
      const at = item < 0 ? item + n : item;
      if (at < 0 || at >= n)
        throw new Refused(`index ${item} is out of bounds for dimension ${dim} with size ${n}`, "IndexError");
      out = reshape(sliceStepped(out, dim, [at, 1, 1]), out.shape.toSpliced(dim, 1));
    } else if (isKeyed(item, "slice")) {
      const [start, stop, step] = item.slice.map((part) =>
        part === null ? null : isTensor(part) ? values(part)[0]! : Number(part),
      ) as [number | null, number | null, number | null];
      out = sliceStepped(out, dim, sliceRange(out.shape[dim]!, start, stop, step));
      dim++;
    } else if (isKeyed(item, "ellipsis")) {
      dim += t.rank - consumed;
    } else {
      const tensor = indexTensor(item);
      if (tensor.dtype === "bool") {
        if (tensor.rank === 0) {
          out = reshape(out, out.shape.toSpliced(dim, 0, 1));
          gathered.push({
            dim: dim++,
            index: make(new Int32Array(values(tensor)[0] ? 1 : 0), [values(tensor)[0] ? 1 : 0]),
          });
          continue;
        }
        const found = truePositions(tensor);
        for (let d = 0; d < tensor.rank; d++) {
          gathered.push({
            dim: dim++,
            index: make(
              Int32Array.from(found, (row) => row[d]!),
              [found.length],
            ),
          });
        }
      } else gathered.push({ dim: dim++, index: tensor });
    }
  }
  return gathered.length === 0 ? out : gather(out, gathered);
}

/** How many dimensions an index item stands for. */
function widthOf(item: Resolved): number {
  if (item === null || typeof item === "boolean") return 0;
  if (isKeyed(item, "ellipsis")) return 0;
  if (isTensor(item)) return item.dtype === "bool" ? item.rank : 1;
  if (Array.isArray(item)) {
    const tensor = indexTensor(item);
    return tensor.dtype === "bool" ? tensor.rank : 1;
  }
  return 1;
}

function indexTensor(item: Resolved): Tensor {
  if (isTensor(item)) return item;
  if (typeof item === "boolean") return make(Uint8Array.of(item ? 1 : 0), []);
  if (!Array.isArray(item)) throw new RunError("an index is neither a number, a slice nor a tensor");
  const shape: number[] = [];
  for (let part: Resolved = item; Array.isArray(part); part = part[0] ?? null) shape.push(part.length);
  const flat = leaves(item);
  const isBool = flat.length > 0 && flat.every((x) => typeof x === "boolean");
  return make(isBool ? Uint8Array.from(flat, Number) : Int32Array.from(flat, Number), shape);
}

/** The numbers of a nested list. */
function leaves(item: Resolved): (number | boolean)[] {
  if (Array.isArray(item)) return item.flatMap(leaves);
  if (isTensor(item)) return [values(item)[0]!];
  return [typeof item === "boolean" ? item : Number(item)];
}

/** Indices along several dimensions together: broadcast, in place where the dimensions are adjacent, else in front. */
function gather(t: Tensor, gathered: readonly Gathered[]): Tensor {
  const dims = gathered.map((g) => g.dim);
  const shape = broadcastShape(...gathered.map((g) => g.index.shape));
  const indices = gathered.map((g) => values(broadcastTo(g.index, shape)));
  const adjacent = dims.every((d, i) => i === 0 || d === dims[i - 1]! + 1);
  const strides = stridesOf(t.shape);
  const count = sizeOf(shape);
  const offsets = new Int32Array(count);
  for (let k = 0; k < dims.length; k++) {
    const n = t.shape[dims[k]!]!;
    for (let i = 0; i < count; i++) {
      const at = indices[k]![i]!;
      if (at < -n || at >= n)
        throw new Refused(`index ${at} is out of bounds for dimension ${dims[k]} with size ${n}`, "IndexError");
      offsets[i]! += (at < 0 ? at + n : at) * strides[dims[k]!]!;
    }
  }
  const rest = t.shape.map((_, d) => d).filter((d) => !dims.includes(d));
  const lead = adjacent ? rest.filter((d) => d < dims[0]!) : [];
  const tail = rest.filter((d) => !lead.includes(d));
  const tailShape = tail.map((d) => t.shape[d]!);
  const leadShape = lead.map((d) => t.shape[d]!);
  const from = values(t);
  const outShape = [...leadShape, ...shape, ...tailShape];
  const to = allocate(t.dtype as Kind, sizeOf(outShape));
  const tailSize = sizeOf(tailShape);
  const tailStrides = tail.map((d) => strides[d]!);
  let block = 0;
  walk(leadShape, [lead.map((d) => strides[d]!)], (_, [start], length) => {
    const step = lead.length === 0 ? 0 : strides[lead.at(-1)!]!;
    for (let r = 0; r < length; r++) {
      for (let i = 0; i < count; i++, block += tailSize) {
        const base = start! + r * step + offsets[i]!;
        walk(tailShape, [tailStrides], (at, [offset], n) => {
          const by = tailStrides.at(-1) ?? 0;
          for (let k = 0; k < n; k++) to[block + at + k] = from[base + offset! + k * by]!;
        });
      }
    }
  });
  return make(to, outShape);
}

function itemsOf(value: Resolved | undefined): Resolved[] {
  return Array.isArray(value) ? value : [value ?? null];
}

/** `t` with the elements at `where` (numbers of its flat positions) replaced by `value`, broadcast; or added to. */
function put(t: Tensor, where: Tensor, value: Tensor, combine?: (old: number, x: number) => number): Tensor {
  const out = copyOf(t);
  const at = values(where);
  let shape = value.shape;
  while (shape.length > where.rank && shape[0] === 1) shape = shape.slice(1);
  const given = values(broadcastTo(reshape(value, shape), where.shape));
  if (combine) for (let i = 0; i < at.length; i++) out[at[i]!] = combine(out[at[i]!]!, given[i]!);
  else for (let i = 0; i < at.length; i++) out[at[i]!] = given[i]!;
  return make(out, t.shape);
}

const getitem: Kernel = (a) => index(a.self, itemsOf(a.value("index")));

const setitem: Kernel = (a) =>
  put(a.self, index(positions(a.self.shape), itemsOf(a.value("index"))), a.operand("value", a.self.dtype as Kind));

/** `indices` has None for dimensions that are taken whole. */
function wholeForNone(value: Resolved | undefined): Resolved[] {
  return itemsOf(value).map((item) => item ?? { slice: [null, null, null] });
}

const indexPut: Kernel = (a) =>
  put(
    a.self,
    index(positions(a.self.shape), wholeForNone(a.value("indices"))),
    a.operand("values", a.self.dtype as Kind),
    a.flag("accumulate") ? (x, y) => x + y : undefined,
  );

const maskedFill: Kernel = (a) => {
  const kind = a.kind;
  const shape = broadcastShape(a.self.shape, a.tensor("mask").shape);
  const out = copyOf(broadcastTo(castTo(a.self, kind), shape));
  const mask = values(broadcastTo(a.tensor("mask"), shape));
  const value = a.number("value");
  for (let i = 0; i < out.length; i++) if (mask[i]) out[i] = value;
  return make(out, shape);
};

const maskedSelect: Kernel = (a) => {
  const shape = broadcastShape(a.self.shape, a.tensor("mask").shape);
  const data = values(broadcastTo(a.self, shape));
  const mask = values(broadcastTo(a.tensor("mask"), shape));
  const found = (data as Float32Array).filter((_, i) => mask[i] !== 0);
  return make(found, [found.length]);
};

const maskedScatter: Kernel = (a) => {
  const shape = broadcastShape(a.self.shape, a.tensor("mask").shape);
  const out = copyOf(broadcastTo(a.self, shape));
  const mask = values(broadcastTo(a.tensor("mask"), shape));
  const source = values(a.tensor("source"));
  let next = 0;
  for (let i = 0; i < out.length; i++) if (mask[i]) out[i] = source[next++]!;
  return make(out, shape);
};

const nonzero: Kernel = (a) => {
  const found = truePositions(a.self);
  if (a.flag("as_tuple") || (a.expected.length > 1 && a.expected[0]!.shape.length === 1)) {
    return (a.self.rank === 0 ? [1] : a.self.shape).map((_, d) =>
      make(
        Int32Array.from(found, (row) => row[d] ?? 0),
        [found.length],
      ),
    );
  }
  return make(Int32Array.from(found.flat()), [found.length, a.self.rank]);
};

const take: Kernel = (a) => {
  const data = values(a.self);
  const at = a.tensor("index");
  const to = allocate(a.self.dtype as Kind, at.size);
  values(at).forEach((i, k) => {
    to[k] = data[i < 0 ? i + data.length : i]!;
  });
  return make(to, at.shape);
};

const putFlat: Kernel = (a) => {
  const at = a.tensor("index");
  const source = reshape(castTo(a.tensor("source"), a.self.dtype as Kind), at.shape);
  const { size } = a.self;
  return put(
    a.self,
    map(at, (i) => (i < 0 ? i + size : i), "int32"),
    source,
    a.flag("accumulate") ? (x, y) => x + y : undefined,
  );
};

const takeAlongDim: Kernel = (a) => {
  const indices = a.tensor("indices", "index");
  if (!a.has("dim")) return take(a.with({ index: indices }));
  const dim = a.dim(a.self.rank);
  const own = a.self.shape.with(dim, 1);
  const shape = broadcastShape(own, indices.shape.with(dim, 1));
  return gatherAlong(
    a.with({
      [a.names[0]!]: broadcastTo(a.self, shape.with(dim, a.self.shape[dim]!)),
      index: broadcastTo(indices, shape.with(dim, indices.shape[dim]!)),
    }),
  );
};

function triangle(inside: (r: number, c: number, diagonal: number) => boolean): Kernel {
  return (a) => {
    const [rows, columns] = a.self.shape.slice(-2) as [number, number];
    const diagonal = a.number("diagonal", 0);
    const out = copyOf(a.self);
    for (let i = 0; i < out.length; i++) {
      const c = i % columns;
      const r = Math.floor(i / columns) % rows;
      if (!inside(r, c, diagonal)) out[i] = 0;
    }
    return make(out, a.self.shape);
  };
}

const oneHot: Kernel = (a) => {
  const data = values(a.self);
  const given = a.number("num_classes", -1);
  const classes = given > 0 ? given : Math.max(-1, ...data) + 1;
  const out = new Int32Array(data.length * classes);
  data.forEach((x, i) => {
    if (x < 0 || x >= classes) throw new Refused("Class values must be smaller than num_classes.");
    out[i * classes + x] = 1;
  });
  return make(out, [...a.self.shape, classes]);
};

/** Rows of a table: (V, D) at (…) -> (…, D) */
const embedding: Kernel = (a) => {
  const weight = a.tensor("weight");
  const ids = a.names[0] === "weight" ? a.tensor("indices", "input") : a.tensor("input", "indices");
  return reshape(takeAlong(weight, 0, values(ids)), [...ids.shape, ...weight.shape.slice(1)]);
};

/** Sums, means or maxima of bags of rows. */
const embeddingBag: Kernel = (a) => {
  const weight = a.tensor("weight");
  const ids = a.tensor("indices", "input");
  const [rows, width] = weight.shape as [number, number];
  const table = values(weight);
  const flat = values(ids);
  const bags = ids.rank === 2 ? ids.shape[0]! : a.tensor("offsets").size - (a.flag("include_last_offset") ? 1 : 0);
  const startOf = (b: number) =>
    ids.rank === 2 ? b * ids.shape[1]! : b < a.tensor("offsets").size ? values(a.tensor("offsets"))[b]! : flat.length;
  const given = a.value("mode");
  const mode = typeof given === "number" ? (["sum", "mean", "max"][given] ?? "mean") : a.text("mode", "mean");
  const weights = a.optional("per_sample_weights");
  const padding = a.optionalNumber("padding_idx") ?? -1;
  const out = new Float32Array(bags * width);
  for (let b = 0; b < bags; b++) {
    const members = Array.from({ length: startOf(b + 1) - startOf(b) }, (_, i) => startOf(b) + i).filter(
      (i) => padding < 0 || flat[i] !== padding,
    );
    for (let j = 0; j < width; j++) {
      let total = mode === "max" && members.length > 0 ? -Infinity : 0;
      for (const i of members) {
        if (flat[i]! >= rows) throw new Refused("index out of range in self", "IndexError");
        const x = table[flat[i]! * width + j]! * (weights ? values(weights)[i]! : 1);
        total = mode === "max" ? Math.max(total, x) : total + x;
      }
      out[b * width + j] = mode === "mean" && members.length > 0 ? total / members.length : total;
    }
  }
  return make(out, [bags, width]);
};

/** Where `target` would be sorted into each row. */
const searchSorted: Kernel = (a) => {
  const bucket = a.names.includes("boundaries");
  const sequence = bucket ? a.tensor("boundaries") : a.tensor("sorted_sequence");
  const wanted = bucket ? a.operand("input", "float32") : a.operand(a.has("input") ? "input" : "self", "float32");
  const right = a.flag("right") || a.text("side") === "right";
  const n = sequence.shape.at(-1)!;
  const each = wanted.shape.at(-1) ?? 1;
  const table = values(sequence);
  const data = values(wanted);
  const out = new Int32Array(data.length);
  const sorter = a.optional("sorter");
  const order = sorter && values(sorter);
  for (let i = 0; i < data.length; i++) {
    const row = sequence.rank === 1 ? 0 : Math.floor(i / each) * n;
    let [low, high] = [0, n];
    while (low < high) {
      const middle = (low + high) >> 1;
      const x = table[row + (order === undefined ? middle : order[row + middle]!)]!;
      if (right ? x <= data[i]! : x < data[i]!) low = middle + 1;
      else high = middle;
    }
    out[i] = low;
  }
  return make(out, wanted.shape);
};

/** A copy of self with a view of it replaced by `src`. */
function viewScatter(view: Kernel): Kernel {
  return (a) => {
    const at = view(a.with({ [a.names[0]!]: positions(a.self.shape) })) as Tensor;
    return put(a.self, at, castTo(a.tensor("src"), a.self.dtype as Kind));
  };
}

const combinations: Kernel = (a) => {
  const data = values(a.self);
  const r = a.number("r", 2);
  const again = a.flag("with_replacement");
  const rows: number[][] = [];
  const extend = (chosen: number[], from: number) => {
    if (chosen.length === r) rows.push(chosen.map((i) => data[i]!));
    else for (let i = from; i < data.length; i++) extend([...chosen, i], again ? i : i + 1);
  };
  extend([], 0);
  const out = allocate(a.self.dtype as Kind, rows.length * r);
  out.set(rows.flat());
  return make(out, [rows.length, r]);
};

const cartesianProd: Kernel = (a) => {
  const parts = a.tensors("tensors").map((t) => values(t));
  const rows = parts.reduce<number[][]>(
    (all, part) => all.flatMap((row) => Array.from(part, (x) => [...row, x])),
    [[]],
  );
  const out = allocate(a.kind, rows.length * parts.length);
  out.set(rows.flat());
  return make(out, parts.length === 1 ? [rows.length] : [rows.length, parts.length]);
};

const isin: Kernel = (a) => {
  const set = new Set(values(a.tensor("test_elements")));
  const invert = a.flag("invert");
  const elements = a.tensor("elements");
  return make(
    Uint8Array.from(values(elements), (x) => (set.has(x) !== invert ? 1 : 0)),
    elements.shape,
  );
};

export const indexing: Kernels = {
  getitem,
  __getitem__: getitem,
  setitem,
  __setitem__: setitem,
  index: (a) => index(a.self, wholeForNone(a.value("indices"))),
  index_put: indexPut,
  _index_put_impl: indexPut,
  masked_fill: maskedFill,
  masked_select: maskedSelect,
  masked_scatter: maskedScatter,
  nonzero,
  nonzero_numpy: nonzero,
  argwhere: (a) => {
    const found = truePositions(a.self);
    return make(Int32Array.from(found.flat()), [found.length, a.self.rank]);
  },
  take,
  put: putFlat,
  take_along_dim: takeAlongDim,
  tril: triangle((r, c, k) => c - r <= k),
  triu: triangle((r, c, k) => c - r >= k),
  one_hot: oneHot,
  embedding,
  embedding_bag: embeddingBag,
  searchsorted: searchSorted,
  bucketize: searchSorted,
  select_scatter: viewScatter(views.select!),
  slice_scatter: viewScatter(views.slice!),
  diagonal_scatter: viewScatter(views.diagonal!),
  as_strided_scatter: viewScatter(views.as_strided!),
  combinations,
  cartesian_prod: cartesianProd,
  isin,
};
