import { type Dim, equal, less, lessEqual } from "../../dims";
import { zip } from "../../tensor/data";
import { dtypes, isIntegral } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { refusals } from "../../trace/refusals";
import type { OpContext } from "../context";
import { free, op } from "../registry";
import { broadcast } from "../shape/broadcast";
import { binary, type Operands } from "./binary";

/** Comparisons, logic and bits (https://pytorch.org/docs/stable/torch.html#comparison-ops). */

const decide =
  (f: (a: Dim, b: Dim) => boolean | undefined) =>
  ({ self, other }: Operands, shape: readonly Dim[]) =>
    zip([self, other], shape, f);

const not = (answer: boolean | undefined) => (answer === undefined ? undefined : !answer);

const comparisons: [string, string, (a: Dim, b: Dim) => boolean | undefined][] = [
  ["eq", "eq Tensor.__eq__", (a, b) => equal(a, b)],
  ["ne", "ne not_equal Tensor.__ne__", (a, b) => not(equal(a, b))],
  ["lt", "lt less Tensor.__lt__", (a, b) => less(a, b)],
  ["le", "le less_equal Tensor.__le__", (a, b) => lessEqual(a, b)],
  ["gt", "gt greater Tensor.__gt__", (a, b) => less(b, a)],
  ["ge", "ge greater_equal Tensor.__ge__", (a, b) => lessEqual(b, a)],
];

const bits: [string, string, readonly string[], (a: number, b: number) => number][] = [
  ["and", "Tensor.__and__", ["Tensor.__rand__"], (a, b) => a & b],
  ["or", "Tensor.__or__", ["Tensor.__ror__"], (a, b) => a | b],
  ["xor", "Tensor.__xor__", ["Tensor.__rxor__"], (a, b) => a ^ b],
  ["left_shift", "Tensor.__lshift__", ["Tensor.__rlshift__"], (a, b) => a * 2 ** b],
  ["right_shift", "Tensor.__rshift__", ["Tensor.__rrshift__"], (a, b) => Math.floor(a / 2 ** b)],
];

const kernelOf = (name: string) => (name.endsWith("shift") ? `${name[0]}shift_cpu` : `bitwise_${name}_cpu`);

const small = (item: Dim) => typeof item === "number" && Math.abs(item) < 2 ** 31;

export const comparison = [
  ...comparisons.flatMap(([name, names, f]) => binary(name, { names, dtype: "bool", data: decide(f) })),
  ...(["eq", "ne"] as const).map((name) =>
    op(`${name}.any(Tensor self, any other) -> Tensor`, {
      as: [`Tensor.__${name}__`],
      out: () => ({ value: name === "ne" }),
      cost: free,
      doc: "a tensor differs from all that is no number",
    }),
  ),
  ...bits.flatMap(([name, names, reflected, f]) =>
    binary(`bitwise_${name}`, {
      names: `bitwise_${name} ${names}`,
      reflected,
      numberFirst: true,
      check: ({ self, other }, at) => {
        if (!isIntegral(at.resultType([self, other])))
          at.refuse(refusals.noKernel(kernelOf(name), at.resultType([self, other])));
      },
      data: ({ self, other }, shape) =>
        zip([self, other], shape, (a: Dim, b: Dim) => (small(a) && small(b) ? f(a as number, b as number) : undefined)),
    }),
  ),
  ...["and", "or", "xor"].flatMap((name) =>
    binary(`logical_${name}`, {
      sides: "tensor, tensor",
      dtype: "bool",
      data: decide((a, b) => {
        const [x, y] = [not(equal(a, 0)), not(equal(b, 0))];
        if (x === undefined || y === undefined) return undefined;
        return name === "and" ? x && y : name === "or" ? x || y : x !== y;
      }),
    }),
  ),
  op("isclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> Tensor", {
    devices: "scalars",
    shape: (args, at) => closeShape(args, at),
    layout: "elementwise",
    dtype: "bool",
    cost: (_, [out]) => ({ flops: out.numel() }),
    costText: "numel(out)",
    doc: "(...), (...) -> (...)",
  }),
  op("allclose(Tensor self, Tensor other, float rtol=1e-05, float atol=1e-08, bool equal_nan=False) -> bool", {
    devices: "scalars",
    out: (args, at) => {
      closeShape(args, at);
      return at.unknown("it depends on the data");
    },
    cost: free,
    doc: "(...), (...) -> bool",
  }),
  op("equal(Tensor self, Tensor other) -> bool", {
    devices: "same",
    out: ({ self, other }, at) => {
      if (self.rank !== other.rank) return { value: false };
      if (self.shape.some((dim, n) => equal(dim, other.shape[n], at.assumptions) === false)) return { value: false };
      return at.unknown("it depends on the data");
    },
    cost: free,
    doc: "(...), (...) -> bool",
  }),
];

type Close = { self: Tensor; other: Tensor; rtol: number; atol: number };

function closeShape({ self, other, rtol, atol }: Close, at: OpContext): readonly Dim[] {
  at.check(
    self.dtype === other.dtype,
    { kind: "dtype", wanted: "same" },
    `${dtypes[self.dtype].scalar} did not match ${dtypes[other.dtype].scalar}`,
  );
  at.check(!(rtol < 0), "argument", `rtol must be greater than or equal to zero, but got ${rtol}`);
  at.check(!(atol < 0), "argument", `atol must be greater than or equal to zero, but got ${atol}`);
  return broadcast(at, self.shape, other.shape);
}
