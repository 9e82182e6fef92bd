/**
 * The gamma and error functions with the sums that CPython computes (`Modules/mathmodule.c`), so that results are the same to the last digits.
 * Lanczos' approximation: https://www.netlib.org/boost/libs/math/doc/sf_and_dist/html/math_toolkit/backgrounders/lanczos.html
 */
const NUMERATOR = [
  23531376880.41076, 42919803642.6491, 35711959237.35567, 17921034426.037209, 6039542586.352028, 1439720407.3117216,
  248874557.86205417, 31426415.585400194, 2876370.6289353725, 186056.26539522348, 8071.672002365816, 210.82427775157936,
  2.5066282746310002,
];
const DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];
const G = 6.02468004077673;
const G_MINUS_HALF = 5.52468004077673;

/** Where the gamma function has no value: zero and the negative integers. */
export function isPole(x: number): boolean {
  return x <= 0 && Number.isInteger(x);
}

/** A quotient of polynomials, by Horner's rule from the end that does not overflow. */
function lanczosSum(x: number): number {
  let [top, bottom] = [0, 0];
  if (x < 5)
    for (let n = NUMERATOR.length - 1; n >= 0; n--) {
      top = top * x + NUMERATOR[n];
      bottom = bottom * x + DENOMINATOR[n];
    }
  else
    for (let n = 0; n < NUMERATOR.length; n++) {
      top = top / x + NUMERATOR[n];
      bottom = bottom / x + DENOMINATOR[n];
    }
  return top / bottom;
}

/** `sin(pi * x)` of a positive number. */
function sinOfPi(x: number): number {
  const y = x % 2;
  const eighth = Math.round(2 * y);
  if (eighth === 0) return Math.sin(Math.PI * y);
  if (eighth === 1) return Math.cos(Math.PI * (y - 0.5));
  if (eighth === 2) return Math.sin(Math.PI * (1 - y));
  if (eighth === 3) return -Math.cos(Math.PI * (y - 1.5));
  return Math.sin(Math.PI * (y - 2));
}

export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x;
  if (Number.isInteger(x) && x <= 23) {
    let product = 1;
    for (let n = 2; n < x; n++) product *= n;
    return product;
  }
  const size = Math.abs(x);
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? 0 / sinOfPi(x) : Number.POSITIVE_INFINITY;
  const y = size + G_MINUS_HALF;
  const z = ((size > G_MINUS_HALF ? y - size - G_MINUS_HALF : y - G_MINUS_HALF - size) * G) / y;
  if (x < 0) {
    let result = ((-Math.PI / sinOfPi(size) / size) * Math.exp(y)) / lanczosSum(size);
    result -= z * result;
    if (size < 140) return result / y ** (size - 0.5);
    const root = y ** (size / 2 - 0.25);
    return result / root / root;
  }
  let result = lanczosSum(size) / Math.exp(y);
  result += z * result;
  if (size < 140) return result * y ** (size - 0.5);
  const root = y ** (size / 2 - 0.25);
  return result * root * root;
}

/** The logarithm of the gamma function's size. */
export function lgamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY;
  if (x === 1 || x === 2) return 0;
  const size = Math.abs(x);
  if (size < 1e-20) return -Math.log(size);
  const result = Math.log(lanczosSum(size)) - G + (size - 0.5) * (Math.log(size + G - 0.5) - 1);
  return x > 0 ? result : Math.log(Math.PI) - Math.log(Math.abs(sinOfPi(size))) - Math.log(size) - result;
}

const SQRT_PI = Math.sqrt(Math.PI);

function erfSeries(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let n = 0, k = 25.5; n < 25; n++, k--) sum = 2 + (square * sum) / k;
  return (sum * x * Math.exp(-square)) / SQRT_PI;
}

/** `erfc` of a number that is not small, as a continued fraction. */
function erfcFraction(x: number): number {
  if (x >= 30) return 0;
  const square = x * x;
  let [a, step] = [0, 0.5];
  let [p, before] = [1, 0];
  let [q, under] = [step + square, 1];
  for (let n = 0; n < 50; n++) {
    a += step;
    step += 2;
    const b = step + square;
    [p, before] = [b * p - a * before, p];
    [q, under] = [b * q - a * under, q];
  }
  return ((p / q) * x * Math.exp(-square)) / SQRT_PI;
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 1.5) return erfSeries(x);
  return x > 0 ? 1 - erfcFraction(x) : erfcFraction(-x) - 1;
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < 1.5) return 1 - erfSeries(x);
  return x > 0 ? erfcFraction(x) : 2 - erfcFraction(-x);
}
