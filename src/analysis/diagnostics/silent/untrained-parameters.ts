import { Tensor } from "../../tensor/tensor";
import { isModule, namedTensors } from "../../torch/nnmodule";
import { type Obj, PyTuple, type Value } from "../../values";
import { outermost, type Program, type Remark } from "./program";
import { type Optimizer, type Training, trainingOf } from "./training";

/** Parameters that get a gradient and that no optimizer has: a layer was replaced after the optimizer was made, or a whole model was left out. */
export function* untrainedParameters(program: Program): Iterable<Remark> {
  const training = trainingOf(program);
  const { optimizers, backwards } = training;
  if (optimizers.length === 0 || backwards.length === 0 || training.hasUnknown || training.hasUnknownLoss) return;
  if (!optimizers.every(({ object }) => program.events("step").some(({ subject }) => subject === object))) return;
  if (optimizers.some(({ object, params }) => training.isGiven(object) || training.isModuleGiven(params))) return;
  const trained = new Set(optimizers.flatMap(({ params }) => [...params]));
  const left = new Set<Tensor>();
  for (const { event } of backwards)
    for (const leaf of training.graph(event).leaves)
      if (leaf.parameter && leaf.requiresGrad && !trained.has(leaf)) left.add(leaf);
  if (left.size === 0) return;
  const late = [...replaced(program, optimizers, left)];
  yield* late;
  if (late.length === 0) yield* leftOut(program, training, trained, left);
}

function* replaced(program: Program, optimizers: readonly Optimizer[], left: ReadonlySet<Tensor>): Iterable<Remark> {
  const { events } = program.trace;
  for (const event of program.events("replaced")) {
    const { subject, detail, place, at } = event;
    if (!isModule(subject) || place === undefined || !(detail instanceof PyTuple)) continue;
    const [old, parts] = detail.items.map(tensorsOf);
    if (!parts.some((one) => left.has(one))) continue;
    const others = [...old, ...tensorsOf(subject)];
    const made = optimizers.find((one) => one.made.at <= at && others.some((tensor) => one.params.has(tensor)));
    if (made === undefined || events.indexOf(made.made) > events.indexOf(event)) continue;
    yield {
      code: "untrained-parameters",
      place,
      message:
        "The optimizer was made before this layer was put in: it trains the weights of the old one, and never these",
      related: [{ place: made.made.place, message: "the optimizer is made here" }],
    };
  }
}

function* leftOut(
  program: Program,
  training: Training,
  trained: ReadonlySet<Tensor>,
  left: ReadonlySet<Tensor>,
): Iterable<Remark> {
  if (!program.isWhole || program.events("grad").length > 0) return;
  // Where an input is what is optimized, the model is there to be used.
  if ([...trained].some((one) => !one.parameter)) return;
  const last = training.optimizers.at(-1)!;
  const told = new Set<Obj>();
  for (const { event } of training.backwards) {
    for (const step of training.graph(event).steps) {
      const module = outermost(step)?.module;
      if (module === undefined || told.has(module)) continue;
      told.add(module);
      const params = namedTensors(module).flatMap(({ tensor, parameter }) => (parameter ? [tensor] : []));
      if (params.length === 0 || params.some((one) => trained.has(one)) || !params.every((one) => left.has(one)))
        continue;
      // What has weights from elsewhere, or is in `eval()`, is there to be used, not to be trained.
      if (module.attrs?.get("training") !== true || isSettled(program, training, params)) continue;
      yield {
        code: "untrained-parameters",
        place: last.made.place!,
        message: `No optimizer has the parameters of \`${module.cls.name}\`, through which the loss goes: they get gradients and never change`,
        related: [{ place: params[0].place, message: `a \`${module.cls.name}\` is made here` }],
      };
    }
  }
}

/** The tensors of a module, or one alone. */
function tensorsOf(value: Value): Tensor[] {
  if (value instanceof Tensor) return [value];
  return isModule(value) ? namedTensors(value).map(({ tensor }) => tensor) : [];
}

/** Whether a module's weights come from elsewhere, or are written by hand. */
function isSettled(program: Program, training: Training, params: readonly Tensor[]): boolean {
  const first = training.backwards[0].event.at;
  const own = new Set(params);
  const isWritten = program.trace.steps.some(
    ({ writes, index }) => index > first && writes !== undefined && own.has(writes),
  );
  const loads = program
    .events("loaded")
    .some(({ subject }) => isModule(subject) && namedTensors(subject).some(({ tensor }) => own.has(tensor)));
  return (
    isWritten || loads || training.isModuleGiven(own) || program.trace.aliases.some(({ target }) => own.has(target))
  );
}
