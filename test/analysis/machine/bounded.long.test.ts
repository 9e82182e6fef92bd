import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../../../src/analysis/builtins/natives/regex/compile";
import { Matcher, TooManySteps } from "../../../src/analysis/builtins/natives/regex/match";
import { parsePattern } from "../../../src/analysis/builtins/natives/regex/parse";
import { Unknown } from "../../../src/analysis/values";
import { analyze, analyzerOf } from "../support";

describe("what is too long to follow is unknown, and says so", () => {
  it.each([
    ["'a' * 10**9", "too long to follow: 1,000,000,000 characters"],
    ["[0] * 10**9", "too long to follow: 1,000,000,000 elements"],
    ["(0,) * 10**9", "too long to follow: 1,000,000,000 elements"],
    ["b'ab' * 10**9", "too long to follow: 2,000,000,000 bytes"],
    ["bytes(10**9)", "too long to follow: 1,000,000,000 bytes"],
    ["list(range(10**9))", "too long to follow: 1,000,000,000 elements"],
    ["f'{1:>{10**9}}'", "too long to follow: 1,000,000,000 characters"],
    ["'%*d' % (10**9, 1)", "too long to follow: 1,000,000,000 characters"],
    ["'a'.ljust(10**9)", "too long to follow: 1,000,000,000 characters"],
    ["('ab' * 10**5).replace('a', 'b' * 10**5)", "too long to follow: 10,000,200,000 characters"],
    ["repr(nested)", "too long to follow"],
    ["f'{nested}'", "too long to follow"],
    ["nested == other", "too long to follow"],
    ["hash(pairs)", "too long to follow"],
    ["torch.tensor(nested)", "too long to follow"],
    ["torch.zeros(10**6).split(1)", "too long to follow: 1,000,000 tensors"],
    ["torch.zeros(10**6).unbind()", "too long to follow: 1,000,000 tensors"],
  ])("%s", (expression, reason) => {
    const { value, failures, stopped } = analyze(`
import re
import torch
nested, other, pairs = [1], [1], (1,)
for _ in range(60):
    nested, other, pairs = [nested, nested], [other, other], (pairs, pairs)
x = ${expression}
after = 1
`);
    expect([stopped, failures]).toEqual([undefined, []]);
    const found = value("x");
    expect(found instanceof Unknown ? found.reason : found).toMatch(new RegExp(`^${reason.replace(/[()|]/g, "\\$&")}`));
    expect(value("after")).toBe(1);
  });

  it("leaves what is empty alone, however often it is repeated", () => {
    const { repr } = analyze("x = [] * 10**12\ny = '' * 10**12\nz = [1] * -(10**12)");
    expect([repr("x"), repr("y"), repr("z")]).toEqual(["[]", "''", "[]"]);
  });

  it("bounds what a loop makes altogether, and goes on behind it", () => {
    const { value, stopped } = analyze("kept = []\nfor i in range(200):\n    kept.append([0] * 900_000)\nafter = 1");
    expect([stopped, value("after")]).toEqual([undefined, 1]);
  });

  it("reads and writes no more digits than Python", () => {
    expect(analyze("x = int('9' * 5000)").failures).toEqual([
      "ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit (line 1)",
    ]);
    expect(analyze("x = str(10**5000)").failures).toEqual([
      "ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit (line 1)",
    ]);
    expect(analyze("x = int('f' * 5000, 16) > 0").repr("x")).toBe("True");
  });
});

describe("functions of builtin classes take only what is theirs", () => {
  it.each([
    ["type()", "TypeError: type() takes 1 or 3 arguments"],
    ["type('C', [], {})", "TypeError: type.__new__() argument 2 must be tuple, not list"],
    ["type.mro(1)", "TypeError: descriptor 'mro' for 'type' objects doesn't apply to a 'int' object"],
    ["C.__new__()", "TypeError: object.__new__(): not enough arguments"],
    ["object.__new__(1)", "TypeError: object.__new__(X): X is not a type object (int)"],
    ["list.append(1, 2)", "TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object"],
    ["dict.get([], 1)", "TypeError: descriptor 'get' for 'dict' objects doesn't apply to a 'list' object"],
    [
      "torch.Tensor.add(5, 6)",
      "TypeError: descriptor 'add' for 'torch._C.TensorBase' objects doesn't apply to a 'int' object",
    ],
    [
      "torch.max_pool2d(torch.zeros(1, 3, 8, 8), ())",
      "RuntimeError: max_pool2d: kernel_size must either be a single int, or a tuple of two ints",
    ],
    ["torch.cumulative_trapezoid(torch.zeros(()))", "IndexError: slice() cannot be applied to a 0-dim tensor."],
  ])("%s", (call, message) => {
    expect(analyze(`import torch\nclass C: pass\nx = ${call}`).failures).toEqual([`${message} (line 3)`]);
  });

  it("leaves the class to `Tensor.__new__`", () => {
    const { failures, repr } = analyze(
      "import torch\nx = tuple(torch.Tensor([1, 2]).shape), tuple(torch.Tensor(3, 4).shape)",
    );
    expect(failures).toEqual([]);
    expect(repr("x")).toBe("((2,), (3, 4))");
  });

  it("hashes None, also inside a tuple", () => {
    expect(analyze("x = hash((1, None)) == hash((1, None)), hash(None) == hash(None)").repr("x")).toBe("(True, True)");
  });
});

describe("files that brought an analysis down", () => {
  const folder = new URL("../../fixtures/robust/", import.meta.url);
  it.each(readdirSync(folder))("%s", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    const analyzer = analyzerOf({ "/project/program.py": text });
    const before = performance.now();
    const { diagnostics } = analyzer.analyzeFile("/project/program.py");
    expect(diagnostics.map(({ message }) => message).filter((message) => /failed|too deep/.test(message))).toEqual([]);
    // A minute of a busy machine: it came to an end.
    expect(performance.now() - before).toBeLessThan(60_000);
  });
});

describe("regular expressions", () => {
  it("agree with what CPython 3.11 answered to random patterns", () => {
    const rows = JSON.parse(readFileSync(new URL("../../oracle/regex.json", import.meta.url), "utf8"));
    for (const [pattern, flags, text, how, spans] of rows) {
      const parsed = parsePattern(pattern, flags);
      expect(parsed, pattern).toBeDefined();
      const points = Array.from(text as string, (char) => char.codePointAt(0)!);
      const found = new Matcher(compilePattern(parsed!), points).find(0, how === "search", how === "fullmatch");
      expect([pattern, text, how, found?.map((span) => span ?? [-1, -1]) ?? null]).toEqual([pattern, text, how, spans]);
    }
  });

  it("end where they try too many ways, at the same step every time", () => {
    const steps = () => {
      const text = Array.from(`${"a".repeat(100)}b`, (char) => char.codePointAt(0)!);
      const matcher = new Matcher(compilePattern(parsePattern("(a+)+$", 0)!), text);
      expect(() => matcher.find(0, false, false)).toThrow(TooManySteps as never);
      return matcher.steps;
    };
    expect(steps()).toBe(steps());
  });
});
