import type { Span } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import type { Axes } from "../tensor/jaxtyping";
import type { PyClass } from "../values/class";
import type { PyFunction, PyModule } from "../values/functions";
import { clock, type Log, type Snapshotted, touch } from "../values/heap";
import type { Value } from "../values/value";
import { mergeMaps } from "../values/value";
import type { Code } from "./compile/functions";
import type { Interpreter } from "./interpreter";
import type { PyRaise } from "./machine";

/** What a branch of a fork left unfinished in the frame: it returned, broke, continued or raised while another branch went on. */
export interface Pending {
  kind: "return" | "break" | "continue" | "raise";
  value: Value;
  /** What it raised, where a handler in the same frame may take it. */
  raised?: PyRaise;
  /** What the branch wrote. */
  state: Map<Snapshotted, unknown>;
  /** What others have written since, as it was when the branch ended. */
  since: Log;
}

/** One activation of a function, a class body, a module or a comprehension. */
export class Frame {
  readonly born = clock.birth;
  /** The frame that called, innermost first: Python's call stack. */
  caller: Frame | undefined;
  /** What is being evaluated: set before anything that can fail. */
  at: Span | undefined;
  returned: Value = null;
  pending: Pending[] | undefined;
  /** How many `try` blocks with handlers are open in it. */
  guards = 0;
  /** The exception that a bare `raise` raises again. */
  handling: Value | undefined;
  /** A class body's names. */
  names: Map<string, Value> | undefined;
  /** Name of the class whose body this is. */
  className: string | undefined;
  /** The class in whose body the running function was defined, for `super()`. */
  owner: PyClass | undefined;

  /** Sizes by the names in its function's jaxtyping annotations, where it has some. */
  axes: Axes | undefined;
  /** True for the frame of a comprehension: it is not a function's. */
  comprehension = false;

  constructor(
    readonly machine: Interpreter,
    readonly source: Source,
    readonly module: PyModule,
    /** The frame that the code closes over. */
    readonly parent: Frame | undefined,
    readonly slots: (Value | undefined)[],
    readonly fn: PyFunction | undefined,
  ) {}

  /** Another activation of the same code over the same names: for what runs later, maybe while this one is still on the stack. */
  twin(): Frame {
    const twin = new Frame(this.machine, this.source, this.module, this.parent, this.slots, this.fn);
    twin.at = this.at;
    twin.names = this.names;
    twin.className = this.className;
    twin.owner = this.owner;
    return twin;
  }

  set(slot: number, value: Value): void {
    touch(this);
    this.slots[slot] = value;
  }

  /** The function's own names and their slots, for `locals()`. */
  localNames(): Iterable<[string, number]> {
    return (this.fn?.code as Code | undefined)?.names() ?? [];
  }

  up(depth: number): Frame {
    let frame: Frame = this;
    for (let n = depth; n > 0; n--) frame = frame.parent!;
    return frame;
  }

  snapshot(): unknown {
    // What a metaclass prepared for a class body keeps its state itself.
    return [this.slots.slice(), this.names?.constructor === Map ? new Map(this.names) : undefined];
  }

  restore(state: unknown): void {
    const [slots, names] = state as [(Value | undefined)[], Map<string, Value> | undefined];
    for (let n = 0; n < this.slots.length; n++) this.slots[n] = slots[n];
    if (this.names !== undefined && names !== undefined) {
      this.names.clear();
      for (const [name, value] of names) this.names.set(name, value);
    }
  }

  merge(a: unknown, b: unknown, join: (x: Value | undefined, y: Value | undefined) => Value): unknown {
    const [x, xn] = a as [(Value | undefined)[], Map<string, Value> | undefined];
    const [y, yn] = b as [(Value | undefined)[], Map<string, Value> | undefined];
    return [x.map((value, n) => (value === y[n] ? value : join(value, y[n]))), mergeMaps(xn, yn, join)];
  }
}
