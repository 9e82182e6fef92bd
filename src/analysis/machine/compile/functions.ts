import type * as ast from "../../../syntax/ast";
import { type Parameter, PyFunction } from "../../values";
import type { Eval, Frame } from "../machine";
import { Code } from "./code";
import { compileExpression } from "./expressions";
import type { Unit } from "./unit";

/** Evaluates defaults where the function is defined, and makes the function. */
export function compileFunction(unit: Unit, node: ast.FunctionDef | ast.Lambda): (frame: Frame) => PyFunction {
  const code = new Code(unit, node);
  const { params } = node;
  const kinds: [readonly ast.Param[], Parameter["kind"]][] = [
    [params.positionalOnly, "positionalOnly"],
    [params.positional, "positional"],
    [params.vararg === null ? [] : [params.vararg], "vararg"],
    [params.keywordOnly, "keywordOnly"],
    [params.kwarg === null ? [] : [params.kwarg], "kwarg"],
  ];
  const declared = kinds.flatMap(([list, kind]) =>
    list.map((param) => ({
      name: param.name,
      kind,
      value: param.default === null ? undefined : compileExpression(unit, param.default),
      annotation: param.annotation ?? undefined,
    })),
  );
  const name = node.kind === "Lambda" ? "<lambda>" : node.name;
  return (frame) => {
    const formal: Parameter[] = declared.map(({ name: parameter, kind, value, annotation }) => ({
      name: parameter,
      kind,
      ...(value === undefined ? {} : { default: value(frame) }),
      ...(annotation === undefined ? {} : { annotation }),
    }));
    const place = { file: frame.source.file, start: node.start, end: node.end };
    return new PyFunction(name, qualifiedName(frame, name), node, formal, code, frame, frame.module, place);
  };
}

/** `Class.method`, `function.<locals>.inner`: the name of what is defined in a frame. */
export function qualifiedName(frame: Frame, name: string): string {
  if (frame.names !== undefined && frame.className !== undefined) return `${frame.className}.${name}`;
  return frame.fn === undefined ? name : `${frame.fn.qualname}.<locals>.${name}`;
}

export function compileLambda(unit: Unit, node: ast.Lambda): Eval {
  return compileFunction(unit, node);
}
