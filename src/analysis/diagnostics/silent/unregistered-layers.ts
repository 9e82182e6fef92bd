import { Tensor } from "../../tensor/tensor";
import { isModule, namedTensors } from "../../torch/nnmodule";
import { type Obj, PyDict, PyList, PyTuple, type Value } from "../../values";
import type { Program, Remark } from "./program";
import { trainingOf, valuesIn } from "./training";

/** What `nn.Module` keeps of its own. */
const TABLES: ReadonlySet<string> = new Set(["_parameters", "_buffers", "_modules"]);

/** Layers that a module calls and holds in a plain list or dict only: `parameters()` has none of theirs, and `to()` leaves them where they are. */
export function* unregisteredLayers(program: Program): Iterable<Remark> {
  if (program.isReal) yield* unregisteredTensors(program);
  else if (program.trains) return;
  yield* unregisteredParameters(program);
  const owners = new Map<Obj, string>();
  for (const { module, isMember, parent } of program.trace.finished) {
    if (isMember || parent === undefined || parent.failed) continue;
    const held = holderOf(parent.module, module);
    if (held !== undefined && !owners.has(parent.module) && isTrainable(module, program))
      owners.set(parent.module, held);
  }
  const told = new Set<string>();
  for (const [owner, name] of owners) {
    const layers = valuesIn(owner.attrs!.get(name)!).filter(isModule);
    const place = layers.flatMap((layer) => namedTensors(layer)).find(({ tensor }) => tensor.place !== undefined)
      ?.tensor.place;
    const key = `${place?.file}:${place?.start}`;
    if (place === undefined || told.has(key)) continue;
    told.add(key);
    const dict = owner.attrs!.get(name) instanceof PyDict;
    yield {
      code: "unregistered-layers",
      place,
      message: `The layers in \`${name}\` are not registered: \`parameters()\` has none of their weights, so no optimizer trains them. \`nn.${dict ? "ModuleDict" : "ModuleList"}\` registers what it holds`,
    };
  }
}

/** Tensors that ask for a gradient, are attributes of a module or in its lists, and are parameters of nothing. */
function* unregisteredTensors(program: Program): Iterable<Remark> {
  const training = trainingOf(program);
  const { optimizers, backwards } = training;
  if (optimizers.length === 0 || training.hasUnknown || !program.isWhole || program.events("grad").length > 0) return;
  const trained = new Set(optimizers.flatMap(({ params }) => [...params]));
  const left = new Set(
    backwards
      .flatMap(({ event }) => [...training.graph(event).leaves])
      .filter((leaf) => leaf.requiresGrad && !trained.has(leaf)),
  );
  if (left.size === 0) return;
  const modules = new Set(program.trace.finished.map(({ module }) => module));
  const registered = new Set([...modules].flatMap((module) => namedTensors(module).map(({ tensor }) => tensor)));
  for (const module of modules) {
    for (const [name, value] of module.attrs ?? []) {
      if (TABLES.has(name)) continue;
      const found = valuesIn(value).find((one) => one instanceof Tensor && left.has(one) && !registered.has(one));
      if (!(found instanceof Tensor) || found.place === undefined) continue;
      yield {
        code: "unregistered-layers",
        place: found.place,
        message: `\`${name}\` requires a gradient and is not registered: \`parameters()\` has not got it, so no optimizer trains it. \`${value === found ? "nn.Parameter" : "nn.ParameterList"}\` registers it`,
      };
    }
  }
}

/** Parameters that a module uses and holds in a plain list or dict only. */
function* unregisteredParameters(program: Program): Iterable<Remark> {
  const { optimizers, hasUnknown } = trainingOf(program);
  if (hasUnknown) return;
  const told = new Set<string>();
  for (const { module, begin, end, failed } of program.trace.finished) {
    for (const [name, value] of module.attrs ?? []) {
      if (TABLES.has(name) || !isHolder(value) || holdsNumbers(value)) continue;
      const held = valuesIn(value).filter((one) => one instanceof Tensor && one.parameter && one.requiresGrad);
      const [first] = held as Tensor[];
      const key = `${first?.place?.file}:${first?.place?.start}`;
      if (held.length < 2 || first.place === undefined || failed || told.has(key)) continue;
      const isKnown = (one: Value) =>
        optimizers.some(({ params }) => params.has(one as Tensor)) ||
        namedTensors(module).some(({ tensor }) => tensor === one);
      const isUsed = program.uses(first).some(({ index }) => begin <= index && index < end);
      if (!isUsed || held.some(isKnown)) continue;
      told.add(key);
      yield {
        code: "unregistered-layers",
        place: first.place,
        message: `The parameters in \`${name}\` are not registered: \`parameters()\` has none of them, so no optimizer trains them. \`nn.${value instanceof PyDict ? "ParameterDict" : "ParameterList"}\` registers what it holds`,
      };
    }
  }
}

/** The attribute whose list or dict holds a layer. A list of one is how a program hides a module on purpose. */
function holderOf(owner: Obj, layer: Obj): string | undefined {
  for (const [name, value] of owner.attrs ?? []) {
    if (TABLES.has(name) || !isHolder(value)) continue;
    const layers = new Set(valuesIn(value).filter(isModule));
    if (layers.size > 1 && layers.has(layer as never)) return name;
  }
  return undefined;
}

/** A kernel's size, a padding: most sequences of a module are these. */
function holdsNumbers(value: Value): boolean {
  return value instanceof PyTuple && value.items.every((item) => typeof item === "number");
}

function isHolder(value: Value): boolean {
  return value instanceof PyList || value instanceof PyTuple || value instanceof PyDict;
}

/** Whether a layer has weights to train that no optimizer has. */
function isTrainable(layer: Obj, program: Program): boolean {
  const params = namedTensors(layer).flatMap(({ tensor, parameter }) =>
    parameter && tensor.requiresGrad ? [tensor] : [],
  );
  const { optimizers, hasUnknown } = trainingOf(program);
  return params.length > 0 && !hasUnknown && !optimizers.some((one) => params.some((param) => one.params.has(param)));
}
