import type { Interpreter } from "../../machine/machine";
import { isIntegral } from "../../tensor/dtype";
import { Tensor, writesSoFar } from "../../tensor/tensor";
import {
  accumulatesIn,
  forgetGradient,
  lacksGradient,
  passBackward,
  refusalOfSaved,
  refusePass,
  SECOND_TIME,
  unusedIn,
} from "../../trace/autograd";
import { NotExecuted } from "../../trace/executor";
import { noteFunction } from "../../trace/functions";
import { requiresGradient, withoutGradient } from "../../trace/gradients";
import type { Pass, Tape } from "../../trace/tape";
import { native, PyDict, PyList, PyTuple, Unknown, type Value } from "../../values";

/** The tensors of a sequence; none where it holds anything that is not known. */
function tensorsOf(value: Value): Tensor[] {
  const items = value instanceof PyList || value instanceof PyTuple ? value.items : [value];
  return items.every((item) => item instanceof Tensor) ? (items as Tensor[]) : [];
}

function withoutGradients(m: Interpreter, called: Value): Value {
  const before = m.settings.gradEnabled;
  m.settings.gradEnabled = false;
  try {
    return m.call(called, []);
  } finally {
    m.settings.gradEnabled = before;
  }
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
    else if (m.forkDepth === 0) m.settings.asksGradients = true;
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
  /** A function that sees gradients: which ones, only a run on numbers knows. */
  _sees_gradients: native("_sees_gradients(hook)", (m: Interpreter, { hook }) => {
    m.seesGradients(hook);
    return null;
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
  /** A pass backward from some tensors: raises what PyTorch refuses of it; a tuple of the calls of autograd functions that it comes to. */
  _pass_backward: native("_pass_backward(outputs, retained)", (m: Interpreter, { outputs, retained }) => {
    const pass = { retained: retained !== false && retained !== null, isCertain: m.forkDepth === 0 };
    m.trace.passes = true;
    const { refusal, functions } = passBackward(m.trace, tensorsOf(outputs), pass);
    if (refusal !== undefined) refusePass(m, refusal);
    m.callGradientHooks();
    return new PyTuple(functions.map(({ value }) => value));
  }),
  /** Runs an autograd function's `forward`, as without gradients; what it gives is what the function gives. */
  _apply_function: native("_apply_function(call, inputs, forward)", (m: Interpreter, { call, inputs, forward }) => {
    const { settings, trace } = m;
    const { gradEnabled } = settings;
    const begin = trace.steps.length;
    const output = withoutGradients(m, forward);
    const given = inputs instanceof PyTuple ? inputs.items : [];
    const isOne = !(output instanceof PyTuple);
    // What was given and is given back is a tensor of its own.
    const results = (isOne ? [output] : output.items).map((item) =>
      item instanceof Tensor && given.includes(item) ? m.call(m.getattr(item, "view_as"), [item]) : item,
    );
    const outputs = results.filter((item) => item instanceof Tensor && !isIntegral(item.dtype)) as Tensor[];
    const asks = gradEnabled !== false && given.some((item) => item instanceof Tensor && item.requiresGrad);
    for (const tensor of outputs) tensor.requiresGrad = asks;
    if (!trace.paused)
      noteFunction(trace, { begin, inputs: given, outputs, gradEnabled, written: writesSoFar(), value: call });
    return isOne ? results[0] : new PyTuple(results);
  }),
  /** Calls something of which nothing is recorded, and no gradient. */
  _unrecorded: native("_unrecorded(called)", (m: Interpreter, { called }) =>
    m.state.unrecorded(() => withoutGradients(m, called)),
  ),
  /** Whether something is a tensor that requires a gradient; None where that is not certain. */
  _requires_gradient: native("_requires_gradient(value)", (_, { value }) => {
    if (value instanceof Unknown) return null;
    if (!(value instanceof Tensor)) return false;
    if (requiresGradient(value)) return true;
    return lacksGradient(value) ? false : null;
  }),
  /** Of a tensor nothing is said of its gradient. */
  _without_certain_gradient: native("_without_certain_gradient(tensor)", (_, { tensor }) =>
    tensor instanceof Tensor ? withoutGradient(tensor) : tensor,
  ),
  _writes_so_far: native("_writes_so_far()", () => writesSoFar()),
  /** What PyTorch says where tensors that were kept at a time (`_writes_so_far`) are asked for again, else None. */
  _refused_saved: native("_refused_saved(tensors, since)", (_, { tensors, since }) => {
    const refusals = tensorsOf(tensors).map((tensor) => refusalOfSaved(tensor, Number(since)));
    return refusals.find((refusal) => refusal !== undefined) ?? null;
  }),
  /** What PyTorch says of a graph that was freed. */
  _freed: native("_freed()", () => SECOND_TIME),
  /** `zero_grad`: of what it does to gradients nothing is said. */
  _forget_gradients: native("_forget_gradients(parameters)", (m: Interpreter, { parameters }) => {
    for (const one of tensorsOf(parameters)) {
      forgetGradient(one);
      m.tape?.setGradient(one, undefined);
    }
    return null;
  }),
  /** The place of an input that certainly has no part in the outputs, else None. */
  _unused_input: native("_unused_input(outputs, inputs)", (_, { outputs, inputs }) => {
    const roots = tensorsOf(outputs);
    // Of outputs that are not known nothing is known.
    return roots.length === 0 ? null : (unusedIn(roots, tensorsOf(inputs)) ?? null);
  }),
  /** An optimizer's step: it writes the parameters that certainly have gradients, and may write others. */
  _write_parameters: native("_write_parameters(parameters)", (m: Interpreter, { parameters }) => {
    for (const one of tensorsOf(parameters)) one.overwrite(accumulatesIn(one) && m.forkDepth === 0);
    return null;
  }),
  /** Something that is not known may be written into each of some tensors. */
  _overwrite: native("_overwrite(tensors)", (_, { tensors }) => {
    for (const one of tensorsOf(tensors)) one.overwrite(false);
    return null;
  }),
};
