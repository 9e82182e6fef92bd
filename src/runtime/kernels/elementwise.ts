import type { Tensor } from "../tf";
import * as tf from "../tf";
import { broadcastTo, castTo, float, map, scalar, values, zip, zipAll } from "./host";
import type { Args, Kernel, Kernels } from "./kernel";
import * as special from "./special";

type Binary = (x: number, y: number) => number;

/** A function of floats by its formula. */
function real(fn: (x: number) => number): Kernel {
  return (a) => map(float(a.self), fn, a.kind);
}

/** A function of floats that the backend has. */
function fast(fn: (t: Tensor) => Tensor): Kernel {
  return (a) => (a.self.size === 0 ? float(a.self) : fn(float(a.self)));
}

/** A function that keeps integers. */
function kept(fn: (x: number) => number): Kernel {
  return (a) => map(castTo(a.self, a.kind), fn, a.kind);
}

function predicate(fn: (x: number) => boolean): Kernel {
  return (a) => map(a.self, (x) => (fn(x) ? 1 : 0), "bool");
}

/** Two operands in the result's type. */
function binary(fn: Binary): Kernel {
  return (a) => zip(a.operandAt(0, a.kind), a.operandAt(1, a.kind), fn, a.kind);
}

function binaryReal(fn: Binary): Kernel {
  return (a) => zip(a.operandAt(0, "float32"), a.operandAt(1, "float32"), fn, a.kind);
}

/** Two operands in their common type, a truth value out. */
function compare(fn: (x: number, y: number) => boolean): Kernel {
  return (a) => {
    const kind = a.commonKind();
    return zip(a.operandAt(0, kind), a.operandAt(1, kind), (x, y) => (fn(x, y) ? 1 : 0), "bool");
  };
}

/** Arithmetic that the backend does on floats; integers exactly here. */
export function arithmetic(x: Tensor, y: Tensor, onFloats: (x: Tensor, y: Tensor) => Tensor, fn: Binary): Tensor {
  if (x.dtype === "float32" && y.dtype === "float32" && x.size > 0 && y.size > 0 && x.rank <= 6 && y.rank <= 6)
    return onFloats(x, y);
  return zip(x, y, fn, x.dtype === "float32" ? "float32" : "int32");
}

function scaled(a: Args, t: Tensor): Tensor {
  const alpha = a.number("alpha", 1);
  return alpha === 1 ? t : map(t, (x) => x * alpha, a.kind);
}

const add: Kernel = (a) =>
  a.kind === "bool"
    ? zip(a.operandAt(0, "bool"), a.operandAt(1, "bool"), (x, y) => x | y, "bool")
    : arithmetic(a.operandAt(0, a.kind), scaled(a, a.operandAt(1, a.kind)), tf.add, (x, y) => x + y);

const sub: Kernel = (a) =>
  arithmetic(a.operandAt(0, a.kind), scaled(a, a.operandAt(1, a.kind)), tf.sub, (x, y) => x - y);

const rsub: Kernel = (a) =>
  arithmetic(a.operandAt(1, a.kind), scaled(a, a.operandAt(0, a.kind)), tf.sub, (x, y) => x - y);

const mul: Kernel = (a) =>
  a.kind === "bool"
    ? zip(a.operandAt(0, "bool"), a.operandAt(1, "bool"), (x, y) => x & y, "bool")
    : arithmetic(
        a.operandAt(0, a.kind),
        a.operandAt(1, a.kind),
        tf.mul,
        a.kind === "float32" ? (x, y) => x * y : Math.imul,
      );

const div: Kernel = (a) => {
  const mode = a.text("rounding_mode");
  if (mode === "") return arithmetic(a.operandAt(0, "float32"), a.operandAt(1, "float32"), tf.div, (x, y) => x / y);
  const round: Binary = mode === "floor" ? special.floorDivide : (x, y) => Math.trunc(x / y);
  return zip(a.operandAt(0, a.kind), a.operandAt(1, a.kind), round, a.kind);
};

const clamp: Kernel = (a) => {
  const minimum = a.value("min");
  const maximum = a.value("max");
  let t = castTo(a.self, a.kind);
  if (typeof minimum === "number" || typeof maximum === "number") {
    const low = typeof minimum === "number" ? minimum : -Infinity;
    const high = typeof maximum === "number" ? maximum : Infinity;
    t = map(t, (x) => (x > high ? high : x < low ? Math.min(low, high) : x), a.kind);
  }
  if (typeof minimum === "object" && minimum !== null)
    t = zip(t, a.operand("min", a.kind), (x, y) => Math.max(x, y), a.kind);
  if (typeof maximum === "object" && maximum !== null)
    t = zip(t, a.operand("max", a.kind), (x, y) => Math.min(x, y), a.kind);
  return t;
};

/** NaN wins. */
const larger: Binary = (x, y) => (x > y || Number.isNaN(x) ? x : y);
const smaller: Binary = (x, y) => (x < y || Number.isNaN(x) ? x : y);

function shift(left: boolean): Kernel {
  return binary((x, y) => (y < 0 || y > 31 ? (left || x >= 0 ? 0 : -1) : left ? x << y : x >> y));
}

/** Bits of integers, truth of bools. */
function bitwise(fn: Binary): Kernel {
  return (a) => {
    const kind = a.kind === "float32" ? "int32" : a.kind;
    return zip(a.operandAt(0, kind), a.operandAt(1, kind), fn, kind);
  };
}

function logical(fn: (x: boolean, y: boolean) => boolean): Kernel {
  return (a) => zip(a.operandAt(0, "bool"), a.operandAt(1, "bool"), (x, y) => (fn(x !== 0, y !== 0) ? 1 : 0), "bool");
}

const where: Kernel = (a) => {
  const condition = castTo(a.tensor("condition", "self"), "bool");
  const kind = a.kind;
  const [x, y] = a.names
    .filter((n) => n !== "condition")
    .slice(0, 2)
    .map((n) => a.operand(n, kind)) as [Tensor, Tensor];
  return zipAll([condition, x, y], ([c, p, q]) => (c ? p! : q!), kind);
};

const addcmul: Kernel = (a) => {
  const value = a.number("value", 1);
  return zipAll(
    [a.operandAt(0, a.kind), a.operandAt(1, a.kind), a.operandAt(2, a.kind)],
    ([x, y, z]) => x! + value * y! * z!,
    a.kind,
  );
};

const addcdiv: Kernel = (a) => {
  const value = a.number("value", 1);
  return zipAll(
    [a.operandAt(0, a.kind), a.operandAt(1, a.kind), a.operandAt(2, a.kind)],
    ([x, y, z]) => x! + (value * y!) / z!,
    a.kind,
  );
};

const lerp: Kernel = (a) =>
  zipAll(
    [a.operandAt(0, "float32"), a.operandAt(1, "float32"), a.operand("weight", "float32")],
    ([x, y, w]) => x! + w! * (y! - x!),
  );

const round: Kernel = (a) => {
  const scale = 10 ** a.number("decimals", 0);
  return map(castTo(a.self, a.kind), (x) => special.roundHalfEven(x * scale) / scale, a.kind);
};

const nanToNum: Kernel = (a) => {
  const most = 3.4028234663852886e38;
  const nan = a.optionalNumber("nan") ?? 0;
  const high = a.optionalNumber("posinf") ?? most;
  const low = a.optionalNumber("neginf") ?? -most;
  return map(a.self, (x) => (Number.isNaN(x) ? nan : x === Infinity ? high : x === -Infinity ? low : x), a.kind);
};

const logaddexp: Binary = (x, y) => {
  const top = Math.max(x, y);
  return Number.isFinite(top) ? top + Math.log(Math.exp(x - top) + Math.exp(y - top)) : x + y === top + top ? top : top;
};

const close: Kernel = (a) => {
  const [rtol, atol, equalNan] = [a.number("rtol", 1e-5), a.number("atol", 1e-8), a.flag("equal_nan")];
  return zip(
    a.operandAt(0, "float32"),
    a.operandAt(1, "float32"),
    (x, y) =>
      x === y ||
      (Number.isFinite(y) && Math.abs(x - y) <= atol + rtol * Math.abs(y)) ||
      (equalNan && Number.isNaN(x) && Number.isNaN(y))
        ? 1
        : 0,
    "bool",
  );
};

const logit: Kernel = (a) => {
  const eps = a.optionalNumber("eps");
  return map(float(a.self), (x) => {
    const p = eps === undefined ? x : Math.min(Math.max(x, eps), 1 - eps);
    return Math.log(p / (1 - p));
  });
};

/** Γ over p dimensions. */
const mvlgamma: Kernel = (a) => {
  const p = a.number("p");
  return map(float(a.self), (x) => {
    let total = ((p * (p - 1)) / 4) * Math.log(Math.PI);
    for (let i = 0; i < p; i++) total += special.lgamma(x - i / 2);
    return total;
  });
};

const degrees = 180 / Math.PI;

export const elementwise: Kernels = {
  add,
  sub,
  subtract: sub,
  rsub,
  mul,
  multiply: mul,
  div,
  divide: div,
  true_divide: div,
  floor_divide: binary(special.floorDivide),
  remainder: binary(special.remainder),
  fmod: binary((x, y) => x % y),
  pow: binary((x, y) => (x === 1 || y === 0 ? 1 : x ** y)),
  float_power: binaryReal((x, y) => x ** y),
  atan2: binaryReal(Math.atan2),
  arctan2: binaryReal(Math.atan2),
  hypot: binaryReal(Math.hypot),
  copysign: binaryReal((x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
  nextafter: binaryReal(special.nextAfter),
  ldexp: binaryReal((x, y) => x * 2 ** y),
  logaddexp: binaryReal(logaddexp),
  logaddexp2: binaryReal((x, y) => logaddexp(x * Math.LN2, y * Math.LN2) / Math.LN2),
  xlogy: binaryReal(special.xlogy),
  xlog1py: binaryReal((x, y) => (Number.isNaN(y) ? NaN : x === 0 ? 0 : x * Math.log1p(y))),
  igamma: binaryReal(special.igamma),
  gammainc: binaryReal(special.igamma),
  igammac: binaryReal(special.igammac),
  gammaincc: binaryReal(special.igammac),
  zeta: binaryReal(special.zeta),
  heaviside: binary((x, y) => (x > 0 ? 1 : x < 0 ? 0 : x === 0 ? y : x)),
  gcd: binary(special.gcd),
  lcm: binary((x, y) => (x === 0 || y === 0 ? 0 : Math.abs((x / special.gcd(x, y)) * y))),
  maximum: binary(larger),
  minimum: binary(smaller),
  fmax: binary((x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.max(x, y))),
  fmin: binary((x, y) => (Number.isNaN(x) ? y : Number.isNaN(y) ? x : Math.min(x, y))),
  bitwise_and: bitwise((x, y) => x & y),
  __and__: bitwise((x, y) => x & y),
  bitwise_or: bitwise((x, y) => x | y),
  __or__: bitwise((x, y) => x | y),
  bitwise_xor: bitwise((x, y) => x ^ y),
  __xor__: bitwise((x, y) => x ^ y),
  bitwise_left_shift: shift(true),
  __lshift__: shift(true),
  bitwise_right_shift: shift(false),
  __rshift__: shift(false),
  bitwise_not: (a) => (a.self.dtype === "bool" ? map(a.self, (x) => 1 - x, "bool") : map(a.self, (x) => ~x, "int32")),
  eq: compare((x, y) => x === y),
  ne: compare((x, y) => x !== y),
  not_equal: compare((x, y) => x !== y),
  lt: compare((x, y) => x < y),
  less: compare((x, y) => x < y),
  le: compare((x, y) => x <= y),
  less_equal: compare((x, y) => x <= y),
  gt: compare((x, y) => x > y),
  greater: compare((x, y) => x > y),
  ge: compare((x, y) => x >= y),
  greater_equal: compare((x, y) => x >= y),
  isclose: close,
  allclose: (a) => {
    const all = values(close(a) as Tensor).every((x) => x !== 0);
    return scalar(all ? 1 : 0, "bool");
  },
  logical_and: logical((x, y) => x && y),
  logical_or: logical((x, y) => x || y),
  logical_xor: logical((x, y) => x !== y),
  logical_not: predicate((x) => x === 0),
  isnan: predicate((x) => Number.isNaN(x)),
  isinf: predicate((x) => x === Infinity || x === -Infinity),
  isfinite: predicate((x) => Number.isFinite(x)),
  isposinf: predicate((x) => x === Infinity),
  isneginf: predicate((x) => x === -Infinity),
  isreal: predicate(() => true),
  signbit: predicate((x) => x < 0 || Object.is(x, -0)),
  clamp,
  clip: clamp,
  clamp_min: clamp,
  clamp_max: clamp,
  where,
  addcmul,
  addcdiv,
  lerp,
  round,
  nan_to_num: nanToNum,
  logit,
  mvlgamma,
  multigammaln: mvlgamma,
  abs: kept(Math.abs),
  absolute: kept(Math.abs),
  neg: kept((x) => -x),
  negative: kept((x) => -x),
  positive: (a) => a.self,
  sign: kept((x) => (x > 0 ? 1 : x < 0 ? -1 : 0)),
  sgn: kept((x) => (x > 0 ? 1 : x < 0 ? -1 : 0)),
  square: kept((x) => x * x),
  ceil: kept(Math.ceil),
  floor: kept(Math.floor),
  trunc: kept(Math.trunc),
  fix: kept(Math.trunc),
  frac: kept((x) => x - Math.trunc(x)),
  exp: fast(tf.exp),
  sqrt: fast(tf.sqrt),
  rsqrt: fast(tf.rsqrt),
  log: fast(tf.log),
  sin: fast(tf.sin),
  cos: fast(tf.cos),
  exp2: real((x) => 2 ** x),
  expm1: real(Math.expm1),
  log2: real(Math.log2),
  log10: real(Math.log10),
  log1p: real(Math.log1p),
  tan: real(Math.tan),
  asin: real(Math.asin),
  arcsin: real(Math.asin),
  acos: real(Math.acos),
  arccos: real(Math.acos),
  atan: real(Math.atan),
  arctan: real(Math.atan),
  sinh: real(Math.sinh),
  cosh: real(Math.cosh),
  asinh: real(Math.asinh),
  arcsinh: real(Math.asinh),
  acosh: real(Math.acosh),
  arccosh: real(Math.acosh),
  atanh: real(Math.atanh),
  arctanh: real(Math.atanh),
  reciprocal: real((x) => 1 / x),
  deg2rad: real((x) => x / degrees),
  rad2deg: real((x) => x * degrees),
  sinc: real(special.sinc),
  erf: real(special.erf),
  erfc: real(special.erfc),
  erfcx: real(special.erfcx),
  erfinv: real(special.erfinv),
  ndtr: real(special.ndtr),
  ndtri: real(special.ndtri),
  log_ndtr: real(special.logNdtr),
  lgamma: real(special.lgamma),
  gammaln: real(special.lgamma),
  digamma: real(special.digamma),
  psi: real(special.digamma),
  polygamma: (a) => {
    const n = a.number("n");
    return map(float(a.tensor("self", "input")), (x) => special.polygamma(n, x));
  },
  i0: real((x) => special.besselI(0, x)),
  i1: real((x) => special.besselI(1, x)),
  i0e: real((x) => special.besselIScaled(0, x)),
  i1e: real((x) => special.besselIScaled(1, x)),
  bessel_j0: real((x) => special.besselJ(0, x)),
  modified_bessel_i0: real((x) => special.besselI(0, x)),
  modified_bessel_i1: real((x) => special.besselI(1, x)),
  spherical_bessel_j0: real((x) => (x === 0 ? 1 : Math.sin(x) / x)),
  bessel_j1: real((x) => special.besselJ(1, x)),
  entr: real((x) => (x > 0 ? -x * Math.log(x) : x === 0 ? 0 : x < 0 ? -Infinity : x)),
  frexp: (a) => [map(a.self, (x) => special.frexp(x)[0]), map(a.self, (x) => special.frexp(x)[1], "int32")],
  real: (a) => a.self,
  conj: (a) => a.self,
  conj_physical: (a) => a.self,
  resolve_conj: (a) => a.self,
  resolve_neg: (a) => a.self,
  angle: real((x) => (x < 0 ? Math.PI : Math.min(x, 0))),
  fill: (a) => broadcastTo(a.operand("value", a.kind), a.self.shape),
  zero: (a) => broadcastTo(scalar(0, a.kind), a.self.shape),
  fill_diagonal: (a) => {
    const t = castTo(a.self, a.kind);
    const data = t.dataSync().slice();
    const value = a.number("fill_value");
    const columns = t.shape.at(-1)!;
    const step = t.shape.reduce((total, n) => total * n + 1, 0) - t.shape.reduce((total, n) => total * n, 1);
    const stride =
      t.rank === 2
        ? columns + 1
        : t.shape.reduceRight((sum, _, d) => sum + t.shape.slice(d + 1).reduce((p, n) => p * n, 1), 0);
    const count = t.rank === 2 && a.flag("wrap") ? Infinity : Math.min(...t.shape);
    for (let i = 0, at = 0; at < data.length && i < count && step !== 0; i++, at += stride) data[at] = value;
    return tf.tensor(data, t.shape, t.dtype as "float32");
  },
};
