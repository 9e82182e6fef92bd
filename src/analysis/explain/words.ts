import { type Dim, print } from "../dims";
import type { Did } from "./links";
import { type Formula, MARK } from "./relation";

export type Shown = (dim: Dim) => string;

const NAMES = new RegExp(`${MARK}\\d+`, "g");

/** How a size was computed, with the sizes that it was computed from: `(224 + 2*3 - 7)//2 + 1 = 112`. */
export function computation({ formula, refs }: Formula, result: Dim, shown: Shown): string {
  const names = new Map(refs.map(({ name, size }) => [name, shown(size)]));
  const made = shown(result);
  const factors = plainFactors(formula, "product");
  if (factors !== undefined) return `multiplies ${list(factors.map((name) => names.get(name) ?? name))} to ${made}`;
  const summands = plainFactors(formula, "sum");
  if (summands !== undefined) return `adds ${list(summands.map((name) => names.get(name) ?? name))} to ${made}`;
  const text = print(formula as Exclude<Dim, number>).replace(NAMES, (name) => inFormula(names.get(name) ?? name));
  return text.replaceAll(" ", "") === made.replaceAll(" ", "") ? made : `${text} = ${made}`;
}

/** The names in a plain product or a plain sum of names. */
function plainFactors(formula: Dim, kind: "product" | "sum"): string[] | undefined {
  if (typeof formula === "number" || formula.constant !== 0) return undefined;
  const text = print(formula);
  const names = text.split(kind === "product" ? "*" : " + ");
  return names.length > 1 && names.every((name) => name.replace(NAMES, "") === "") ? names : undefined;
}

function inFormula(text: string): string {
  return /^[\p{L}\p{N}_']+$/u.test(text) ? text : `(${text})`;
}

/** `a`, `a and b`, `a, b and c`. */
function list(items: readonly (string | number)[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

const dimensions = (axes: readonly number[]) => `dimension${axes.length === 1 ? "" : "s"} ${list(axes)}`;

/** What a link did, in sentences: dimensions that the same was done to are told together. */
export function notes(did: readonly Did[]): string[] {
  const found = did.flatMap((one) => (one.kind === "said" ? [one.text] : []));
  const sorted = did.flatMap((one) => (one.kind === "said" ? [] : [one])).sort((a, b) => a.to - b.to);
  found.push(...new Set(sorted.flatMap((one) => (one.kind === "set" ? [one.text] : []))));
  const named = groupBy(
    sorted.flatMap((one) => (one.kind === "named" ? [one] : [])),
    ({ of }) => of,
  );
  for (const [of, group] of named)
    found.push(
      `${list(group.map(({ name }) => `\`${name}\``))} ${group.length === 1 ? "is" : "are"} ${dimensions(group.map(({ to }) => to))} of \`${of}\``,
    );
  const moved = sorted.flatMap((one) => (one.kind === "moved" && one.argument === undefined ? [one] : []));
  if (moved.length > 0)
    found.push(
      `${dimensions(moved.map(({ from }) => from))} become${moved.length === 1 ? "s" : ""} ${dimensions(moved.map(({ to }) => to))}`,
    );
  const taken = groupBy(
    sorted.flatMap((one) => (one.kind === "moved" && one.argument !== undefined ? [one] : [])),
    ({ argument }) => argument,
  );
  for (const [argument, group] of taken)
    found.push(
      `${dimensions(group.map(({ to }) => to))} ${group.length === 1 ? "is" : "are"} ${dimensions(group.map(({ from }) => from))} of \`${argument}\``,
    );
  const given = sorted.flatMap((one) => (one.kind === "given" ? [one] : []));
  // A number that is written there is plain to see.
  if (given.some(({ text }) => !/^\d+$/.test(text))) {
    const texts = given.map(({ text }) => `\`${text}\``);
    const told = texts.every((text) => text === texts[0]) ? texts[0] : texts.join(", ");
    found.push(`${dimensions(given.map(({ to }) => to))} ${given.length === 1 ? "is" : "are"} given: ${told}`);
  }
  const computed = groupBy(
    sorted.flatMap((one) => (one.kind === "computed" || one.kind === "found" || one.kind === "made" ? [one] : [])),
    ({ text }) => text,
  );
  for (const [text, group] of computed) found.push(`${dimensions(group.map(({ to }) => to))}: ${text}`);
  return found;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
