import { map, zip } from "./host";
import type { Kernel, Kernels } from "./kernel";

/** Orthogonal polynomials by their three-term recurrences: p₀ = 1, p₁ = first(x), pₙ₊₁ = next(n, x, pₙ, pₙ₋₁). */
function recurrence(
  first: (x: number) => number,
  next: (n: number, x: number, p: number, q: number) => number,
  at = (x: number) => x,
): Kernel {
  return (a) =>
    zip(a.operandAt(0, "float32"), a.operandAt(1, "float32"), (given, degree) => {
      const n = Math.trunc(degree);
      if (n < 0) return 0;
      const x = at(given);
      let [q, p] = [1, first(x)];
      if (n === 0) return q;
      for (let k = 1; k < n; k++) [q, p] = [p, next(k, x, p, q)];
      return p;
    });
}

const chebyshev = (_: number, x: number, p: number, q: number) => 2 * x * p - q;
const shifted = (x: number) => 2 * x - 1;

/** A mean over half a period by the trapezoidal rule. */
function integral(fn: (t: number) => number, from: number, to: number, points: number): number {
  let total = (fn(from) + fn(to)) / 2;
  const step = (to - from) / points;
  for (let k = 1; k < points; k++) total += fn(from + k * step);
  return total * step;
}

/** Kₙ(x) eˣ = ∫ exp(-x (cosh t - 1)) cosh(n t) dt from 0. */
function besselK(order: number, scaled: boolean): Kernel {
  return (a) =>
    map(a.operandAt(0, "float32"), (x) => {
      if (x < 0) return Number.NaN;
      if (x === 0) return Number.POSITIVE_INFINITY;
      const end = Math.acosh(1 + 750 / x);
      const value = integral((t) => Math.exp(-x * (Math.cosh(t) - 1)) * Math.cosh(order * t), 0, end, 400);
      return scaled ? value : value * Math.exp(-x);
    });
}

/** Yₙ(x) by Bessel's integrals. */
function besselY(order: number): Kernel {
  return (a) =>
    map(a.operandAt(0, "float32"), (x) => {
      if (x < 0) return Number.NaN;
      if (x === 0) return Number.NEGATIVE_INFINITY;
      const wave = integral((t) => Math.sin(x * Math.sin(t) - order * t), 0, Math.PI, 2000);
      const end = Math.asinh(750 / x);
      const tail = integral(
        (t) => (Math.exp(order * t) + (order % 2 ? -1 : 1) * Math.exp(-order * t)) * Math.exp(-x * Math.sinh(t)),
        0,
        end,
        20000,
      );
      return (wave - tail) / Math.PI;
    });
}

export const polynomials: Kernels = {
  chebyshev_polynomial_t: recurrence((x) => x, chebyshev),
  chebyshev_polynomial_u: recurrence((x) => 2 * x, chebyshev),
  chebyshev_polynomial_v: recurrence((x) => 2 * x - 1, chebyshev),
  chebyshev_polynomial_w: recurrence((x) => 2 * x + 1, chebyshev),
  shifted_chebyshev_polynomial_t: recurrence((x) => x, chebyshev, shifted),
  shifted_chebyshev_polynomial_u: recurrence((x) => 2 * x, chebyshev, shifted),
  shifted_chebyshev_polynomial_v: recurrence((x) => 2 * x - 1, chebyshev, shifted),
  shifted_chebyshev_polynomial_w: recurrence((x) => 2 * x + 1, chebyshev, shifted),
  hermite_polynomial_h: recurrence(
    (x) => 2 * x,
    (n, x, p, q) => 2 * x * p - 2 * n * q,
  ),
  hermite_polynomial_he: recurrence(
    (x) => x,
    (n, x, p, q) => x * p - n * q,
  ),
  laguerre_polynomial_l: recurrence(
    (x) => 1 - x,
    (n, x, p, q) => ((2 * n + 1 - x) * p - n * q) / (n + 1),
  ),
  legendre_polynomial_p: recurrence(
    (x) => x,
    (n, x, p, q) => ((2 * n + 1) * x * p - n * q) / (n + 1),
  ),
  modified_bessel_k0: besselK(0, false),
  modified_bessel_k1: besselK(1, false),
  scaled_modified_bessel_k0: besselK(0, true),
  scaled_modified_bessel_k1: besselK(1, true),
  bessel_y0: besselY(0),
  bessel_y1: besselY(1),
};
