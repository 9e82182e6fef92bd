import { Tensor } from "../../tensor/tensor";
import { namedTensors } from "../../torch/nnmodule";
import type { TrainingEvent } from "../../trace/events";
import { type ModuleCall, operandsOf, type TraceStep } from "../../trace/trace";
import { outermost, type Program, type Remark } from "./program";
import { type Training, trainingOf, valuesIn } from "./training";

/** Operators that do otherwise in `eval()`. */
const MODAL = ["dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "batch_norm"];

/** What tells how good a model is. */
const METRICS: ReadonlySet<string> = new Set(
  "argmax topk eq cross_entropy nll_loss mse_loss l1_loss binary_cross_entropy binary_cross_entropy_with_logits".split(
    " ",
  ),
);

/** What compares answers with labels. */
const COMPARISONS: ReadonlySet<string> = new Set(["eq"]);

/** Training that goes on in `eval()`, and evaluation that goes on in `train()`. */
export function* modes(program: Program): Iterable<Remark> {
  const modal = program.steps(...MODAL).filter(isModal);
  if (modal.length === 0) return;
  const training = trainingOf(program);
  if (training.backwards.length === 0) yield* usedInTraining(program, modal);
  if (training.backwards.length === 0 || training.optimizers.length === 0) return;
  yield* trainingInEval(program, training);
  yield* evaluationInTraining(program, training, modal);
}

function* trainingInEval(program: Program, training: Training): Iterable<Remark> {
  const trained = new Set<object>();
  const told = new Set<object>();
  const steps = program.events("step");
  for (const { event } of training.backwards) {
    for (const step of training.graph(event).steps) {
      const root = outermost(step);
      if (root === undefined || step.call === undefined || !isModal(step)) continue;
      if (isTraining(step)) trained.add(step.call.module);
      else if (trained.has(step.call.module) && !told.has(root.module) && root.place !== undefined) {
        const mode = lastMode(program, root);
        if (mode?.detail !== false || !steps.some(({ at }) => at >= event.at)) continue;
        told.add(root.module);
        yield {
          code: "trains-in-eval",
          place: root.place,
          message: "The model still is in `eval()` when it is trained here: `train()` is missing after the evaluation",
          related: [{ place: mode.place, message: "`eval()` is called here" }],
        };
      }
    }
  }
}

/** The last call of `train` or `eval` of a module before it is called. */
function lastMode(program: Program, { module, begin }: ModuleCall): TrainingEvent | undefined {
  return program.events("mode").findLast(({ subject, at }) => subject === module && at <= begin);
}

function* evaluationInTraining(program: Program, training: Training, modal: readonly TraceStep[]): Iterable<Remark> {
  const used = new Set(training.backwards.flatMap(({ event }) => [...training.whole(event).steps]));
  const roots = new Map<ModuleCall, TraceStep>();
  for (const step of modal) {
    const root = outermost(step);
    if (root !== undefined && isTraining(step) && !used.has(step)) roots.set(root, step);
  }
  const told = new Set<object>();
  const [compared, measured] = [COMPARISONS, METRICS].map((by) => new Measured(program, by));
  for (const root of roots.keys()) {
    const { module, place, begin } = root;
    if (place === undefined || told.has(module)) continue;
    if (!(isRecorded(program, root) ? compared : measured).isReached(root)) continue;
    const params = new Set(namedTensors(module).map(({ tensor }) => tensor));
    const before = training.backwards.some(({ event }) => event.at <= begin && training.reaches(event, params));
    if (!before || !program.events("step").some(({ at }) => at <= begin)) continue;
    told.add(module);
    yield {
      code: "evaluates-in-training",
      place,
      message: "The model is evaluated in training mode: `eval()` before it makes dropout and batch statistics stop",
    };
  }
}

/** A model whose weights were loaded is asked without gradients, in training mode, by a program that trains nothing. */
function* usedInTraining(program: Program, modal: readonly TraceStep[]): Iterable<Remark> {
  const told = new Set<object>();
  for (const step of modal) {
    const root = outermost(step);
    if (root?.place === undefined || !isTraining(step) || told.has(root.module) || isRecorded(program, root)) continue;
    if (!program.events("loaded").some(({ subject, at }) => subject === root.module && at <= root.begin)) continue;
    told.add(root.module);
    yield {
      code: "evaluates-in-training",
      place: root.place,
      message: "The model is used in training mode: `eval()` before it makes dropout and batch statistics stop",
    };
  }
}

/** Whether gradients are recorded during a call. */
function isRecorded(program: Program, { begin, end }: ModuleCall): boolean {
  return program.trace.steps
    .slice(begin, end)
    .every(
      ({ args, outputs }) =>
        !operandsOf({ args }).some((one) => one.parameter && one.requiresGrad) || outputs[0]?.requiresGrad,
    );
}

/** Whether what calls give is compared, or goes into a loss. */
class Measured {
  /** Steps from which none of these is reached: what several calls lead to is followed once. */
  private readonly inVain = new Set<TraceStep>();

  constructor(
    private readonly program: Program,
    private readonly by: ReadonlySet<string>,
  ) {}

  isReached({ output, end }: ModuleCall): boolean {
    const met = new Set<TraceStep>();
    const waiting: [tensor: Tensor, since: number][] = valuesIn(output).flatMap((value) =>
      value instanceof Tensor ? [[value, end] as [Tensor, number]] : [],
    );
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [tensor, since] = next;
      for (const step of this.program.uses(tensor)) {
        if (step.index < since || met.has(step) || this.inVain.has(step)) continue;
        if (this.measures(step)) return true;
        met.add(step);
        for (const one of step.outputs) waiting.push([one, step.index + 1]);
      }
    }
    for (const step of met) this.inVain.add(step);
    return false;
  }

  private measures({ schema, op }: TraceStep): boolean {
    return this.by.has(schema.name) || (this.by === METRICS && op === "max.dim");
  }
}

/** Whether a step would do otherwise in the other mode. */
function isModal({ schema, args, direct }: TraceStep): boolean {
  // Who gives `batch_norm` its mode as an argument means it.
  return schema.name === "batch_norm" ? args.running_mean instanceof Tensor && direct !== true : args.p !== 0;
}

function isTraining({ args }: TraceStep): boolean {
  return args.training === true;
}
