/** Linear algebra on small matrices in double precision: plain textbook methods. */

/** A matrix in double precision, row by row. */
export interface Matrix {
  rows: number;
  columns: number;
  data: Float64Array;
}

export const matrix = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  data: new Float64Array(rows * columns),
});

export function identity(n: number): Matrix {
  const m = matrix(n, n);
  for (let i = 0; i < n; i++) m.data[i * n + i] = 1;
  return m;
}

export function transposed(m: Matrix): Matrix {
  const out = matrix(m.columns, m.rows);
  for (let i = 0; i < m.rows; i++)
    for (let j = 0; j < m.columns; j++) out.data[j * m.rows + i] = m.data[i * m.columns + j]!;
  return out;
}

export function times(x: Matrix, y: Matrix): Matrix {
  const out = matrix(x.rows, y.columns);
  for (let i = 0; i < x.rows; i++)
    for (let k = 0; k < x.columns; k++) {
      const v = x.data[i * x.columns + k]!;
      for (let j = 0; j < y.columns; j++) out.data[i * y.columns + j]! += v * y.data[k * y.columns + j]!;
    }
  return out;
}

interface Factors {
  lu: Matrix;
  /** Row that stands at each place. */
  order: number[];
  /** Row swapped with at each step, from 1, as LAPACK says it. */
  pivots: number[];
  sign: number;
}

/** Gaussian elimination with partial pivoting. */
export function luOf(m: Matrix): Factors {
  const lu: Matrix = { ...m, data: m.data.slice() };
  const { rows, columns, data } = lu;
  const order = Array.from({ length: rows }, (_, i) => i);
  const pivots: number[] = [];
  let sign = 1;
  for (let k = 0; k < Math.min(rows, columns); k++) {
    let p = k;
    for (let i = k + 1; i < rows; i++) if (Math.abs(data[i * columns + k]!) > Math.abs(data[p * columns + k]!)) p = i;
    pivots.push(p + 1);
    if (p !== k) {
      sign = -sign;
      [order[k], order[p]] = [order[p]!, order[k]!];
      for (let j = 0; j < columns; j++)
        [data[k * columns + j], data[p * columns + j]] = [data[p * columns + j]!, data[k * columns + j]!];
    }
    const pivot = data[k * columns + k]!;
    if (pivot === 0) continue;
    for (let i = k + 1; i < rows; i++) {
      const factor = data[i * columns + k]! / pivot;
      data[i * columns + k] = factor;
      for (let j = k + 1; j < columns; j++) data[i * columns + j]! -= factor * data[k * columns + j]!;
    }
  }
  return { lu, order, pivots, sign };
}

/** Solves a triangular system for every column of b. */
export function triangular(m: Matrix, b: Matrix, upper: boolean, unit: boolean): Matrix {
  const n = m.rows;
  const out: Matrix = { ...b, data: b.data.slice() };
  for (let step = 0; step < n; step++) {
    const i = upper ? n - 1 - step : step;
    for (let j = 0; j < b.columns; j++) {
      let x = out.data[i * b.columns + j]!;
      for (let k = upper ? i + 1 : 0; k < (upper ? n : i); k++) x -= m.data[i * n + k]! * out.data[k * b.columns + j]!;
      out.data[i * b.columns + j] = unit ? x : x / m.data[i * n + i]!;
    }
  }
  return out;
}

/** A matrix that has no such factors: the row, counted from 1, at which that shows. */
export class Unfactorable extends Error {
  constructor(readonly row: number) {
    super(`row ${row}`);
  }
}

export function solved(m: Matrix, b: Matrix): Matrix {
  const { lu, order } = luOf(m);
  for (let i = 0; i < m.rows; i++) {
    if (lu.data[i * m.columns + i] === 0) throw new Unfactorable(i + 1);
  }
  const ordered = matrix(b.rows, b.columns);
  order.forEach((from, i) => {
    ordered.data.set(b.data.subarray(from * b.columns, (from + 1) * b.columns), i * b.columns);
  });
  return triangular(lu, triangular(lu, ordered, false, true), true, false);
}

/** Lower factor with m = L Lᵀ. */
export function choleskyOf(m: Matrix): Matrix {
  const n = m.rows;
  const out = matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let x = m.data[i * n + j]!;
      for (let k = 0; k < j; k++) x -= out.data[i * n + k]! * out.data[j * n + k]!;
      // Nor is what is no number.
      if (i === j && !(x > 0)) throw new Unfactorable(i + 1);
      out.data[i * n + j] = i === j ? Math.sqrt(x) : x / out.data[j * n + j]!;
    }
  return out;
}

/** Householder reflections: m = Q R with Q (rows, rows). */
export function qrOf(m: Matrix): { q: Matrix; r: Matrix } {
  const r: Matrix = { ...m, data: m.data.slice() };
  const q = identity(m.rows);
  const n = m.rows;
  for (let k = 0; k < Math.min(n - 1, m.columns); k++) {
    const v = Float64Array.from({ length: n - k }, (_, i) => r.data[(k + i) * m.columns + k]!);
    const norm = Math.hypot(...v);
    if (norm === 0 || v.subarray(1).every((x) => x === 0)) continue;
    v[0]! += v[0]! >= 0 ? norm : -norm;
    const scale = 2 / v.reduce((s, x) => s + x * x, 0);
    reflect(r, v, k, scale, false);
    reflect(q, v, k, scale, true);
  }
  return { q, r };
}

/** Applies I - scale v vᵀ from the left, or from the right. */
function reflect(m: Matrix, v: Float64Array, k: number, scale: number, right: boolean): void {
  const count = right ? m.rows : m.columns;
  const at = (i: number, j: number) => (right ? j * m.columns + k + i : (k + i) * m.columns + j);
  for (let j = 0; j < count; j++) {
    let dot = 0;
    for (let i = 0; i < v.length; i++) dot += v[i]! * m.data[at(i, j)]!;
    for (let i = 0; i < v.length; i++) m.data[at(i, j)]! -= scale * dot * v[i]!;
  }
}

/** Eigenvalues, smallest first, and eigenvectors as columns of a symmetric matrix: Jacobi's rotations. */
export function symmetricEigen(given: Matrix): { values: number[]; vectors: Matrix } {
  const n = given.rows;
  const m: Matrix = { ...given, data: given.data.slice() };
  const v = identity(n);
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += m.data[i * n + j]! ** 2;
    if (off < 1e-28) break;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const apq = m.data[p * n + q]!;
        if (apq === 0) continue;
        const theta = (m.data[q * n + q]! - m.data[p * n + p]!) / (2 * apq);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        rotate(m, p, q, c, t * c, true);
        rotate(m, p, q, c, t * c, false);
        rotate(v, p, q, c, t * c, false);
      }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => m.data[i * n + i]! - m.data[j * n + j]!);
  const vectors = matrix(n, n);
  order.forEach((from, j) => {
    for (let i = 0; i < n; i++) vectors.data[i * n + j] = v.data[i * n + from]!;
  });
  return { values: order.map((i) => m.data[i * n + i]!), vectors };
}

function rotate(m: Matrix, p: number, q: number, c: number, s: number, rows: boolean): void {
  const n = m.columns;
  for (let k = 0; k < n; k++) {
    const [i, j] = rows ? [p * n + k, q * n + k] : [k * n + p, k * n + q];
    const [x, y] = [m.data[i]!, m.data[j]!];
    m.data[i] = c * x - s * y;
    m.data[j] = s * x + c * y;
  }
}

/** Singular values, largest first: one-sided Jacobi on the columns. m = U diag(s) Vᵀ, thin. */
export function svdOf(given: Matrix): { u: Matrix; s: number[]; v: Matrix } {
  if (given.rows < given.columns) {
    const { u, s, v } = svdOf(transposed(given));
    return { u: v, s, v: u };
  }
  const m: Matrix = { ...given, data: given.data.slice() };
  const { rows, columns: n } = m;
  const v = identity(n);
  for (let sweep = 0; sweep < 60; sweep++) {
    let turned = false;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        let [alpha, beta, gamma] = [0, 0, 0];
        for (let i = 0; i < rows; i++) {
          const [x, y] = [m.data[i * n + p]!, m.data[i * n + q]!];
          alpha += x * x;
          beta += y * y;
          gamma += x * y;
        }
        if (Math.abs(gamma) <= 1e-15 * Math.sqrt(alpha * beta) || gamma === 0) continue;
        turned = true;
        const zeta = (beta - alpha) / (2 * gamma);
        const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        const c = 1 / Math.sqrt(1 + t * t);
        turnColumns(m, p, q, c, c * t);
        turnColumns(v, p, q, c, c * t);
      }
    if (!turned) break;
  }
  const lengths = Array.from({ length: n }, (_, j) => {
    let total = 0;
    for (let i = 0; i < rows; i++) total += m.data[i * n + j]! ** 2;
    return Math.sqrt(total);
  });
  const order = lengths.map((_, j) => j).sort((i, j) => lengths[j]! - lengths[i]!);
  const [u, w] = [matrix(rows, n), matrix(n, n)];
  order.forEach((from, j) => {
    for (let i = 0; i < rows; i++) u.data[i * n + j] = lengths[from] ? m.data[i * n + from]! / lengths[from]! : 0;
    for (let i = 0; i < n; i++) w.data[i * n + j] = v.data[i * n + from]!;
  });
  return { u, s: order.map((j) => lengths[j]!), v: w };
}

function turnColumns(m: Matrix, p: number, q: number, c: number, s: number): void {
  for (let i = 0; i < m.rows; i++) {
    const [x, y] = [m.data[i * m.columns + p]!, m.data[i * m.columns + q]!];
    m.data[i * m.columns + p] = c * x - s * y;
    m.data[i * m.columns + q] = s * x + c * y;
  }
}

export function determinant(m: Matrix): number {
  const { lu, sign } = luOf(m);
  let product = sign;
  for (let i = 0; i < m.rows; i++) product *= lu.data[i * m.rows + i]!;
  return product;
}

export function corner(m: Matrix, rows: number, columns: number): Matrix {
  const out = matrix(rows, columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out.data[i * columns + j] = m.data[i * m.columns + j]!;
  return out;
}

export function upperOf(m: Matrix): Matrix {
  return { ...m, data: m.data.map((x, at) => (at % m.columns < Math.floor(at / m.columns) ? 0 : x)) };
}

/** Columns completed to a basis of the whole space. */
export function completed(u: Matrix, n: number): Matrix {
  const out = matrix(n, n);
  const { q } = qrOf(u);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) out.data[i * n + j] = j < u.columns ? u.data[i * u.columns + j]! : q.data[i * n + j]!;
  return out;
}

/** One triangle mirrored onto the other. */
export function symmetric(m: Matrix, upper: boolean): Matrix {
  const n = m.rows;
  const out = matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      out.data[i * n + j] =
        m.data[(upper ? Math.min(i, j) : Math.max(i, j)) * n + (upper ? Math.max(i, j) : Math.min(i, j))]!;
  return out;
}

export function power(m: Matrix, n: number): Matrix {
  if (n < 0) return power(solved(m, identity(m.rows)), -n);
  let [out, base] = [identity(m.rows), m];
  for (let k = n; k > 0; k >>= 1) {
    if (k & 1) out = times(out, base);
    base = times(base, base);
  }
  return out;
}

/** Scaling and squaring of the series. */
export function exponential(m: Matrix): Matrix {
  const size = Math.max(
    1e-300,
    ...Array.from({ length: m.rows }, (_, i) =>
      m.data.subarray(i * m.rows, (i + 1) * m.rows).reduce((s, x) => s + Math.abs(x), 0),
    ),
  );
  const squarings = Math.max(0, Math.ceil(Math.log2(size)) + 4);
  const small: Matrix = { ...m, data: m.data.map((x) => x / 2 ** squarings) };
  let [out, term] = [identity(m.rows), identity(m.rows)];
  for (let k = 1; k < 18; k++) {
    term = times(term, small);
    term.data = term.data.map((x) => x / k);
    out = { ...out, data: out.data.map((x, i) => x + term.data[i]!) };
  }
  for (let k = 0; k < squarings; k++) out = times(out, out);
  return out;
}

export function normOf(m: Matrix, order: number | "nuc"): number {
  if (order === "nuc") return svdOf(m).s.reduce((x, y) => x + y, 0);
  if (Math.abs(order) === 2) {
    const { s } = svdOf(m);
    return order > 0 ? s[0]! : s.at(-1)!;
  }
  const lines = Math.abs(order) === 1 ? transposed(m) : m;
  const sums = Array.from({ length: lines.rows }, (_, i) =>
    lines.data.subarray(i * lines.columns, (i + 1) * lines.columns).reduce((s, x) => s + Math.abs(x), 0),
  );
  return order > 0 ? Math.max(...sums) : Math.min(...sums);
}
