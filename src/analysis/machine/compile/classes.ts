import type * as ast from "../../../syntax/ast";
import { docstring } from "../../facts/functions";
import { PyClass, PyDict, type Value } from "../../values";
import { type Exec, Frame } from "../machine";
import { PreparedNames } from "../namespace";
import { declareBody } from "../scope";
import { compileElements, compileExpression } from "./expressions";
import { qualifiedName } from "./functions";
import { storeName } from "./names";
import type { Unit } from "./unit";

export function compileClass(unit: Unit, node: ast.ClassDef): Exec {
  const bases = compileElements(unit, node.bases);
  const keywords = node.keywords
    .filter((keyword) => keyword.name !== null)
    .map((keyword) => ({ name: keyword.name!, value: compileExpression(unit, keyword.value) }));
  const inner = unit.inner("class", node.name);
  declareBody(inner.scope, node.body);
  const body = inner.block(node.body);
  const decorators = node.decorators.map((decorator) => ({
    node: decorator,
    value: compileExpression(unit, decorator),
  }));
  const store = storeName(unit, { kind: "Name", id: node.name, ...node.nameSpan });
  const doc = docstring(node.body);
  return (frame) => {
    const { machine } = frame;
    const decorations = decorators.map((decorator) => decorator.value(frame));
    const found = bases(frame);
    const options = new Map<string, Value>();
    for (const { name, value } of keywords) options.set(name, value(frame));
    const classFrame = new Frame(machine, frame.source, frame.module, frame, [], frame.fn);
    const bodyBases = Array.isArray(found) ? found : [found];
    const prepared = machine.prepareNames(node.name, bodyBases, options);
    classFrame.names = prepared instanceof PyDict ? new PreparedNames(machine, prepared) : new Map<string, Value>();
    classFrame.className = qualifiedName(frame, node.name);
    // `__main__` where the file is the program.
    classFrame.names.set("__module__", frame.module.globals.get("__name__") ?? frame.module.name);
    classFrame.names.set("__qualname__", classFrame.className);
    if (doc !== undefined) classFrame.names.set("__doc__", doc);
    machine.within(classFrame, () => body(classFrame));
    frame.at = node.nameSpan;
    const place = { file: frame.source.file, start: node.start, end: node.end };
    let result: Value = machine.buildClass(node.name, bodyBases, options, classFrame.names, frame.module, place);
    if (result instanceof PyClass) classFrame.owner = result;
    for (let n = decorations.length - 1; n >= 0; n--) {
      frame.at = decorators[n].node;
      result = machine.decorate(decorations[n], result);
    }
    store(frame, result);
    return undefined;
  };
}
