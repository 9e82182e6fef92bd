import { type Meter, Storage } from "./meter";
import { contiguous, isDense, numel, type Sizes, same } from "./strides";

/** A tensor of the account: what it takes in memory, and what autograd made it of. Alive while it is retained. */
export class Entry {
  references = 1;
  /** Which of its node's results it is. */
  place = 0;
  node: Node | undefined;
  /** What it is a view of, where it is one: the same for views of views. */
  base: Entry | undefined;
  /** How often it was written through its views, and how much of that is in the function that made this view. */
  writes = 0;
  seen = 0;

  constructor(
    readonly storage: Storage,
    readonly shape: Sizes,
    readonly strides: Sizes,
    /** Bytes an element. */
    readonly size: number,
    readonly floating: boolean,
    /** Requires a gradient and was not computed: gradients are gathered for it. */
    public leaf: Leaf | undefined = undefined,
  ) {}

  get requiresGrad(): boolean {
    return this.node !== undefined || this.leaf !== undefined;
  }

  retain(): this {
    this.references++;
    return this;
  }

  release(): void {
    if (--this.references > 0) return;
    this.storage.release();
    this.node?.release();
    this.base?.release();
  }

  /** It is a view of another tensor, which it holds. */
  viewOf(other: Entry): void {
    const base = (other.base ?? other).retain();
    this.base?.release();
    this.base = base;
    this.seen = base.writes;
  }

  /** The function that made it changes: it was written in place. */
  rebase(node: Node | undefined, place = 0): void {
    node?.retain();
    this.node?.release();
    this.node = node;
    this.place = place;
  }
}

/** A parameter, or another tensor that requires a gradient and was not computed. */
export class Leaf {
  gradient: Entry | undefined;
  /** The step in whose derivative it has got it. */
  private gathered = -1;
  constructor(
    readonly shape: Sizes,
    readonly strides: Sizes,
    /** Of a part of the pass that is computed again: its gradient is handed on. */
    readonly passing = false,
  ) {}

  /** Its gradient has come. */
  gather(meter: Meter, gradient: Entry): void {
    this.gathered = meter.step;
    meter.gather(gradient.storage.bytes);
  }

  /** Its gradient is dropped. */
  forget(meter: Meter): void {
    if (this.gradient === undefined) return;
    meter.ungather(this.gradient.storage.bytes, this.gathered);
    this.gradient.release();
    this.gradient = undefined;
  }
}

/** Gradients of a node's results to those of its operands; undefined for one that needs none. */
export type Derivative = (gradients: readonly (Entry | undefined)[]) => (Entry | undefined)[];

interface Edge {
  node: Node | undefined;
  leaf: Leaf | undefined;
  place: number;
  shape: Sizes;
}

/** A function of autograd's graph, with what it has saved. */
export class Node {
  private references = 0;
  private saved: Storage[] | undefined;
  readonly edges: readonly Edge[];

  constructor(
    readonly order: number,
    readonly step: number,
    operands: readonly (Entry | undefined)[],
    saved: readonly Entry[],
    readonly results: number,
    readonly derivative: Derivative,
  ) {
    this.edges = operands.map((operand) => {
      operand?.node?.retain();
      return { node: operand?.node, leaf: operand?.leaf, place: operand?.place ?? 0, shape: operand?.shape ?? [] };
    });
    this.saved = saved.map(({ storage }) => storage.retain());
  }

  retain(): void {
    this.references++;
  }

  release(): void {
    const waiting: Node[] = [this];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (--node.references > 0) continue;
      node.forget();
      for (const edge of node.edges) if (edge.node !== undefined) waiting.push(edge.node);
    }
  }

  /** What it has saved is freed: its derivative was taken. */
  forget(): void {
    for (const storage of this.saved ?? []) storage.release();
    this.saved = undefined;
  }
}

/** What a step keeps for its derivative: nothing, of its operands alone, or of its results too. */
export type Kept = "nothing" | "operands" | "results";

/** Where tensors are made, and freed at the end of what makes them. */
export class Tape {
  /** Whether gradients are recorded. */
  recording = true;
  /** Leaves have gradients from before, to which these are added. */
  accumulates = false;
  /** What the step under way has kept for its derivative. */
  kept: Kept = "nothing";
  /** To which gradients have come. */
  readonly leaves = new Set<Leaf>();
  /** What the operator that is under way writes in place of a result, until it has. */
  private target: Entry | undefined;
  /** The same, until the operator ends. */
  private written: Entry | undefined;
  private order = 0;
  private scope: Entry[] = [];

  constructor(readonly meter: Meter) {}

  /** A new tensor. */
  make(shape: Sizes, size: number, strides: Sizes = contiguous(shape), floating = true): Entry {
    const { target } = this;
    if (target !== undefined && same(target.shape, shape)) {
      this.target = undefined;
      return this.share(target, shape, target.strides);
    }
    return this.own(new Entry(new Storage(this.meter, numel(shape) * size), shape, strides, size, floating));
  }

  /** What comes is an operator that writes a tensor in place. */
  into<T>(target: Entry | undefined, run: () => T): T {
    [this.target, this.written] = [target, target];
    try {
      return run();
    } finally {
      [this.target, this.written] = [undefined, undefined];
    }
  }

  /** An operand that is written in place is kept as it was. */
  private copied({ shape, size, strides }: Entry): Entry {
    this.target = undefined;
    return this.make(shape, size, strides);
  }

  /** A view of another tensor. */
  share(of: Entry, shape: Sizes, strides: Sizes): Entry {
    return this.own(new Entry(of.storage.retain(), shape, strides, of.size, of.floating));
  }

  /** Takes over a tensor that somebody else has retained. */
  own(entry: Entry): Entry {
    this.scope.push(entry);
    return entry;
  }

  /** Makes a tensor outlive what makes it. */
  keep<T extends Entry | undefined>(entry: T): T {
    entry?.retain();
    return entry;
  }

  /** Frees what was made meanwhile, but for what was retained. */
  within<T>(run: () => T): T {
    const outer = this.scope;
    this.scope = [];
    try {
      return run();
    } finally {
      for (const entry of this.scope) entry.release();
      this.scope = outer;
    }
  }

  /** Frees a tensor that was just made, before the end of what makes it. */
  free(entry: Entry): void {
    const at = this.scope.indexOf(entry);
    if (at < 0) return;
    this.scope.splice(at, 1);
    entry.release();
  }

  /** Notes which function made some tensors. `saves`: what its derivative reads. */
  record(
    operands: readonly (Entry | undefined)[],
    results: readonly Entry[],
    saves: readonly (Entry | undefined)[],
    derivative: Derivative,
  ): void {
    if (!this.recording || !operands.some((operand) => operand?.requiresGrad)) return;
    const saved = saves
      .filter((entry) => entry !== undefined)
      .map((entry) =>
        entry.storage === this.written?.storage && !results.includes(entry) ? this.copied(entry) : entry,
      );
    if (saved.some((entry) => results.includes(entry))) this.kept = "results";
    else if (saved.length > 0 && this.kept === "nothing") this.kept = "operands";
    const node = new Node(this.order++, this.meter.step, operands, saved, results.length, derivative);
    for (const [n, result] of results.entries()) if (result.floating) result.rebase(node, n);
  }
}

/** A gradient as `AccumulateGrad` takes it in: as it is, where nobody else has it and it lies as the parameter does; else a copy. */
function accumulate(tape: Tape, leaf: Leaf, gradient: Entry): void {
  if (leaf.gradient !== undefined) return;
  if (tape.accumulates && !leaf.passing) {
    // It is added in place to what is there.
    tape.leaves.add(leaf);
    return;
  }
  const fits = same(gradient.strides, leaf.strides) || isAlike(leaf, gradient);
  if (gradient.references <= 1 && fits) leaf.gradient = gradient.retain();
  else leaf.gradient = tape.keep(tape.make(leaf.shape, gradient.size, leaf.strides));
  if (leaf.passing) return;
  tape.leaves.add(leaf);
  leaf.gather(tape.meter, leaf.gradient);
}

function isAlike(leaf: Leaf, { shape, strides }: Entry): boolean {
  return isDense(shape, strides) && shape.every((size, n) => size === 1 || strides[n] === leaf.strides[n]);
}

/**
 * Takes the gradient of a tensor as PyTorch's engine does: nodes in the reverse order in which they were made, once all gradients of their results
 * are there; what a node has saved is freed after it; gradients of one tensor are added into a new one.
 * https://github.com/pytorch/pytorch/blob/main/torch/csrc/autograd/engine.cpp
 */
export function backward(
  tape: Tape,
  roots: readonly { entry: Entry; gradient?: Entry }[],
  /** What nodes have saved stays: `retain_graph=True`. */
  retains = false,
): void {
  const { meter } = tape;
  const { phase } = meter;
  meter.phase = "backward";
  tape.recording = false;
  const buffers = new Map<Node, (Entry | undefined)[]>();
  const bufferOf = (node: Node) => {
    let buffer = buffers.get(node);
    if (buffer === undefined) {
      buffer = new Array<Entry | undefined>(node.results).fill(undefined);
      buffers.set(node, buffer);
    }
    return buffer;
  };
  const begun: Node[] = [];
  for (const { entry, gradient } of roots) {
    const { node, place } = entry;
    if (node !== undefined) {
      const first = gradient ?? tape.within(() => tape.keep(tape.make(entry.shape, entry.size)));
      bufferOf(node)[place] = added(tape, bufferOf(node)[place], first);
      begun.push(node);
      node.retain();
    } else gradient?.release();
    if (gradient !== undefined) entry.release();
  }
  const waiting = dependencies(begun);
  const arriving = new Map<Leaf, Entry>();
  /** A gradient of a leaf: they are summed until all of the pass are there. */
  const arrive = (leaf: Leaf, gradient: Entry | undefined) => {
    if (gradient !== undefined) arriving.set(leaf, added(tape, arriving.get(leaf), gradient));
    const left = waiting.get(leaf)! - 1;
    waiting.set(leaf, left);
    const all = left === 0 ? arriving.get(leaf) : undefined;
    if (all === undefined) return;
    arriving.delete(leaf);
    tape.within(() => accumulate(tape, leaf, all));
    all.release();
  };
  const ready = [...new Set(begun)].filter((node) => waiting.get(node) === 0);
  while (ready.length > 0) {
    const node = ready.splice(latest(ready), 1)[0];
    const gradients = bufferOf(node);
    buffers.delete(node);
    meter.step = node.step;
    const results = taken(tape, node, gradients);
    if (!retains) node.forget();
    for (const [n, { node: next, leaf, place }] of node.edges.entries()) {
      const gradient = results[n];
      if (leaf !== undefined) arrive(leaf, gradient);
      else if (next !== undefined) {
        if (gradient !== undefined) bufferOf(next)[place] = added(tape, bufferOf(next)[place], gradient);
        const left = waiting.get(next)! - 1;
        waiting.set(next, left);
        if (left === 0) ready.push(next);
      } else gradient?.release();
    }
  }
  for (const node of begun) node.release();
  tape.recording = true;
  meter.phase = phase;
}

/** How many gradients each node and each leaf waits for. */
function dependencies(roots: readonly Node[]): Map<Node | Leaf, number> {
  const waiting = new Map<Node | Leaf, number>(roots.map((node) => [node, 0]));
  const found = [...new Set(roots)];
  for (let node = found.pop(); node !== undefined; node = found.pop()) {
    for (const { node: next, leaf } of node.edges) {
      if (leaf !== undefined) waiting.set(leaf, (waiting.get(leaf) ?? 0) + 1);
      if (next === undefined) continue;
      if (!waiting.has(next)) found.push(next);
      waiting.set(next, (waiting.get(next) ?? 0) + 1);
    }
  }
  return waiting;
}

function latest(nodes: readonly Node[]): number {
  let found = 0;
  for (const [n, node] of nodes.entries()) if (node.order > nodes[found].order) found = n;
  return found;
}

/** A node's derivative; gradients of operands that were broadcast are summed to their shapes. Each is retained for whoever comes next. */
function taken(tape: Tape, node: Node, gradients: readonly (Entry | undefined)[]): (Entry | undefined)[] {
  if (gradients.every((gradient) => gradient === undefined)) return node.edges.map(() => undefined);
  const found = tape.within(() => {
    const results = node.derivative(gradients);
    return node.edges.map(({ node: next, leaf, shape }, n) => {
      const gradient = next === undefined && leaf === undefined ? undefined : results[n];
      if (gradient === undefined || same(gradient.shape, shape)) return tape.keep(gradient);
      const reduced = tape.keep(tape.make(shape, gradient.size));
      if (!results.some((other, m) => m > n && other === gradient)) tape.free(gradient);
      return reduced;
    });
  });
  for (const gradient of gradients) gradient?.release();
  return found;
}

function added(tape: Tape, before: Entry | undefined, gradient: Entry): Entry {
  if (before === undefined) return gradient;
  const strides = isDense(before.shape, before.strides) ? before.strides : contiguous(before.shape);
  const sum = tape.within(() => tape.keep(tape.make(before.shape, before.size, strides)));
  before.release();
  gradient.release();
  return sum;
}
