import type { Tensor } from "../tensor/tensor";
import type { Value } from "../values/value";
import type { Schema } from "./schema";
import { stepOf, type Trace, type TraceStep } from "./trace";

/**
 * Calls of autograd functions (https://docs.pytorch.org/docs/stable/autograd.html#torch.autograd.Function): each is one node of the graph of gradients,
 * whatever its `forward` does.
 */
export interface FunctionCall {
  /** The call as a step of the graph; it is none of the trace. */
  node: TraceStep;
  /** What the stand-in knows of it. */
  value: Value;
}

/** What a function gave: its call, and the step that had made the tensor then. */
const given = new WeakMap<Tensor, { last: TraceStep | undefined; call: FunctionCall }>();

const calls = new WeakMap<TraceStep, FunctionCall>();

const schema: Schema = {
  name: "autograd_function",
  overload: "",
  args: [
    {
      name: "inputs",
      type: "any",
      optional: false,
      list: true,
      optionalItems: true,
      keywordOnly: false,
      hasDefault: false,
      default: undefined,
    },
  ],
  returnNames: undefined,
  returns: "list",
  returnType: "Tensor[]",
};

/** The call of an autograd function that a tensor came from, where `step` is the last that wrote it. */
export function functionBehind(tensor: Tensor, step: TraceStep | undefined): TraceStep | undefined {
  const found = given.get(tensor);
  return found !== undefined && found.last === step ? found.call.node : undefined;
}

/** The call that a node of the graph stands for. */
export function callOf(node: TraceStep): FunctionCall | undefined {
  return calls.get(node);
}

/** What a call of an autograd function is noted with. */
interface Ended {
  /** How many steps the trace had before its `forward`. */
  begin: number;
  inputs: readonly Value[];
  outputs: readonly Tensor[];
  gradEnabled: boolean | undefined;
  written: number;
  value: Value;
}

/** Notes a call of an autograd function that has ended. */
export function noteFunction(trace: Trace, { begin, inputs, outputs, gradEnabled, written, value }: Ended): void {
  const { length } = trace.steps;
  const node: TraceStep = {
    // After the steps inside, before the next one.
    index: length - 0.5,
    op: schema.name,
    name: schema.name,
    schema,
    args: { inputs: [...inputs] },
    outputs: [...outputs],
    outputShapes: outputs.map(({ shape }) => shape),
    writes: undefined,
    before: undefined,
    autocast: undefined,
    gradEnabled,
    written,
    view: false,
    reviews: false,
    cost: { macs: 0, flops: 0 },
    moves: "allocates",
    touched: undefined,
    counted: true,
    alternative: trace.alternative > 0,
    place: undefined,
    call: trace.current,
  };
  const call = { node, value };
  calls.set(node, call);
  trace.functions.push({ begin, end: length });
  for (const output of outputs) given.set(output, { last: stepOf(output), call });
}

/** Whether a step is inside an autograd function: its result's gradient is what the function's `backward` says. */
export function isInFunction({ index }: TraceStep, { functions }: Trace): boolean {
  return functions.some(({ begin, end }) => index >= begin && index < end);
}
