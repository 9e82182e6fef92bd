import { add, type Dim, equal, floordiv, lessEqual, max, min, mod, mul, pow, sub } from "../../dims";
import { type Item, itemOf, zip } from "../../tensor/data";
import { type DType, dtypes, isComplex, isIntegral } from "../../tensor/dtype";
import { Tensor } from "../../tensor/tensor";
import { unimplemented } from "../../trace/refusals";
import type { Value } from "../../values";
import { categoryOf, type OpContext } from "../context";
import { type OpRow, op } from "../registry";
import { broadcast } from "../shape/broadcast";
import { aliases, binary, integral, type Operands, only, shapeOf } from "./binary";

/** Arithmetic of two and three operands (https://pytorch.org/docs/stable/torch.html#pointwise-ops), with Python's operators. */

type Alpha = Operands & { alpha: Value };

const isNumber = (item: Dim): item is number => typeof item === "number";
const fold =
  (f: (a: Dim, b: Dim) => Item | undefined): OpRow<Operands>["data"] =>
  ({ self, other }, shape) =>
    zip([self, other], shape, f);
const numeric = (f: (a: number, b: number) => number | undefined) =>
  fold((a, b) => (isNumber(a) && isNumber(b) ? f(a, b) : undefined));

/** `self + alpha * other`, or `self - alpha * other`. */
const sumShape = ({ self, other, alpha }: Alpha, at: OpContext) => {
  const shape = broadcast(at, shapeOf(self), shapeOf(other));
  if (categoryOf(alpha) === "float" && isIntegral(at.resultType([self, other])))
    at.fail("argument", "For integral input tensors, argument alpha must not be a floating point number.");
  return shape;
};
const scaled =
  (f: (a: Dim, b: Dim) => Dim): OpRow<Alpha>["data"] =>
  ({ self, other, alpha }, shape) => {
    const factor = itemOf(alpha);
    if (factor === undefined || typeof factor === "boolean") return undefined;
    return zip([self, other], shape, (a: Dim, b: Dim) => f(a, mul(b, factor)));
  };

const isBool = (operand: Tensor | Value) =>
  operand instanceof Tensor ? operand.dtype === "bool" : operand === true || operand === false;
function noBools({ self, other }: Operands, at: OpContext): void {
  if (isBool(self) && isBool(other))
    at.refuse(
      unimplemented(
        "dtype",
        "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.",
      ),
    );
  for (const side of [self, other])
    if (side instanceof Tensor && side.dtype === "bool")
      at.refuse(
        unimplemented(
          { kind: "dtype", wanted: "number" },
          "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
        ),
      );
}

const difference = (args: Alpha, at: OpContext) => {
  noBools(args, at);
  return sumShape(args, at);
};

/** The quotient rounded as `rounding_mode` says; true division where it is None. */
function quotient(a: Dim, b: Dim, mode: string | null): Dim | undefined {
  if (b === 0 && mode !== null) return undefined;
  if (mode === "floor") return floordiv(a, b);
  if (isNumber(a) && isNumber(b)) return mode === "trunc" ? Math.trunc(a / b) : a / b;
  return mode === "trunc" && lessEqual(0, a) === true && lessEqual(0, b) === true ? floordiv(a, b) : undefined;
}

const elementwise = {
  layout: "elementwise",
  cost: (_: unknown, [out]: readonly Tensor[]) => ({ flops: out.numel() }),
  costText: "numel(out)",
} as const;
const two = { ...elementwise, dtype: "promote", inplace: true, doc: "(...), (...) -> (...)" } as const;

const ROUNDING = [null, "trunc", "floor"];

/** All floating types, or also the integers, of a kernel that knows no others. */
const floats = (dtype: DType) => dtypes[dtype].category === "float";

function power(base: Dim, exponent: Dim): Dim | undefined {
  if (isNumber(base) && isNumber(exponent)) return base ** exponent;
  return isNumber(exponent) && exponent >= 0 && Number.isInteger(exponent) ? pow(base, exponent) : undefined;
}

function checkExponent(self: Tensor | Value, exponent: Tensor | Value, at: OpContext): void {
  if (typeof exponent === "number" && exponent < 0 && self instanceof Tensor && isIntegral(self.dtype))
    at.fail("dtype", "Integers to negative integer powers are not allowed.");
}

export const arithmetic = [
  op("add(Operand self, Operand other, *, Scalar alpha=1) -> Tensor", {
    devices: "scalars",
    ...two,
    as: [...aliases("add Tensor.__add__ Tensor.__radd__"), "torch.add(self, alpha, other)"],
    shape: sumShape,
    data: scaled(add),
  }),
  op("sub(Operand self, Operand other, *, Scalar alpha=1) -> Tensor", {
    devices: "scalars",
    ...two,
    as: [...aliases("sub subtract Tensor.__sub__"), "torch.sub(self, alpha, other)"],
    shape: difference,
    data: scaled(sub),
  }),
  op("sub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor", {
    ...two,
    as: ["torch.subtract", "Tensor.subtract"],
    shape: difference,
    data: scaled(sub),
  }),
  op("rsub(Tensor self, Operand other, *, Scalar alpha=1) -> Tensor", {
    devices: "scalars",
    ...two,
    as: aliases("torch.rsub Tensor.__rsub__"),
    inplace: false,
    shape: difference,
    data: ({ self, other, alpha }, shape) => scaled(sub)?.({ self: other, other: self, alpha }, shape),
  }),
  op("rsub.Scalar(Tensor self, Scalar other, Scalar alpha=1) -> Tensor", {
    ...two,
    as: ["torch.rsub"],
    inplace: false,
    shape: difference,
    data: ({ self, other, alpha }, shape) => scaled(sub)?.({ self: other, other: self, alpha }, shape),
  }),
  ...binary("mul", {
    names: "mul multiply Tensor.__mul__ Tensor.__rmul__",
    sides: "number, number",
    data: fold(mul),
  }),
  op("div(Operand self, Operand other, *, str? rounding_mode=None) -> Tensor", {
    devices: "scalars",
    ...two,
    as: aliases("div divide Tensor.__truediv__ Tensor.__div__"),
    reflected: ["Tensor.__rtruediv__", "Tensor.__rdiv__"],
    out: ({ self, other, rounding_mode }, at) => {
      if (!ROUNDING.includes(rounding_mode))
        at.fail(
          "argument",
          `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${rounding_mode}'`,
        );
      return broadcast(at, shapeOf(self), shapeOf(other));
    },
    dtype: ({ self, other, rounding_mode }, at) => {
      const promoted = at.resultType([self, other]);
      return rounding_mode === null && isIntegral(promoted) ? at.defaultDType : promoted;
    },
    data: ({ self, other, rounding_mode }, shape) =>
      zip([self, other], shape, (a: Dim, b: Dim) => quotient(a, b, rounding_mode)),
  }),
  ...binary("true_divide", { sides: "number, number", dtype: "float", data: fold((a, b) => quotient(a, b, null)) }),
  ...binary("floor_divide", {
    names: "floor_divide Tensor.__floordiv__",
    reflected: ["Tensor.__rfloordiv__"],
    sides: "number, number",
    data: fold((a, b) => quotient(a, b, "floor")),
  }),
  ...binary("remainder", {
    names: "remainder Tensor.__mod__",
    reflected: ["Tensor.__rmod__"],
    numberFirst: true,
    data: fold((a, b) => (b === 0 ? undefined : mod(a, b))),
  }),
  ...binary("fmod", { data: numeric((a, b) => (b === 0 ? undefined : a % b)) }),
  op("pow(Tensor self, Operand exponent) -> Tensor", {
    devices: "scalars",
    ...two,
    as: aliases("pow Tensor.__pow__"),
    shape: ({ self, exponent }, at) => {
      checkExponent(self, exponent, at);
      return broadcast(at, self.shape, shapeOf(exponent));
    },
    data: ({ self, exponent }, shape) => zip([self, exponent], shape, power),
  }),
  op("pow.Scalar(Operand self, Tensor exponent) -> Tensor", {
    devices: "scalars",
    ...two,
    as: ["torch.pow(self, exponent)"],
    inplace: false,
    reflected: ["Tensor.__rpow__"],
    shape: ({ self, exponent }, at) => broadcast(at, shapeOf(self), exponent.shape),
    data: ({ self, exponent }, shape) => zip([self, exponent], shape, power),
  }),
  ...(["Tensor self, Operand exponent", "Operand self, Tensor exponent"] as const).map((sides, at) =>
    op(`float_power${at === 0 ? "" : ".Scalar"}(${sides}) -> Tensor` as "f(Operand self, Operand exponent) -> Tensor", {
      ...two,
      as: at === 0 ? aliases("float_power") : ["torch.float_power(self, exponent)"],
      inplace: at === 0,
      shape: ({ self, exponent }, context) => broadcast(context, shapeOf(self), shapeOf(exponent)),
      dtype: ({ self, exponent }, context) =>
        isComplex(context.resultType([self, exponent])) ? "complex128" : "float64",
    }),
  ),
  ...binary("maximum", { sides: "tensor, tensor", inplace: false, data: fold((a, b) => max(a, b)) }),
  ...binary("minimum", { sides: "tensor, tensor", inplace: false, data: fold((a, b) => min(a, b)) }),
  ...binary("fmax", { sides: "tensor, tensor", inplace: false }),
  ...binary("fmin", { sides: "tensor, tensor", inplace: false }),
  ...binary("atan2", { names: "atan2 arctan2", sides: "tensor, tensor", dtype: "float" }),
  ...binary("copysign", { dtype: "float" }),
  ...binary("heaviside", {
    parameters: "input, values",
    sides: "tensor, tensor",
    check: ({ self, other }, at) =>
      at.check(
        (self as Tensor).dtype === (other as Tensor).dtype,
        "dtype",
        "heaviside is not yet implemented for tensors with different dtypes.",
      ),
  }),
  ...["gcd", "lcm"].flatMap((name) =>
    binary(name, {
      sides: "tensor, tensor",
      check: ({ self, other }, at) => only(at, `${name}_cpu`, integral, self, other),
    }),
  ),
  ...["hypot", "nextafter", "logaddexp", "logaddexp2"].flatMap((name) =>
    binary(name, {
      sides: "tensor, tensor",
      inplace: !name.startsWith("log"),
      check: ({ self, other }, at) => {
        if (isIntegral(at.resultType([self, other]))) only(at, `${name}_cpu`, (dtype) => !integral(dtype), self, other);
      },
    }),
  ),
  ...binary("igamma", {
    names: "igamma torch.special.gammainc",
    sides: "tensor, tensor",
    check: ({ self, other }, at) => only(at, "igamma_cpu", floats, self, other),
  }),
  ...binary("igammac", {
    names: "igammac torch.special.gammaincc",
    sides: "tensor, tensor",
    check: ({ self, other }, at) => only(at, "igammac_cpu", floats, self, other),
  }),
  ...binary("ldexp", { sides: "tensor, tensor", dtype: "float" }),
  ...binary("xlogy", { names: "xlogy torch.special.xlogy", dtype: "float", numberFirst: true }),
  ...(
    "xlog1py zeta chebyshev_polynomial_t chebyshev_polynomial_u chebyshev_polynomial_v chebyshev_polynomial_w hermite_polynomial_h " +
    "hermite_polynomial_he laguerre_polynomial_l legendre_polynomial_p shifted_chebyshev_polynomial_t shifted_chebyshev_polynomial_u " +
    "shifted_chebyshev_polynomial_v shifted_chebyshev_polynomial_w"
  )
    .split(" ")
    .flatMap((name) =>
      binary(`special_${name}`, {
        names: `torch.special.${name}`,
        parameters: name.includes("polynomial") ? "x, n" : undefined,
        dtype: "float",
        numberFirst: true,
        inplace: false,
      }),
    ),
  op("lerp(Tensor self, Tensor end, Operand weight) -> Tensor", {
    devices: "scalars",
    ...two,
    shape: ({ self, end, weight }, at) => {
      at.check(
        self.dtype === end.dtype,
        "dtype",
        `expected dtype ${dtypes[self.dtype].c} for \`end\` but got dtype ${dtypes[end.dtype].c}`,
      );
      only(at, "lerp_kernel_scalar", (dtype) => !integral(dtype), self);
      return broadcast(at, self.shape, end.shape, shapeOf(weight));
    },
    dtype: "first",
    cost: (_, [out]) => ({ flops: mul(3, out.numel()) }),
    costText: "3*numel(out)",
    doc: "(...), (...), (...) -> (...)",
  }),
  ...(["addcmul", "addcdiv"] as const).map((name) =>
    op(`${name}(Tensor self, Tensor tensor1, Tensor tensor2, *, Scalar value=1) -> Tensor`, {
      ...two,
      as: [...aliases(name), `torch.${name}(self, value, tensor1, tensor2)`],
      shape: ({ self, tensor1, tensor2 }, at) => {
        if (name === "addcdiv" && isIntegral(tensor1.dtype) && isIntegral(tensor2.dtype))
          at.fail(
            "dtype",
            "Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all dtypes.",
          );
        return broadcast(at, self.shape, tensor1.shape, tensor2.shape);
      },
      cost: (_, [out]) => ({ flops: mul(3, out.numel()) }),
      costText: "3*numel(out)",
      doc: "(...), (...), (...) -> (...)",
    }),
  ),
  op("clamp(Tensor self, Operand? min=None, Operand? max=None) -> Tensor", {
    devices: "scalars",
    ...two,
    as: aliases("clamp clip"),
    shape: ({ self, min: low, max: high }, at) => {
      if (low === null && high === null)
        at.fail("argument", "torch.clamp: At least one of 'min' or 'max' must not be None");
      return broadcast(at, self.shape, shapeOf(low), shapeOf(high));
    },
    data: ({ self, min: low, max: high }, shape) => {
      const bounded = low === null ? self : zip([self, low], shape, (a: Dim, b: Dim) => max(a, b));
      if (high === null) return bounded instanceof Tensor ? bounded.data : bounded;
      const tops = zip([high], shape, (item: Dim) => item);
      const items = bounded instanceof Tensor ? zip([bounded], shape, (item: Dim) => item) : bounded;
      return items && tops && items.map((item, n) => min(item as Dim, tops[n] as Dim));
    },
    doc: "(...), (...), (...) -> (...)",
  }),
  ...(["clamp_min", "clamp_max"] as const).map((name) => {
    const bound = name === "clamp_min" ? "min" : "max";
    return op(
      `${name}(Tensor self, Operand ${bound}) -> Tensor` as "f(Tensor self, Operand min, Operand max) -> Tensor",
      {
        ...two,
        as: aliases(name),
        shape: (args, at) => broadcast(at, args.self.shape, shapeOf(args[bound])),
        data: (args, shape) =>
          zip([args.self, args[bound]], shape, (a: Dim, b: Dim) => (bound === "min" ? max(a, b) : min(a, b))),
      },
    );
  }),
  op("where(Tensor condition, Operand self, Operand other) -> Tensor", {
    devices: "scalars",
    ...elementwise,
    as: ["torch.where(condition, input, other)", "torch.where(condition, self, other)"],
    shape: (args, at) => whereShape(args, at),
    dtype: ({ self, other }, at) => at.resultType([self, other]),
    data: (args, shape) => choose(args, shape),
    doc: "(...), (...), (...) -> (...)",
  }),
  op("where.self(Tensor self, Tensor condition, Operand other) -> Tensor", {
    devices: "scalars",
    ...elementwise,
    as: ["Tensor.where"],
    shape: (args, at) => whereShape(args, at),
    dtype: ({ self, other }, at) => at.resultType([self, other]),
    data: (args, shape) => choose(args, shape),
    doc: "(...), (...), (...) -> (...)",
  }),
];

type Choice = { condition: Tensor; self: Tensor | Value; other: Tensor | Value };

function whereShape({ condition, self, other }: Choice, at: OpContext): readonly Dim[] {
  if (condition.dtype !== "bool" && condition.dtype !== "uint8")
    at.fail(
      "dtype",
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${dtypes[condition.dtype].scalar}`,
    );
  return broadcast(at, condition.shape, shapeOf(self), shapeOf(other));
}

function choose({ condition, self, other }: Choice, shape: readonly Dim[]): Item[] | undefined {
  const sides = [condition, self, other].map((operand) => zip([operand], shape, (item: Dim) => item));
  const [picks, yes, no] = sides;
  if (picks === undefined) return undefined;
  const chosen = picks.map((pick, n) =>
    equal(pick as Dim, 0) === true ? no?.[n] : equal(pick as Dim, 0) === false ? yes?.[n] : undefined,
  );
  return chosen.includes(undefined) ? undefined : (chosen as Item[]);
}
