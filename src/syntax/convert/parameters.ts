import type { Param, Parameters } from "../ast";
import type { Context } from "./context";
import { identifier } from "./names";

/** `parameters` or `lambda_parameters`; -1 for a lambda without any. */
export function parameters(cx: Context, i: number): Parameters {
  const result: Parameters = { positionalOnly: [], positional: [], vararg: null, keywordOnly: [], kwarg: null };
  if (i < 0) return result;
  const { tree } = cx;
  let keywordOnly = false;
  for (const child of tree.children(i)) {
    switch (tree.type(child)) {
      case "positional_separator":
        result.positionalOnly.push(...result.positional.splice(0));
        continue;
      case "keyword_separator":
        keywordOnly = true;
        continue;
    }
    const read = parameter(cx, child);
    if (read === undefined) cx.problem("Invalid parameter", cx.span(child));
    else if (read.stars === 2) result.kwarg = read.param;
    else if (read.stars === 1) {
      result.vararg = read.param;
      keywordOnly = true;
    } else (keywordOnly ? result.keywordOnly : result.positional).push(read.param);
  }
  return result;
}

const STARS: Record<string, number> = { identifier: 0, list_splat_pattern: 1, dictionary_splat_pattern: 2 };

/** One parameter, spanning its name and annotation, and the stars before it. */
function parameter(cx: Context, i: number): { param: Param; stars: number } | undefined {
  const { tree } = cx;
  const type = tree.type(i);
  let target = i;
  if (type === "typed_parameter") {
    const found = tree.children(i).find((c) => tree.type(c) in STARS && !tree.inField(c, "type"));
    if (found === undefined) return undefined;
    target = found;
  } else if (type === "default_parameter" || type === "typed_default_parameter") target = tree.child(i, "name");
  if (target < 0) return undefined;
  const stars = STARS[tree.type(target)];
  const name = stars ? tree.childOfType(target, "identifier") : target;
  if (stars === undefined || name < 0) return undefined;
  const annotation = tree.child(i, "type");
  const hasType = type === "typed_parameter" || type === "typed_default_parameter";
  const param: Param = {
    start: cx.start(name),
    end: cx.end(hasType && annotation >= 0 ? annotation : name),
    name: identifier(cx, name),
    annotation: hasType && annotation >= 0 ? cx.expr(annotation) : null,
    default: type === "default_parameter" || type === "typed_default_parameter" ? cx.exprIn(i, "value") : null,
  };
  return { param, stars };
}
