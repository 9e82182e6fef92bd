import { Tensor } from "../tensor/tensor";
import { DIFFERENTIABLE } from "./recorded";
import { stepOf, type TraceStep } from "./trace";

/** Tensors whose `data` was taken: it is the same tensor here, so that nothing more is said of its gradient. */
const bare = new WeakSet<Tensor>();

/** `tensor.data` */
export function withoutGradient(tensor: Tensor): Tensor {
  bare.add(tensor);
  return tensor;
}

/** More operators between a parameter and a result are not followed. */
const MAX_STEPS = 5000;

/**
 * Whether a tensor requires a gradient for certain: a parameter, one that was made with `requires_grad=True`, or what differentiable
 * operators made of such a one while gradients were recorded. False where that is not known.
 */
export function requiresGradient(tensor: Tensor): boolean {
  const waiting = [tensor];
  const seen = new Set(waiting);
  for (let one = waiting.pop(); one !== undefined && seen.size < MAX_STEPS; one = waiting.pop()) {
    if (!one.requiresGrad || bare.has(one)) continue;
    const step = stepOf(one);
    if (one.parameter || step === undefined || step.args.requires_grad === true) return true;
    for (const operand of followed(step)) {
      if (seen.has(operand)) continue;
      seen.add(operand);
      waiting.push(operand);
    }
  }
  return false;
}

/** The tensors of a step of which autograd makes the result's gradient, as far as that is recorded. */
function followed({ op, args }: TraceStep): Tensor[] {
  const names = DIFFERENTIABLE.get(op.split(".")[0]);
  if (names === undefined) return [];
  return Object.entries(args).flatMap(([name, value]) =>
    names.includes(name === "self" ? "input" : name) ? [value].flat().filter((one) => one instanceof Tensor) : [],
  );
}
