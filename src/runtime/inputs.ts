import type { Plan, PlanStep, PlanValue } from "../analysis/plan/plan";
import type { DType } from "../analysis/tensor/dtype";
import { dtypes } from "../analysis/tensor/dtype";
import { allocate, kindOf, make, sizeOf } from "./kernels/host";
import type { Random } from "./random";
import { readsOf, tensorsIn } from "./schedule";
import type { Tensor } from "./tf";

/** Random numbers for an input: normal for floats, indices below `limit` for integers, coins for bools. */
export function randomTensor(shape: readonly number[], dtype: DType, limit: number, random: Random): Tensor {
  const { category } = dtypes[dtype];
  const stored = category === "complex" ? [...shape, 2] : shape;
  const data = allocate(kindOf(dtype), sizeOf(stored));
  for (let i = 0; i < data.length; i++) {
    data[i] =
      category === "bool" ? random.integer(0, 2) : category === "int" ? random.integer(0, limit) : random.normal();
  }
  return make(data, stored);
}

/** Steps whose result has the very numbers of their first tensor. */
const passing = /^(to|_to_copy|clone|detach|contiguous|long|int|type|cast|reshape|view|flatten|cat|stack|pad)(\.|$)/;

/** The least size that tensor `id` indexes in the forward part: its integers must be below it. 2 where it indexes nothing. */
export function indexLimit(plan: Plan, id: number): number {
  const same = new Set([id]);
  let limit = Infinity;
  for (const step of plan.steps) {
    const reads = readsOf(step);
    if (!reads.some((read) => same.has(read))) continue;
    if ((step.view && same.has(reads[0]!)) || passing.test(step.op)) for (const out of step.outputs) same.add(out);
    limit = Math.min(limit, limitAt(plan, step, same));
  }
  return Number.isFinite(limit) ? Math.max(1, limit) : 2;
}

function limitAt(plan: Plan, step: PlanStep, same: ReadonlySet<number>): number {
  const op = step.op
    .replace(/^.*\bfunctional\./, "")
    .split(".")[0]!
    .replace(/_$/, "");
  const { args } = step;
  const inside = (value: PlanValue | undefined) => value !== undefined && tensorsIn(value).some((id) => same.has(id));
  const shapeOf = (value: PlanValue | undefined) => {
    const [id] = value === undefined ? [] : tensorsIn(value);
    return id === undefined ? [] : (plan.tensors[id]?.shape ?? []);
  };
  const self = args.self ?? args.input;
  if (op.startsWith("embedding") && inside(args.indices ?? args.input)) return shapeOf(args.weight)[0] ?? Infinity;
  if (op === "one_hot" && typeof args.num_classes === "number" && args.num_classes > 0) return args.num_classes;
  if (/^(cross_entropy|nll_loss|multi_margin_loss)/.test(op) && inside(args.target)) {
    const shape = shapeOf(self);
    return (shape.length === 1 ? shape[0] : shape[1]) ?? Infinity;
  }
  if (
    /^(gather|scatter|index_select|index_add|index_copy|index_fill|take_along_dim)/.test(op) &&
    inside(args.index ?? args.indices)
  ) {
    const shape = shapeOf(self);
    const dim = typeof args.dim === "number" ? args.dim : 0;
    return shape.at(dim) ?? Infinity;
  }
  if (op === "take" && inside(args.index)) return sizeOf(shapeOf(self));
  if (/^(getitem|setitem|index|index_put)$/.test(op))
    return indexedSize(shapeOf(self), args.index ?? args.indices ?? null, inside);
  return Infinity;
}

/** Size of the dimension that a tensor inside an index expression stands at. */
function indexedSize(shape: readonly number[], index: PlanValue, inside: (value: PlanValue) => boolean): number {
  const items = Array.isArray(index) ? index : [index];
  const isEllipsis = (item: PlanValue) => item !== null && typeof item === "object" && "ellipsis" in item;
  let limit = Infinity;
  items.forEach((item, i) => {
    if (!inside(item)) return;
    const after = items.slice(i + 1).filter((other) => other !== null);
    const before = items.slice(0, i).filter((other) => other !== null);
    const dim = before.some(isEllipsis) ? shape.length - 1 - after.length : before.length;
    limit = Math.min(limit, shape[dim] ?? Infinity);
  });
  return limit;
}
