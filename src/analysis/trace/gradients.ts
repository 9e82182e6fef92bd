import { Tensor } from "../tensor/tensor";
import { stepOf, type TraceStep } from "./trace";

/** Operators whose floating-point result needs a gradient where an operand does: what layers are made of. */
const DIFFERENTIABLE =
  /^(linear|conv\d?d?|conv[123]d|conv_transpose[123]d|matmul|__r?matmul__|mm|bmm|addmm|baddbmm|einsum|bilinear|embedding|__?r?(add|sub|mul|truediv)_*|add|sub|mul|div|neg|exp|log|sqrt|relu|gelu|silu|elu|leaky_relu|tanh|sigmoid|softmax|log_softmax|softplus|mean|sum|max_pool[123]d|avg_pool[123]d|adaptive_avg_pool[123]d|batch_norm|layer_norm|group_norm|dropout|view|reshape|flatten|squeeze|unsqueeze|transpose|permute|t|contiguous|clone|select|slice|mse_loss|l1_loss|cross_entropy|nll_loss|binary_cross_entropy|binary_cross_entropy_with_logits)$/;

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
    if (!DIFFERENTIABLE.test(step.op.split(".")[0])) continue;
    for (const operand of operandsOf(step)) {
      if (seen.has(operand)) continue;
      seen.add(operand);
      waiting.push(operand);
    }
  }
  return false;
}

function operandsOf({ args }: TraceStep): Tensor[] {
  return Object.values(args)
    .flat()
    .filter((value): value is Tensor => value instanceof Tensor);
}
