import type { Entry, Tape } from "./graph";
import {
  broadcast,
  broadcastStrides,
  contiguous,
  isContiguous,
  isDense,
  likeStrides,
  numel,
  resultStrides,
  type Sizes,
  same,
  viewed,
} from "./strides";

/**
 * PyTorch's own small operators, as far as memory goes: what each makes, what it keeps, and what its derivative makes. Larger ones are put together of
 * them as ATen does it. The derivatives are those of
 * https://github.com/pytorch/pytorch/blob/main/tools/autograd/derivatives.yaml
 */
export class Primitives {
  constructor(readonly tape: Tape) {}

  // ---- views ----

  /** `view`, `reshape`, `flatten`, `squeeze`: a copy where no view is possible. */
  reshape(x: Entry, shape: Sizes): Entry {
    const strides = viewed(x.shape, x.strides, shape);
    if (strides === undefined) return this.reshape(this.clone(x, contiguous(x.shape)), shape);
    if (same(shape, x.shape)) return x;
    return this.view(x, shape, strides);
  }

  view(x: Entry, shape: Sizes, strides: Sizes): Entry {
    const y = this.tape.share(x, shape, strides);
    this.tape.record([x], [y], [], ([g]) => [g && this.reshape(g, x.shape)]);
    return y;
  }

  permute(x: Entry, order: readonly number[]): Entry {
    const y = this.tape.share(
      x,
      order.map((n) => x.shape[n]),
      order.map((n) => x.strides[n]),
    );
    const back = order.map((_, n) => order.indexOf(n));
    this.tape.record([x], [y], [], ([g]) => [g && this.permute(g, back)]);
    return y;
  }

  transpose(x: Entry, a = -2, b = -1): Entry {
    const order = x.shape.map((_, n) => n);
    const [from, to] = [a, b].map((n) => (n < 0 ? n + order.length : n));
    [order[from], order[to]] = [order[to], order[from]];
    return this.permute(x, order);
  }

  expand(x: Entry, shape: Sizes): Entry {
    const gap = shape.length - x.shape.length;
    const strides = shape.map((size, n) =>
      n < gap || (x.shape[n - gap] === 1 && size !== 1) ? 0 : x.strides[n - gap],
    );
    const y = this.tape.share(x, shape, strides);
    this.tape.record([x], [y], [], ([g]) => [g]);
    return y;
  }

  /** A part of a tensor under the strides that it has there. Its gradient is one of the whole tensor. */
  part(x: Entry, shape: Sizes, strides: Sizes): Entry {
    const y = this.tape.share(x, shape, strides);
    this.tape.record([x], [y], [], ([g]) => [g && this.tape.make(x.shape, g.size)]);
    return y;
  }

  // ---- elementwise ----

  like(x: Entry): Entry {
    return this.tape.make(x.shape, x.size, likeStrides(x.shape, x.strides), x.floating);
  }

  /** The result of an elementwise operator on two tensors, which are broadcast. */
  private both(a: Entry, b: Entry): Entry {
    const shape = broadcast(a.shape, b.shape);
    const operands = [a, b].map((one) => broadcastStrides(one.shape, one.strides, shape));
    const [first, second] = [a, b].map((one) => same(one.shape, shape) && isDense(one.shape, one.strides));
    const strides = first && (!second || same(a.strides, b.strides)) ? a.strides : resultStrides(shape, operands);
    return this.tape.make(shape, promoted(a, b), strides, a.floating || b.floating);
  }

  clone(x: Entry, strides: Sizes = likeStrides(x.shape, x.strides)): Entry {
    const y = this.tape.make(x.shape, x.size, strides, x.floating);
    this.tape.record([x], [y], [], ([g]) => [g]);
    return y;
  }

  contiguous(x: Entry): Entry {
    return isContiguous(x.shape, x.strides) ? x : this.clone(x, contiguous(x.shape));
  }

  /** A function of one tensor. `saves` tells what its derivative reads; `temporaries`: how many tensors of its size the derivative makes on its way. */
  unary(x: Entry, { saves, temporaries = 0 }: { saves: "operand" | "result" | "none"; temporaries?: number }): Entry {
    const y = this.like(x);
    this.tape.record([x], [y], [saves === "operand" ? x : saves === "result" ? y : undefined], ([g]) => [
      g && this.chain(g, temporaries),
    ]);
    return y;
  }

  /** The value of an expression whose parts are like another tensor: all of them are there until it is evaluated. */
  chain(like: Entry, temporaries: number): Entry {
    for (let n = 0; n < temporaries; n++) this.like(like);
    return this.like(like);
  }

  add(a: Entry, b: Entry, negated = false): Entry {
    const y = this.both(a, b);
    this.tape.record([a, b], [y], [], ([g]) => [g, g && (negated && b.requiresGrad ? this.like(g) : g)]);
    return y;
  }

  mul(a: Entry, b: Entry): Entry {
    const y = this.both(a, b);
    const [left, right] = [a.requiresGrad, b.requiresGrad];
    this.tape.record([a, b], [y], [right ? a : undefined, left ? b : undefined], ([g]) => [
      left ? g && this.like(g) : undefined,
      right ? g && this.like(g) : undefined,
    ]);
    return y;
  }

  div(a: Entry, b: Entry): Entry {
    const y = this.both(a, b);
    const [left, right] = [a.requiresGrad, b.requiresGrad];
    this.tape.record([a, b], [y], [right ? a : undefined, b], ([g]) => {
      if (g === undefined) return [];
      const first = left ? this.like(g) : undefined;
      // -g * ((a / b) / b)
      return [first, right ? this.chain(g, 3) : undefined];
    });
    return y;
  }

  /** By a number: nothing is kept. */
  scale(x: Entry): Entry {
    return this.unary(x, { saves: "none" });
  }

  // ---- reductions ----

  reduce(x: Entry, shape: Sizes, divided: boolean, size = x.size): Entry {
    const y = this.tape.make(shape, size, contiguous(shape), x.floating);
    this.tape.record([x], [y], [], ([g]) => {
      if (g === undefined) return [];
      const wide = this.tape.share(g, x.shape, new Array<number>(x.shape.length).fill(0));
      return [divided ? this.tape.make(x.shape, g.size) : wide];
    });
    return y;
  }

  /** `softmax` and `log_softmax`: the result is kept. */
  softmax(x: Entry): Entry {
    const y = this.tape.make(x.shape, x.size, likeStrides(x.shape, x.strides));
    this.tape.record([x], [y], [y], ([g]) => [g && this.tape.make(x.shape, g.size, y.strides)]);
    return y;
  }

  // ---- matrix products ----

  /** (m, k) @ (k, n), or batches of them; a bias has no more memory. */
  mm(a: Entry, b: Entry, bias?: Entry): Entry {
    const shape = [...a.shape.slice(0, -1), b.shape[b.shape.length - 1]];
    const y = this.tape.make(shape, a.size);
    this.tape.meter.work(2 * numel(a.shape) * shape[shape.length - 1]);
    const [left, right] = [a.requiresGrad, b.requiresGrad];
    this.tape.record([a, b, bias], [y], [right ? a : undefined, left ? b : undefined], ([g]) => {
      if (g === undefined) return [];
      const first = left ? this.product(g, this.transpose(b), a) : undefined;
      const second = right ? this.product(this.transpose(a), g, b) : undefined;
      return [first, second, g];
    });
    return y;
  }

  /** A gradient that is a matrix product, laid out as the operand is: of a transposed one, the transposed product. */
  private product(a: Entry, b: Entry, like: Entry): Entry {
    const matrix = like.shape.length === 2;
    const columns = matrix && like.strides[0] === 1 && like.strides[1] === like.shape[0];
    if (!columns) return this.mm(a, b);
    return this.transpose(this.mm(this.transpose(b), this.transpose(a)));
  }

  /** `torch.matmul`: https://docs.pytorch.org/docs/stable/generated/torch.matmul.html */
  matmul(a: Entry, b: Entry): Entry {
    const [ranksA, ranksB] = [a.shape.length, b.shape.length];
    if (ranksA <= 2 && ranksB <= 2) {
      const left = ranksA === 1 ? this.reshape(a, [1, ...a.shape]) : a;
      const right = ranksB === 1 ? this.reshape(b, [...b.shape, 1]) : b;
      const shape = [...(ranksA === 1 ? [] : [a.shape[0]]), ...(ranksB === 1 ? [] : [b.shape[1]])];
      return this.reshape(this.mm(left, right), shape);
    }
    if (ranksA >= 3 && ranksB <= 2) {
      const rows = numel(a.shape) / a.shape[ranksA - 1];
      const right = ranksB === 1 ? this.reshape(b, [...b.shape, 1]) : b;
      const y = this.mm(this.reshape(a, [rows, a.shape[ranksA - 1]]), right);
      return this.reshape(y, [...a.shape.slice(0, -1), ...(ranksB === 1 ? [] : [b.shape[1]])]);
    }
    const left = ranksA === 1 ? this.reshape(a, [1, ...a.shape]) : a;
    const batch = broadcast(left.shape.slice(0, -2), b.shape.slice(0, -2));
    const flat = (x: Entry) => {
      const wide = [...batch, ...x.shape.slice(-2)];
      return this.reshape(same(wide, x.shape) ? x : this.expand(x, wide), [numel(batch), ...x.shape.slice(-2)]);
    };
    const y = this.mm(flat(left), flat(b));
    return this.reshape(y, [...batch, ...(ranksA === 1 ? [] : [a.shape[ranksA - 2]]), b.shape[ranksB - 1]]);
  }

  /** `x @ weight.T + bias` */
  linear(x: Entry, weight: Entry, bias: Entry | undefined): Entry {
    const [features, transposed] = [weight.shape[0], this.transpose(weight)];
    const rank = x.shape.length;
    if (rank === 2 && bias !== undefined) return this.mm(x, transposed, bias);
    if (bias !== undefined && isContiguous(x.shape, x.strides)) {
      const rows = numel(x.shape) / x.shape[rank - 1];
      const y = this.mm(this.reshape(x, [rows, x.shape[rank - 1]]), transposed, bias);
      return this.reshape(y, [...x.shape.slice(0, -1), features]);
    }
    const y = this.matmul(x, transposed);
    // Under the tracker the bias is added out of place.
    return bias === undefined ? y : this.add(y, bias);
  }

  /** (N, C, …) by weights (O, C / groups, …). */
  convolution(
    x: Entry,
    weight: Entry,
    bias: Entry | undefined,
    { shape, strides }: { shape: Sizes; strides: Sizes },
    transposed: boolean,
  ): Entry {
    const y = this.tape.make(shape, x.size, strides);
    const work = (x: Sizes, w: Sizes, out: Sizes, isTransposed: boolean) => {
      const positions = numel((isTransposed ? x : out).slice(2));
      this.tape.meter.work(2 * positions * numel(w) * x[0]);
    };
    const turned = ([first, second, ...rest]: Sizes) => [second, first, ...rest];
    work(x.shape, weight.shape, shape, transposed);
    const [needsX, needsW, needsBias] = [x, weight, bias].map((one) => one?.requiresGrad === true);
    this.tape.record([x, weight, bias], [y], [x, weight], ([g]) => {
      if (g === undefined) return [];
      const first = needsX ? this.tape.make(x.shape, g.size) : undefined;
      if (needsX) work(shape, weight.shape, x.shape, !transposed);
      const second = needsW
        ? this.tape.make(weight.shape, g.size, likeStrides(weight.shape, weight.strides))
        : undefined;
      if (needsW && transposed) work(turned(shape), turned(x.shape), turned(weight.shape), false);
      else if (needsW) work(turned(x.shape), turned(shape), turned(weight.shape), false);
      return [first, second, needsBias ? this.tape.make(bias!.shape, g.size) : undefined];
    });
    return y;
  }

  /** Normalization by a fused kernel: the result, and what it keeps of it; `statistics` are the shapes of mean and deviation. */
  normalization(
    x: Entry,
    weight: Entry | undefined,
    bias: Entry | undefined,
    statistics: Sizes,
    strides: Sizes = contiguous(x.shape),
  ): Entry {
    const y = this.tape.make(x.shape, x.size, strides);
    const [mean, deviation] = [this.tape.make(statistics, 4), this.tape.make(statistics, 4)];
    this.tape.record([x, weight, bias], [y], [x, weight, mean, deviation], ([g]) => {
      if (g === undefined) return [];
      const first = x.requiresGrad ? this.tape.make(x.shape, g.size, y.strides) : undefined;
      const others = [weight, bias].map((one) => (one?.requiresGrad ? this.tape.make(one.shape, one.size) : undefined));
      return [first, ...others];
    });
    return y;
  }
}

/**
 * Bytes an element of what two tensors make: the floating-point ones of them decide, and of these the ones with dimensions.
 * https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc
 */
function promoted(a: Entry, b: Entry): number {
  let deciding = [a, b];
  if (a.floating !== b.floating) deciding = deciding.filter(({ floating }) => floating);
  else if (a.shape.length * b.shape.length === 0 && a.shape.length + b.shape.length > 0)
    deciding = deciding.filter(({ shape }) => shape.length > 0);
  return Math.max(...deciding.map(({ size }) => size));
}
