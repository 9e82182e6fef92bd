import type * as ast from "../../syntax/ast";
import { type Dim, keyOf, SymInt } from "../dims";
import { ratio } from "./audit-terms";
import type { AuthorName } from "./author-terms";

/** How an author writes products. */
export interface Style {
  /** `" * "` or `"*"`. */
  times: string;
  /** Whether powers are written with `**`. */
  powers: boolean;
}

export function styleOf(text: string): Style {
  return {
    times: text.replaceAll("**", "").includes("*") && !text.includes(" * ") ? "*" : " * ",
    powers: text.includes("**"),
  };
}

/** A size in an author's names and style; undefined where a part of it has no name. `read` gives the names' sizes as `value` is given. */
export function inNames(
  value: Dim,
  names: readonly AuthorName[],
  read: (value: Dim) => Dim,
  { times, powers }: Style,
): string | undefined {
  if (!(value instanceof SymInt)) return String(value);
  const known = new Map<string, string>();
  for (const { text, value: size } of names) {
    const key = keyOf(read(size));
    if (!known.has(key)) known.set(key, text);
  }
  const order = [...known.values()];
  const sums: string[] = [];
  const numbers = names.flatMap(({ value: size }) => (typeof size === "number" && size > 1 ? [size] : []));
  for (const { coefficient, monomial } of value.terms) {
    // The number may be what one of the author's names stands for.
    if (numbers.some((number) => coefficient % number === 0)) return undefined;
    const factors: { text: string; power: number }[] = [];
    for (const { atom, power } of monomial.factors) {
      const text = known.get(atom.key);
      if (text === undefined) return undefined;
      factors.push({ text, power });
    }
    factors.sort((a, b) => order.indexOf(a.text) - order.indexOf(b.text));
    const texts = factors.flatMap(({ text, power }) =>
      powers && power > 1 ? [`${text}**${power}`] : new Array<string>(power).fill(text),
    );
    sums.push([...(coefficient === 1 ? [] : [String(coefficient)]), ...texts].join(times));
  }
  if (value.constant !== 0) sums.push(String(value.constant));
  return sums.join(" + ");
}

/** The product `node`, whose value is `is`, with another number in it, so that it becomes `wanted`; undefined where no number does it. */
export function withFactor(node: ast.Expr, text: (node: ast.Expr) => string, is: Dim, wanted: Dim): string | undefined {
  const times = ratio(wanted, is);
  if (times === undefined) return undefined;
  const whole = text(node);
  const { times: sign } = styleOf(whole);
  for (const factor of factors(node)) {
    if (factor.kind !== "Int" || typeof factor.value !== "number") continue;
    const number = (factor.value * times.over) / times.under;
    if (!Number.isInteger(number)) continue;
    const at = factor.start - node.start;
    const before = whole.slice(0, at);
    const after = whole.slice(factor.end - node.start);
    if (number !== 1) return before + number + after;
    // A factor of one need not be written.
    const [left, right] = [before.trimEnd(), after.trimStart()];
    if (right.startsWith("*")) return before + right.slice(1).trimStart();
    return (left.endsWith("*") ? left.slice(0, -1).trimEnd() : before) + after;
  }
  return times.under === 1 && isProduct(node) ? `${times.over}${sign}${whole}` : undefined;
}

/** The factors of a product, as far as nothing else stands between them. */
function factors(node: ast.Expr): ast.Expr[] {
  return node.kind === "BinOp" && node.op === "*" ? [...factors(node.left), ...factors(node.right)] : [node];
}

function isProduct(node: ast.Expr): boolean {
  return (
    (node.kind === "BinOp" && (node.op === "*" || node.op === "**")) ||
    ["Name", "Attribute", "Subscript"].includes(node.kind)
  );
}
