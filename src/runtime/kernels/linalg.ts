import { RunError } from "../errors";
import type { Tensor } from "../tf";
import {
  broadcastShape,
  broadcastTo,
  castTo,
  float,
  full,
  make,
  normalizeDim,
  permute,
  reshape,
  scalar,
  sizeOf,
  values,
} from "./host";
import type { Args, Kernel, Kernels } from "./kernel";
import { matmul } from "./matmul";
import { orderOf, vectorNorm } from "./reduce";

/** A matrix in double precision, row by row. */
interface Matrix {
  rows: number;
  columns: number;
  data: Float64Array;
}

const matrix = (rows: number, columns: number): Matrix => ({ rows, columns, data: new Float64Array(rows * columns) });

function identity(n: number): Matrix {
  const m = matrix(n, n);
  for (let i = 0; i < n; i++) m.data[i * n + i] = 1;
  return m;
}

/** The matrices of a batch (…, rows, columns). */
function matricesOf(t: Tensor): Matrix[] {
  const [rows, columns] = t.shape.slice(-2) as [number, number];
  const data = values(t);
  return Array.from({ length: sizeOf(t.shape.slice(0, -2)) }, (_, b) => ({
    rows,
    columns,
    data: Float64Array.from(data.subarray(b * rows * columns, (b + 1) * rows * columns)),
  }));
}

function together(list: readonly Matrix[], batch: readonly number[], shape?: readonly number[]): Tensor {
  const tail = shape ?? (list[0] ? [list[0].rows, list[0].columns] : [0, 0]);
  const out = new Float32Array(sizeOf(batch) * sizeOf(tail));
  list.forEach((m, b) => {
    out.set(m.data, b * sizeOf(tail));
  });
  return make(out, [...batch, ...tail]);
}

const batchOf = (t: Tensor) => t.shape.slice(0, -2);

function transposed(m: Matrix): Matrix {
  const out = matrix(m.columns, m.rows);
  for (let i = 0; i < m.rows; i++)
    for (let j = 0; j < m.columns; j++) out.data[j * m.rows + i] = m.data[i * m.columns + j]!;
  return out;
}

function times(x: Matrix, y: Matrix): Matrix {
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
function luOf(m: Matrix): Factors {
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
function triangular(m: Matrix, b: Matrix, upper: boolean, unit: boolean): Matrix {
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

function solved(m: Matrix, b: Matrix): Matrix {
  const { lu, order } = luOf(m);
  for (let i = 0; i < m.rows; i++) {
    if (lu.data[i * m.columns + i] === 0)
      throw new RunError(
        `The diagonal element ${i + 1} is zero, the solve could not be completed because the input matrix is singular.`,
      );
  }
  const ordered = matrix(b.rows, b.columns);
  order.forEach((from, i) => {
    ordered.data.set(b.data.subarray(from * b.columns, (from + 1) * b.columns), i * b.columns);
  });
  return triangular(lu, triangular(lu, ordered, false, true), true, false);
}

/** Lower factor with m = L Lᵀ. */
function choleskyOf(m: Matrix): Matrix {
  const n = m.rows;
  const out = matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let x = m.data[i * n + j]!;
      for (let k = 0; k < j; k++) x -= out.data[i * n + k]! * out.data[j * n + k]!;
      if (i === j && x <= 0) {
        throw new RunError(
          `The factorization could not be completed because the input is not positive-definite (the leading minor of order ${i + 1} is not positive-definite).`,
        );
      }
      out.data[i * n + j] = i === j ? Math.sqrt(x) : x / out.data[j * n + j]!;
    }
  return out;
}

/** Householder reflections: m = Q R with Q (rows, rows). */
function qrOf(m: Matrix): { q: Matrix; r: Matrix } {
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
function symmetricEigen(given: Matrix): { values: number[]; vectors: Matrix } {
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
function svdOf(given: Matrix): { u: Matrix; s: number[]; v: Matrix } {
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

/** A tensor from each matrix of the batch. */
function each(fn: (m: Matrix, a: Args) => Matrix): Kernel {
  return (a) => {
    const t = float(a.self);
    return together(
      matricesOf(t).map((m) => fn(m, a)),
      batchOf(t),
    );
  };
}

/** A number from each matrix of the batch. */
function eachNumber(fn: (m: Matrix) => number): Kernel {
  return (a) => {
    const t = float(a.self);
    return make(Float32Array.from(matricesOf(t), fn), batchOf(t));
  };
}

function determinant(m: Matrix): number {
  const { lu, sign } = luOf(m);
  let product = sign;
  for (let i = 0; i < m.rows; i++) product *= lu.data[i * m.rows + i]!;
  return product;
}

const inverse = each((m) => solved(m, identity(m.rows)));
const info = (t: Tensor) => full(batchOf(t), 0, "int32");

const solve: Kernel = (a) => {
  const left = float(a.tensor("A", "self"));
  let right = float(a.tensor("B", "other"));
  const vector = right.rank === 1 || (right.rank === left.rank - 1 && right.shape.every((n, d) => n === left.shape[d]));
  if (vector) right = reshape(right, [...right.shape, 1]);
  const batch = broadcastShape(batchOf(left), batchOf(right));
  const ms = matricesOf(broadcastTo(left, [...batch, ...left.shape.slice(-2)]));
  const bs = matricesOf(broadcastTo(right, [...batch, ...right.shape.slice(-2)]));
  const out = together(
    ms.map((m, i) => solved(m, bs[i]!)),
    batch,
  );
  return vector ? reshape(out, out.shape.slice(0, -1)) : out;
};

const solveTriangular: Kernel = (a) => {
  const native = a.op.includes("triangular_solve");
  const m = float(native ? a.tensor("A") : a.self);
  const b = float(native ? a.self : a.tensor("B"));
  const upper = a.flag("upper", true);
  const flip = native && a.flag("transpose");
  const batch = broadcastShape(batchOf(m), batchOf(b));
  const ms = matricesOf(broadcastTo(m, [...batch, ...m.shape.slice(-2)]));
  const bs = matricesOf(broadcastTo(b, [...batch, ...b.shape.slice(-2)]));
  const unit = a.flag("unitriangular");
  const solveOne = (x: Matrix, y: Matrix) => {
    if (!native && a.flag("left", true) === false)
      return transposed(triangular(transposed(x), transposed(y), !upper, unit));
    return flip ? triangular(transposed(x), y, !upper, unit) : triangular(x, y, upper, unit);
  };
  const out = together(
    ms.map((x, i) => solveOne(x, bs[i]!)),
    batch,
  );
  return native ? [out, m] : out;
};

const cholesky = each((m, a) => (a.flag("upper") ? transposed(choleskyOf(m)) : choleskyOf(m)));

const qr: Kernel = (a) => {
  const t = float(a.self);
  const mode = a.text("mode", a.flag("some", true) ? "reduced" : "complete");
  const parts = matricesOf(t).map(qrOf);
  const [rows, columns] = t.shape.slice(-2) as [number, number];
  const k = mode === "complete" ? rows : Math.min(rows, columns);
  const q = parts.map((p) => corner(p.q, rows, k));
  const r = parts.map((p) => corner(upperOf(p.r), k, columns));
  const batch = batchOf(t);
  return [
    mode === "r" ? make(new Float32Array(0), [0]) : together(q, batch, [rows, k]),
    together(r, batch, [k, columns]),
  ];
};

function corner(m: Matrix, rows: number, columns: number): Matrix {
  const out = matrix(rows, columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out.data[i * columns + j] = m.data[i * m.columns + j]!;
  return out;
}

function upperOf(m: Matrix): Matrix {
  return { ...m, data: m.data.map((x, at) => (at % m.columns < Math.floor(at / m.columns) ? 0 : x)) };
}

/** Columns completed to a basis of the whole space. */
function completed(u: Matrix, n: number): Matrix {
  const out = matrix(n, n);
  const { q } = qrOf(u);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) out.data[i * n + j] = j < u.columns ? u.data[i * u.columns + j]! : q.data[i * n + j]!;
  return out;
}

function svd(native: boolean): Kernel {
  return (a) => {
    const t = float(a.self);
    const [rows, columns] = t.shape.slice(-2) as [number, number];
    const wide = native ? !a.flag("some", true) : a.flag("full_matrices", true);
    const parts = matricesOf(t).map(svdOf);
    const batch = batchOf(t);
    const k = Math.min(rows, columns);
    const u = parts.map((p) => (wide ? completed(p.u, rows) : p.u));
    const v = parts.map((p) => (wide ? completed(p.v, columns) : p.v));
    const s = make(Float32Array.from(parts.flatMap((p) => p.s)), [...batch, k]);
    return [together(u, batch), s, together(native ? v : v.map(transposed), batch)];
  };
}

const singularValues: Kernel = (a) => {
  const t = float(a.self);
  return make(Float32Array.from(matricesOf(t).flatMap((m) => svdOf(m).s)), [
    ...batchOf(t),
    Math.min(...t.shape.slice(-2)),
  ]);
};

const eigh: Kernel = (a) => {
  const t = float(a.self);
  const parts = matricesOf(t).map((m) => symmetricEigen(symmetric(m, a.text("UPLO", "L") === "U")));
  const numbers = make(Float32Array.from(parts.flatMap((p) => p.values)), t.shape.slice(0, -1));
  return a.op.includes("eigvalsh")
    ? numbers
    : [
        numbers,
        together(
          parts.map((p) => p.vectors),
          batchOf(t),
        ),
      ];
};

/** One triangle mirrored onto the other. */
function symmetric(m: Matrix, upper: boolean): Matrix {
  const n = m.rows;
  const out = matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      out.data[i * n + j] =
        m.data[(upper ? Math.min(i, j) : Math.max(i, j)) * n + (upper ? Math.max(i, j) : Math.min(i, j))]!;
  return out;
}

/** V diag(1/s) Uᵀ, small singular values left out. */
const pseudoInverse = each((m, a) => {
  const { u, s, v } = svdOf(m);
  const limit =
    (a.optionalNumber("rtol") ?? a.optionalNumber("rcond") ?? 1.19e-7 * Math.max(m.rows, m.columns)) * (s[0] ?? 0);
  const scaled: Matrix = {
    ...v,
    data: v.data.map((x, at) => (s[at % v.columns]! > limit ? x / s[at % v.columns]! : 0)),
  };
  return times(scaled, transposed(u));
});

function power(m: Matrix, n: number): Matrix {
  if (n < 0) return power(solved(m, identity(m.rows)), -n);
  let [out, base] = [identity(m.rows), m];
  for (let k = n; k > 0; k >>= 1) {
    if (k & 1) out = times(out, base);
    base = times(base, base);
  }
  return out;
}

/** Scaling and squaring of the series. */
function exponential(m: Matrix): Matrix {
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

const luFactor: Kernel = (a) => {
  const t = float(a.self);
  const parts = matricesOf(t).map(luOf);
  const k = Math.min(...t.shape.slice(-2));
  const pivots = make(Int32Array.from(parts.flatMap((p) => p.pivots)), [...batchOf(t), k]);
  return [
    together(
      parts.map((p) => p.lu),
      batchOf(t),
    ),
    pivots,
    info(t),
  ];
};

const lu: Kernel = (a) => {
  const t = float(a.self);
  const [rows, columns] = t.shape.slice(-2) as [number, number];
  const k = Math.min(rows, columns);
  const parts = matricesOf(t).map(luOf);
  const p = parts.map(({ order }) => {
    const m = matrix(rows, rows);
    order.forEach((row, i) => {
      m.data[row * rows + i] = 1;
    });
    return m;
  });
  const lower = parts.map(({ lu: m }) => {
    const out = matrix(rows, k);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < k; j++) out.data[i * k + j] = i === j ? 1 : j < i ? m.data[i * columns + j]! : 0;
    return out;
  });
  const upper = parts.map(({ lu: m }) => corner(upperOf(m), k, columns));
  const batch = batchOf(t);
  return [together(p, batch, [rows, rows]), together(lower, batch, [rows, k]), together(upper, batch, [k, columns])];
};

/** The matrix norms by name or order, over two dimensions. */
const matrixNorm: Kernel = (a) => {
  const t = float(a.self);
  const given = a.any("ord", "p") ?? "fro";
  const dims = (a.optionalInts("dim") ?? [-2, -1]).map((d) => normalizeDim(d, t.rank)) as [number, number];
  if (given === "fro") return vectorNorm(a.with({ ord: 2, p: 2, dim: dims }));
  const rest = t.shape.map((_, d) => d).filter((d) => !dims.includes(d));
  const moved = permute(t, [...rest, ...dims]);
  const order = given === "nuc" ? "nuc" : orderOf(a);
  const numbers = Float32Array.from(matricesOf(moved), (m) => normOf(m, order));
  const shape = a.flag("keepdim") ? t.shape.map((n, d) => (dims.includes(d) ? 1 : n)) : rest.map((d) => t.shape[d]!);
  return make(numbers, shape);
};

function normOf(m: Matrix, order: number | "nuc"): number {
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

/** `linalg.norm`: of a vector, or of a matrix where an order and two dimensions (or a matrix) are given. */
const anyNorm: Kernel = (a) => {
  const dims = a.optionalInts("dim");
  const order = a.any("ord", "p");
  const isMatrix = order !== undefined && order !== null && (dims ? dims.length === 2 : a.self.rank === 2);
  return isMatrix ? matrixNorm(a) : vectorNorm(a.with({ ord: order ?? 2 }));
};

const trace: Kernel = (a) => {
  const [rows, columns] = a.self.shape as [number, number];
  const data = values(a.self);
  let total = 0;
  for (let i = 0; i < Math.min(rows, columns); i++) total += data[i * columns + i]!;
  return castTo(scalar(total), a.kind);
};

/** Rows are variables: (variables, observations). */
const covariance: Kernel = (a) => covarianceOf(float(a.self), a.number("correction", 1));

function covarianceOf(t: Tensor, correction: number): Tensor {
  const x = t.rank < 2 ? reshape(t, [1, t.size]) : t;
  const [m] = matricesOf(x) as [Matrix];
  for (let i = 0; i < m.rows; i++) {
    const row = m.data.subarray(i * m.columns, (i + 1) * m.columns);
    const mean = row.reduce((s, v) => s + v, 0) / m.columns;
    row.forEach((v, j) => {
      row[j] = v - mean;
    });
  }
  const out = times(m, transposed(m));
  const made = make(
    Float32Array.from(out.data, (v) => v / (m.columns - correction)),
    [m.rows, m.rows],
  );
  return t.rank < 2 ? reshape(made, []) : made;
}

const correlation: Kernel = (a) => {
  const c = covarianceOf(float(a.self), 1);
  if (c.rank === 0) return scalar(1);
  const n = c.shape[0]!;
  const data = values(c);
  return make(
    Float32Array.from(data, (v, at) => v / Math.sqrt(data[Math.floor(at / n) * (n + 1)]! * data[(at % n) * (n + 1)]!)),
    c.shape,
  );
};

const leastSquares: Kernel = (a) => {
  const [x, y] = [float(a.self), float(a.tensor("B", "b"))];
  const vector = y.rank === x.rank - 1;
  const right = vector ? reshape(y, [...y.shape, 1]) : y;
  const inverted = pseudoInverse(a.with({ [a.names[0]!]: x, rcond: null, rtol: null })) as Tensor;
  const out = matmul(inverted, right);
  const solution = vector ? reshape(out, out.shape.slice(0, -1)) : out;
  const rank = make(
    Int32Array.from(matricesOf(x), (m) => svdOf(m).s.filter((s) => s > 1e-6).length),
    batchOf(x),
  );
  return [solution, make(new Float32Array(0), [0]), rank, make(new Float32Array(0), [0])];
};

const vander: Kernel = (a) => {
  const x = a.self;
  const n = a.optionalNumber("N") ?? x.shape.at(-1)!;
  const linalg = a.op.includes("linalg");
  const rising = linalg || a.flag("increasing");
  const data = values(x);
  const out = new Float32Array(x.size * n);
  data.forEach((v, i) => {
    for (let k = 0; k < n; k++) out[i * n + k] = v ** (rising ? k : n - 1 - k);
  });
  return castTo(make(out, [...x.shape, n]), a.kind);
};

const logAbs: Kernel = (a) => {
  const t = float(a.self);
  const numbers = matricesOf(t).map(determinant);
  return [
    make(Float32Array.from(numbers, Math.sign), batchOf(t)),
    make(
      Float32Array.from(numbers, (d) => Math.log(Math.abs(d))),
      batchOf(t),
    ),
  ];
};

export const decompositions: Kernels = {
  det: eachNumber(determinant),
  linalg_det: eachNumber(determinant),
  logdet: eachNumber((m) => Math.log(determinant(m))),
  slogdet: logAbs,
  linalg_slogdet: logAbs,
  inverse,
  linalg_inv: inverse,
  linalg_inv_ex: (a) => [inverse(a) as Tensor, info(a.self)],
  pinverse: pseudoInverse,
  linalg_pinv: pseudoInverse,
  linalg_solve: solve,
  linalg_solve_ex: (a) => [solve(a) as Tensor, info(a.self)],
  linalg_solve_triangular: solveTriangular,
  triangular_solve: solveTriangular,
  cholesky,
  linalg_cholesky: cholesky,
  linalg_cholesky_ex: (a) => [cholesky(a) as Tensor, info(a.self)],
  cholesky_solve: (a) => {
    const [b, m] = [float(a.self), float(a.tensor("input2"))];
    const ms = matricesOf(m);
    return together(
      matricesOf(b).map((x, i) => {
        const lower = a.flag("upper") ? transposed(ms[i]!) : ms[i]!;
        return triangular(transposed(lower), triangular(lower, x, false, false), true, false);
      }),
      batchOf(b),
    );
  },
  cholesky_inverse: each((m, a) => {
    const lower = a.flag("upper") ? transposed(m) : m;
    return solved(times(lower, transposed(lower)), identity(m.rows));
  }),
  qr,
  linalg_qr: qr,
  svd: svd(true),
  linalg_svd: svd(false),
  linalg_svdvals: singularValues,
  linalg_eigh: eigh,
  linalg_eigvalsh: eigh,
  linalg_lu_factor: luFactor,
  linalg_lu_factor_ex: luFactor,
  lu_factor: luFactor,
  linalg_lu: lu,
  linalg_lstsq: leastSquares,
  linalg_matrix_power: each((m, a) => power(m, a.number("n"))),
  matrix_power: each((m, a) => power(m, a.number("n"))),
  matrix_exp: each(exponential),
  linalg_matrix_exp: each(exponential),
  linalg_matrix_rank: (a) => {
    const t = float(a.self);
    return make(
      Int32Array.from(matricesOf(t), (m) => {
        const { s } = svdOf(m);
        const limit =
          a.optionalNumber("tol") ?? a.optionalNumber("atol") ?? 1.19e-7 * Math.max(m.rows, m.columns) * (s[0] ?? 0);
        return s.filter((x) => x > limit).length;
      }),
      batchOf(t),
    );
  },
  linalg_matrix_norm: matrixNorm,
  nuclear_norm: (a) => matrixNorm(a.with({ ord: "nuc" })),
  linalg_norm: anyNorm,
  linalg_cond: eachNumber((m) => {
    const { s } = svdOf(m);
    return s[0]! / s.at(-1)!;
  }),
  trace,
  cov: covariance,
  corrcoef: correlation,
  vander,
  linalg_vander: vander,
};
