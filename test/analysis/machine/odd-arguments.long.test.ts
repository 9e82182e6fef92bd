import { describe, expect, it } from "vitest";
import { symbol } from "../../../src/analysis/dims";
import { Frame, type Interpreter, TooDeep } from "../../../src/analysis/machine/machine";
import { isOverflow } from "../../../src/analysis/machine/overflow";
import { parentMethods } from "../../../src/analysis/machine/parent-methods";
import { RunState } from "../../../src/analysis/machine/run-state";
import { operatorMethods, operatorNamespace } from "../../../src/analysis/torch/namespace";
import { PyRaise } from "../../../src/analysis/trace/raise";
import { REFERENCE } from "../../../src/analysis/trace/version";
import { Builtin, classes, PyClass, type Value } from "../../../src/analysis/values";
import { Stopped, work } from "../../../src/analysis/work";
import { defects } from "../../../src/syntax/defects";
import { Source } from "../../../src/syntax/source";
import { analyze } from "../support";

/** Values that hardly any function expects. */
const ODD = `
import torch
class Plain: pass
class Text(str): pass
class Items(list): pass
def generator(): yield 1
itself = []
itself.append(itself)
odd = [
    None, True, False, 0, 1, -1, 3, 2**31, 10**30, -10**30, 1.5, -0.0, float("nan"), float("inf"), 1e300, 1j,
    "", "a", "abc %s {} {0!r:>{1}}", "(", "float32", "mean", b"", b"ab", (), (1,), (1, 2), (-1, 0), ((1, 2), (3,)), [], [1], [None],
    ["a", "b"], [[1, 2], [3, 4]], itself, {}, {1: 2}, {"a": None}, set(), {1, "a"}, frozenset([1]), range(0), range(3), range(5, -5, -2),
    slice(None), slice(1, 0, 0), slice("a", None, -1), Plain, Plain(), Text("a"), Items([1]), generator(), iter([1]), zip(), len, lambda x: x,
    lambda: 1, type, object, int, Exception, Exception("x"), property(), ..., NotImplemented, torch, torch.float32, torch.int64,
    torch.device("cpu"), torch.Size([2, 3]), torch.zeros(()), torch.zeros(0), torch.zeros(2), torch.zeros(2, 3), torch.zeros(2, 0, 3),
    torch.zeros(2, 3, 4), torch.zeros(1, 3, 8, 8), torch.tensor([1, 2]), torch.tensor([True, False]), torch.tensor(1.5),
    torch.zeros(2, 2, dtype=torch.complex64), torch.zeros(2**40, 2**20), torch.nn.Parameter(torch.zeros(3)), input(), int(input()),
]
`;

/** Marsaglia's xorshift: the same calls every time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Asked = (m: Interpreter, a: Value, b: Value, c: Value) => unknown;

/** What Python's own syntax asks of values. */
const SYNTAX: Record<string, Asked> = {
  ...Object.fromEntries(
    (["+", "-", "*", "/", "//", "%", "**", "@", "<<", ">>", "&", "|", "^"] as const).flatMap((op) => [
      [`a ${op} b`, (m: Interpreter, a: Value, b: Value) => m.binary(op, a, b)],
      [`a ${op}= b`, (m: Interpreter, a: Value, b: Value) => m.inplace(op, a, b)],
    ]),
  ),
  ...Object.fromEntries(
    (["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"] as const).map((op) => [
      `a ${op} b`,
      (m: Interpreter, a: Value, b: Value) => m.compare(op, a, b),
    ]),
  ),
  ...Object.fromEntries(
    (["+", "-", "~", "not"] as const).map((op) => [`${op} a`, (m: Interpreter, a: Value) => m.unary(op, a)]),
  ),
  "a[b]": (m, a, b) => m.getitem(a, b),
  "a[b] = c": (m, a, b, c) => m.setitem(a, b, c),
  "del a[b]": (m, a, b) => m.delitem(a, b),
  "a.x = b": (m, a, b) => m.setattr(a, "x", b),
  "del a.x": (m, a) => m.delattr(a, "x"),
  "a.x": (m, a) => m.getattr(a, "x"),
  "*a": (m, a) => m.list(a),
  "**a": (m, a) => m.mapping(a),
  "x, *y = a": (m, a) => m.unpack(a, 2, 1, ["x", "y"]),
  "if a": (m, a) => m.truth(a),
  "len(a)": (m, a) => m.len(a),
  "f'{a!r}{a!s}'": (m, a) => [m.repr(a), m.str(a)],
};

/** Every function written in TypeScript that a program can reach in a class, by its name. */
function methodsOfClasses(): [string, Value][] {
  return Object.values(classes).flatMap((cls) => {
    const own: [string, Value][] = [...cls.own, ...(parentMethods.get(cls) ?? [])];
    return own.map(([name, value]): [string, Value] => [`${cls.name}.${name}`, value]);
  });
}

const NAMES = ["dim", "size", "key", "default", "out", "dtype", "start", "sep", "other"];

/** What goes wrong inside, by the function that was called. */
function failuresOf(callables: readonly [string, Value | Asked][], rounds: number, seed: number): string[] {
  const { run, value, failures } = analyze(ODD);
  expect(failures).toEqual([]);
  const { machine } = run;
  const frame = new Frame(
    machine,
    new Source("<call>", "", { body: [], comments: [], problems: [] }),
    run.module,
    undefined,
    [],
    undefined,
  );
  const pick = random(seed);
  const odd = [...(value("odd") as { items: Value[] } & Value).items, symbol("N"), symbol("K", { min: 0 })];
  const found = new Map<string, string>();
  // Each value by itself, then some together.
  const alone = rounds >= 25 ? odd.length : 0;
  for (const [name, callable] of callables) {
    const heard: unknown[] = [];
    defects.heard = (_, error) => heard.push(error);
    for (let round = 0; round < alone + rounds; round++) {
      const args =
        alone > round
          ? [odd[round]]
          : Array.from({ length: round === alone ? 0 : pick(5) }, () => odd[pick(odd.length)]);
      const kwargs = pick(4) === 0 ? new Map([[NAMES[pick(NAMES.length)], odd[pick(odd.length)]]]) : undefined;
      work.begin({ work: 200_000 });
      try {
        machine.isolated(new RunState(), () => {
          machine.within(frame, () =>
            typeof callable === "function"
              ? callable(machine, args[0] ?? null, args[1] ?? null, args[2] ?? null)
              : machine.call(callable, args, kwargs),
          );
        });
      } catch (error) {
        const expected = error instanceof PyRaise || error instanceof TooDeep || error instanceof Stopped;
        if (!expected && !isOverflow(error)) heard.push(error);
      }
      const [first] = heard;
      if (first !== undefined && !found.has(name)) {
        const stack = first instanceof Error ? (first.stack ?? "").split("\n").slice(0, 4).join(" | ") : String(first);
        const texts = args.map((arg) => {
          try {
            return machine.repr(arg).slice(0, 60);
          } catch {
            return "?";
          }
        });
        found.set(
          name,
          `${name}(${texts.join(", ")}${kwargs === undefined ? "" : `, ${[...kwargs.keys()]}=`}): ${stack}`,
        );
      }
    }
  }
  return [...found.values()];
}

describe("no odd argument makes a function fail inside", () => {
  // What begins with one underscore is called by the stand-ins alone.
  const builtins = () => [...analyze("").run.machine.builtins].filter(([name]) => !/^_[a-z]/.test(name));
  it("builtin functions and classes", () => {
    expect(failuresOf(builtins(), 40, 17)).toEqual([]);
  });
  it("methods of builtin classes, of instances and of anything else", () => {
    analyze("");
    expect(failuresOf(methodsOfClasses(), 25, 23)).toEqual([]);
  });
  it("operators and statements of Python's syntax", () => {
    expect(failuresOf(Object.entries(SYNTAX), 400, 5)).toEqual([]);
  });
  it.each(["torch", "torch.nn.functional", "Tensor"])("operators of %s", (namespace) => {
    const all = namespace === "Tensor" ? operatorMethods() : operatorNamespace(namespace, REFERENCE);
    const operators = all.filter(([, value]) => value instanceof Builtin || value instanceof PyClass);
    expect(failuresOf(operators, 12, 31)).toEqual([]);
  });
});
