/** Special functions of one number, in double precision, from their series, continued fractions and asymptotic forms. */

const { abs, exp, log, PI, sqrt } = Math;

/** Cody's rational approximations (Math. Comp. 23, 1969): erf(√x) / √x below 0.46875, exp(x²) erfc(x) up to 4. */
function nearZero(x: number): number {
  return (
    ((((0.18577770618460315 * x + 3.1611237438705655) * x + 113.86415415105016) * x + 377.485237685302) * x +
      3209.3775891384694) /
    ((((x + 23.601290952344122) * x + 244.02463793444417) * x + 1282.6165260773723) * x + 2844.236833439171)
  );
}

function middle(x: number): number {
  return (
    ((((((((2.1531153547440383e-8 * x + 0.5641884969886701) * x + 8.883149794388377) * x + 66.11919063714163) * x +
      298.6351381974001) *
      x +
      881.952221241769) *
      x +
      1712.0476126340707) *
      x +
      2051.0783778260716) *
      x +
      1230.3393547979972) /
    ((((((((x + 15.744926110709835) * x + 117.6939508913125) * x + 537.1811018620099) * x + 1621.3895745666903) * x +
      3290.7992357334597) *
      x +
      4362.619090143247) *
      x +
      3439.3676741437216) *
      x +
      1230.3393548037495)
  );
}

/** Error function. */
export function erf(x: number): number {
  const a = abs(x);
  if (a < 0.46875) return x * nearZero(x * x);
  if (a > 6) return Math.sign(x);
  return Number.isNaN(x) ? x : Math.sign(x) * (1 - exp(-x * x) * erfcx(a));
}

export function erfc(x: number): number {
  if (x < 0.46875) return 1 - erf(x);
  return x > 27 ? 0 : exp(-x * x) * erfcx(x);
}

/** exp(x²) erfc(x). */
export function erfcx(x: number): number {
  if (x < 0.46875) return exp(x * x) * (1 - erf(x));
  if (x <= 4) return middle(x);
  // Laplace's continued fraction, from its tail
  let tail = 0;
  for (let n = 20; n >= 1; n--) tail = n / 2 / (x + tail);
  return 1 / (sqrt(PI) * (x + tail));
}

/** Polynomials in w = -log(1 - y²), highest power first (Giles, Approximating the erfinv function, 2010): good to 1e-6. */
const central = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const tails = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];

/** Inverse of erf: a polynomial, then a step of Halley's method on erfc, which stays exact near 1. */
export function erfinv(y: number): number {
  if (!(y > -1 && y < 1)) return y === 1 ? Infinity : y === -1 ? -Infinity : NaN;
  const target = abs(y);
  const w = -log((1 - target) * (1 + target));
  const t = w < 5 ? w - 2.5 : sqrt(w) - 3;
  let x = 0;
  for (const c of w < 5 ? central : tails) x = x * t + c;
  x *= target;
  const error = 1 - target - erfc(x);
  const slope = (2 / sqrt(PI)) * exp(-x * x);
  return Math.sign(y) * (x - error / (slope + x * error));
}

export function ndtr(x: number): number {
  return x < 0 ? 0.5 * erfc(-x / Math.SQRT2) : 0.5 * (1 + erf(x / Math.SQRT2));
}

export function ndtri(p: number): number {
  return Math.SQRT2 * erfinv(2 * p - 1);
}

export function logNdtr(x: number): number {
  return x < -1 ? log(erfcx(-x / Math.SQRT2) / 2) - (x * x) / 2 : log(ndtr(x));
}

const lanczos = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** log |Γ(x)| (Lanczos). */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x) || (x <= 0 && Number.isInteger(x))) return Infinity;
  if (x < 0.5) return log(PI / abs(Math.sin(PI * x))) - lgamma(1 - x);
  if (x > 1e7) return x * (log(x) - 1) - 0.5 * log(x) + 0.9189385332046727;
  let total = lanczos[0]!;
  for (let i = 1; i < 9; i++) total += lanczos[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * log(2 * PI) + (x - 0.5) * log(t) - t + log(total);
}

/** d/dx log Γ(x). */
export function digamma(x: number): number {
  if (x === 0) return -Infinity;
  if (x < 0) return Number.isInteger(x) ? NaN : digamma(1 - x) - PI / Math.tan(PI * x);
  let shift = 0;
  while (x < 8) shift -= 1 / x++;
  const i = 1 / (x * x);
  return shift + log(x) - 0.5 / x - i * (1 / 12 - i * (1 / 120 - i * (1 / 252 - i * (1 / 240 - i / 132))));
}

/** Hurwitz zeta Σ (k+q)^-s (Euler–Maclaurin). */
export function zeta(s: number, q: number): number {
  if (s === 1) return Infinity;
  if (s < 1) return NaN;
  if (q <= 0) {
    if (Number.isInteger(q)) return Infinity;
    if (!Number.isInteger(s)) return NaN;
  }
  let total = 0;
  const n = 12;
  for (let k = 0; k < n; k++) total += (q + k) ** -s;
  const a = q + n;
  total += a ** (1 - s) / (s - 1) + 0.5 * a ** -s;
  // Bernoulli numbers B2k over (2k)!
  const terms = [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160, -691 / 1307674368000];
  let rising = s;
  let power = a ** (-s - 1);
  for (let k = 0; k < terms.length; k++) {
    total += terms[k]! * rising * power;
    rising *= (s + 2 * k + 1) * (s + 2 * k + 2);
    power /= a * a;
  }
  return total;
}

/** The n-th derivative of digamma. */
export function polygamma(n: number, x: number): number {
  if (n === 0) return digamma(x);
  return (n % 2 ? 1 : -1) * exp(lgamma(n + 1)) * zeta(n + 1, x);
}

/** Regularized lower incomplete gamma function P(a, x). */
export function igamma(a: number, x: number): number {
  if (!(a >= 0 && x >= 0)) return NaN;
  if (a === 0) return x > 0 ? 1 : NaN;
  if (x === 0) return 0;
  if (x === Infinity) return a === Infinity ? NaN : 1;
  if (a === Infinity) return 0;
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x);
}

export function igammac(a: number, x: number): number {
  if (!(a >= 0 && x >= 0)) return NaN;
  if (a === 0) return x > 0 ? 0 : NaN;
  if (x === 0) return 1;
  if (x === Infinity) return a === Infinity ? NaN : 0;
  if (a === Infinity) return 1;
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let total = term;
  for (let n = 1; n < 1000 && term > total * 1e-17; n++) {
    term *= x / (a + n);
    total += term;
  }
  return total * exp(a * log(x) - x - lgamma(a));
}

function gammaFraction(a: number, x: number): number {
  // Lentz's method
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 1000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b || 1e-300);
    c = b + an / c || 1e-300;
    const delta = d * c;
    h *= delta;
    if (abs(delta - 1) < 1e-16) break;
  }
  return h * exp(a * log(x) - x - lgamma(a));
}

/** Bessel functions of an integer order by their integrals over a period: the trapezoidal rule converges geometrically. */
function periodMean(fn: (t: number) => number, points: number): number {
  let total = 0;
  for (let k = 0; k < points; k++) total += fn(((k + 0.5) * PI) / points);
  return total / points;
}

/** exp(-|x|) Iₙ(x). */
export function besselIScaled(order: number, x: number): number {
  const a = abs(x);
  const sign = order % 2 && x < 0 ? -1 : 1;
  if (a > 200) {
    // Hankel's expansion
    const mu = 4 * order * order;
    let term = 1;
    let total = 1;
    for (let k = 1; k < 12; k++) total += term *= -(mu - (2 * k - 1) ** 2) / (k * 8 * a);
    return (sign * total) / sqrt(2 * PI * a);
  }
  return sign * periodMean((t) => exp(a * (Math.cos(t) - 1)) * Math.cos(order * t), 64 + Math.ceil(a));
}

export function besselI(order: number, x: number): number {
  return besselIScaled(order, x) * exp(abs(x));
}

export function besselJ(order: number, x: number): number {
  return periodMean((t) => Math.cos(x * Math.sin(t) - order * t), 48 + Math.ceil(abs(x)));
}

export function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(PI * x) / (PI * x);
}

/** log(1 + exp(x)). */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(exp(-x)) : Math.log1p(exp(x));
}

export function xlogy(x: number, y: number): number {
  return Number.isNaN(y) ? NaN : x === 0 ? 0 : x * log(y);
}

/** To the nearest, halves to even. */
export function roundHalfEven(x: number): number {
  const r = Math.round(x);
  return abs(x % 1) === 0.5 && r % 2 !== 0 ? r - 1 : r;
}

export function gcd(a: number, b: number): number {
  let [x, y] = [abs(a), abs(b)];
  while (y) [x, y] = [y, x % y];
  return x;
}

/** Python's modulo: the sign of the divisor. */
export function remainder(x: number, y: number): number {
  const r = x % y;
  return r !== 0 && r < 0 !== y < 0 ? r + y : r;
}

/** Python's floor division. */
export function floorDivide(x: number, y: number): number {
  if (y === 0) return x / y;
  const quotient = (x - remainder(x, y)) / y;
  return Math.round(quotient) === quotient ? quotient : Math.floor(quotient + 0.5);
}

const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/** The next float32 after x towards y. */
export function nextAfter(x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  single[0] = x;
  if (single[0] === Math.fround(y)) return y;
  if (single[0] === 0) {
    bits[0] = 1;
    return y > 0 ? single[0] : -single[0];
  }
  bits[0]! += x < y === x > 0 ? 1 : -1;
  return single[0];
}

/** Mantissa in [0.5, 1) and exponent. */
export function frexp(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  let exponent = Math.max(-1023, Math.floor(Math.log2(abs(x))) + 1);
  let mantissa = x * 2 ** -exponent;
  while (abs(mantissa) < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  while (abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent++;
  }
  return [mantissa, exponent];
}
