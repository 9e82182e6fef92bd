import { Tensor } from "../../tensor/tensor";
import { operandsOf, type TraceStep } from "../../trace/trace";
import type { Program, Remark } from "./program";
import { type Training, trainingOf } from "./training";

/** Parameters that an optimizer has and that no loss reaches, because a step between them ends the gradient. */
export function* gradientCut(program: Program): Iterable<Remark> {
  const training = trainingOf(program);
  const { optimizers, backwards } = training;
  if (optimizers.length === 0 || backwards.length === 0 || training.hasUnknown || training.hasUnknownLoss) return;
  if (!program.isWhole) return;
  const reached = new Set<Tensor>();
  const used = new Set<Tensor>();
  const cuts = new Set<TraceStep>();
  for (const { event } of backwards) {
    for (const leaf of training.graph(event).leaves) reached.add(leaf);
    for (const cut of training.graph(event).cuts) cuts.add(cut);
    for (const leaf of training.whole(event).leaves) used.add(leaf);
  }
  const steps = program.events("step");
  const lost = new Set<Tensor>();
  for (const { object, params } of optimizers) {
    if (training.isGiven(object) || training.isModuleGiven(params) || !steps.some(({ subject }) => subject === object))
      continue;
    for (const param of params)
      if (param.requiresGrad && param.parameter && used.has(param) && !reached.has(param)) lost.add(param);
  }
  const first = backwards[0].event.at;
  for (const { writes, index } of program.trace.steps) if (writes !== undefined && index > first) lost.delete(writes);
  for (const { target } of program.trace.aliases) lost.delete(target);
  for (const { object, params } of optimizers) {
    const place = backwards.at(-1)?.event.place;
    const isTrained = [...params].some((param) => reached.has(param) || lost.has(param));
    if (isTrained || place === undefined || !steps.some(({ subject }) => subject === object)) continue;
    if (params.size === 0 || training.isGiven(object) || training.isModuleGiven(params)) continue;
    if (program.events("grad").length > 0 || !isUsed(params, first, program)) continue;
    yield {
      code: "gradient-cut",
      place,
      message:
        "This gives no parameter of the optimizer a gradient: the loss was not computed of them, or only of their numbers",
    };
    return;
  }
  yield* readOut(program, training, reached, used);
  if (lost.size === 0) return;
  const told = new Set<string>();
  for (const step of cuts) {
    const { place } = step;
    const key = `${place?.file}:${place?.start}`;
    if (place === undefined || told.has(key) || !leadsTo(step, lost, program)) continue;
    told.add(key);
    const { name } = step.schema;
    yield {
      code: "gradient-cut",
      place,
      message:
        name === "detach"
          ? "`detach()` ends the gradient here: parameters before it are the optimizer's, and no loss ever changes them"
          : `No gradient is recorded of \`${name}\` here: parameters before it are the optimizer's, and no loss ever changes them`,
    };
    break;
  }
}

/** Parameters of which the loss has only numbers, which Python read in between: `item()`, `tolist()`, `numpy()`. */
function* readOut(
  program: Program,
  training: Training,
  reached: ReadonlySet<Tensor>,
  used: ReadonlySet<Tensor>,
): Iterable<Remark> {
  const reads = program.events("read");
  if (reads.length === 0 || program.events("grad").length > 0) return;
  const steps = program.events("step");
  const first = training.backwards[0].event.at;
  const lost = new Set<Tensor>();
  for (const { object, params } of training.optimizers) {
    if (training.isGiven(object) || training.isModuleGiven(params)) continue;
    if (!steps.some(({ subject }) => subject === object) || ![...params].some((param) => reached.has(param))) continue;
    for (const param of params)
      if (param.parameter && param.requiresGrad && !reached.has(param) && !used.has(param)) lost.add(param);
  }
  for (const { subject, detail, place, at } of reads) {
    if (place === undefined || at > first || !(subject instanceof Tensor)) continue;
    const maker = program.maker(subject, at);
    if (!lost.has(subject) && (maker === undefined || !leadsTo(maker, lost, program))) continue;
    yield {
      code: "gradient-cut",
      place,
      message: `\`${String(detail)}()\` gives plain numbers, and ends the gradient: parameters before it are the optimizer's, and no loss ever changes them`,
    };
    return;
  }
}

/** Whether something is computed of parameters before the first gradients. */
function isUsed(params: ReadonlySet<Tensor>, before: number, program: Program): boolean {
  return program.trace.steps.some(
    (step) => step.index < before && step.call !== undefined && operandsOf(step).some((one) => params.has(one)),
  );
}

/** Whether one of these parameters is among what a step was computed of. */
function leadsTo(step: TraceStep, lost: ReadonlySet<Tensor>, program: Program): boolean {
  const seen = new Set<TraceStep>();
  const waiting = [step];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    for (const operand of operandsOf(one)) {
      if (lost.has(operand)) return true;
      const maker = operand.parameter ? undefined : program.maker(operand, one.index);
      if (maker !== undefined) waiting.push(maker);
    }
  }
  return false;
}
