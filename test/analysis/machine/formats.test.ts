import { describe, expect, it } from "vitest";
import { analyze } from "../support";

/** What CPython 3.12 with NumPy 2.4 gives, or raises. */
function given(expression: string): string {
  const { failures, repr } = analyze(`import math, operator, torch
import numpy as np
from fractions import Fraction
class Float:
    def __float__(self): return 2.5
class Whole:
    def __int__(self): return 7
class Index:
    def __index__(self): return 9
class All:
    def __float__(self): return 2.5
    def __int__(self): return 7
    def __index__(self): return 9
class Wrong:
    def __float__(self): return 1
class Held(float): pass
result = ${expression}
`);
  return failures.length > 0 ? failures[0].replace(/ \(line \d+\)$/, "") : repr("result");
}

describe("a conversion of `%` asks an object", () => {
  it.each([
    ["'%f' % Float()", "'2.500000'"],
    ["'%d' % Float()", "TypeError: %d format: a real number is required, not Float"],
    ["'%d %i' % (Whole(), Whole())", "'7 7'"],
    ["'%f' % Whole()", "TypeError: must be real number, not Whole"],
    ["'%x' % Whole()", "TypeError: %x format: an integer is required, not Whole"],
    ["'%d %x %.1f %c' % ((Index(),) * 4)", "'9 9 9.0 \\t'"],
    ["'%d %x %g' % ((All(),) * 3)", "'7 9 2.5'"],
    ["'%f' % Wrong()", "TypeError: Wrong.__float__ returned non-float (type int)"],
    ["'%.1f %d' % (Fraction(3, 2), Fraction(3, 2))", "'1.5 1'"],
    ["'%x %c' % (True, True)", "'1 \\x01'"],
    ["float(Index()), int(Index()), math.sqrt(Index())", "(9.0, 9, 3.0)"],
    ["math.sqrt(Whole())", "TypeError: must be real number, not Whole"],
    ["math.floor(Held(2.5))", "2"],
    ["operator.index(2.5)", "TypeError: 'float' object cannot be interpreted as an integer"],
  ])("%s", (expression, result) => expect(given(expression)).toBe(result));

  it("whose class has a base that is not known, of which nothing is known", () => {
    const derived = "import nowhere\nclass A(nowhere.B): pass\na = A()\n";
    for (const use of [
      "'%f' % a",
      "'%d' % a",
      "'%x' % a",
      "'%c' % a",
      "'{:.2f}'.format(a)",
      "float(a)",
      "math.sqrt(a)",
    ])
      expect([use, analyze(`import math\n${derived}result = ${use}\n`).failures]).toEqual([use, []]);
  });
});

describe("an array of NumPy's", () => {
  it.each([
    ["'%f %d %.3f' % (np.array(1.5), np.array(3), np.array(2))", "'1.500000 3 2.000'"],
    ["'{:.2f}'.format(np.array(1.5)), f'{np.array(3):>4d}', f'{np.array(1.5)}'", "('1.50', '   3', '1.5')"],
    ["'loss %f' % torch.ones(2).sum().detach().numpy()", "<unknown>"],
    ["float(np.array(1.5)), int(np.array(1.5)), math.sqrt(np.array(4)), complex(np.array(2))", "(1.5, 1, 2.0, (2+0j))"],
    ["'%x' % np.array(11), list(range(9))[np.array(2)], len(range(np.array(3)))", "('b', 2, 3)"],
    ["'%f' % np.array([1.5])", "<unknown>"],
    ["float(np.array([[3]]))", "<unknown>"],
    ["'%f' % np.array([1.5, 2])", "TypeError: only 0-dimensional arrays can be converted to Python scalars"],
    ["float(np.zeros((2, 3)))", "TypeError: only 0-dimensional arrays can be converted to Python scalars"],
    ["operator.index(np.array(1.5))", "TypeError: only integer scalar arrays can be converted to a scalar index"],
    ["'{:.2f}'.format(np.array([1.5]))", "TypeError: unsupported format string passed to numpy.ndarray.__format__"],
    ["'{}'.format(np.array([1.5]))", "<unknown>"],
    ["round(np.array(1.5))", "TypeError: type numpy.ndarray doesn't define __round__ method"],
    [
      "bool(np.array([1, 2]))",
      "ValueError: The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
    ],
    [
      "'%.2f %d' % (np.float32(1.5), np.int64(3)), round(np.float32(1.5)), f'{np.float64(2):.1f}'",
      "('1.50 3', 2, '2.0')",
    ],
    ["np.array([1.0, 2])[1]", "2.0"],
  ])("%s", (expression, result) => expect(given(expression)).toBe(result));
});

describe("a tensor without dimensions", () => {
  it.each([
    ["'%f %d' % (torch.tensor(1.5), torch.tensor(3.7))", "'1.500000 3'"],
    ["'%x %c' % (torch.tensor(11), torch.tensor(65))", "'b A'"],
    ["'%x' % torch.tensor(1.5)", "TypeError: %x format: an integer is required, not Tensor"],
    ["'%d' % torch.tensor([1, 2])", "ValueError: only one element tensors can be converted to Python scalars"],
  ])("%s", (expression, result) => expect(given(expression)).toBe(result));

  it("may be of any number of elements where that is not known", () => {
    const program = "import torch, nowhere\nx = torch.ones(nowhere.size, dtype=torch.int64)\ny = '%x %c' % (x, x)\n";
    expect(analyze(program).failures).toEqual([]);
  });
});

it.each([
  ["1+2j", ".2f", "'1.00+2.00j'"],
  ["1+2j", ">8", "'  (1+2j)'"],
  ["2j", "", "'2j'"],
  ["1.5-2.25j", ".1e", "'1.5e+00-2.2e+00j'"],
  ["1+2j", "d", "ValueError: Unknown format code 'd' for object of type 'complex'"],
  ["1+2j", "08.1f", "ValueError: Zero padding is not allowed in complex format specifier"],
])("format(%s, '%s')", (value, spec, text) => expect(given(`format(${value}, '${spec}')`)).toBe(text));

it.each([
  ["'%.1e' % 2.25", "'2.2e+00'"],
  ["'%.1e' % 2.35", "'2.4e+00'"],
  ["'%.1e' % 0.75", "'7.5e-01'"],
  ["'%.0e' % 2.5", "'2e+00'"],
  ["'%.2g' % 2.25", "'2.2'"],
])("halves go to the even neighbour: %s", (expression, text) => expect(given(expression)).toBe(text));

it.each(["help(len)", "copyright()", "credits()", "license()", "print(exit, quit)"])("%s is Python's own", (call) => {
  expect(analyze(`${call}\n`).failures).toEqual([]);
});
