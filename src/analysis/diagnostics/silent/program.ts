import type * as ast from "../../../syntax/ast";
import { type Dim, freeSymbols } from "../../dims";
import type { Places } from "../../facts/places";
import type { Run } from "../../machine/run";
import { Tensor } from "../../tensor/tensor";
import type { EventKind, TrainingEvent } from "../../trace/events";
import { type ModuleCall, operandsOf, stepOf, type Trace, type TraceStep } from "../../trace/trace";
import type { Place } from "../../values";
import type { Code } from "../codes";

/** What goes wrong silently at a place. */
export interface Remark {
  code: Code;
  place: Place;
  message: string;
  /** Other places; with the shape of a tensor there, by which edits are found. */
  related?: readonly { place: Place | undefined; message: string; shape?: readonly Dim[] }[];
  /** What mends it, in the same file. */
  fix?: { start: number; end: number; text: string };
}

/** A kind of silent bug: what it finds in what a run has done. It looks at nothing where none of its operators or events are. */
export type Rule = (program: Program) => Iterable<Remark>;

/** Operators whose result holds elements of their first tensor as they are, wherever they lie. */
const KEEPING: ReadonlySet<string> = new Set(
  (
    "clone contiguous detach to float double half bfloat16 type type_as squeeze unsqueeze reshape view view_as flatten " +
    "unflatten permute transpose swapaxes swapdims t numpy_T mT movedim moveaxis expand expand_as getitem select narrow " +
    "chunk split split_with_sizes unbind index_select masked_select gather take ravel cpu cuda alias"
  ).split(" "),
);

/** What one run of a program has done, as rules ask for it. */
export class Program {
  readonly trace: Trace;
  private readonly byName = new Map<string, TraceStep[]>();
  private readonly byKind = new Map<EventKind, TrainingEvent[]>();
  private written: ReadonlyMap<Tensor, readonly TraceStep[]> | undefined;
  private readers: ReadonlyMap<Tensor, readonly TraceStep[]> | undefined;

  constructor(
    readonly run: Run,
    readonly places: Places,
    /** Whether the file's own statements train something: a class alone does not show with what. */
    readonly trains: boolean,
  ) {
    this.trace = run.state.trace;
    for (const step of this.trace.steps) {
      const { name } = step.schema;
      const known = this.byName.get(name);
      if (known === undefined) this.byName.set(name, [step]);
      else known.push(step);
    }
    for (const event of this.trace.events) {
      const known = this.byKind.get(event.kind);
      if (known === undefined) this.byKind.set(event.kind, [event]);
      else known.push(event);
    }
  }

  /** The calls of operators, by the names of their schemas. */
  steps(...names: readonly string[]): readonly TraceStep[] {
    return names.flatMap((name) => this.byName.get(name) ?? []);
  }

  events(kind: EventKind): readonly TrainingEvent[] {
    return this.byKind.get(kind) ?? [];
  }

  /** Whether the run came to its end: only then is it known what it does not do. */
  get isWhole(): boolean {
    const { failures, presumed } = this.run.state;
    if (this.events("abridged").length > 0) return false;
    return failures.length === 0 && presumed.size === 0 && this.run.machine.givenUp.length === 0;
  }

  /** Whether the sizes and values are those of a real call, rather than symbols for whatever may come. */
  get isReal(): boolean {
    return this.run.state.policy === undefined;
  }

  /** Whether it is only a guess how many dimensions an input has that a tensor has its sizes from. */
  isGuessed({ shape }: Tensor): boolean {
    const { policy } = this.run.state;
    return policy !== undefined && shape.some((size) => freeSymbols(size).some((one) => policy.isGuessed(one)));
  }

  /** The step that made what a tensor held before a step of the trace; undefined for inputs. */
  maker(tensor: Tensor, before: number): TraceStep | undefined {
    const last = stepOf(tensor);
    if (last === undefined || last.index < before) return last;
    return this.writes()
      .get(tensor)
      ?.findLast(({ index }) => index < before);
  }

  /** The steps that made or wrote each tensor that was written in place. */
  private writes(): ReadonlyMap<Tensor, readonly TraceStep[]> {
    if (this.written !== undefined) return this.written;
    const found = new Map<Tensor, TraceStep[]>();
    const { steps } = this.trace;
    for (const { writes } of steps) if (writes !== undefined) found.set(writes, []);
    for (const step of steps) for (const output of step.outputs) found.get(output)?.push(step);
    this.written = found;
    return found;
  }

  /** The steps that a tensor is an operand of, in their order. */
  uses(tensor: Tensor): readonly TraceStep[] {
    if (this.readers === undefined) {
      const found = new Map<Tensor, TraceStep[]>();
      for (const step of this.trace.steps)
        for (const operand of new Set(operandsOf(step))) {
          const known = found.get(operand);
          if (known === undefined) found.set(operand, [step]);
          else known.push(step);
        }
      this.readers = found;
    }
    return this.readers.get(tensor) ?? [];
  }

  /** The step that computed a tensor's elements: those before it only moved them, or changed their type. */
  source(tensor: Tensor, before: number): TraceStep | undefined {
    let step = this.maker(tensor, before);
    while (step !== undefined && KEEPING.has(step.schema.name)) {
      const first = firstTensor(step);
      if (first === undefined) return step;
      step = this.maker(first, step.index);
    }
    return step;
  }

  /** Whether a place is run again and again by a loop of the function that it stands in. */
  isInLoop(place: Place): boolean {
    let inside = false;
    for (const { kind } of this.places.around(place)) {
      if (kind === "FunctionDef" || kind === "Lambda") inside = false;
      else if (kind === "For" || kind === "While") inside = true;
    }
    return inside;
  }

  /** The syntax of a step's call, where the program itself makes it. */
  callOf({ place }: TraceStep): ast.Call | undefined {
    return place && this.places.call(place);
  }
}

/** The first tensor that an operator was given. */
export function firstTensor({ args }: TraceStep): Tensor | undefined {
  for (const value of Object.values(args)) if (value instanceof Tensor) return value;
  return undefined;
}

/** The outermost module whose call a step is part of. */
export function outermost(step: TraceStep): ModuleCall | undefined {
  let call = step.call;
  while (call?.parent !== undefined) call = call.parent;
  return call;
}

/** What is made of a program when it is first asked for, once for all rules. */
export function perProgram<T>(make: (program: Program) => T): (program: Program) => T {
  const known = new WeakMap<Program, { made: T }>();
  return (program) => {
    const before = known.get(program) ?? { made: make(program) };
    known.set(program, before);
    return before.made;
  };
}
