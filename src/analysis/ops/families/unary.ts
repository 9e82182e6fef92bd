import { type Dim, equal, lessEqual, mul, neg, SymInt } from "../../dims";
import { zip } from "../../tensor/data";
import { type DType, isIntegral, realType } from "../../tensor/dtype";
import type { Tensor } from "../../tensor/tensor";
import { unimplemented } from "../../trace/refusals";
import type { OpContext } from "../context";
import { type Op, type OpRow, op } from "../registry";

/** Elementwise functions of one tensor. FLOPs: one an element, whatever the function. */

type Self = { self: Tensor };
const each: OpRow<Self>["cost"] = (_, [out]) => ({ flops: out.numel() });

/** `T` and `Tensor.T` of each name, and what is written out with a dot. */
function aliases(names: string): string[] {
  return names.split(" ").flatMap((name) => (name.includes(".") ? [name] : [`torch.${name}`, `Tensor.${name}`]));
}

const real = ({ self }: Self): DType => realType(self.dtype);
const realFloat = ({ self }: Self, at: OpContext): DType =>
  isIntegral(self.dtype) ? at.defaultDType : realType(self.dtype);

function pointwise(name: string, row: Omit<OpRow<Self>, "as"> & { names?: string; inplace?: boolean } = {}): Op {
  const { names = name, ...rest } = row;
  return op(`${name}(Tensor self) -> Tensor`, {
    as: aliases(names),
    shape: ({ self }) => self.shape,
    layout: "elementwise",
    inplace: true,
    cost: each,
    costText: "numel(out)",
    doc: "(...) -> (...)",
    ...rest,
  });
}

const exactly =
  (f: (x: Dim) => Dim | undefined): OpRow<Self>["data"] =>
  ({ self }, shape) =>
    zip([self], shape, f);
/** For functions that leave integers alone; a symbol is one. */
const rounding = (f: (x: number) => number) => exactly((x) => (x instanceof SymInt ? x : f(x)));
const numeric = (f: (x: number) => number) => exactly((x) => (x instanceof SymInt ? undefined : f(x)));

/** Half to even, as IEEE rounds. */
function roundEven(x: number): number {
  const floor = Math.floor(x);
  return x - floor === 0.5 ? floor + Math.abs(floor % 2) : Math.round(x);
}

/** Functions that constructors compute sizes with: their values are followed on small tensors. */
const FOLDED: Record<string, (x: number) => number> = {
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  log2: Math.log2,
  rsqrt: (x) => 1 / Math.sqrt(x),
  cos: Math.cos,
  sin: Math.sin,
};

/** Functions whose result is floating-point: integers become the default float. */
const floating = [
  "acos:acos arccos",
  "acosh:acosh arccosh",
  "asin:asin arcsin",
  "asinh:asinh arcsinh",
  "atan:atan arctan",
  "atanh:atanh arctanh",
  "cos",
  "cosh",
  "sin",
  "sinh",
  "tan",
  "tanh:tanh torch.nn.functional.tanh",
  "exp",
  "exp2:exp2 torch.special.exp2",
  "expm1:expm1 torch.special.expm1",
  "log",
  "log10",
  "log1p:log1p torch.special.log1p",
  "log2",
  "rsqrt",
  "sigmoid:sigmoid torch.special.expit torch.nn.functional.sigmoid",
  "erf:erf torch.special.erf",
  "erfc:erfc torch.special.erfc",
  "erfinv:erfinv torch.special.erfinv",
  "digamma:digamma torch.special.digamma torch.special.psi",
  "lgamma:lgamma torch.special.gammaln",
  "i0:i0 torch.special.i0",
  "sinc:sinc torch.special.sinc",
  "deg2rad",
  "rad2deg",
].map((entry) => {
  const [name, names] = entry.split(":");
  const fold = FOLDED[name];
  return pointwise(name, { names, dtype: "float", data: fold && numeric(fold) });
});

/** Functions of `torch.special` that call their argument `x`. */
const NAMED_X = /^(airy_ai|scaled_modified_bessel_k[01]|spherical_bessel_j0)$/;

/** Functions of `torch.special` that have no method and no in-place form. */
const special = (
  "airy_ai bessel_j0 bessel_j1 bessel_y0 bessel_y1 entr erfcx i0e i1 i1e log_ndtr ndtr ndtri modified_bessel_i0 modified_bessel_i1 " +
  "modified_bessel_k0 modified_bessel_k1 scaled_modified_bessel_k0 scaled_modified_bessel_k1 spherical_bessel_j0"
)
  .split(" ")
  .map((name) =>
    op(`special_${name}(Tensor self) -> Tensor`, {
      as: [`torch.special.${name}${NAMED_X.test(name) ? "(x)" : ""}`],
      shape: ({ self }) => self.shape,
      layout: "elementwise",
      dtype: "float",
      cost: each,
      costText: "numel(out)",
      doc: "(...) -> (...)",
    }),
  );

const tests = ["isfinite", "isinf", "isnan", "isneginf", "isposinf", "isreal", "signbit"].map((name) =>
  pointwise(name, { dtype: "bool", inplace: false }),
);

export const unary = [
  ...floating,
  ...special,
  ...tests,
  pointwise("sqrt", { dtype: "float", data: numeric(Math.sqrt) }),
  pointwise("reciprocal", { dtype: "float", data: numeric((x) => 1 / x) }),
  pointwise("logical_not", {
    dtype: "bool",
    data: exactly((x) => (typeof x === "number" ? Number(x === 0) : equal(x, 0) === false ? 0 : undefined)),
  }),
  pointwise("abs", {
    names: "abs absolute Tensor.__abs__",
    dtype: real,
    data: exactly((x) => (typeof x === "number" ? Math.abs(x) : lessEqual(0, x) === true ? x : undefined)),
  }),
  pointwise("neg", {
    names: "neg negative Tensor.__neg__",
    out: ({ self }, at) => {
      if (self.dtype === "bool")
        at.refuse(
          unimplemented(
            { kind: "dtype", wanted: "number" },
            "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.",
          ),
        );
      return self.shape;
    },
    data: exactly(neg),
  }),
  pointwise("positive", { names: "positive Tensor.__pos__", view: true, inplace: false }),
  pointwise("sign", { data: numeric(Math.sign) }),
  pointwise("sgn"),
  pointwise("ceil", { data: rounding(Math.ceil) }),
  pointwise("floor", { data: rounding(Math.floor) }),
  pointwise("trunc", { names: "trunc fix", data: rounding(Math.trunc) }),
  pointwise("frac", { data: numeric((x) => x - Math.trunc(x)) }),
  pointwise("square", {
    dtype: ({ self }) => (self.dtype === "bool" ? "int64" : self.dtype),
    data: exactly((x) => mul(x, x)),
  }),
  pointwise("angle", { dtype: realFloat, inplace: false }),
  pointwise("conj", { view: true, inplace: false }),
  pointwise("conj_physical"),
  pointwise("bitwise_not", {
    names: "bitwise_not Tensor.__invert__",
    out: ({ self }, at) => {
      if (!isIntegral(self.dtype))
        at.fail("dtype", "~ (operator.invert) is only implemented on integer and Boolean-type tensors", "TypeError");
      return self.shape;
    },
    data: ({ self }, shape) =>
      zip([self], shape, (x: Dim) => (self.dtype === "bool" ? Number(x === 0) : neg(x instanceof SymInt ? x : x + 1))),
  }),
  op("round(Tensor self, *, int decimals=0) -> Tensor", {
    as: aliases("round torch.special.round"),
    shape: ({ self }) => self.shape,
    layout: "elementwise",
    inplace: true,
    data: ({ self, decimals }, shape) =>
      decimals === 0 ? zip([self], shape, (x: Dim) => (x instanceof SymInt ? x : roundEven(x))) : undefined,
    cost: each,
    costText: "numel(out)",
    doc: "(...) -> (...)",
  }),
  op("nan_to_num(Tensor self, float? nan=None, float? posinf=None, float? neginf=None) -> Tensor", {
    shape: ({ self }) => self.shape,
    layout: "elementwise",
    inplace: true,
    cost: each,
    costText: "numel(out)",
    doc: "(...) -> (...)",
  }),
  op("logit(Tensor self, float? eps=None) -> Tensor", {
    as: aliases("logit torch.special.logit"),
    shape: ({ self }) => self.shape,
    layout: "elementwise",
    dtype: "float",
    inplace: true,
    cost: each,
    costText: "numel(out)",
    doc: "(...) -> (...)",
  }),
  op("mvlgamma(Tensor self, int p) -> Tensor", {
    as: aliases("mvlgamma torch.special.multigammaln"),
    shape: ({ self, p }, at) => {
      at.check(typeof p !== "number" || p >= 1, "argument", "p has to be greater than or equal to 1");
      return self.shape;
    },
    dtype: "float",
    inplace: true,
    cost: ({ p }, [out]) => ({ flops: mul(p, out.numel()) }),
    costText: "p*numel(out)",
    doc: "(...) -> (...)",
  }),
  op("polygamma(int n, Tensor self) -> Tensor", {
    as: ["torch.polygamma(n, input)", "torch.special.polygamma(n, input)"],
    shape: ({ self }) => self.shape,
    dtype: "float",
    cost: (_, [out]) => ({ flops: out.numel() }),
    costText: "numel(out)",
    doc: "(...) -> (...)",
  }),
  op("polygamma.method(Tensor self, int n) -> Tensor", {
    as: ["Tensor.polygamma"],
    shape: ({ self }) => self.shape,
    dtype: "float",
    inplace: true,
    cost: (_, [out]) => ({ flops: out.numel() }),
    costText: "numel(out)",
    doc: "(...) -> (...)",
  }),
  op("frexp(Tensor self) -> (Tensor mantissa, Tensor exponent)", {
    out: ({ self }) => ({ tensors: [{ shape: self.shape }, { shape: self.shape, dtype: "int32" }] }),
    layout: "elementwise",
    cost: (_, [out]) => ({ flops: out.numel() }),
    costText: "numel(out)",
    doc: "(...) -> (...), (...)",
  }),
];
