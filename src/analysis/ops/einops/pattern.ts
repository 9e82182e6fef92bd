/**
 * The language of einops' patterns (https://einops.rocks): axes by name, `(a b)` for their product, numbers for axes without a name,
 * `...` for any number of axes.
 */

/** What einops raises as `EinopsError`, without the words around it. */
export class PatternError {
  constructor(readonly message: string) {}
}

/** An axis of a length that the pattern gives, without a name: `2`. */
export interface Anonymous {
  readonly length: number;
}

export type Axis = string | Anonymous;

export const ELLIPSIS = "…";

/** One side of a pattern: each entry is a dimension, the axes in it its factors; none for a dimension of size 1. */
export interface Side {
  readonly dimensions: readonly (readonly Axis[] | typeof ELLIPSIS)[];
  /** Names, the ellipsis among them. */
  readonly names: ReadonlySet<string>;
  readonly ellipsis: boolean;
  readonly ellipsisInside: boolean;
  /** Has numbers other than 1. */
  readonly anonymous: boolean;
}

/** Reads one side. Throws `PatternError`. */
export function parseSide(text: string): Side {
  const names = new Set<string>();
  const dimensions: (Axis[] | typeof ELLIPSIS)[] = [];
  let inside: Axis[] | undefined;
  let ellipsisInside = false;
  let anonymous = false;
  if (text.includes(".") && (!text.includes("...") || text.replace("...", "").includes(".")))
    throw new PatternError(
      text.includes("...")
        ? "Expression may contain dots only inside ellipsis (...); only one ellipsis for tensor "
        : "Expression may contain dots only inside ellipsis (...)",
    );
  const add = (axis: string) => {
    if (names.has(axis)) throw new PatternError(`Indexing expression contains duplicate dimension "${axis}"`);
    if (axis === ELLIPSIS) {
      names.add(axis);
      if (inside === undefined) dimensions.push(ELLIPSIS);
      else inside.push(ELLIPSIS);
      ellipsisInside ||= inside !== undefined;
      return;
    }
    if (/^\d+$/.test(axis)) {
      const length = Number(axis);
      if (length === 0) throw new PatternError("Anonymous axis should have positive length, not 0");
      if (length === 1) {
        if (inside === undefined) dimensions.push([]);
        return;
      }
      anonymous = true;
      if (inside === undefined) dimensions.push([{ length }]);
      else inside.push({ length });
      return;
    }
    checkName(axis);
    names.add(axis);
    if (inside === undefined) dimensions.push([axis]);
    else inside.push(axis);
  };
  for (const token of tokens(text)) {
    if (token === "(") {
      if (inside !== undefined)
        throw new PatternError("Axis composition is one-level (brackets inside brackets not allowed)");
      inside = [];
    } else if (token === ")") {
      if (inside === undefined) throw new PatternError("Brackets are not balanced");
      dimensions.push(inside);
      inside = undefined;
    } else add(token);
  }
  if (inside !== undefined) throw new PatternError(`Imbalanced parentheses in expression: "${text}"`);
  return { dimensions, names, ellipsis: names.has(ELLIPSIS), ellipsisInside, anonymous };
}

function checkName(name: string): void {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
    throw new PatternError(`Invalid axis identifier: ${name}\nnot a valid python identifier`);
  if (name.startsWith("_") || name.endsWith("_"))
    throw new PatternError(
      `Invalid axis identifier: ${name}\naxis name should should not start or end with underscore`,
    );
}

function tokens(text: string): string[] {
  const found: string[] = [];
  let word = "";
  const flush = () => {
    if (word !== "") found.push(word);
    word = "";
  };
  for (const char of text.replaceAll("...", ELLIPSIS)) {
    if (/[\p{L}\p{N}_]/u.test(char)) word += char;
    else {
      flush();
      if (char === "(" || char === ")" || char === ELLIPSIS) found.push(char);
      else if (char !== " ") throw new PatternError(`Unknown character '${char}'`);
    }
  }
  flush();
  return found;
}

/** Both sides of `left -> right`; undefined where there is no arrow, or more than one. */
export function splitPattern(pattern: string): [string, string] | undefined {
  const sides = pattern.split("->");
  return sides.length === 2 ? [sides[0], sides[1]] : undefined;
}
