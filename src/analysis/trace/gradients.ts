import { Tensor } from "../tensor/tensor";
import { callOf, functionBehind } from "./functions";
import { DIFFERENTIABLE } from "./recorded";
import { stepOf, type TraceStep } from "./trace";

/** Tensors whose `data` was taken: it is the same tensor here, so that nothing more is said of its gradient. */
const bare = new WeakSet<Tensor>();

/** Whether more than one tensor may be meant: of its gradient nothing is certain. */
export function isAmbiguous(tensor: Tensor): boolean {
  return bare.has(tensor);
}

/** `tensor.data`, or one of several tensors that a value may be. */
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
    const last = stepOf(one);
    const step = functionBehind(one, last) ?? last;
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
function followed(step: TraceStep): Tensor[] {
  return followedArguments(step).flatMap(([, value]) => [value].flat().filter((one) => one instanceof Tensor));
}

/** Recurrent layers are no operators that are recorded: all that they are given has a part in what they give, and they keep what they have computed. */
export const RECURRENT: ReadonlySet<string> = new Set(
  "lstm gru rnn_tanh rnn_relu lstm_cell gru_cell rnn_tanh_cell rnn_relu_cell".split(" "),
);

/** `tensor[index] = value` is no operator of PyTorch: what is written and what is left both have a part in the result. */
const SET = ["input", "value"];

/** The arguments of a step of which autograd makes the result's gradient, with their names. */
export function followedArguments(step: TraceStep): [name: string, value: unknown][] {
  const { op, args } = step;
  const name = op.split(".")[0];
  if (RECURRENT.has(name) || callOf(step) !== undefined) return Object.entries(args);
  const names = name === "setitem" ? SET : DIFFERENTIABLE.get(name);
  return names === undefined
    ? []
    : Object.entries(args).filter(([name]) => names.includes(name === "self" ? "input" : name));
}
