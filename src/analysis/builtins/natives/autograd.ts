import type { Interpreter } from "../../machine/machine";
import { Tensor } from "../../tensor/tensor";
import { accumulatesIn, forgetGradient, refusalOfBackward, unusedIn } from "../../trace/autograd";
import { native, PyList, PyTuple, type Value } from "../../values";

/** The tensors of a sequence; none where it holds anything that is not known. */
function tensorsOf(value: Value): Tensor[] {
  const items = value instanceof PyList || value instanceof PyTuple ? value.items : [value];
  return items.every((item) => item instanceof Tensor) ? (items as Tensor[]) : [];
}

/** What `torch.autograd` and the optimizers ask of the graph of gradients. */
export const autograd: Record<string, Value> = {
  /** A pass backward from some tensors: what PyTorch refuses of it, else None. */
  _refused_backward: native("_refused_backward(outputs, retained)", (m: Interpreter, { outputs, retained }) => {
    const pass = { retained: retained !== false && retained !== null, isCertain: m.forkDepth === 0 };
    m.trace.passes = true;
    return refusalOfBackward(tensorsOf(outputs), pass) ?? null;
  }),
  /** `zero_grad`: of what it does to gradients nothing is said. */
  _forget_gradients: native("_forget_gradients(parameters)", (_, { parameters }) => {
    for (const one of tensorsOf(parameters)) forgetGradient(one);
    return null;
  }),
  /** The place of an input that certainly has no part in the outputs, else None. */
  _unused_input: native("_unused_input(outputs, inputs)", (_, { outputs, inputs }) => {
    const roots = tensorsOf(outputs);
    // Of outputs that are not known nothing is known.
    return roots.length === 0 ? null : (unusedIn(roots, tensorsOf(inputs)) ?? null);
  }),
  /** An optimizer's step: it writes the parameters that certainly have gradients. */
  _write_parameters: native("_write_parameters(parameters)", (m: Interpreter, { parameters }) => {
    for (const one of tensorsOf(parameters)) if (accumulatesIn(one)) one.storageWritten(m.forkDepth === 0);
    return null;
  }),
};
