import { RunError } from "../errors";
import type { Tensor } from "../tf";
import * as tf from "../tf";
import { allocate, broadcastShape, broadcastTo, float, full, make, sizeOf, stack, values, zip } from "./host";
import { type Args, isKeyed, type Kernel, type Kernels } from "./kernel";
import { matmul } from "./matmul";

/**
 * Complex tensors are stored with a last dimension of two: real and imaginary part. Operators that only move
 * elements, or are linear, work on the parts one after the other; the others have kernels of their own here.
 */

interface Pair {
  re: Tensor;
  im: Tensor;
}

/** The parts of a stored complex tensor (…, 2) -> (…), (…). */
function partsOf(t: Tensor): Pair {
  const shape = t.shape.slice(0, -1);
  const from = values(t);
  const [re, im] = [0, 1].map((k) => {
    const to = allocate(t.dtype as "float32", from.length / 2);
    for (let i = 0; i < to.length; i++) to[i] = from[2 * i + k]!;
    return make(to, shape);
  }) as [Tensor, Tensor];
  return { re, im };
}

function joinParts({ re, im }: Pair): Tensor {
  return stack([re, im], re.rank);
}

/** An operand as parts; a real one has the imaginary part 0. */
function operand(a: Args, name: string): Pair {
  const value = a.value(name);
  if (a.isComplex(name)) return partsOf(a.tensor(name));
  if (isKeyed(value, "complex")) {
    return { re: full([], value.complex[0]), im: full([], value.complex[1]) };
  }
  const re = a.operand(name, "float32");
  return { re, im: full(re.shape, 0) };
}

function nth(a: Args, i: number): Pair {
  return operand(a, a.names[i]!);
}

type Combine = (x: number, y: number, u: number, v: number) => [number, number];

/** A function of x + iy and u + iv, broadcast. */
function binary(fn: Combine): Kernel {
  return (a) => {
    const [p, q] = [nth(a, 0), nth(a, 1)];
    const shape = broadcastShape(p.re.shape, q.re.shape);
    const [x, y, u, v] = [p.re, p.im, q.re, q.im].map((t) => values(broadcastTo(t, shape))) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const out = new Float32Array(2 * sizeOf(shape));
    for (let i = 0; i < x.length; i++) {
      const [re, im] = fn(x[i]!, y[i]!, u[i]!, v[i]!);
      out[2 * i] = re;
      out[2 * i + 1] = im;
    }
    return make(out, [...shape, 2]);
  };
}

function unary(fn: (x: number, y: number) => [number, number]): Kernel {
  return (a) => {
    const from = values(a.self);
    const out = new Float32Array(from.length);
    for (let i = 0; i < from.length; i += 2) [out[i], out[i + 1]] = fn(from[i]!, from[i + 1]!) as [number, number];
    return make(out, a.self.shape);
  };
}

function toReal(fn: (x: number, y: number) => number): Kernel {
  return (a) => {
    const { re, im } = partsOf(a.self);
    return zip(re, im, fn);
  };
}

const multiply: Combine = (x, y, u, v) => [x * u - y * v, x * v + y * u];
const divide: Combine = (x, y, u, v) => {
  const d = u * u + v * v;
  return [(x * u + y * v) / d, (y * u - x * v) / d];
};

/** Four real products. */
const product: Kernel = (a) => {
  const [p, q] = [nth(a, 0), nth(a, 1)];
  return joinParts({
    re: tf.sub(matmul(p.re, q.re), matmul(p.im, q.im)),
    im: tf.add(matmul(p.re, q.im), matmul(p.im, q.re)),
  });
};

const compare =
  (same: boolean): Kernel =>
  (a) => {
    const [p, q] = [nth(a, 0), nth(a, 1)];
    const re = zip(p.re, q.re, (x, y) => (x === y ? 1 : 0), "bool");
    const im = zip(p.im, q.im, (x, y) => (x === y ? 1 : 0), "bool");
    return zip(re, im, (x, y) => ((x && y ? 1 : 0) === (same ? 1 : 0) ? 1 : 0), "bool");
  };

const polar = (r: number, angle: number): [number, number] => [r * Math.cos(angle), r * Math.sin(angle)];

function pairOfReals(fn: (x: Tensor, y: Tensor) => Pair): Kernel {
  return (a) => joinParts(fn(float(a.operandAt(0, "float32")), float(a.operandAt(1, "float32"))));
}

const root: (x: number, y: number) => [number, number] = (x, y) =>
  polar(Math.sqrt(Math.hypot(x, y)), Math.atan2(y, x) / 2);

export const complexKernels: Kernels = {
  view_as_real: (a) => a.self,
  view_as_complex: (a) => a.self,
  complex: pairOfReals((re, im) => {
    const shape = broadcastShape(re.shape, im.shape);
    return { re: broadcastTo(re, shape), im: broadcastTo(im, shape) };
  }),
  polar: pairOfReals((r, angle) => ({
    re: zip(r, angle, (x, t) => polar(x, t)[0]),
    im: zip(r, angle, (x, t) => polar(x, t)[1]),
  })),
  real: (a) => partsOf(a.self).re,
  imag: (a) => partsOf(a.self).im,
  conj: unary((x, y) => [x, -y]),
  conj_physical: unary((x, y) => [x, -y]),
  _conj: unary((x, y) => [x, -y]),
  abs: toReal(Math.hypot),
  angle: toReal((x, y) => Math.atan2(y, x)),
  isnan: (a) => {
    const { re, im } = partsOf(a.self);
    return zip(re, im, (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? 1 : 0), "bool");
  },
  add: (a) => {
    const alpha = a.number("alpha", 1);
    return binary((x, y, u, v) => [x + alpha * u, y + alpha * v])(a);
  },
  sub: (a) => {
    const alpha = a.number("alpha", 1);
    return binary((x, y, u, v) => [x - alpha * u, y - alpha * v])(a);
  },
  mul: binary(multiply),
  multiply: binary(multiply),
  div: binary(divide),
  true_divide: binary(divide),
  eq: compare(true),
  ne: compare(false),
  exp: unary((x, y) => polar(Math.exp(x), y)),
  log: unary((x, y) => [Math.log(Math.hypot(x, y)), Math.atan2(y, x)]),
  sqrt: unary(root),
  square: unary((x, y) => multiply(x, y, x, y)),
  reciprocal: unary((x, y) => divide(1, 0, x, y)),
  sgn: unary((x, y) => {
    const r = Math.hypot(x, y);
    return r === 0 ? [0, 0] : [x / r, y / r];
  }),
  pow: binary((x, y, u, v) => {
    const r = Math.hypot(x, y);
    if (r === 0) return u === 0 && v === 0 ? [1, 0] : [0, 0];
    const angle = Math.atan2(y, x);
    return polar(Math.exp(u * Math.log(r) - v * angle), v * Math.log(r) + u * angle);
  }),
  matmul: product,
  mm: product,
  bmm: product,
  ones: (a) => joinParts({ re: full(a.shape, 1), im: full(a.shape, 0) }),
  full: (a) => {
    const value = operand(a, "fill_value");
    return joinParts({ re: broadcastTo(value.re, a.shape), im: broadcastTo(value.im, a.shape) });
  },
  eye: (a) => {
    const [rows, columns] = a.shape as [number, number];
    const out = new Float32Array(2 * rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) out[2 * (i * columns + i)] = 1;
    return make(out, [rows, columns, 2]);
  },
  randn: (a) => {
    const out = new Float32Array(2 * sizeOf(a.shape)).map(() => a.random.normal() * Math.SQRT1_2);
    return make(out, [...a.shape, 2]);
  },
  to: (a) => {
    if (a.complex.output)
      return a.isComplex(a.names[0]!) ? a.self : joinParts({ re: float(a.self), im: full(a.self.shape, 0) });
    return partsOf(a.self).re;
  },
};

/** Operators that move elements or are linear: the same for both parts. */
const componentwise = new Set(
  (
    "view reshape _unsafe_view view_as reshape_as expand broadcast_to expand_as flatten ravel unflatten transpose swapaxes swapdims t mT T " +
    "numpy_T permute movedim moveaxis unsqueeze squeeze narrow narrow_copy select slice split split_with_sizes chunk tensor_split hsplit vsplit " +
    "dsplit unbind diagonal as_strided atleast_1d atleast_2d atleast_3d contiguous clone detach alias requires_grad data repeat tile flip fliplr " +
    "flipud roll rot90 repeat_interleave cat concat concatenate stack hstack vstack dstack column_stack meshgrid broadcast_tensors diag_embed diag " +
    "diagflat getitem setitem index index_put gather scatter scatter_add index_select index_add index_copy masked_select masked_fill take " +
    "take_along_dim tril triu sum mean cumsum neg negative positive zeros zeros_like empty empty_like new_zeros new_empty zero unfold " +
    "fft_fftshift fft_ifftshift pad constant_pad_nd where copy resolve_conj resolve_neg trace"
  ).split(" "),
);

/** Operators that look at the shape of what they are given, and no more: their results may be of another type. */
const made = new Set(["zeros_like", "new_zeros", "ones_like", "new_ones", "full_like", "new_full"]);

/** Runs a kernel on the real, then on the imaginary parts. */
export function byParts(a: Args, name: string, kernel: Kernel): readonly Tensor[] {
  if (made.has(name) && !a.complex.output) {
    const one = kernel(a.part(0));
    return "dataId" in one ? [one as Tensor] : (one as readonly Tensor[]);
  }
  if (!componentwise.has(name)) throw new RunError(`\`${a.op}\` can't be executed on complex numbers yet`);
  const [re, im] = [0, 1].map((k) => {
    const made = kernel(a.part(k as 0 | 1));
    return "dataId" in made ? [made as Tensor] : [...(made as readonly Tensor[])];
  }) as [Tensor[], Tensor[]];
  return re.map((t, k) => joinParts({ re: t, im: im[k]! }));
}
