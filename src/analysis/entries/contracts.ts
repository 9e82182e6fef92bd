import {
  type Likeness,
  likeness,
  type Receiver,
  receivers,
  type Violation,
  violation,
} from "../diagnostics/violations";
import type { Run } from "../machine/run";
import { runSymbolic, type SymbolicRun } from "../symbolic/symbolic";
import type { PyRaise } from "../trace/raise";
import type { PyClass } from "../values";

/** Classes are run in symbols for the sake of a file's failures at most this often. */
const MAX_RUNS = 8;

/** What classes demand of their callers, found out where a real call fails. */
export class Contracts {
  private readonly runs = new Map<string, SymbolicRun | undefined>();

  constructor(private readonly base: Run) {}

  /** Requirements that the failure's calls break, those of the outermost class first. */
  broken(failure: PyRaise): Violation[] {
    const { machine } = this.base;
    return receivers(machine, failure).flatMap((receiver) => {
      const found = this.run(receiver);
      return found === undefined ? [] : (violation(machine, failure, receiver, found) ?? []);
    });
  }

  private run(receiver: Receiver): SymbolicRun | undefined {
    const { cls } = receiver;
    const like = likeness(receiver);
    const { module } = receiver.construction.fn;
    // A class that was made in a function can't be made again.
    if (this.base.machine.findattr(module, cls.name) !== cls) return undefined;
    const key = this.key(cls, like);
    if (!this.runs.has(key)) {
      if (this.runs.size >= MAX_RUNS) return undefined;
      this.runs.set(key, runSymbolic({ ...this.base, module }, cls.name, like.flags, like.known));
    }
    return this.runs.get(key);
  }

  private key(cls: PyClass, { flags, known }: Likeness): string {
    const given = [...flags].map(([name, value]) => `${name}=${this.base.machine.repr(value)}`);
    return [cls.module, cls.name, ...given, ...[...known].map(([name, { kind }]) => `${name}:${kind}`)].join(" ");
  }
}
