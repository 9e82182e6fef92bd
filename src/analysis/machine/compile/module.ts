import type * as ast from "../../../syntax/ast";
import type { Source } from "../../../syntax/source";
import type { PyModule } from "../../values";
import { Frame } from "../frame";
import type { Interpreter } from "../interpreter";
import { declareBody, Scope } from "../scope";
import { docstring } from "./classes";
import { compileStatement, type Exec } from "./statements";
import { Unit } from "./unit";

/** A file's compiled statements. Compiled once for each way in which it is used. */
export interface ModuleCode {
  source: Source;
  statements: { run: Exec; node: ast.Stmt; binds: string[] }[];
  frame(machine: Interpreter, module: PyModule): Frame;
}

const compiled = new WeakMap<Source, Map<boolean, ModuleCode>>();

export function compileModule(source: Source, watched: boolean): ModuleCode {
  let forms = compiled.get(source);
  if (forms === undefined) {
    forms = new Map();
    compiled.set(source, forms);
  }
  let code = forms.get(watched);
  if (code === undefined) {
    const unit = new Unit(source, new Scope("module", undefined), watched);
    code = {
      source,
      statements: source.tree.body.map((node) => ({ run: lazily(unit, node), node, binds: boundNames(node) })),
      frame: (machine, module) => {
        const doc = docstring(source.tree.body);
        if (doc !== undefined) module.globals.set("__doc__", doc);
        return new Frame(machine, source, module, undefined, [], undefined);
      },
    };
    forms.set(watched, code);
  }
  return code;
}

function lazily(unit: Unit, node: ast.Stmt): Exec {
  let exec: Exec | undefined;
  return (frame) => {
    exec ??= compileStatement(unit, node);
    return exec(frame);
  };
}

/** Names that a statement at the top of a file binds there. */
function boundNames(node: ast.Stmt): string[] {
  // A function's scope collects what is bound; here only the names are wanted.
  const scope = new Scope("function", undefined);
  declareBody(scope, [node]);
  return [...scope.slots.keys()];
}
