import { expect, test } from "vitest";
import { print, printRelation, symbol } from "../../../../src/analysis/dims";
import { einops } from "../../../../src/analysis/ops/einops/functions";
import { Tensor } from "../../../../src/analysis/tensor/tensor";
import { PyRaise } from "../../../../src/analysis/trace/raise";
import { type Builtin, PyDict, PyList, PyTuple, type Value } from "../../../../src/analysis/values";
import { type Refusal, StubMachine, t } from "../machine";

/** Calls a function of einops; gives its result, the steps it recorded and what it needs. */
function call(name: string, args: readonly Value[], axes: Record<string, number | string> = {}): string {
  const machine = new StubMachine();
  const lengths = PyDict.from(
    Object.entries(axes).map(([axis, length]) => [axis, typeof length === "string" ? symbol(length) : length]),
  );
  const fn = einops[name] as Builtin;
  const named = Object.fromEntries(fn.params.map((param, at) => [param.name, args[at] ?? null]));
  try {
    const result = fn.run(machine, { ...named, axes_lengths: lengths, tensors_and_pattern: new PyTuple(args) });
    const steps = machine.trace.steps.map((step) => step.op).join(", ");
    const needs = machine.requirements.map(printRelation).join(", ");
    return [text(result), steps === "" ? [] : `by ${steps}`, needs === "" ? [] : `needs ${needs}`].flat().join("; ");
  } catch (error) {
    if (error instanceof PyRaise) return String(error.exception as Refusal);
    throw error;
  }
}

function text(value: Value): string {
  if (value instanceof Tensor) return `(${value.shape.map(print).join(", ")})`;
  if (value instanceof PyTuple || value instanceof PyList) return `[${value.items.map(text).join(", ")}]`;
  if (value instanceof PyDict)
    return `{${value
      .items()
      .map(([key, item]) => `${key}: ${text(item)}`)
      .join(", ")}}`;
  return typeof value === "object" && value !== null && "terms" in value ? print(value) : String(value);
}

const image = () => t(["B", 3, "H", "W"]);

test("rearrange splits, permutes and joins axes", () => {
  expect(call("rearrange", [image(), "b c h w -> b (h w) c"])).toBe("(B, H*W, 3); by permute, reshape");
  expect(call("rearrange", [image(), "b c (h p) (w q) -> b (h w) (p q c)"], { p: 4, q: 4 })).toBe(
    "(B, (H//4)*(W//4), 48); by reshape, permute, reshape; needs H % 4 == 0, W % 4 == 0",
  );
  expect(call("rearrange", [t(["B", "N", "C"]), "b n (h d) -> b h n d"], { h: "heads" })).toBe(
    "(B, heads, N, C//heads); by reshape, permute; needs C % heads == 0",
  );
  expect(call("rearrange", [image(), "b ... -> (...) b"])).toBe("(3*H*W, B); by permute, reshape");
  expect(call("rearrange", [t([2, 3, 1]), "b c () -> b c 1 1"])).toBe("(2, 3, 1, 1); by reshape, reshape");
  expect(call("rearrange", [image(), "b c h w -> b c h w"])).toBe("(B, 3, H, W)");
});

test("a list of tensors is stacked first", () => {
  expect(call("rearrange", [new PyList([t([2, 3]), t([2, 3])]), "n b c -> b (n c)"])).toBe(
    "(2, 6); by stack, permute, reshape",
  );
});

test("reduce takes the axes away that are not on the right", () => {
  expect(call("reduce", [image(), "b c h w -> b c", "mean"])).toBe("(B, 3); by mean");
  expect(call("reduce", [image(), "b c (h 2) (w 2) -> b c h w", "max"])).toBe(
    "(B, 3, H//2, W//2); by reshape, permute, amax; needs H % 2 == 0, W % 2 == 0",
  );
  expect(call("reduce", [image(), "b c h w -> b c 1 1", "sum"])).toBe("(B, 3, 1, 1); by sum, reshape");
});

test("repeat puts axes in", () => {
  expect(call("repeat", [image(), "b c h w -> b c (h 2) (w 2)"])).toBe(
    "(B, 3, 2*H, 2*W); by unsqueeze, unsqueeze, expand, reshape",
  );
  expect(call("repeat", [t(["C"]), "c -> b c"], { b: "B" })).toBe("(B, C); by unsqueeze, expand");
});

test("einsum, pack, unpack and parse_shape", () => {
  expect(call("einsum", [t(["N", "K"]), t(["K", "P"]), "row inner, inner col -> row col"])).toBe("(N, P); by einsum");
  expect(call("pack", [new PyList([t(["B", 3, 4]), t(["B", 5])]), "b *"])).toBe(
    "[(B, 17), [[3, 4], [5]]]; by reshape, reshape, cat",
  );
  const shapes = new PyList([new PyTuple([3, 4]), new PyTuple([-1])]);
  expect(call("unpack", [t(["B", 17]), shapes, "b *"])).toBe("[(B, 3, 4), (B, 5)]; by split.sizes, reshape, reshape");
  expect(call("parse_shape", [image(), "b c _ w"])).toBe("{b: B, c: 3, w: W}");
});

const refusal = (name: string, pattern: string, said: string, info = "{}") =>
  `EinopsError:  Error while processing ${name}-reduction pattern "${pattern}".\n Input tensor shape: torch.Size([2, 3, 4, 4]). Additional info: ${info}.\n ${said}`;

test.each([
  ["b c h w -> b (h w)", {}, "Identifiers only on one side of expression (should be on both): {'c'}"],
  ["b c h -> b c h", {}, "Wrong shape: expected 3 dims. Received 4-dim tensor."],
  ["b c (h p) w -> b c h p w", { p: 3 }, "Shape mismatch, can't divide axis of length 4 in chunks of 3"],
  ["b c (h p) w -> b c h p w", {}, "Could not infer sizes for {'h', 'p'}"],
  ["b c h w b -> b c h w", {}, 'Indexing expression contains duplicate dimension "b"'],
  ["b c h w -> b (c h w", {}, 'Imbalanced parentheses in expression: " b (c h w"'],
  ["b c h w -> b ... c", {}, "Ellipsis found in right side, but not left side of a pattern b c h w -> b ... c"],
  ["b c h w -> b c h w", { q: 3 }, "Axis q is not used in transform"],
  ["b c h w -> b c h w", { c: 5 }, "Shape mismatch, 3 != 5"],
  ["b 1 h w -> b h w", {}, "Shape mismatch, 3 != 1"],
  ["b 2 h w -> b h w", {}, "Non-unitary anonymous axes are not supported in rearrange (exception is length 1)"],
  ["b c h* w -> b c h w", {}, "Unknown character '*'"],
  ["b c _h w -> b c w _h", {}, "Invalid axis identifier: _h\naxis name should should not start or end with underscore"],
  ["b c h w -> (b (c h)) w", {}, "Axis composition is one-level (brackets inside brackets not allowed)"],
  ["b (c ...) w -> b w", {}, "Ellipsis inside parenthesis in the left side is not allowed: b (c ...) w -> b w"],
])("rearrange refuses %s as einops does", (pattern, axes, said) => {
  const info = `{${Object.entries(axes)
    .map(([name, length]) => `'${name}': ${length}`)
    .join(", ")}}`;
  expect(call("rearrange", [t([2, 3, 4, 4]), pattern], axes)).toBe(refusal("rearrange", pattern, said, info));
});

test("reduce and repeat refuse what einops refuses", () => {
  const x = t([2, 3, 4, 4]);
  const bad = "b c h w -> b c z";
  expect(call("reduce", [x, bad, "max"])).toBe(
    refusal("max", bad, "Unexpected identifiers on the right side of reduce max: {'z'}"),
  );
  expect(call("reduce", [x, "b c h w -> b c", "median"])).toBe(
    refusal(
      "median",
      "b c h w -> b c",
      "Unknown reduction median. Expect one of ('min', 'max', 'sum', 'mean', 'prod', 'any', 'all').",
    ),
  );
  const more = "b c h w -> b n c h w";
  expect(call("repeat", [x, more])).toBe(refusal("repeat", more, "Specify sizes for new axes in repeat: {'n'}"));
  const less = "b c h w -> b c h";
  expect(call("repeat", [x, less])).toBe(
    refusal("repeat", less, "Unexpected identifiers on the left side of repeat: {'w'}"),
  );
  expect(call("einsum", [t([2, 3]), "i j"])).toBe("ValueError: Einsum pattern must contain '->'.");
  expect(call("unpack", [t([2, 17]), new PyList([new PyTuple([-1]), new PyTuple([-1])]), "b *"])).toMatch(
    /received more than one -1/,
  );
});
