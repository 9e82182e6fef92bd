import type * as ast from "../../syntax/ast";
import { isInCells } from "../../syntax/notebook/cells";
import type { Source } from "../../syntax/source";
import { type Node, visit } from "../../syntax/walk";
import { spanOf } from "../facts/places";
import type { RunState, UnusedResult } from "../machine/run-state";
import { boundNames } from "../machine/scope";
import { operators } from "../ops/families";
import type { DiagnosticJson, FixJson } from "../report";
import { Tensor } from "../tensor/tensor";
import { stepOf } from "../trace/trace";

/**
 * Statements that are the call of a tensor's method which works out of place: the tensor stays as it was, and what the method gives is lost.
 * Told of methods that compute nothing (`view`, `to`), and of those that could have been written in place (`clamp`): of others, a benchmark may
 * throw the result away.
 */
export function unusedResults(source: Source, { unused, policy }: RunState): DiagnosticJson[] {
  return [...unused.values()].flatMap((found) => {
    const { call, receiver, place } = found;
    if (place.file !== source.file || !changesNothing(found)) return [];
    // In symbols an input only seems to be a tensor: another class may have a method of this name that works in place.
    if (policy !== undefined && !isTensor(receiver)) return [];
    const around = nodesAround(source, call);
    const { func } = call as ast.Call & { func: ast.Attribute };
    if (!stays(func.value) || isMeant(source, around)) return [];
    const name = source.text.slice(func.value.start, func.value.end);
    return [
      {
        ...spanOf(source, call.start, call.end),
        severity: "warning",
        code: "unused-result",
        message: `What \`${func.attr}\` gives is thrown away: \`${name}\` itself stays as it is`,
        ...(isAssignable(func.value, receiver, around) && { fix: assignment(source, call, name) }),
      },
    ];
  });
}

function changesNothing({ step, call }: UnusedResult): boolean {
  const { macs, flops } = step.cost;
  const { attr } = call.func as ast.Attribute;
  return step.view || (step.counted && macs === 0 && flops === 0) || operators.get(`Tensor.${attr}_`) !== undefined;
}

/** Whether it is a tensor for certain: it has been a parameter, or made by functions and layers that only give tensors. */
function isTensor(tensor: Tensor): boolean {
  const [left, seen] = [[tensor], new Set<Tensor>()];
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (seen.has(one) || one.parameter) continue;
    seen.add(one);
    const step = stepOf(one);
    if (step === undefined || step.writes !== undefined) return false;
    const methods = operators.get(`Tensor.${step.name}`);
    if (methods === undefined) continue;
    left.push(
      ...Object.values(step.args)
        .flat()
        .filter((value) => value instanceof Tensor),
    );
  }
  return true;
}

/** What a statement speaks of after it has run: a name, an attribute, an item. What is made on the spot is not. */
function stays(receiver: ast.Expr): boolean {
  if (receiver.kind === "Attribute" || receiver.kind === "Subscript") return stays(receiver.value);
  return receiver.kind === "Name";
}

/** The nodes around a call, outermost first; its statement is the last. */
function nodesAround(source: Source, { start, end }: ast.Call): Node[] {
  const around: Node[] = [];
  visit(source.tree.body, (node) => {
    if (node.start <= start && end <= node.end && node.kind !== "Call") around.push(node);
  });
  return around;
}

/** Whether the value is shown, or the call is only tried: the last line of a notebook's cell, what stands in `try`, or in `with` of anything but a mode of gradients. */
function isMeant(source: Source, around: readonly Node[]): boolean {
  if (around[0]?.kind === "ExprStmt" && isInCells(source)) return true;
  const first = around.findLastIndex(({ kind }) => kind === "FunctionDef");
  return around.slice(first + 1).some((node) => {
    if (node.kind === "Try") return (node as ast.Try).handlers.length > 0;
    return node.kind === "With" && !(node as ast.With).items.every(isGradientMode);
  });
}

const GRADIENT_MODES: ReadonlySet<string> = new Set(["no_grad", "enable_grad", "inference_mode", "set_grad_enabled"]);

function isGradientMode({ context }: ast.WithItem): boolean {
  if (context.kind !== "Call") return false;
  const { func } = context;
  return GRADIENT_MODES.has(func.kind === "Attribute" ? func.attr : func.kind === "Name" ? func.id : "");
}

/** A name of the scope itself, an attribute of `self` that is no parameter, or a tensor's `data`. */
function isAssignable(target: ast.Expr, receiver: Tensor, around: readonly Node[]): boolean {
  if (target.kind === "Attribute")
    return (
      target.attr === "data" || (!receiver.parameter && target.value.kind === "Name" && target.value.id === "self")
    );
  if (target.kind !== "Name") return false;
  const scope = around.findLast(({ kind }) => kind === "FunctionDef" || kind === "ClassDef");
  if (scope?.kind !== "FunctionDef") return true;
  const { params, body } = scope as ast.FunctionDef;
  const named = [...params.positionalOnly, ...params.positional, ...params.keywordOnly].map(({ name }) => name);
  return [...named, ...boundNames(body)].includes(target.id);
}

function assignment(source: Source, { start, end }: ast.Call, name: string): FixJson {
  const text = `${name} = `;
  return {
    title: `Assign it: \`${text}${source.text.slice(start, end)}\``,
    ...spanOf(source, start, start),
    text,
  };
}
