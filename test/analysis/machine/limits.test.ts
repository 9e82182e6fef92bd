import { describe, expect, it } from "vitest";
import { work } from "../../../src/analysis/work";
import { analyze, errorsOf } from "../support";

function run(program: string, work = 5_000_000) {
  return analyze(program, {}, { work });
}

describe("programs without end", () => {
  it.each([
    ["import itertools\nx = sum(itertools.count())", "`sum(itertools.count())` (line 2)"],
    ["def f(n): return f(n - 1) + f(n - 2) if n > 1 else n\nresult = f(60)", "`f(60)` (line 2)"],
  ])("stop with the loop or call that takes too much: %j", (program, culprit) => {
    expect(run(program, 200_000).stopped).toBe(
      `${culprit} takes more work than an analysis may cost: what is shown is part of the answer`,
    );
  });

  it.each([
    ["while True: pass\nresult = missing", "<unknown>"],
    ["x = 0\nwhile True:\n    x += 1\nresult = missing", "<unknown>"],
    ["x = 1\nwhile x > 0:\n    for i in range(9): x += i\nresult = x", "<unknown>"],
    ["x = y = 1\nwhile y < 10 ** 9: y += 1\nresult = x, y", "(1, <unknown>)"],
    ["x = y = 1\nfor i in range(10 ** 9): y = 2\nresult = x, y", "(1, 2)"],
    ["def f():\n    while True: pass\nf()\nresult = 1", "1"],
    ["def f(x):\n    while True:\n        if x: return 3\nimport a\nresult = f(a.x)", "3"],
    ["import a\nwhile True:\n    if a.x: break\nresult = 2", "2"],
    [
      "import a\nxs = []\nfor i in range(10 ** 9):\n    if a.x: continue\n    xs.append(i)\nresult = len(xs)",
      "<unknown>",
    ],
  ])("are followed until it shows that they do not end soon: %j", (program, result) => {
    const { stopped, repr } = run(program, 200_000);
    expect(stopped).toBeUndefined();
    expect(repr("result")).toBe(result);
  });

  it("are followed a few rounds where each may be the last one", () => {
    const rounds = [
      "import a",
      "n = 0",
      "while True:",
      "    n += 1",
      "    for i in range(1000): pass",
      "    if a.x(): break",
    ];
    const { repr } = run([...rounds, "result = n"].join("\n"));
    expect(repr("result")).toBe("<unknown>");
    expect(work.spent).toBeLessThan(50_000);
  });

  it("are left after a few rounds, whose number is not known, where those have taken most of what they may cost", () => {
    const program = (times: number) =>
      `n = 0\nwhile n < 7:\n    n += 1\n    for i in range(${times}): pass\nresult = n`;
    expect(run(program(10), 40_000).repr("result")).toBe("7");
    expect(run(program(1000), 40_000).repr("result")).toBe("<unknown>");
  });

  it("are followed through fewer rounds where each is dear, and it is not known how many there are", () => {
    const program = "import a\nn = 0\nfor x in a.xs:\n    n += 1\n    for i in range(1000): pass\nresult = n";
    expect(run(program, 20_000_000).repr("result")).toBe("<unknown>");
    const followed = work.spent;
    expect(run(program, 20_000).repr("result")).toBe("<unknown>");
    expect(work.spent).toBeLessThan(followed * 0.7);
  });

  it("say nothing of what stands behind a loop without an end", () => {
    expect(errorsOf("first\nwhile True: pass\nmissing")).toEqual(["1: NameError: name 'first' is not defined"]);
  });

  it.each([
    "def f(n):\n    return f(n + 1)\nresult = f(0)",
    "class A:\n    @property\n    def x(self):\n        return self.x\nresult = A().x",
    "class A:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\nresult = A().a",
    "class A:\n    def __eq__(self, other):\n        return self == other\nresult = A() == A()",
    "result = (lambda f: f(f))(lambda f: f(f))",
  ])("don't know what endless recursion gives: %j", (program) => {
    const { failures, stopped, repr } = run(program);
    expect(failures).toEqual([]);
    expect(stopped).toBeUndefined();
    expect(repr("result")).toBe("<unknown>");
  });
});

describe("large values", () => {
  it.each([
    "[0] * 10**9",
    "(1,) * 10**8",
    '"a" * 10**9',
    "list(range(10**8))",
    "tuple(range(10**9))",
    "set(range(10**8))",
    "[*range(10**8)]",
    "10**10**9",
    "1 << 10**9",
    "2 ** 10**6",
    '"a".ljust(10**9)',
    "f'{1:{10**9}}'",
    "'%*d' % (10**9, 1)",
    "'{:1000000000}'.format(1)",
    "('a' * 1000).join(['b'] * 10000)",
    "('a' * 10000).replace('a', 'b' * 1000)",
    "__import__('math').factorial(10**6)",
    "__import__('re').match(r'(a+)+$', 'a' * 40 + 'b').group()",
  ])("are not known: %s", (expression) => {
    const outcome = run(`result = ${expression}`);
    expect(outcome.stopped).toBeUndefined();
    expect(outcome.failures).toEqual([]);
    expect(outcome.repr("result")).toBe("<unknown>");
  });

  it("are followed where they need no memory", () => {
    expect(run("r = range(10**9)\nresult = (len(r), r[5], r[-1], 7 in r, r[10:20], r[::-1][0])").repr("result")).toBe(
      "(1000000000, 5, 999999999, True, range(10, 20), 999999999)",
    );
    expect(run("import torch\nresult = torch.zeros(10**6, 10**6).shape").repr("result")).toBe(
      "torch.Size([1000000, 1000000])",
    );
  });

  it("grow no further than a limit", () => {
    expect(run("x = [1]\nfor i in range(60):\n    x += x\nresult = len(x)").repr("result")).toBe("<unknown>");
    expect(run("x = 2\nfor i in range(60):\n    x = x * x\nresult = x").repr("result")).toBe("<unknown>");
    expect(run("x = 'a'\nfor i in range(60):\n    x += x\nresult = x").repr("result")).toBe("<unknown>");
  });
});

describe("deep nesting", () => {
  it("is followed in modules", () => {
    const program = `
import torch
from torch import nn
m = nn.Linear(4, 4)
for i in range(60):
    m = nn.Sequential(m)
result = m(torch.zeros(1, 4)).shape`;
    expect(run(program, 40_000).repr("result")).toBe("torch.Size([1, 4])");
  });

  it("fails one statement only", () => {
    const outcome = run("x = []\nfor i in range(50000):\n    x = [x]\ny = repr(x)\nz = 3");
    expect(outcome.stopped).toBeUndefined();
    expect(outcome.repr("z")).toBe("3");
  });
});
