import { type Assumptions, type Dim, equal, isSymbol } from "../../dims";
import type { About } from "../../failure";
import { type Refusal, refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";

/** What broadcasting asks of the operator that it is for. */
interface Checks {
  /** The operator's name as it was called. */
  readonly name: string;
  readonly assumptions: Assumptions;
  /** Two sizes that PyTorch needs to be equal. */
  same(left: Dim, right: Dim, refusal: () => Refusal): void;
  same(left: Dim, right: Dim, about: About, message: () => string): void;
  /** PyTorch would raise. */
  fail(about: About, message: string): never;
}

/**
 * The shape that tensors broadcast to (https://pytorch.org/docs/stable/notes/broadcasting.html).
 * Two sizes of which neither is known to be 1 must be equal; undecided, that becomes a requirement.
 */
export function broadcast(at: Checks, ...shapes: readonly (readonly Dim[])[]): readonly Dim[] {
  let result = shapes[0] ?? [];
  for (let n = 1; n < shapes.length; n++) result = broadcastTwo(at, result, shapes[n]);
  return result;
}

function broadcastTwo(at: Checks, a: readonly Dim[], b: readonly Dim[]): readonly Dim[] {
  if (a === b) return a;
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = new Array(rank);
  // From the last dimension on, as PyTorch does: its message is of the last one that does not fit.
  for (let n = rank - 1; n >= 0; n--) {
    const x = n < rank - a.length ? 1 : a[n - rank + a.length];
    const y = n < rank - b.length ? 1 : b[n - rank + b.length];
    result[n] = broadcastDim(at, x, y, n);
  }
  return result;
}

function broadcastDim(at: Checks, x: Dim, y: Dim, position: number): Dim {
  if (x === y || y === 1) return x;
  if (x === 1) return y;
  const one = equal(x, 1, at.assumptions) !== false || equal(y, 1, at.assumptions) !== false;
  const same = equal(x, y, at.assumptions);
  if (same === false && one) {
    // A symbol that can still be 1 broadcasts to the other size.
    return equal(x, 1, at.assumptions) === false ? x : y;
  }
  at.same(x, y, () => refusals.broadcast(x, y, position));
  return plainer(x, y);
}

/** Of two equal sizes the one that says more to a reader: a number, then a single name. */
function plainer(x: Dim, y: Dim): Dim {
  if (typeof x === "number" || typeof y === "number") return typeof x === "number" ? x : y;
  return isSymbol(x) === undefined && isSymbol(y) !== undefined ? y : x;
}

/** `expand`: whether `shape` broadcasts to `target`, and to what, where -1 keeps a size. */
export function expandShape(at: Checks, shape: readonly Dim[], target: readonly Dim[]): readonly Dim[] {
  const lead = target.length - shape.length;
  if (lead < 0) {
    at.fail(
      "rank",
      `expand(${at.name === "expand" ? "torch.FloatTensor" : "tensor"}{${sizes(shape)}}, size=${sizes(target)}): the number of sizes provided (${target.length}) must be greater or equal to the number of dimensions in the tensor (${shape.length})`,
    );
  }
  return target.map((size, n) => {
    const own = n < lead ? undefined : shape[n - lead];
    if (size === -1) {
      if (own === undefined)
        at.fail(
          "shape-mismatch",
          `expand(torch.FloatTensor{${sizes(shape)}}, size=${sizes(target)}): the expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${n}`,
        );
      return own;
    }
    if ((own === undefined || own === 1) && typeof size === "number" && size < 0)
      at.fail("argument", "numel: integer multiplication overflow");
    if (own === undefined || own === 1 || own === size) return size;
    // A size that differs for all values but may be 1 must be 1.
    const isOne = equal(own, size, at.assumptions) === false && equal(own, 1, at.assumptions) !== false;
    at.same(
      own,
      isOne ? 1 : size,
      "broadcast",
      () =>
        `The expanded size of the tensor (${sizes([size]).slice(1, -1)}) must match the existing size (${sizes([own]).slice(1, -1)}) at non-singleton dimension ${n}.  Target sizes: ${sizes(target)}.  Tensor sizes: ${sizes(shape)}`,
    );
    return size;
  });
}
