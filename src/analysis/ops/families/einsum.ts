import { type Dim, lessEqual, mul, product } from "../../dims";
import { dtypes, isFloating } from "../../tensor/dtype";
import { Tensor } from "../../tensor/tensor";
import { PyList, PyTuple, Unknown, type Value } from "../../values";
import type { OpContext } from "../context";
import { op, type TensorSpec } from "../registry";
import { broadcast } from "../shape/broadcast";
import { sameType } from "../shape/checks";
import { contractionCost, readEquation } from "../shape/einsum";
import { text } from "../shape/spatial";

/** Contractions named by their dimensions. MACs: along the path that PyTorch takes, from left to right. */

interface Summation {
  equation: string;
  operands: readonly Tensor[];
}

function summed(at: OpContext, { equation, operands }: Summation): TensorSpec {
  if (operands.length === 0) at.fail("pattern", "einsum(): must provide at least one operand");
  const shapes = operands.map((operand) => operand.shape);
  const contraction = readEquation(at, equation, shapes);
  for (const operand of operands.slice(1)) sameType(at, operands[0], operand);
  const { cost, contiguous } = contractionCost(contraction, shapes);
  return {
    shape: contraction.output.map((label) => contraction.sizes.get(label) as Dim),
    dtype: operands[0].dtype,
    layout: contiguous ? "contiguous" : undefined,
    cost,
  };
}

// --- operands with lists of numbers: einsum(a, [0, 1], b, [1, 2], [0, 2]) ---

const letter = (n: number) => String.fromCharCode(n < 26 ? 65 + n : 71 + n);

function sublist(at: OpContext, value: Value): string {
  if (!(value instanceof PyList || value instanceof PyTuple))
    at.fail("pattern", "einsum(): expected a list of subscripts");
  return value.items
    .map((item) => {
      if (typeof item !== "number") return "...";
      if (item < 0 || item >= 52)
        at.fail("pattern", `einsum(): subscripts must be between 0 and 52 (exclusive), but got ${item}`);
      return letter(item);
    })
    .join("");
}

function fromLists(at: OpContext, values: readonly Value[]): Summation {
  const operands: Tensor[] = [];
  const terms: string[] = [];
  for (let n = 0; n + 1 < values.length; n += 2) {
    const operand = values[n];
    if (operand instanceof Unknown) at.unknown(operand.reason);
    if (!(operand instanceof Tensor))
      at.fail("pattern", "einsum(): expected a tensor before each list of subscripts", "TypeError");
    operands.push(operand);
    terms.push(sublist(at, values[n + 1]));
  }
  const output = values.length % 2 === 1 ? `->${sublist(at, values[values.length - 1])}` : "";
  return { equation: terms.join() + output, operands };
}

// --- tensordot ---

const integers = (at: OpContext, value: Value): readonly Dim[] => {
  if (value instanceof Tensor && value.data !== undefined) return value.data as readonly Dim[];
  if (value instanceof PyList || value instanceof PyTuple) return value.items as readonly Dim[];
  if (typeof value === "number") return [value];
  return at.unknown("the contracted dimensions are not known");
};

function contracted(at: OpContext, a: Tensor, b: Tensor, dims: Value): [number[], number[]] {
  if (typeof dims === "number" || (dims instanceof Tensor && dims.numel() === 1)) {
    const count = Number(integers(at, dims)[0]);
    if (count < 0) at.fail("argument", `tensordot expects dims >= 0, but got dims=${count}`);
    const range = Array.from({ length: count }, (_, n) => n);
    return [range.map((n) => at.axis(n - count, a.rank)), range.map((n) => at.axis(n, b.rank))];
  }
  if (!(dims instanceof PyList || dims instanceof PyTuple) || dims.items.length !== 2)
    return at.unknown("the contracted dimensions are not known");
  const [left, right] = dims.items.map((list) => integers(at, list));
  if (left.length !== right.length) at.fail("argument", "both dimension lists should have same length");
  return [at.axes(left, a.rank), at.axes(right, b.rank)];
}

function tensordot(at: OpContext, a: Tensor, b: Tensor, dims: Value): TensorSpec {
  const [left, right] = contracted(at, a, b, dims);
  const bySize = typeof dims === "number";
  left.forEach((axis, n) => {
    // A size of 1 repeats.
    if (a.shape[axis] === 1 || b.shape[right[n]] === 1) return;
    at.same(
      a.shape[axis],
      b.shape[right[n]],
      "matmul-sizes",
      () =>
        `contracted dimensions need to match, but first has size ${text(a.shape[axis])} in dim ${bySize ? axis - a.rank : axis} and second has size ${text(b.shape[right[n]])} in dim ${right[n]}`,
    );
  });
  sameType(at, a, b);
  const shape = [...a.shape.filter((_, n) => !left.includes(n)), ...b.shape.filter((_, n) => !right.includes(n))];
  // Where one side has a size of 1, the other is added up first.
  const inner = left.map((axis, n) => (b.shape[right[n]] === 1 ? 1 : a.shape[axis]));
  return { shape, cost: { macs: product([...shape, ...inner]) } };
}

// --- distances ---

function distances(at: OpContext, x1: Tensor, x2: Tensor, p: number): readonly Dim[] {
  for (const [n, x] of [x1, x2].entries()) {
    if (!isFloating(x.dtype))
      at.fail(
        { kind: "dtype", wanted: "floating" },
        `cdist only supports floating-point dtypes, X${n + 1} got: ${dtypes[x.dtype].scalar}`,
      );
    if (x.rank < 2) at.fail("rank", `cdist only supports at least 2D tensors, X${n + 1} got: ${x.rank}D`);
  }
  at.same(
    x1.dim(-1),
    x2.dim(-1),
    "shape-mismatch",
    () => `X1 and X2 must have the same number of columns. X1: ${text(x1.dim(-1))} X2: ${text(x2.dim(-1))}`,
  );
  if (lessEqual(0, p) === false) at.fail("argument", "cdist only supports non-negative p values");
  return [...broadcast(at, x1.shape.slice(0, -2), x2.shape.slice(0, -2)), x1.dim(-2), x2.dim(-2)];
}

export const einsum = [
  op("einsum(str equation, Tensor[] operands) -> Tensor", {
    devices: "same",
    as: ["torch.einsum", "torch.functional.einsum"],
    out: (a, at) => summed(at, a),
    costText: "product of the sizes of all labels of each pair of operands MACs",
    doc: "the dimensions behind ->",
  }),
  op("einsum.sublist(any operand, any[] rest) -> Tensor", {
    as: ["torch.einsum", "torch.functional.einsum"],
    out: (a, at) => {
      const read = fromLists(at, [a.operand, ...a.rest]);
      // The step is recorded in the form with an equation.
      Object.assign(a, read);
      return summed(at, read);
    },
    costText: "product of the sizes of all labels of each pair of operands MACs",
    doc: "the dimensions in the last list",
  }),
  op("tensordot(Tensor a, Tensor b, any dims=2) -> Tensor", {
    devices: "same",
    as: ["torch.tensordot", "torch.functional.tensordot"],
    out: ({ a, b, dims }, at) => tensordot(at, a, b, dims),
    costText: "numel(out)*prod(contracted) MACs",
    doc: "(A..., K...), (K..., B...) -> (A..., B...)",
  }),
  op("cdist(Tensor x1, Tensor x2, float p=2.0, any compute_mode='use_mm_for_euclid_dist_if_necessary') -> Tensor", {
    devices: "same",
    as: ["torch.cdist", "torch.functional.cdist"],
    shape: ({ x1, x2, p }, at) => distances(at, x1, x2, p),
    cost: ({ x1 }, [out]) => ({ flops: mul(3, mul(out.numel(), x1.dim(-1))) }),
    costText: "3*numel(out)*M FLOPs",
    doc: "(..., P, M), (..., R, M) -> (..., P, R)",
  }),
];
