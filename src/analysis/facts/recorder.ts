import type { Span } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { Tensor } from "../tensor/tensor";
import { Either, Obj, type Place, PyDict, type PyFunction, PyList, PyTuple, Unknown, type Value } from "../values";
import { markContents, markSizes, type Rewind } from "../values/rewind";
import { parameterNodes } from "./functions";
import { type Snapshot, snapshot } from "./snapshot";

/** A name at the place where it is bound, and every distinct value that it was bound to there. */
export interface RecordedBinding {
  source: Source;
  name: string;
  target: Span;
  statement: Span;
  parameter: boolean;
  values: Map<string, Snapshot>;
}

export interface RecordedExpression {
  node: Span;
  values: Map<string, Snapshot>;
}

/** Values beyond this many at one place are not kept. */
const MAX_VALUES = 32;

/** Containers without a tensor at one place, of which more are not looked into: a loop over numbers. */
const FRUITLESS = 100;

/** Writes down what was learnt at which place of the user's source, while the machine runs. */
export class Recorder {
  readonly bindings = new Map<Span, RecordedBinding>();
  /** By file, then by node. */
  readonly expressions = new Map<string, Map<Span, RecordedExpression>>();
  readonly symbols = new Map<string, { reason: string; place: Place | undefined }>();
  /** Functions that were entered, in order. */
  readonly entered = new Set<PyFunction>();
  private readonly fruitless = new Map<Span, number>();
  paused = false;
  /** Is told of every name that a statement binds to anything, also while the recorder is paused. */
  watch: ((statement: Span, name: string, value: Value) => void) | undefined;

  /** Marks what is written down by now: what comes later can be dropped. */
  mark(): Rewind {
    const { paused, watch } = this;
    const files = [...this.expressions.values()];
    const places = [...this.bindings.values(), ...files.flatMap((file) => [...file.values()])];
    const grown = markSizes([this.bindings, this.expressions, ...files, ...places.map(({ values }) => values)]);
    const contents = markContents(this.symbols, this.entered, this.fruitless);
    return () => {
      grown();
      contents();
      Object.assign(this, { paused, watch });
    };
  }

  binding(source: Source, target: Span & { id: string }, statement: Span, value: Value): void {
    this.watch?.(statement, target.id, value);
    if (!this.paused && this.isWorth(value, target)) this.keep(source, target.id, target, statement, value, false);
  }

  private keep(source: Source, name: string, target: Span, statement: Span, value: Value, parameter: boolean): void {
    let found = this.bindings.get(target);
    if (found === undefined) {
      found = { source, name, target, statement, parameter, values: new Map() };
      this.bindings.set(target, found);
    }
    add(found.values, value);
  }

  expression(source: Source, node: Span, value: Value): void {
    if (this.paused || !(value instanceof Unknown || this.isWorth(value, node))) return;
    let file = this.expressions.get(source.file);
    if (file === undefined) {
      file = new Map();
      this.expressions.set(source.file, file);
    }
    let found = file.get(node);
    if (found === undefined) {
      found = { node, values: new Map() };
      file.set(node, found);
    }
    add(found.values, value);
  }

  /** Whether a value is a tensor or holds one. */
  private isWorth(value: Value, at: Span): boolean {
    if (value instanceof Tensor) return true;
    if (!(value instanceof Obj)) return false;
    const before = this.fruitless.get(at) ?? 0;
    if (before === FRUITLESS) return false;
    if (worthKeeping(value)) return true;
    this.fruitless.set(at, before + 1);
    return false;
  }

  /** Tensors that a function received; `given` tells the n-th parameter's value. */
  parameters(fn: PyFunction, source: Source, given: (n: number) => Value | undefined): void {
    if (this.paused) return;
    this.entered.add(fn);
    for (const [n, node] of parameterNodes(fn.node.params).entries()) {
      const value = given(n);
      if (value !== undefined && worthKeeping(value)) this.keep(source, node.name, node, node, value, true);
    }
  }

  symbol(name: string, reason: string, place: Place | undefined): void {
    this.symbols.set(name, { reason, place });
  }
}

function add(values: Map<string, Snapshot>, value: Value): void {
  if (values.size >= MAX_VALUES) return;
  const taken = snapshot(value);
  if (!values.has(taken.key)) values.set(taken.key, taken);
}

/** Items of a list among which a tensor is looked for: every expression is looked at. Of a dict, whose values are mostly alike, a few. */
const LOOKED_AT = 64;
const LOOKED_AT_IN_DICTS = 8;

/** A tensor, or a list, tuple or dict with one in it. */
function worthKeeping(value: Value, depth = 3): boolean {
  if (value instanceof Tensor) return true;
  if (depth === 0) return false;
  if (value instanceof PyTuple || value instanceof PyList) {
    for (let n = 0; n < value.items.length && n < LOOKED_AT; n++)
      if (worthKeeping(value.items[n], depth - 1)) return true;
    return false;
  }
  if (value instanceof PyDict)
    return value.size < 256 && value.someOfFirst(LOOKED_AT_IN_DICTS, (item) => worthKeeping(item, depth - 1));
  if (value instanceof Either) return value.options.some((option) => worthKeeping(option, depth - 1));
  return false;
}
