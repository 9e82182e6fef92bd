import type { Call, Expr, Stmt } from "../../syntax/ast";
import { type Node, visit } from "../../syntax/walk";
import { nameOf } from "./edits";
import type { Edit, Site } from "./site";

/** Ways to put a statement into a program, or to another place in it. */

/** A statement among its neighbours. */
interface Row {
  rows: readonly Stmt[];
  at: number;
}

/** The statements around an expression, innermost first, each with those beside it. */
function statementsAround({ source, expression }: Site): Row[] {
  const found: Row[] = [];
  const enter = (part: unknown): void => {
    if (Array.isArray(part)) {
      const rows = part as readonly Stmt[];
      const at = rows.findIndex((one) => isAround(one, expression));
      if (at >= 0 && STATEMENTS.has(rows[at].kind)) found.unshift({ rows, at });
      if (at >= 0) enter(rows[at]);
    } else if (part !== null && typeof part === "object")
      for (const value of Object.values(part)) if (value !== null && typeof value === "object") enter(value);
  };
  enter(source.tree.body);
  return found;
}

const STATEMENTS: ReadonlySet<string> = new Set([
  ...["ExprStmt", "Assign", "AugAssign", "AnnAssign", "Return", "For", "While", "If", "With", "Try", "FunctionDef"],
  "ClassDef",
]);

const isAround = (outer: Node | undefined | null, { start, end }: Node) =>
  typeof outer?.start === "number" && outer.start <= start && end <= outer.end;

/** What stands before a statement in its line; undefined where another statement does. */
function indentOf({ source }: Site, { start }: Stmt): string | undefined {
  const { column } = source.position(start);
  const before = source.text.slice(start - column + 1, start);
  return before.trim() === "" ? before : undefined;
}

function lineEnd({ source }: Site, offset: number): number {
  const at = source.text.indexOf("\n", offset);
  return at < 0 ? source.text.length : at;
}

/** `scheduler.step()` behind what holds its optimizer's `step()`. */
export function schedulerLast(site: Site): Edit[] {
  const [row] = statementsAround(site);
  const [step] = site.related();
  if (row === undefined || step === undefined) return [];
  const { rows, at } = row;
  const other = rows.findIndex((one, n) => n > at && isAround(one, step.expression));
  const indent = indentOf(site, rows[at]);
  if (other < 0 || indent === undefined) return [];
  const { start, end } = rows[at];
  const last = lineEnd(site, rows[other].end);
  return [
    { start, end: last, text: `${site.source.text.slice(end, last).trimStart()}\n${indent}${site.text(rows[at])}` },
  ];
}

/** `optimizer.step()` in a line of its own behind `loss.backward()`. */
export function stepBehind(site: Site): Edit[] {
  const [row] = statementsAround(site);
  const indent = row && indentOf(site, row.rows[row.at]);
  if (indent === undefined || nameOf(site.expression as Call) !== "backward") return [];
  const end = lineEnd(site, row.rows[row.at].end);
  return optimizersOf(site).map((name) => ({ start: end, end, text: `\n${indent}${name}.step()` }));
}

/** What `zero_grad()` is called of, in the function around it or else anywhere. */
function optimizersOf(site: Site): string[] {
  const namesIn = (part: unknown) =>
    site.within(part, "Call").flatMap(({ func }) => {
      if (func.kind !== "Attribute" || func.attr !== "zero_grad") return [];
      return [site.text(func.value)];
    });
  const near = namesIn(site.function);
  return [...new Set(near.length > 0 ? near : namesIn(site.source.tree.body))];
}

/** `optimizer.zero_grad()` before the `backward()` whose gradients it would take. */
export function zeroFirst(site: Site): Edit[] {
  const [row] = statementsAround(site);
  const indent = row && indentOf(site, row.rows[row.at]);
  if (indent === undefined || nameOf(site.expression as Call) !== "zero_grad") return [];
  const { rows, at } = row;
  const pass = rows.findLastIndex(
    (one, n) => n < at && site.within(one, "Call").some((call) => nameOf(call) === "backward"),
  );
  if (pass < 0) return [];
  const { start } = rows[pass];
  const between = site.source.text.slice(start, rows[at].start).trimEnd();
  return [{ start, end: rows[at].end, text: `${site.text(rows[at])}\n${indent}${between}` }];
}

/** `model.eval()` or `model.train()` before what calls it: the block around it, the loop, the statement. */
function inMode(site: Site, mode: "eval" | "train", around: ReadonlySet<string>): Edit[] {
  const { expression } = site;
  if (expression.kind !== "Call") return [];
  const model = modelOf(expression);
  if (model === undefined) return [];
  const all = statementsAround(site);
  const edge = all.findIndex(({ rows, at }) => rows[at].kind === "FunctionDef");
  const inner = edge < 0 ? all : all.slice(0, edge);
  const [first] = inner;
  const outer = inner.filter(({ rows, at }) => around.has(rows[at].kind));
  return [...outer, ...(first === undefined ? [] : [first])].flatMap(({ rows, at }) => {
    const indent = indentOf(site, rows[at]);
    const { start } = rows[at];
    return indent === undefined ? [] : [{ start, end: start, text: `${site.text(model)}.${mode}()\n${indent}` }];
  });
}

function modelOf({ func }: Call): Expr | undefined {
  return func.kind === "Name" || func.kind === "Attribute" ? func : undefined;
}

export const evalBefore = (site: Site): Edit[] => inMode(site, "eval", new Set(["With", "For"]));

export const trainBefore = (site: Site): Edit[] => inMode(site, "train", new Set(["For"]));

/** `p.require_grad = False` → `p.requires_grad = False`, of a module `p.requires_grad_(False)`. */
export function spelt(site: Site): Edit[] {
  const edits: Edit[] = [];
  visit(site.source.tree, (node) => {
    const { kind, targets, value } = node as { kind?: string; targets?: Expr[]; value?: Expr };
    const target = targets?.[0];
    if (kind !== "Assign" || value === undefined || target?.kind !== "Attribute") return;
    if (target !== site.expression && value !== site.expression) return;
    edits.push(
      { start: target.attrStart, end: target.end, text: "requires_grad" },
      { start: target.attrStart, end: node.end, text: `requires_grad_(${site.text(value)})` },
    );
  });
  return edits;
}
