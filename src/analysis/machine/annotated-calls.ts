import type * as ast from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { arrayAnnotation, lastName, partsOf, withoutNone } from "../facts/annotations";
import { parameterNodes } from "../facts/functions";
import { Axes, isDTypeClass, mismatchedShape, mismatchedType, readAnnotation } from "../tensor/jaxtyping";
import { Tensor } from "../tensor/tensor";
import { type Place, type PyFunction, PyTuple, type Value } from "../values";
import type { Annotated, AnnotatedFunction, Code } from "./compile/code";
import type { Frame, Interpreter } from "./machine";

/** The jaxtyping annotations of a function; null where there is none, as in most. */
function annotatedFunction(source: Source, node: ast.FunctionDef | ast.Lambda): AnnotatedFunction | null {
  if (node.kind === "Lambda") return null;
  const params: AnnotatedFunction["params"] = new Map();
  for (const [index, param] of parameterNodes(node.params).entries()) {
    const annotated = param.annotation === null ? undefined : annotatedBy(source, param.annotation);
    if (annotated === undefined || param === node.params.kwarg) continue;
    params.set(index, { name: param.name, annotated, starred: param === node.params.vararg });
  }
  const returns = node.returns === null ? undefined : annotatedBy(source, node.returns);
  return params.size === 0 && returns === undefined ? null : { params, returns };
}

/** `Float[Tensor, "b n"]`, also inside `Optional[…]`, `… | None` and `tuple[…]`, and by a name of the module. */
function annotatedBy(source: Source, node: ast.Expr, deep = 4): Annotated | undefined {
  if (deep === 0) return undefined;
  const inner = (one: ast.Expr) => annotatedBy(source, one, deep - 1);
  if (node.kind === "Name") {
    const aliased = aliases(source).get(node.id);
    return aliased === undefined ? undefined : inner(aliased);
  }
  const plain = withoutNone(node);
  if (plain !== node) return inner(plain);
  if (node.kind !== "Subscript") return undefined;
  const name = lastName(node.value);
  if (name === "tuple" || name === "Tuple") {
    const parts = partsOf(node);
    const items = parts.map(inner);
    const endless = parts.at(-1)?.kind === "Constant";
    return endless || items.every((item) => item === undefined) ? undefined : { items };
  }
  const array = arrayAnnotation(node);
  if (array === undefined || !isDTypeClass(array.dtype)) return undefined;
  const tensor = readAnnotation(array.dtype, array.shape);
  return tensor && { tensor, node };
}

const knownAliases = new WeakMap<Source, Map<string, ast.Expr>>();

/** `Image = Float[Tensor, "c h w"]` at the top of a file, by name. */
function aliases(source: Source): Map<string, ast.Expr> {
  let found = knownAliases.get(source);
  if (found === undefined) {
    found = new Map();
    for (const statement of source.isParsed ? source.tree.body : [])
      if (statement.kind === "Assign" && statement.value.kind === "Subscript" && statement.targets[0]?.kind === "Name")
        found.set(statement.targets[0].id, statement.value);
    knownAliases.set(source, found);
  }
  return found;
}

/** Checks what a call passes; the sizes by name are kept for what it returns. */
export function checkArguments(m: Interpreter, fn: PyFunction, frame: Frame): void {
  const code = fn.code as Code;
  if (code.annotated === undefined) code.annotated = annotatedFunction(frame.source, fn.node);
  const { annotated } = code;
  if (annotated === null) return;
  const axes = new Axes();
  frame.axes = axes;
  const at = m.placeIn(frame.caller);
  for (const [index, { name, annotated: one, starred }] of annotated.params) {
    const slot = code.parameterSlot(index);
    const value = slot === undefined ? undefined : frame.slots[slot];
    const values = starred && value instanceof PyTuple ? value.items : [value ?? null];
    for (const each of values) check(m, frame, one, each, name, `\`${name}\` of \`${fn.name}\``, axes, at);
  }
}

/** Checks what a call returns. */
export function checkReturned(m: Interpreter, frame: Frame, axes: Axes, value: Value): void {
  const { fn } = frame;
  const returns = (fn?.code as Code | undefined)?.annotated?.returns;
  if (fn === undefined || returns === undefined) return;
  const at = frame.at && { file: frame.source.file, start: frame.at.start, end: frame.at.end };
  check(m, frame, returns, value, fn.name, `what \`${fn.name}\` returns`, axes, at);
}

function check(
  m: Interpreter,
  frame: Frame,
  annotated: Annotated,
  value: Value,
  name: string,
  what: string,
  axes: Axes,
  place: Place | undefined,
): void {
  if ("items" in annotated) {
    if (!(value instanceof PyTuple) || value.items.length !== annotated.items.length) return;
    annotated.items.forEach((item, n) => {
      if (item !== undefined)
        check(m, frame, item, value.items[n], `${name}[${n}]`, `item ${n} of ${what}`, axes, place);
    });
    return;
  }
  if (!(value instanceof Tensor)) return;
  const given = { name, tensor: value };
  const { tensor, node } = annotated;
  // The element types of inputs that nobody gave are assumed.
  const types = m.policy === undefined ? mismatchedType(tensor, given) : undefined;
  const mismatch = types ?? mismatchedShape(tensor, given, axes, m.assumptions);
  if (mismatch === undefined || place === undefined || !always(m, frame)) return;
  const annotation = { file: frame.source.file, start: node.start, end: node.end };
  m.state.contradictions.push({ what, given, mismatch, place, annotation });
}

/** True where every run comes here: no open condition is on the way. */
function always(m: Interpreter, frame: Frame): boolean {
  if (m.forkDepth > 0 || m.trace.paused) return false;
  for (let one: Frame | undefined = frame; one !== undefined; one = one.caller)
    if (one.pending !== undefined || one.guards > 0) return false;
  return true;
}
