import { describe, expect, it } from "vitest";
import type { Failure } from "../../../src/analysis/failure";
import { analyzerOf } from "../support";

/** What the first error of a program is about. */
function failure(...lines: readonly string[]): Failure | undefined {
  const file = "/project/program.py";
  const text = ["import torch", "from torch import nn", "x = torch.zeros(2, 3, 4)", ...lines].join("\n");
  const { diagnostics } = analyzerOf({ [file]: text }).analyzeFile(file);
  return diagnostics.find(({ severity }) => severity === "error")?.failure;
}

describe("an exception says what it is about", () => {
  const CASES: [string, readonly string[], Failure][] = [
    ["an attribute", ["x.length"], { kind: "attribute", owner: "Tensor", name: "length" }],
    ["a name", ["width"], { kind: "name", name: "width" }],
    ["names to unpack into", ["a, b = x.shape"], { kind: "unpack", expected: 2 }],
    ["more names than values", ["a, b, c, d = x.shape"], { kind: "unpack", expected: 4, got: 3 }],
    ["what can't be called", ["x.shape(0)"], { kind: "type", types: ["torch.Size"], use: "call" }],
    ["what can't be indexed", ["x.size[0]"], { kind: "type", types: ["builtin_function_or_method"], use: "subscript" }],
    ["two operands", ["1 + None"], { kind: "type", types: ["int", "NoneType"] }],
    ["a dimension", ["x.sum(3)"], { kind: "dimension", dim: 3, rank: 3 }],
    ["a dtype", ["nn.Embedding(3, 4)(x)"], { kind: "dtype", wanted: "integral" }],
    [
      "an operator's argument",
      ["torch.relu((x,))"],
      { kind: "argument", callee: "relu", argument: "input", got: "tuple" },
    ],
    [
      "an element of a list of sizes",
      ["torch.zeros(2, 1.5)"],
      { kind: "argument", callee: "zeros", argument: "size", got: "float" },
    ],
    ["a tensor's class that is none", ["nn.UninitializedBuffer.__new__(int.__add__)"], { kind: "argument" }],
    ["a keyword", ["torch.relu(y=x)"], { kind: "argument", callee: "relu", argument: "input" }],
    [
      "a module without its constructor",
      ["class N(nn.Module):", "    def __init__(self):", "        self.a = nn.ReLU()", "N()"],
      { kind: "module", lacks: "init" },
    ],
    ["a stand-in's check of a rank", ["nn.BatchNorm2d(3)(x)"], { kind: "rank" }],
    ["a stand-in's check of a division", ["nn.GroupNorm(3, 4)"], { kind: "divisible" }],
  ];
  for (const [name, lines, about] of CASES) it(name, () => expect(failure(...lines)).toEqual(about));
});

describe("a check of the program", () => {
  const CASES: [string, readonly string[], Failure][] = [
    ["looks at a rank", ["if x.dim() != 4:", "    raise ValueError('no images')"], { kind: "raised", about: ["rank"] }],
    ["counts a shape", ["assert len(x.shape) == 4"], { kind: "raised", about: ["rank"] }],
    ["looks at sizes", ["assert x.shape[0] == 3"], { kind: "raised", about: ["sizes"] }],
    ["looks at a dtype", ["if not x.is_complex():", "    raise TypeError"], { kind: "raised", about: ["dtype"] }],
    [
      "divides",
      ["width, heads = 10, 3", "assert width // heads * heads == width"],
      { kind: "raised", about: ["divisibility"] },
    ],
    [
      "stands in others, the nearest first",
      ["if x.ndim == 3:", "    if x.dtype == torch.float32:", "        raise ValueError"],
      { kind: "raised", about: ["dtype", "rank"] },
    ],
    [
      "stands behind another one",
      ["if x.ndim == 4:", "    pass", "elif x.size(0) == 2:", "    raise ValueError"],
      { kind: "raised", about: ["sizes", "rank"] },
    ],
    ["looks at neither", ["if len([1]) == 1:", "    raise ValueError"], { kind: "raised", about: [] }],
  ];
  for (const [name, lines, about] of CASES) it(name, () => expect(failure(...lines)).toEqual(about));

  it("keeps what an exception is about that it raises again", () => {
    expect(failure("try:", "    x.length", "except AttributeError as error:", "    raise error")).toEqual({
      kind: "attribute",
      owner: "Tensor",
      name: "length",
    });
  });
});
