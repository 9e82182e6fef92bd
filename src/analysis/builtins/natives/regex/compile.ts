import type { Test } from "./characters";
import type { Node, Pattern, Place } from "./parse";

/** One step of the matcher. Targets are places in the program. */
type Instruction =
  | { op: "test"; test: Test }
  /** As many characters as pass, between `min` and `max`. */
  | { op: "run"; test: Test; min: number; max: number; lazy: boolean }
  | { op: "split"; first: number; second: number }
  | { op: "jump"; to: number }
  /** Keeps the place in a register. */
  | { op: "save"; register: number }
  | { op: "reference"; index: number; caseless: boolean }
  | { op: "look"; program: Program; negated: boolean; width: number }
  | { op: "atomic"; program: Program }
  | { op: "branch"; index: number; orelse: number }
  | { op: "place"; place: Place }
  /** Before a loop: `counter` is 0. */
  | { op: "begin"; counter: number }
  /** Enters the body, which follows, or leaves to `exit`. The register behind the counter is where the last round began. */
  | { op: "loop"; counter: number; min: number; max: number; lazy: boolean; exit: number }
  | { op: "match" };

export type Program = readonly Instruction[];

export interface Compiled {
  program: Program;
  /** Of groups (two each, the whole first) and counters. */
  registers: number;
  groups: number;
  names: ReadonlyMap<string, number>;
}

/** The program of a pattern, for `match`. */
export function compilePattern({ node, groups, names }: Pattern): Compiled {
  let registers = 2 * (groups + 1);

  const whole = (inner: Node): Program => {
    const program: Instruction[] = [];
    emit(inner, program);
    program.push({ op: "match" });
    return program;
  };

  const emit = (inner: Node, out: Instruction[]): void => {
    switch (inner.kind) {
      case "test":
        out.push({ op: "test", test: inner.test });
        break;
      case "place":
        out.push({ op: "place", place: inner.place });
        break;
      case "sequence":
        for (const part of inner.parts) emit(part, out);
        break;
      case "group":
        out.push({ op: "save", register: 2 * inner.index });
        emit(inner.node, out);
        out.push({ op: "save", register: 2 * inner.index + 1 });
        break;
      case "reference":
        out.push({ op: "reference", index: inner.index, caseless: inner.caseless });
        break;
      case "look":
        out.push({ op: "look", program: whole(inner.node), negated: inner.negated, width: inner.width ?? 0 });
        break;
      case "atomic":
        out.push({ op: "atomic", program: whole(inner.node) });
        break;
      case "choice":
        emitChoice(inner.options, out);
        break;
      case "conditional": {
        const branch = { op: "branch" as const, index: inner.index, orelse: 0 };
        out.push(branch);
        emit(inner.met, out);
        const jump = { op: "jump" as const, to: 0 };
        out.push(jump);
        branch.orelse = out.length;
        emit(inner.orelse, out);
        jump.to = out.length;
        break;
      }
      case "repeat":
        emitRepeat(inner, out);
    }
  };

  const emitChoice = (options: readonly Node[], out: Instruction[]): void => {
    const jumps: { op: "jump"; to: number }[] = [];
    for (const [n, option] of options.entries()) {
      if (n === options.length - 1) {
        emit(option, out);
        break;
      }
      const split = { op: "split" as const, first: out.length + 1, second: 0 };
      out.push(split);
      emit(option, out);
      const jump = { op: "jump" as const, to: 0 };
      jumps.push(jump);
      out.push(jump);
      split.second = out.length;
    }
    for (const jump of jumps) jump.to = out.length;
  };

  const emitRepeat = ({ node: body, min, max, lazy }: Node & { kind: "repeat" }, out: Instruction[]): void => {
    if (body.kind === "test") {
      out.push({ op: "run", test: body.test, min, max, lazy });
      return;
    }
    const counter = registers;
    registers += 2;
    out.push({ op: "begin", counter });
    const start = out.length;
    const loop = { op: "loop" as const, counter, min, max, lazy, exit: 0 };
    out.push(loop);
    emit(body, out);
    out.push({ op: "jump", to: start });
    loop.exit = out.length;
  };

  const program = whole(node);
  return { program, registers, groups, names };
}
