import type { Interpreter } from "../../machine/machine";
import { Tensor } from "../../tensor/tensor";
import { accumulatesIn, forgetGradient, refusalOfBackward, unusedIn } from "../../trace/autograd";
import { NotExecuted } from "../../trace/executor";
import type { Pass, Tape } from "../../trace/tape";
import { native, PyDict, PyList, PyTuple, type Value } from "../../values";

/** The tensors of a sequence; none where it holds anything that is not known. */
function tensorsOf(value: Value): Tensor[] {
  const items = value instanceof PyList || value instanceof PyTuple ? value.items : [value];
  return items.every((item) => item instanceof Tensor) ? (items as Tensor[]) : [];
}

/** The tensors of a sequence in their places. */
function placesOf(value: Value): (Tensor | undefined)[] {
  const items = value instanceof PyList || value instanceof PyTuple ? value.items : [value];
  return items.map((item) => (item instanceof Tensor ? item : undefined));
}

function tapeOf(m: Interpreter): Tape {
  if (m.tape === undefined) throw new NotExecuted("gradients are not recorded", m.place(), true);
  return m.tape;
}

function passOf({ retained, creates }: Record<string, Value>): Pass {
  return { retained: (retained ?? creates) === true, creates: creates === true };
}

/** What `torch.autograd` and the optimizers ask of the graph of gradients. */
export const autograd: Record<string, Value> = {
  /** The program asks for gradients: a run on numbers remembers from its beginning on what they are computed from. */
  _asks_gradients: native("_asks_gradients()", (m: Interpreter) => {
    if (m.executor !== undefined) tapeOf(m);
    else if (m.forkDepth === 0) m.state.asksGradients = true;
    return null;
  }),
  /** On numbers: the gradients of the inputs, None of those that have no part in the outputs. */
  _gradients: native(
    "_gradients(outputs, given, inputs, retained, creates)",
    (m: Interpreter, { outputs, given, inputs, ...pass }) => {
      const found = tapeOf(m).gradients(tensorsOf(outputs), placesOf(given), tensorsOf(inputs), passOf(pass));
      return new PyTuple(found.map((gradient) => gradient ?? null));
    },
  ),
  /** On numbers: adds gradients to `grad` of the leaves behind the outputs, or of some inputs. */
  _accumulate_gradients: native(
    "_accumulate_gradients(outputs, given, inputs, retained, creates)",
    (m: Interpreter, { outputs, given, inputs, ...pass }) => {
      const into = inputs === null ? undefined : tensorsOf(inputs);
      tapeOf(m).accumulate(tensorsOf(outputs), placesOf(given), into, passOf(pass));
      return null;
    },
  ),
  /** On numbers: the hooks on a tensor's gradient, or those that are called when a leaf has got one, by their handles. */
  _gradient_hooks: native("_gradient_hooks(tensor, after)", (m: Interpreter, { tensor, after }) => {
    return tensor instanceof Tensor ? tapeOf(m).hooksOf(tensor, after === true) : new PyDict();
  }),
  /** Whether gradients are recorded: a run on numbers that asks for them. */
  _on_tape: native("_on_tape()", (m: Interpreter) => m.tape !== undefined),
  /** The results of `torch.autograd.Function`: what comes back of its arguments is another tensor. */
  _own_function: native(
    "_own_function(name, backward, materialized, args, outputs, without, dirty)",
    (m: Interpreter, { name, backward, materialized, args, outputs, without, dirty }) => {
      const [fixed, written] = [tensorsOf(without), tensorsOf(dirty)];
      const rule = {
        name: String(name),
        materialized: materialized === true,
        backward: (gradients: readonly Value[]) => m.call(backward, gradients),
      };
      const all = placesOf(outputs).map((tensor) => tensor!);
      const own = all.map((tensor) => ({
        tensor,
        isDifferentiable: !fixed.includes(tensor),
        isDirty: written.includes(tensor),
      }));
      return new PyTuple(tapeOf(m).own(rule, (args as PyTuple).items, own));
    },
  ),
  /** A pass backward from some tensors: what PyTorch refuses of it, else None. */
  _refused_backward: native("_refused_backward(outputs, retained)", (m: Interpreter, { outputs, retained }) => {
    const pass = { retained: retained !== false && retained !== null, isCertain: m.forkDepth === 0 };
    m.trace.passes = true;
    return refusalOfBackward(tensorsOf(outputs), pass) ?? null;
  }),
  /** `zero_grad`: of what it does to gradients nothing is said. */
  _forget_gradients: native("_forget_gradients(parameters)", (m: Interpreter, { parameters }) => {
    for (const one of tensorsOf(parameters)) {
      forgetGradient(one);
      m.tape?.setGradient(one, undefined);
    }
    return null;
  }),
  /** The place of an input that certainly has no part in the outputs, else None. */
  _unused_input: native(
    "_unused_input(outputs, inputs)",
    (_, { outputs, inputs }) => unusedIn(tensorsOf(outputs), tensorsOf(inputs)) ?? null,
  ),
  /** An optimizer's step: it writes the parameters that certainly have gradients. */
  _write_parameters: native("_write_parameters(parameters)", (m: Interpreter, { parameters }) => {
    for (const one of tensorsOf(parameters)) if (accumulatesIn(one)) one.storageWritten(m.forkDepth === 0);
    return null;
  }),
};
