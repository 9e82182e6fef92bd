import type { Call } from "../../syntax/ast";
import type { DimJson } from "../report";
import { nameOf } from "./edits";
import type { Edit, Site } from "./site";

/** Ways to move dimensions where a view only renames them. */

const VIEWS: ReadonlySet<string> = new Set(["view", "reshape"]);

/** `x.view(n, c, h, w)` → `x.permute(0, 3, 1, 2)`, and what splits or merges dimensions on the way. */
export function movedAxes(site: Site): Edit[] {
  const { expression } = site;
  const [from, to] = site.shapes;
  if (expression.kind !== "Call" || expression.func.kind !== "Attribute" || from === undefined || to === undefined)
    return [];
  if (!VIEWS.has(nameOf(expression)) || nameOf({ func: expression.func.value } as Call) === "torch") return [];
  const { start, end } = expression;
  const { attrStart, end: funcEnd } = expression.func;
  const before = site.source.text.slice(start, attrStart - 1);
  const sizes = site.source.text.slice(funcEnd, end);
  const edit = (text: string): Edit => ({ start, end, text: before + text });
  const same = (a: DimJson | undefined, b: DimJson | undefined) => a !== undefined && a === b;
  if (from.length === to.length) {
    const order = orderOf(from, to);
    return order === undefined ? [] : [edit(moved(order))];
  }
  if (from.length === 3 && to.length === 4 && same(from[1], to[2])) {
    const swapped = withSwapped(site, expression);
    return swapped === undefined ? [] : [edit(`.${nameOf(expression)}(${swapped}).transpose(1, 2)`)];
  }
  if (from.length === 4 && to.length === 3 && same(from[1], to[2])) return [edit(".flatten(2).transpose(1, 2)")];
  if (from.length >= 3 && same(from[2], to[1])) return [edit(`.transpose(1, 2).reshape${sizes}`)];
  return [];
}

/** For each dimension afterwards, which one it was. */
function orderOf(from: readonly DimJson[], to: readonly DimJson[]): number[] | undefined {
  const left = from.map((size, at) => ({ size, at }));
  const order: number[] = [];
  for (const size of to) {
    const found = left.findIndex((one) => one.size === size);
    if (found < 0) return undefined;
    order.push(left.splice(found, 1)[0].at);
  }
  return order;
}

function moved(order: readonly number[]): string {
  const away = order.flatMap((was, at) => (was === at ? [] : [at]));
  return away.length === 2 ? `.transpose(${away.join(", ")})` : `.permute(${order.join(", ")})`;
}

/** The sizes of a view with the second and the third in each other's place. */
function withSwapped(site: Site, { args }: Call): string | undefined {
  const [first, second, third, ...rest] = args.map((one) => site.text(one));
  return third === undefined ? undefined : [first, third, second, ...rest].join(", ");
}
