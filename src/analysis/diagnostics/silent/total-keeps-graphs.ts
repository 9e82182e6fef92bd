import { Tensor } from "../../tensor/tensor";
import { operandsOf, type TraceStep } from "../../trace/trace";
import { firstTensor, type Program, type Remark } from "./program";
import { trainingOf } from "./training";

/** `total += loss` in a loop, for a loss that `backward()` was called of: the sum keeps the graph of every round. */
export function* totalKeepsGraphs(program: Program): Iterable<Remark> {
  const training = trainingOf(program);
  const graphs = training.backwards.map(({ event }) => training.graph(event));
  if (graphs.length === 0) return;
  for (const step of program.steps("add")) {
    const { place } = step;
    if (place === undefined || step.direct !== true || graphs.some(({ steps }) => steps.has(step))) continue;
    const loss = operandsOf(step).find((one) => isLoss(one, step, program, graphs));
    if (loss === undefined || !isSum(step, loss, program) || !program.isInLoop(place)) continue;
    yield {
      code: "total-keeps-graphs",
      place,
      message: "The sum keeps the graph of every loss that is added to it: add `loss.item()` or `loss.detach()`",
    };
  }
}

function isLoss(
  one: Tensor,
  step: TraceStep,
  program: Program,
  graphs: readonly { steps: ReadonlySet<TraceStep> }[],
): boolean {
  const maker = program.maker(one, step.index);
  if (maker === undefined || !one.requiresGrad || one.numel() !== 1) return false;
  if (graphs.some(({ steps }) => steps.has(maker))) return true;
  // The loss of so many samples: `loss * len(x)`.
  const loss = SCALING.has(maker.schema.name) ? firstTensor(maker) : undefined;
  return loss !== undefined && isLoss(loss, maker, program, graphs);
}

const SCALING: ReadonlySet<string> = new Set(["mul", "div"]);

/** Whether a step adds to what itself has made, or to a number or plain tensor as a sum begins. */
function isSum(step: TraceStep, loss: Tensor, program: Program): boolean {
  const others = [step.args.self, step.args.input, step.args.other].filter((one) => one !== undefined && one !== loss);
  return others.some((one) => {
    if (!(one instanceof Tensor)) return false;
    const before = program.maker(one, step.index);
    return before !== undefined && before.place?.start === step.place?.start && before.place?.file === step.place?.file;
  });
}
