import { add, type Dim } from "../dims";
import type { Places } from "../facts/places";
import type { CallNode, StepNode } from "../report";
import type { ModuleCall, Trace, TraceStep } from "../trace/trace";
import type { Reporter } from "./reporter";

/** The forward pass as a tree: module calls with the calls and operator steps inside them, in order. */
export function callTree(root: ModuleCall, trace: Trace, reporter: Reporter, places: Places): CallNode {
  return callNode(root, trace, reporter, places).node;
}

/** A call and its cost; the second branches of forks are left out, as in the totals. */
function callNode(
  call: ModuleCall,
  trace: Trace,
  reporter: Reporter,
  places: Places,
): { node: CallNode; macs: Dim; flops: Dim } {
  const children: (CallNode | StepNode)[] = [];
  let macs: Dim = 0;
  let flops: Dim = 0;
  const stepsUpTo = (from: number, end: number) => {
    for (const step of trace.steps.slice(from, end)) {
      if (step.alternative) continue;
      children.push(stepNode(step, reporter));
      macs = add(macs, step.cost.macs);
      flops = add(flops, step.cost.flops);
    }
  };
  let at = call.begin;
  for (const child of call.children) {
    stepsUpTo(at, child.begin);
    at = child.end;
    const inner = callNode(child, trace, reporter, places);
    children.push(inner.node);
    macs = add(macs, inner.macs);
    flops = add(flops, inner.flops);
  }
  stepsUpTo(at, call.end);
  const node: CallNode = {
    path: call.path,
    class: call.module.cls.name,
    file: call.place?.file ?? null,
    line: places.line(call.place),
    inputs: call.inputs.map((input) => reporter.shape(input)),
    output: call.failed ? { unknown: "the call raised" } : reporter.shape(call.output),
    params: reporter.dim(reporter.weights(call.module).params),
    macs: reporter.dim(macs),
    flops: reporter.dim(flops),
    children,
  };
  return { node, macs, flops };
}

function stepNode(step: TraceStep, reporter: Reporter): StepNode {
  const { index, place } = step;
  return Object.assign(reporter.step(step), { index, start: place?.start ?? null, end: place?.end ?? null });
}
