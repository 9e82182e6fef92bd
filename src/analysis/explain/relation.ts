import { type Dim, equal, floordiv, freeSymbols, isSymbol, product, SymInt, substitute, symbol } from "../dims";
import type { Interpreter } from "../machine/machine";
import { RunState } from "../machine/run-state";
import { OpContext } from "../ops/context";
import { families } from "../ops/families";
import { isSpec, type Op, type Outcome } from "../ops/registry";
import { Tensor } from "../tensor/tensor";
import type { BaseType, Schema } from "../trace/schema";
import type { TraceStep } from "../trace/trace";

/** A size that an operator was given: of one of its tensors, or a number among its arguments. */
export interface Ref {
  /** The name that stands for it in formulas. */
  name: string;
  size: Dim;
  /** The schema's argument, and the item of a list. */
  argument: string;
  item: number | undefined;
  /** Absent for a number. */
  of?: { tensor: Tensor; shape: readonly Dim[]; axis: number };
}

/** A result's size as a formula over the names of refs. */
export interface Formula {
  formula: Dim;
  refs: Ref[];
}

/**
 * How the sizes of a step's results follow from the sizes that went in: the operator's own shape rule, run once more on sizes with
 * names. What it says is taken only where it gives the very size that the step had.
 */
export class Relations {
  private readonly refs = new Map<string, Ref>();
  private readonly names = new Map<readonly Dim[], string[]>();
  private readonly numbers = new Map<string, string>();
  private count = 0;
  private readonly found = new Map<TraceStep, (Formula | undefined)[][]>();
  private readonly ops = new Map<Schema, Op>();
  /** What rules run in: it knows what the run knew, and forgets what each of them adds. */
  private readonly scratch = new RunState();

  constructor(
    private readonly machine: Interpreter,
    private readonly state: RunState,
    /** The shape that a tensor had when a step read it. */
    private readonly shapeAt: (tensor: Tensor, step: TraceStep) => readonly Dim[],
  ) {
    for (const relation of state.assumptions.relations()) this.scratch.assumptions.assume(relation);
  }

  /** By output, then by dimension; undefined where the rule does not tell. */
  of(step: TraceStep): (Formula | undefined)[][] {
    let found = this.found.get(step);
    if (found === undefined) {
      found = this.read(step);
      this.found.set(step, found);
    }
    return found;
  }

  /** The refs that a formula mentions, in the order in which they were given. */
  refsIn(formula: Dim): Ref[] {
    const names = freeSymbols(formula).map((one) => isSymbol(one) ?? "");
    return names.sort().flatMap((name) => this.refs.get(name) ?? []);
  }

  /** The formula with the sizes themselves in it. */
  value({ formula, refs }: Formula): Dim | undefined {
    try {
      return substitute(formula, new Map(refs.map(({ name, size }) => [name, size])));
    } catch {
      return undefined;
    }
  }

  private read(step: TraceStep): (Formula | undefined)[][] {
    const op = this.op(step);
    const found: (Formula | undefined)[][] = step.outputShapes.map((shape) => shape.map(() => undefined));
    if (op === undefined) return found;
    for (const reading of READINGS) {
      const shapes = this.attempt(op, step, reading);
      if (shapes === undefined) continue;
      let all = true;
      step.outputShapes.forEach((shape, n) => {
        if (shapes[n]?.length !== shape.length) {
          all = false;
          return;
        }
        shape.forEach((size, axis) => {
          found[n][axis] ??= this.checked(shapes[n][axis], size, reading);
          if (found[n][axis] === undefined) all = false;
        });
      });
      if (all) break;
    }
    return found;
  }

  /** A formula that gives the very result. Without any size that went in, it must be so for all sizes. */
  private checked(formula: Dim, size: Dim, { ones, known }: Reading): Formula | undefined {
    const refs = this.refsIn(formula);
    if (refs.length === 0) return formula === size && ones && !known ? { formula, refs } : undefined;
    const value = this.value({ formula, refs });
    return value !== undefined && equal(value, size, this.state.assumptions) === true ? { formula, refs } : undefined;
  }

  /** Where all other sizes cancel out, what is left is one of a tensor's: `(56 + 2*1 - 3) + 1`, `4*16*25//(16*25)`. */
  reduced({ formula, refs }: Formula): Formula {
    for (const ref of refs) {
      if (refs.length === 1 || ref.of === undefined || ref.of.tensor.parameter) continue;
      const others = new Map(refs.flatMap(({ name, size }) => (name === ref.name ? [] : [[name, size]])));
      try {
        const left = this.state.assumptions.simplify(substitute(formula, others));
        if (isSymbol(left) === ref.name) return { formula: left, refs: [ref] };
      } catch {
        // A divisor became 0.
      }
    }
    return { formula, refs };
  }

  /**
   * The same for a result that has the elements of one tensor in their order, where its sizes were handed over as numbers: a dimension
   * that is as large as some neighbouring ones together is their product.
   */
  aligned(step: TraceStep, output: number, axis: number): Formula | undefined {
    const [tensor, ...others] = Object.values(step.args).filter((value) => value instanceof Tensor);
    if (tensor === undefined || others.length > 0) return undefined;
    const [from, to] = [this.shapeAt(tensor, step), step.outputShapes[output]];
    const is = (a: Dim, b: Dim) => equal(a, b, this.state.assumptions) === true;
    if (!is(product(from), product(to))) return undefined;
    const starts = from.map((_, n) => product(from.slice(0, n)));
    const at = starts.findIndex((start) => is(start, product(to.slice(0, axis))));
    for (let end = at + 1; at >= 0 && end <= from.length; end++) {
      if (!is(product(from.slice(at, end)), to[axis])) continue;
      const refs = from.slice(at, end).map((_, n) => this.axisRef(tensor, from, at + n));
      return { formula: product(refs.map(({ name }) => symbol(name))), refs };
    }
    // Or one of several that are together as large as one of the tensor's.
    for (let first = axis; first >= 0; first--) {
      const whole = starts.findIndex((start) => is(start, product(to.slice(0, first))));
      for (let end = axis + 1; whole >= 0 && end <= to.length; end++) {
        if (!is(product(to.slice(first, end)), from[whole])) continue;
        const ref = this.axisRef(tensor, from, whole);
        const others = product(to.slice(first, end).filter((_, n) => first + n !== axis));
        return { formula: floordiv(symbol(ref.name), others), refs: [ref] };
      }
    }
    return undefined;
  }

  private axisRef(tensor: Tensor, shape: readonly Dim[], axis: number): Ref {
    const name = this.axisName(shape, axis);
    const ref = this.refs.get(name) ?? {
      name,
      size: shape[axis],
      argument: "self",
      item: undefined,
      of: { tensor, shape, axis },
    };
    this.refs.set(name, ref);
    return ref;
  }

  private attempt(op: Op, step: TraceStep, reading: Reading): (readonly Dim[])[] | undefined {
    const { assumptions } = this.scratch;
    const before = assumptions.mark();
    try {
      const bound = this.named(step, reading);
      return this.machine.isolated(this.scratch, () => {
        const at = new OpContext(this.machine, step.name);
        const outcome: Outcome = op.row.out !== undefined ? op.row.out(bound, at) : (op.row.shape?.(bound, at) ?? []);
        return shapesOf(outcome);
      });
    } catch {
      // The rule has no use for names here: another reading gives it fewer.
      return undefined;
    } finally {
      assumptions.rollback(before);
    }
  }

  /** The step's arguments with names for their sizes. */
  private named(step: TraceStep, { ones, numbers, known }: Reading): Record<string, unknown> {
    const name = (ref: Omit<Ref, "name">, given: () => string): Dim => {
      const { size } = ref;
      if (typeof size === "number" && size < (ones && ref.of !== undefined ? 1 : 2)) return size;
      const called = given();
      if (!this.refs.has(called)) this.refs.set(called, { ...ref, name: called });
      const named = symbol(called);
      if (known) this.scratch.assumptions.assume({ kind: "eq", left: named, right: size });
      return named;
    };
    const put = (type: BaseType, argument: string, value: unknown, item?: number): unknown => {
      if (value instanceof Tensor) {
        const shape = this.shapeAt(value, step);
        const copy = new Tensor(
          shape.map((size, axis) =>
            name({ size, argument, item, of: { tensor: value, shape, axis } }, () => this.axisName(shape, axis)),
          ),
          value.dtype,
        );
        copy.data = value.data;
        copy.device = value.device;
        return copy;
      }
      if (Array.isArray(value)) return value.map((one, n) => put(type, argument, one, n));
      if (!numbers || type === "Operand" || !(typeof value === "number" || value instanceof SymInt)) return value;
      return name({ size: value, argument, item }, () => this.numberName(`${step.index}.${argument}.${item ?? ""}`));
    };
    const order = [...step.schema.args].sort((a, b) => rank(a.type, a.name, step) - rank(b.type, b.name, step));
    const entries = order.map(({ name, type }) => {
      const value = step.args[name];
      return [name, SIZED.has(type) ? put(type, name, value) : value] as const;
    });
    // Rules read the first argument as the first one.
    const byName = new Map(entries);
    return Object.fromEntries(
      Object.keys(step.args).map((name) => [name, byName.has(name) ? byName.get(name) : step.args[name]]),
    );
  }

  /** One name for one dimension of one shape, wherever it is read. */
  private axisName(shape: readonly Dim[], axis: number): string {
    let names = this.names.get(shape);
    if (names === undefined) {
      names = [];
      this.names.set(shape, names);
    }
    names[axis] ??= this.next();
    return names[axis];
  }

  private numberName(key: string): string {
    const known = this.numbers.get(key) ?? this.next();
    this.numbers.set(key, known);
    return known;
  }

  private next(): string {
    return `${MARK}${String(this.count++).padStart(5, "0")}`;
  }

  private op(step: TraceStep): Op | undefined {
    if (this.ops.size === 0) for (const op of families.flat()) this.ops.set(op.schema, op);
    return this.ops.get(step.schema);
  }
}

/** Begins the names of refs: no program's own name does. */
export const MARK = "\u03f0";

/** Types of arguments that sizes follow from. */
const SIZED: ReadonlySet<BaseType> = new Set(["Tensor", "Operand", "int", "Scalar"] as const);

/** The first tensor's sizes come first in formulas, then numbers, then other tensors'. */
function rank(type: string, name: string, step: TraceStep): number {
  if (type === "int" || type === "Scalar") return 1;
  return Object.keys(step.args)[0] === name ? 0 : 2;
}

interface Reading {
  /** Sizes of 1 have names too: rules that ask for a 1 may then miss it. */
  ones: boolean;
  /** Numbers among the arguments have names too: rules that need plain ones then refuse. */
  numbers: boolean;
  /** The names are known to be equal to their sizes: rules can decide, and may put the size in place of the name. */
  known: boolean;
}

const READINGS: readonly Reading[] = [true, false].flatMap((known) =>
  [true, false].flatMap((numbers) => [true, false].map((ones) => ({ ones, numbers, known }))),
);

function shapesOf(outcome: Outcome): (readonly Dim[])[] | undefined {
  if (Array.isArray(outcome)) return [outcome as readonly Dim[]];
  if (isSpec(outcome)) return [outcome.shape];
  return "tensors" in outcome ? outcome.tensors.map(({ shape }) => shape) : undefined;
}
