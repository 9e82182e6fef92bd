import type { Tensor } from "../tf";
import * as tf from "../tf";
import { concat, float, full, map, permute, reshape, sliceAlong, stack, values } from "./host";
import type { Args, Kernel, Kernels } from "./kernel";
import { linear } from "./matmul";

/** One step of a cell: projected input and state -> new state. */
interface Cell {
  /** How many states: LSTM has h and c. */
  states: number;
  /** Blocks of rows in its weights. */
  gates: number;
  /** x (N, in), states (N, hidden) each. */
  step(x: Tensor, states: Tensor[], weights: Weights): Tensor[];
}

interface Weights {
  input: Tensor;
  hidden: Tensor;
  inputBias?: Tensor | undefined;
  hiddenBias?: Tensor | undefined;
  /** LSTM with a projection: (proj, hidden) */
  projection?: Tensor | undefined;
}

function gates(t: Tensor, count: number): Tensor[] {
  const size = t.shape[1]! / count;
  return Array.from({ length: count }, (_, i) => sliceAlong(t, 1, i * size, size));
}

const lstmCell: Cell = {
  states: 2,
  gates: 4,
  step(x, [h, c], w) {
    const all = tf.add(linear(x, w.input, w.inputBias), linear(h!, w.hidden, w.hiddenBias));
    const [i, f, g, o] = gates(all, 4) as [Tensor, Tensor, Tensor, Tensor];
    const cell = tf.add(tf.mul(tf.sigmoid(f), c!), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    const out = tf.mul(tf.sigmoid(o), tf.tanh(cell));
    return [w.projection ? linear(out, w.projection, undefined) : out, cell];
  },
};

const gruCell: Cell = {
  states: 1,
  gates: 3,
  step(x, [h], w) {
    const [xr, xz, xn] = gates(linear(x, w.input, w.inputBias), 3) as [Tensor, Tensor, Tensor];
    const [hr, hz, hn] = gates(linear(h!, w.hidden, w.hiddenBias), 3) as [Tensor, Tensor, Tensor];
    const r = tf.sigmoid(tf.add(xr, hr));
    const z = tf.sigmoid(tf.add(xz, hz));
    const n = tf.tanh(tf.add(xn, tf.mul(r, hn)));
    return [tf.add(n, tf.mul(z, tf.sub(h!, n)))];
  },
};

function plainCell(activation: (t: Tensor) => Tensor): Cell {
  return {
    states: 1,
    gates: 1,
    step: (x, [h], w) => [activation(tf.add(linear(x, w.input, w.inputBias), linear(h!, w.hidden, w.hiddenBias)))],
  };
}

const relu = (t: Tensor) => map(t, (x) => Math.max(x, 0));

/** A sequence as rows, those of its first place before those of its second: (rows, in). At each place are as many rows as sequences reach it. */
interface Packed {
  rows: Tensor;
  /** Sequences that reach each place: none grows longer than the first. */
  counts: readonly number[];
}

function packedFrom(a: Args): Packed & { unpack(rows: Tensor): Tensor; single: boolean } {
  const lengths = a.optional("batch_sizes");
  const x = float(a.self);
  if (lengths) return { rows: x, counts: [...values(lengths)], unpack: (rows) => rows, single: false };
  const single = a.self.rank === 2;
  const batchFirst = a.flag("batch_first") && !single;
  const whole = single ? reshape(x, [x.shape[0]!, 1, x.shape[1]!]) : batchFirst ? permute(x, [1, 0, 2]) : x;
  const [time, n, width] = whole.shape as [number, number, number];
  const unpack = (rows: Tensor) => {
    const out = reshape(rows, single ? [time, rows.shape[1]!] : [time, n, rows.shape[1]!]);
    return batchFirst ? permute(out, [1, 0, 2]) : out;
  };
  return { rows: reshape(whole, [time * n, width]), counts: new Array<number>(time).fill(n), unpack, single };
}

/** The first rows, and those behind them. */
function cut(t: Tensor, count: number): [Tensor, Tensor | undefined] {
  const rest = t.shape[0]! - count;
  return rest === 0 ? [t, undefined] : [sliceAlong(t, 0, 0, count), sliceAlong(t, 0, count, rest)];
}

/** One direction over packed rows: the outputs row by row, and the state in which each sequence ends. */
function pass(cell: Cell, { rows, counts }: Packed, first: Tensor[], weights: Weights, backward: boolean): Tensor[] {
  const starts: number[] = [];
  let total = 0;
  for (const count of counts) {
    starts.push(total);
    total += count;
  }
  const outputs = new Array<Tensor>(counts.length);
  /** What sequences that have ended ended in, the last ones first. */
  const ended: Tensor[][] = first.map(() => []);
  let states = first.map((state) => cut(state, counts[backward ? counts.length - 1 : 0] ?? 0)[0]);
  for (let i = 0; i < counts.length; i++) {
    const t = backward ? counts.length - 1 - i : i;
    const count = counts[t]!;
    const had = states[0]!.shape[0]!;
    if (count < had)
      states = states.map((state, s) => {
        const [going, gone] = cut(state, count);
        ended[s]!.unshift(gone!);
        return going;
      });
    else if (count > had)
      states = states.map((state, s) => concat([state, sliceAlong(first[s]!, 0, had, count - had)], 0));
    states = cell.step(sliceAlong(rows, 0, starts[t]!, count), states, weights);
    outputs[t] = states[0]!;
  }
  const finals = states.map((state, s) => (ended[s]!.length === 0 ? state : concat([state, ...ended[s]!], 0)));
  return [outputs.length === 1 ? outputs[0]! : concat(outputs, 0), ...finals];
}

/** All layers and directions over a sequence (T, N, in), or a packed one; weights in PyTorch's flat order. */
function network(cell: Cell): Kernel {
  return (a) => {
    const layers = a.number("num_layers", 1);
    const directions = a.flag("bidirectional") ? 2 : 1;
    const biases = a.flag("has_biases", true);
    const params = a.tensors(a.has("params") ? "params" : "flat_weights").map(float);
    const { unpack, single, ...packed } = packedFrom(a);
    const per = params.length / (layers * directions);
    const weightsOf = (k: number): Weights => {
      const [input, hidden, ...rest] = params.slice(k * per, (k + 1) * per) as [Tensor, Tensor, ...Tensor[]];
      return biases
        ? { input, hidden, inputBias: rest[0], hiddenBias: rest[1], projection: rest[2] }
        : { input, hidden, projection: rest[0] };
    };
    const given = initial(a, cell.states, single);
    const n = packed.counts[0] ?? 0;
    const finals: Tensor[][] = Array.from({ length: cell.states }, () => []);
    const dropout = a.flag("train") ? a.number("dropout", 0) : 0;
    let { rows } = packed;
    for (let layer = 0; layer < layers; layer++) {
      const sides: Tensor[] = [];
      for (let direction = 0; direction < directions; direction++) {
        const k = layer * directions + direction;
        const weights = weightsOf(k);
        const hiddenSize = weights.hidden.shape[0]! / cell.gates;
        const first = Array.from({ length: cell.states }, (_, s) =>
          given
            ? reshape(sliceAlong(given[s]!, 0, k, 1), given[s]!.shape.slice(1))
            : full([n, s === 0 && weights.projection ? weights.projection.shape[0]! : hiddenSize], 0),
        );
        const [out, ...last] = pass(cell, { rows, counts: packed.counts }, first, weights, direction === 1);
        sides.push(out!);
        last.forEach((state, s) => {
          finals[s]!.push(state);
        });
      }
      rows = sides.length === 1 ? sides[0]! : concat(sides, 1);
      if (dropout > 0 && layer < layers - 1)
        rows = map(rows, (v) => (a.random.uniform() < dropout ? 0 : v / (1 - dropout)));
    }
    const last = finals.map((states) => {
      const all = stack(states, 0);
      return single ? reshape(all, [all.shape[0]!, all.shape[2]!]) : all;
    });
    return [unpack(rows), ...last];
  };
}

/** The given first states (layers * directions, N, hidden). */
function initial(a: Args, count: number, single: boolean): Tensor[] | undefined {
  const hx = a.value("hx");
  if (hx === null || hx === undefined) return undefined;
  const list = a.tensors("hx").map(float);
  if (list.length < count) return undefined;
  return single ? list.map((t) => reshape(t, [t.shape[0]!, 1, t.shape.at(-1)!])) : list;
}

function singleCell(cell: Cell): Kernel {
  return (a) => {
    const lone = a.self.rank === 1;
    const lift = (t: Tensor) => (lone ? reshape(float(t), [1, t.size]) : float(t));
    const x = lift(a.self);
    const weights: Weights = {
      input: float(a.tensor("w_ih")),
      hidden: float(a.tensor("w_hh")),
      inputBias: a.optional("b_ih") && float(a.tensor("b_ih")),
      hiddenBias: a.optional("b_hh") && float(a.tensor("b_hh")),
    };
    const states = a.has("hx")
      ? a.tensors("hx").map(lift)
      : Array.from({ length: cell.states }, () => full([x.shape[0]!, weights.hidden.shape[1]!], 0));
    const out = cell.step(x, states, weights);
    return lone ? out.map((t) => reshape(t, [t.size])) : out;
  };
}

const tanhCell = plainCell(tf.tanh);
const reluCell = plainCell(relu);

export const recurrent: Kernels = {
  lstm: network(lstmCell),
  gru: network(gruCell),
  rnn_tanh: network(tanhCell),
  rnn_relu: network(reluCell),
  lstm_cell: singleCell(lstmCell),
  gru_cell: singleCell(gruCell),
  rnn_tanh_cell: singleCell(tanhCell),
  rnn_relu_cell: singleCell(reluCell),
};
