import { nodesOfKind } from "../../../syntax/walk";
import type { Tensor } from "../../tensor/tensor";
import { isModule, namedTensors } from "../../torch/nnmodule";
import { operandsOf } from "../../trace/trace";
import { type Obj, PyDict } from "../../values";
import type { Program, Remark } from "./program";
import { trainingOf } from "./training";

/** A layer with weights that the program trains, and that nothing in the file ever asks for after it was made. */
export function* unusedLayer(program: Program): Iterable<Remark> {
  if (!program.isReal || program.events("step").length === 0 || !program.isWhole) return;
  const training = trainingOf(program);
  const trained = new Set(training.optimizers.flatMap(({ params }) => [...params]));
  const used = new Set<Tensor>();
  for (const step of program.trace.steps)
    if (step.call !== undefined) for (const one of operandsOf(step)) used.add(one);
  const told = new Set<string>();
  const read = new Map<string, boolean>();
  for (const module of new Set(program.trace.finished.map(({ module }) => module))) {
    for (const [name, child] of childrenOf(module)) {
      const params = namedTensors(child).flatMap(({ tensor, parameter }) => (parameter ? [tensor] : []));
      const place = params.find((one) => one.place !== undefined)?.place;
      const key = `${place?.file}:${place?.start}`;
      if (place === undefined || told.has(key) || params.some((one) => used.has(one) || !trained.has(one))) continue;
      const asked = `${place.file}:${name}`;
      const isAsked = read.get(asked) ?? isRead(program, place.file, name);
      read.set(asked, isAsked);
      if (isAsked) continue;
      told.add(key);
      yield {
        code: "unused-layer",
        place,
        message: `\`${name}\` is made and never used: its weights are the optimizer's, and never change`,
      };
    }
  }
}

function childrenOf(module: Obj): [string, Obj][] {
  const held = module.attrs?.get("_modules");
  const items = held instanceof PyDict ? [...held.items()] : [];
  return items.flatMap(([name, child]): [string, Obj][] =>
    typeof name === "string" && isModule(child) ? [[name, child]] : [],
  );
}

/** Whether a name is read as an attribute, or stands in a text, as for `getattr`. */
function isRead(program: Program, file: string, name: string): boolean {
  const tree = program.places.tree(file);
  if (tree === undefined || Number.isInteger(Number(name))) return true;
  const attributes = nodesOfKind(tree, "Attribute").filter(({ attr }) => attr === name).length;
  const written = nodesOfKind(tree, "Assign")
    .flatMap(({ targets }) => targets)
    .filter((one) => one.kind === "Attribute" && one.attr === name).length;
  const loops = nodesOfKind(tree, "Attribute").some(({ attr }) => WALKS.has(attr));
  return loops || attributes !== written || written === 0;
}

/** What reaches a module's children without their names. */
const WALKS: ReadonlySet<string> = new Set(["children", "named_children", "_modules", "modules", "named_modules"]);
