import { Refused } from "../errors";
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
import {
  choleskyOf,
  completed,
  corner,
  determinant,
  exponential,
  identity,
  luOf,
  type Matrix,
  matrix,
  normOf,
  power,
  qrOf,
  solved,
  svdOf,
  symmetric,
  symmetricEigen,
  times,
  transposed,
  triangular,
  Unfactorable,
  upperOf,
} from "./matrix";
import { orderOf, vectorNorm } from "./reduce";

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

/** What PyTorch says of a matrix that can't be factorised; `row` is where that shows. */
interface Trouble {
  of: string;
  words(row: number): string;
}

const singular = (of: string): Trouble => ({
  of,
  words: (row) =>
    `The diagonal element ${row} is zero, the inversion could not be completed because the input matrix is singular.`,
});

const unsolvable: Trouble = {
  of: "torch.linalg.solve",
  words: () => "The solver failed because the input matrix is singular.",
};

const indefinite: Trouble = {
  of: "linalg.cholesky",
  words: (row) =>
    `The factorization could not be completed because the input is not positive-definite (the leading minor of order ${row} is not positive-definite).`,
};

/** What is made of the matrix at a place of a batch. */
function tried<T>({ of, words }: Trouble, batch: readonly number[], at: number, run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof Unfactorable)) throw thrown;
    const which = batch.length === 0 ? "" : `(Batch element ${at}): `;
    throw new Refused(`${of}: ${which}${words(thrown.row)}`, "LinAlgError");
  }
}

/** A tensor from each matrix of the batch. */
function each(fn: (m: Matrix, a: Args) => Matrix, trouble = singular("linalg.inv")): Kernel {
  return (a) => {
    const t = float(a.self);
    const batch = batchOf(t);
    return together(
      matricesOf(t).map((m, n) => tried(trouble, batch, n, () => fn(m, a))),
      batch,
    );
  };
}

/** The same with a number for each matrix: 0, or the row at which it can't be factorised. Such a one is left as it is. */
function eachWithInfo(fn: (m: Matrix, a: Args) => Matrix): Kernel {
  return (a) => {
    const t = float(a.self);
    const rows: number[] = [];
    const made = matricesOf(t).map((m) => {
      try {
        const result = fn(m, a);
        rows.push(0);
        return result;
      } catch (thrown) {
        if (!(thrown instanceof Unfactorable)) throw thrown;
        rows.push(thrown.row);
        return m;
      }
    });
    return [together(made, batchOf(t)), make(Int32Array.from(rows), batchOf(t))];
  };
}

/** A number from each matrix of the batch. */
function eachNumber(fn: (m: Matrix) => number): Kernel {
  return (a) => {
    const t = float(a.self);
    return make(Float32Array.from(matricesOf(t), fn), batchOf(t));
  };
}

const inverted = (m: Matrix) => solved(m, identity(m.rows));
const inverse = each(inverted);
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
    ms.map((m, i) => tried(unsolvable, batch, i, () => solved(m, bs[i]!))),
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

const factored = (m: Matrix, a: Args) => (a.flag("upper") ? transposed(choleskyOf(m)) : choleskyOf(m));
const cholesky = each(factored, indefinite);

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
  const isEmpty = dims.some((d) => t.shape[d] === 0);
  const numbers = Float32Array.from(matricesOf(moved), (m) => (isEmpty ? 0 : normOf(m, order)));
  const shape = a.flag("keepdim") ? t.shape.map((n, d) => (dims.includes(d) ? 1 : n)) : rest.map((d) => t.shape[d]!);
  return make(numbers, shape);
};

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
const covariance: Kernel = (a) => {
  const [counts, weights] = [a.optional("fweights"), a.optional("aweights")];
  const given = counts ?? weights;
  if (given === undefined) return covarianceOf(float(a.self), a.number("correction", 1));
  const own = weights === undefined ? undefined : values(weights);
  const times = counts === undefined ? undefined : values(counts);
  const each = Array.from(values(given), (_, n) => (own?.[n] ?? 1) * (times?.[n] ?? 1));
  return weightedCovariance(float(a.self), each, own, a.number("correction", 1));
};

/** Of observations that count `each`; `own` are the weights among that which are no counts. */
function weightedCovariance(
  t: Tensor,
  each: readonly number[],
  own: ArrayLike<number> | undefined,
  correction: number,
): Tensor {
  const x = t.rank < 2 ? reshape(t, [1, t.size]) : t;
  const [m] = matricesOf(x) as [Matrix];
  const sum = (list: Iterable<number>) => Array.from(list).reduce((s, v) => s + v, 0);
  const total = sum(each);
  const centered = Array.from({ length: m.rows }, (_, i) => {
    const row = m.data.subarray(i * m.columns, (i + 1) * m.columns);
    const mean = sum(row.map((v, j) => v * each[j]!)) / total;
    return Array.from(row, (v) => v - mean);
  });
  const less = own === undefined ? correction : (correction * sum(each.map((w, j) => w * own[j]!))) / total;
  const left = Math.max(0, correction === 0 ? total : total - less);
  const data = centered.flatMap((p) => centered.map((q) => sum(p.map((v, j) => v * q[j]! * each[j]!)) / left));
  const made = make(Float32Array.from(data), [m.rows, m.rows]);
  return t.rank < 2 ? reshape(made, []) : made;
}

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
  linalg_inv_ex: eachWithInfo(inverted),
  pinverse: pseudoInverse,
  linalg_pinv: pseudoInverse,
  linalg_solve: solve,
  linalg_solve_ex: (a) => [solve(a) as Tensor, info(a.self)],
  linalg_solve_triangular: solveTriangular,
  triangular_solve: solveTriangular,
  cholesky,
  linalg_cholesky: cholesky,
  linalg_cholesky_ex: eachWithInfo(factored),
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
  }, singular("cholesky_inverse")),
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
  norm: (a) => (a.any("p") === "nuc" ? matrixNorm(a.with({ ord: "nuc" })) : vectorNorm(a)),
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
