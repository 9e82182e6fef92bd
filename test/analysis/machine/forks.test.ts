import { describe, expect, it } from "vitest";
import { analyze } from "../support";

/** The value of `result` after a program in which `unknown.anything` can't be decided. */
function result(program: string): string {
  const outcome = analyze(`import unknown\n${program}`, {}, { work: 10_000_000 });
  expect(outcome.stopped).toBeUndefined();
  expect(outcome.failures).toEqual([]);
  return outcome.repr("result");
}

describe("undecided conditions", () => {
  it("join the values of both branches", () => {
    expect(result("if unknown.c:\n    x = 1\nelse:\n    x = 2\nresult = x")).toBe("1 or 2");
    expect(result("x = 1\nif unknown.c:\n    x = 2\nresult = x")).toBe("2 or 1");
    expect(result("result = 1 if unknown.c else 'a'")).toBe("1 or 'a'");
    expect(result("x = 5\nif unknown.c:\n    x = 5\nresult = x")).toBe("5");
    expect(result("if unknown.c:\n    x = (1, 'a')\nelse:\n    x = (1, 'b')\nresult = x")).toBe("(1, 'a' or 'b')");
  });

  it("follow every branch of a long chain, and of what lies deep inside", () => {
    const chain = Array.from({ length: 12 }, (_, n) => `${n === 0 ? "if" : "elif"} unknown.c == ${n}:\n    y = ${n}`);
    expect(result(`x = 1\n${chain.join("\n")}\nelse:\n    x = 2\nresult = x`)).toMatch(/^(1 or 2|2 or 1)$/);
    const nested = Array.from({ length: 9 }, (_, n) => `${"    ".repeat(n)}if unknown.c${n}:`).join("\n");
    const deep = `x = 1\n${nested}\n${"    ".repeat(9)}y = 1\n${"    ".repeat(8)}else:\n${"    ".repeat(9)}x = 2\nresult = x`;
    expect(result(deep)).toMatch(/^(1 or 2|2 or 1)$/);
  });

  it("join early returns", () => {
    expect(
      result(`
def f():
    if unknown.c:
        return 1
    return 2
result = f()`),
    ).toBe("1 or 2");
    expect(
      result(`
def f():
    if unknown.a:
        return 1
    elif unknown.b:
        return 2
    else:
        x = 3
    return x
result = f()`),
    ).toMatch(/^(?=.*1)(?=.*2)(?=.*3)\d or \d or \d$/);
    expect(
      result(`
def f():
    if unknown.c:
        return 1
result = f()`),
    ).toMatch(/^(1 or None|None or 1)$/);
  });

  it("keep what a returning branch had written, and what the other one wrote after it", () => {
    expect(
      result(`
class A:
    pass
a = A()
a.n = 0
a.m = 0
def f():
    if unknown.c:
        a.n = 1
        return
    a.m = 2
f()
result = [a.n, a.m]`),
    ).toMatch(/^\[(0 or 1|1 or 0), (0 or 2|2 or 0)\]$/);
  });

  it("join break and continue", () => {
    expect(
      result(`
x = 0
for i in range(3):
    if unknown.c:
        break
    x = i + 1
result = x`),
    ).toMatch(/^(?=.*0)(?=.*1)(?=.*2)(?=.*3)(\d or ){3}\d$/);
    expect(
      result(`
seen = []
for i in range(2):
    if unknown.c:
        continue
    seen.append(i)
else:
    done = True
result = [len(seen) <= 2, done]`),
    ).toContain("True]");
  });

  it("leave out a branch that raises", () => {
    expect(
      result(`
def f():
    if unknown.c:
        raise ValueError("no")
    return 1
result = f()`),
    ).toBe("1");
    expect(
      result(`
def f():
    if unknown.c:
        return 1
    raise ValueError("no")
result = f()`),
    ).toBe("1");
    expect(
      result(`
def f():
    out = 0
    for i in range(3):
        if unknown.c:
            continue
        raise ValueError("no")
    return out
result = f()`),
    ).toBe("0");
  });

  it("raise where every branch raises", () => {
    const outcome = analyze(`
import unknown
if unknown.c:
    [][1]
else:
    {}["k"]
`);
    expect(outcome.failures).toEqual(["IndexError: list index out of range (line 4)"]);
  });

  it("undo what the first branch wrote before the second begins", () => {
    expect(
      result(`
items = []
d = {}
if unknown.c:
    items.append("a")
    d["k"] = 1
    first = len(items)
else:
    first = len(items)
    d["k"] = 2
result = [first, d["k"], items[0]]`),
    ).toBe("[1 or 0, 1 or 2, 'a']");
  });

  it("evaluate both sides of `and` and `or`", () => {
    expect(result("result = unknown.c and 1 or 2")).toMatch(/1|2|unknown/);
    expect(result("log = []\ndef f():\n    log.append(1)\n    return 3\nx = unknown.c or f()\nresult = log")).toBe(
      "[1]",
    );
  });

  it("follow calls of either function", () => {
    expect(
      result(`
def f(x): return x + 1
def g(x): return x + 2
h = f if unknown.c else g
result = h(1)`),
    ).toBe("2 or 3");
  });

  it("run `finally` on every path", () => {
    expect(
      result(`
log = []
def f():
    try:
        if unknown.c:
            return 1
        x = 2
    finally:
        log.append("f")
    return x
result = [f(), log]`),
    ).toMatch(/^\[(1 or 2|2 or 1), \['f'\]\]$/);
  });

  it("follow an exception that only one branch raises into its handler", () => {
    expect(
      result(`
try:
    if unknown.c:
        raise ValueError("no")
    x = 1
except ValueError:
    x = 2
result = x`),
    ).toMatch(/^(1 or 2|2 or 1)$/);
    expect(
      result(`
def f():
    log = []
    try:
        if unknown.c:
            raise ValueError("no")
        return "fine"
    except ValueError:
        log.append("caught")
    return log
result = f()`),
    ).toBe("'fine' or ['caught']");
  });

  it("stay finite in recursion", () => {
    expect(result("def f(n):\n    return 0 if unknown.c else f(n - 1)\nresult = f(10)")).toMatch(/^0$|unknown/);
    expect(result("def f(n):\n    if unknown.c:\n        return f(n - 1) + 1\n    return 0\nresult = f(5)")).toMatch(
      /unknown|0/,
    );
  });

  it("don't claim what lies beyond the branches that were followed", () => {
    const program = `
def f(n):
    if n == 0:
        return 0
    if unknown.x:
        return f(n - 1) + 1
    return f(n - 1) + 2
result = f(12)`;
    expect(result(program)).toBe("<unknown>");
  });

  it("work inside generators", () => {
    expect(
      result(`
def g():
    for n in range(3):
        if unknown.c:
            x = n
        else:
            x = -1
        yield x
result = len(list(g()))`),
    ).toBe("3");
  });

  it("join the attributes of objects that are made on both sides", () => {
    expect(
      result(`
class A:
    def __init__(self, n): self.n = n
a = A(1) if unknown.c else A(2)
result = a.n`),
    ).toBe("1 or 2");
  });

  it("follow a match whose subject is not known", () => {
    expect(
      result(`
match unknown.c:
    case 1:
        x = "one"
    case _:
        x = "other"
result = x`),
    ).toBe("'one' or 'other'");
  });
});

describe("loops of unknown length", () => {
  it("don't know how long a list became", () => {
    expect(result("out = []\nfor x in unknown.items:\n    out.append(1)\nresult = len(out)")).toBe("<unknown>");
    expect(result("out = []\nfor x in unknown.items:\n    out.append(1)\nresult = out[0]")).toBe("1");
  });

  it("don't know what still changes", () => {
    expect(result("n = 0\nwhile unknown.c:\n    n += 1\nresult = n")).toBe("<unknown>");
    expect(result("n = 7\nfor x in unknown.items:\n    n = 7\nresult = n")).toBe("7");
  });

  it("take an exception in their body for uncertain", () => {
    expect(result("x = 1\nfor i in unknown.items:\n    raise ValueError\nresult = x")).toBe("1");
  });

  it("may return from inside", () => {
    expect(result("def f():\n    for x in unknown.items:\n        return 1\n    return 2\nresult = f()")).toMatch(
      /^(1 or 2|2 or 1)$/,
    );
  });

  it("run their else block", () => {
    expect(result("for x in unknown.items:\n    pass\nelse:\n    y = 3\nresult = y")).toBe("3");
  });
});

describe("symbolic sizes", () => {
  it("turn a refusal into a requirement", () => {
    const outcome = analyze(`
import torch
def check(x):
    B, C = x.shape
    if C % 4 != 0:
        raise ValueError("C must be a multiple of 4")
    return C // 4
result = check(torch.zeros(2, 8))
`);
    expect(outcome.failures).toEqual([]);
    expect(outcome.repr("result")).toBe("2");
  });
});
