import { PyClass, type PyFunction, type Value } from "../values";
import type { Interpreter, Libraries, PathReader } from "./machine";
import { OpenArguments } from "./open-arguments";
import type { Policy } from "./policy";
import type { RunState } from "./run-state";

/** Knows what `from_pretrained("bert-base-uncased")` gives, as far as its class tells. */
export class Readings implements PathReader {
  readonly names = new Map<string, string>();

  constructor(
    private readonly m: Interpreter,
    private readonly instance: Libraries["readInstance"],
  ) {}

  of(
    fn: PyFunction,
    { readsAt: at = 0, givesInstance }: Parameters<PathReader["of"]>[1],
    args: readonly Value[],
    kwargs?: ReadonlyMap<string, Value>,
  ): Value | undefined {
    const { m } = this;
    const path = args[at] ?? kwargs?.get(fn.params[at].name);
    if (path === undefined || path === null || !m.importer.environment.isInstalled(fn.place.file)) return undefined;
    const [cls] = args;
    if (at === 0 || !(cls instanceof PyClass) || !givesInstance || args.length > 2 || kwargs instanceof OpenArguments)
      return m.unknown(NOT_READ);
    return this.instance(m, cls, path, kwargs ?? new Map());
  }

  nameOf(path: string, cls: PyClass, setting: string): string {
    const owner = `${path}\0${cls.name}`;
    for (let n = 1; ; n++) {
      const name = n === 1 ? setting : `${setting}_${n}`;
      const known = this.names.get(name);
      if (known === owner) return name;
      if (known !== undefined || this.m.policy?.hasSize(name) === true) continue;
      this.names.set(name, owner);
      return name;
    }
  }

  aside<T>(state: RunState, run: () => T): T {
    const { m } = this;
    const { forkDepth, tryDepth, depth, top } = m;
    m.rest();
    try {
      return m.isolated(state, run);
    } finally {
      Object.assign(m, { forkDepth, tryDepth, depth, top });
    }
  }

  deciding<T>(policy: Policy, run: () => T): T {
    const { m } = this;
    const { decider } = m;
    m.decider = { state: m.state, policy };
    try {
      return run();
    } finally {
      m.decider = decider;
    }
  }
}

/** Why what such a method gives is not known. */
export const NOT_READ = "what is at a path is not read";
