import { ELLIPSIS } from "../analysis/machine/constants";
import { Tensor } from "../analysis/tensor/tensor";
import type { TraceStep } from "../analysis/trace/trace";
import { PyList, PyTuple } from "../analysis/values";

/** Steps whose result has the very numbers of their first tensor. */
const passing = /^(to|_to_copy|clone|detach|contiguous|long|int|type|cast|reshape|view|flatten|cat|stack|pad)(\.|$)/;

/** The least size that a tensor's integers index in these steps: random ones must be below it. 2 where they index nothing. */
export function indexLimit(steps: readonly TraceStep[], tensor: Tensor): number {
  const same = new Set([tensor]);
  let limit = Number.POSITIVE_INFINITY;
  for (const step of steps) {
    const reads = tensorsIn(Object.values(step.args));
    if (!reads.some((read) => same.has(read))) continue;
    if ((step.view && same.has(reads[0]!)) || passing.test(step.op)) for (const out of step.outputs) same.add(out);
    limit = Math.min(limit, limitAt(step, same));
  }
  return Number.isFinite(limit) ? Math.max(1, limit) : 2;
}

/** Tensors in an argument, in order. */
function tensorsIn(value: unknown, into: Tensor[] = []): Tensor[] {
  if (value instanceof Tensor) into.push(value);
  else if (Array.isArray(value)) for (const part of value) tensorsIn(part, into);
  else if (value instanceof PyTuple || value instanceof PyList) tensorsIn(value.items, into);
  return into;
}

function sizesOf(value: unknown): number[] {
  const shape = tensorsIn(value)[0]?.shape ?? [];
  return shape.map((size) => (typeof size === "number" ? size : Number.POSITIVE_INFINITY));
}

/** What one operator asks of integers that are among its arguments. */
function limitAt({ op, args }: TraceStep, same: ReadonlySet<Tensor>): number {
  const name = op.split(".")[0]!.replace(/_$/, "");
  const inside = (value: unknown) => tensorsIn(value).some((tensor) => same.has(tensor));
  const none = Number.POSITIVE_INFINITY;
  const self = args.self ?? args.input;
  if (name.startsWith("embedding") && inside(args.indices ?? args.input)) return sizesOf(args.weight)[0] ?? none;
  if (name === "one_hot" && typeof args.num_classes === "number" && args.num_classes > 0) return args.num_classes;
  if (/^(cross_entropy|nll_loss|multi_margin_loss)/.test(name) && inside(args.target)) {
    const shape = sizesOf(self);
    return (shape.length === 1 ? shape[0] : shape[1]) ?? none;
  }
  if (
    /^(gather|scatter|index_select|index_add|index_copy|index_fill|take_along_dim)/.test(name) &&
    inside(args.index ?? args.indices)
  )
    return sizesOf(self).at(typeof args.dim === "number" ? args.dim : 0) ?? none;
  if (name === "take" && inside(args.index)) return sizesOf(self).reduce((x, y) => x * y, 1);
  if (/^(getitem|setitem|index|index_put)$/.test(name))
    return indexedSize(sizesOf(self), args.index ?? args.indices, inside);
  return none;
}

/** Size of the dimension that a tensor inside an index expression stands at. */
function indexedSize(shape: readonly number[], index: unknown, inside: (value: unknown) => boolean): number {
  const items = index instanceof PyTuple ? index.items : Array.isArray(index) ? index : [index];
  const isEllipsis = (item: unknown) => item === ELLIPSIS;
  let limit = Number.POSITIVE_INFINITY;
  items.forEach((item, i) => {
    if (!inside(item)) return;
    const after = items.slice(i + 1).filter((other) => other !== null);
    const before = items.slice(0, i).filter((other) => other !== null);
    const dim = before.some(isEllipsis) ? shape.length - 1 - after.length : before.length;
    limit = Math.min(limit, shape[dim] ?? Number.POSITIVE_INFINITY);
  });
  return limit;
}
