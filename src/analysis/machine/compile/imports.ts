import type * as ast from "../../../syntax/ast";
import { touch } from "../../values/heap";
import type { Exec } from "../machine";
import { storeName } from "./names";
import type { Unit } from "./unit";

/** Imports at module level bind names that load when they are first used; inside functions, classes and `try`, at once. */
export function compileImport(unit: Unit, node: ast.Import): Exec {
  const names = node.names.map((alias) => {
    const bound = alias.asname ?? alias.name.split(".")[0];
    return {
      full: alias.name,
      whole: alias.asname !== null,
      store: storeName(unit, { kind: "Name", id: bound, start: alias.start, end: alias.end }),
    };
  });
  return (frame) => {
    frame.at = node;
    for (const { full, whole, store } of names) store(frame, frame.machine.importModule(frame, full, whole));
    return undefined;
  };
}

export function compileImportFrom(unit: Unit, node: ast.ImportFrom): Exec {
  if (node.names.length === 1 && node.names[0].name === "*") {
    return (frame) => {
      frame.at = node;
      const into = frame.names ?? frame.module.globals;
      touch(frame.names === undefined ? frame.module : frame);
      for (const [name, value] of frame.machine.importStar(frame, node.module, node.level)) into.set(name, value);
      return undefined;
    };
  }
  const lazily = unit.scope.kind === "module";
  const names = node.names.map((alias) => ({
    name: alias.name,
    store: storeName(unit, { kind: "Name", id: alias.asname ?? alias.name, start: alias.start, end: alias.end }),
  }));
  return (frame) => {
    frame.at = node;
    for (const { name, store } of names)
      store(frame, frame.machine.importName(frame, node.module, node.level, name, lazily));
    return undefined;
  };
}
