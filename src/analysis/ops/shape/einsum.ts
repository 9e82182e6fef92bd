import { add, type Dim, equal, mul, product } from "../../dims";
import type { OpContext } from "../context";
import { text } from "./spatial";

/**
 * Einstein summation (https://pytorch.org/docs/stable/generated/torch.einsum.html). Labels are letters; the dimensions of an
 * ellipsis are labelled `0`, `1` … from the right, so that they broadcast like any other label.
 */
export interface Contraction {
  /** Labels of each operand's dimensions. */
  inputs: string[][];
  output: string[];
  sizes: Map<string, Dim>;
}

/** Reads an equation for operands of these shapes, checking all that PyTorch checks. */
export function readEquation(at: OpContext, equation: string, shapes: readonly (readonly Dim[])[]): Contraction {
  const text = equation.replaceAll(" ", "");
  const arrow = text.indexOf("->");
  const terms = (arrow < 0 ? text : text.slice(0, arrow)).split(",");
  if (terms.length > shapes.length)
    at.fail("pattern", "einsum(): fewer operands were provided than specified in the equation");
  if (terms.length < shapes.length)
    at.fail("pattern", "einsum(): more operands were provided than specified in the equation");
  const parsed = terms.map((term, n) => letters(at, equation, term, `for operand ${n}`));
  const inputs = parsed.map((labels, n) => expandEllipsis(at, labels, shapes[n].length, n));
  const contraction = { inputs, output: [], sizes: labelSizes(at, inputs, shapes) };
  return {
    ...contraction,
    output: outputLabels(at, equation, arrow < 0 ? undefined : text.slice(arrow + 2), contraction),
  };
}

const ELLIPSIS = "...";

function letters(at: OpContext, equation: string, term: string, where: string): string[] {
  const labels: string[] = [];
  for (let n = 0; n < term.length; n++) {
    const letter = term[n];
    if (letter === ".") {
      if (labels.includes(ELLIPSIS))
        at.fail("pattern", `einsum(): found '.' ${where} for which an ellipsis was already found`);
      if (!term.startsWith(ELLIPSIS, n))
        at.fail("pattern", `einsum(): found '.' ${where} that is not part of any ellipsis`);
      labels.push(ELLIPSIS);
      n += 2;
    } else if (/[a-zA-Z]/.test(letter)) labels.push(letter);
    else
      at.fail(
        "pattern",
        `einsum(): invalid subscript given at index ${equation.indexOf(letter)} in the equation string, subscripts must be in [a-zA-Z]`,
      );
  }
  return labels;
}

function expandEllipsis(at: OpContext, labels: readonly string[], rank: number, operand: number): string[] {
  const place = labels.indexOf(ELLIPSIS);
  const named = labels.length - (place < 0 ? 0 : 1);
  const numbers = `(${named}) ${place < 0 ? "does not match" : "is more than"} the number of dimensions (${rank}) for operand ${operand}`;
  if (place < 0) {
    if (named !== rank)
      at.fail("pattern", `einsum(): the number of subscripts in the equation ${numbers} and no ellipsis was given`);
    return [...labels];
  }
  if (named > rank) at.fail("pattern", `einsum(): the number of subscripts in the equation ${numbers}`);
  const count = rank - named;
  return labels.toSpliced(place, 1, ...Array.from({ length: count }, (_, n) => String(count - 1 - n)));
}

function labelSizes(at: OpContext, inputs: readonly string[][], shapes: readonly (readonly Dim[])[]): Map<string, Dim> {
  const sizes = new Map<string, Dim>();
  inputs.forEach((labels, operand) => {
    const own = new Map<string, Dim>();
    labels.forEach((label, n) => {
      const size = shapes[operand][n];
      const before = own.get(label);
      if (before !== undefined)
        at.same(
          before,
          size,
          "pattern",
          () =>
            `einsum(): subscript ${label} is repeated for operand ${operand} but the sizes don't match, ${text(size)} != ${text(before)}`,
        );
      own.set(label, size);
    });
    for (const [label, size] of own) {
      const seen = sizes.get(label);
      if (seen === undefined || seen === 1) sizes.set(label, size);
      else if (size !== 1 && size !== seen) {
        if (equal(size, 1, at.assumptions) !== true)
          at.same(seen, size, "broadcast", () =>
            /\d/.test(label)
              ? `einsum(): dimension ${label} covered by ellipsis in operand ${operand}has size ${text(size)} which does not broadcast with previously seen ellipsis with size ${text(seen)} for the respective dimension`
              : `einsum(): subscript ${label} has size ${text(size)} for operand ${operand} which does not broadcast with previously seen size ${text(seen)}`,
          );
      }
    }
  });
  return sizes;
}

const isEllipsis = (label: string) => /\d/.test(label);

function outputLabels(
  at: OpContext,
  equation: string,
  term: string | undefined,
  { inputs, sizes }: Contraction,
): string[] {
  const covered = [...sizes.keys()].filter(isEllipsis).sort((a, b) => Number(b) - Number(a));
  if (term === undefined) {
    const all = inputs.flat();
    const once = [...sizes.keys()].filter(
      (label) => !isEllipsis(label) && all.indexOf(label) === all.lastIndexOf(label),
    );
    return [...covered, ...once.sort()];
  }
  const labels = letters(at, equation, term, "in the output");
  labels.forEach((label, n) => {
    if (label === ELLIPSIS) return;
    if (labels.indexOf(label) !== n)
      at.fail("pattern", `einsum(): output subscript ${label} appears more than once in the output`);
    if (!sizes.has(label))
      at.fail("pattern", `einsum(): output subscript ${label} does not appear in the equation for any input operand`);
  });
  return labels.flatMap((label) => (label === ELLIPSIS ? covered : [label]));
}

/**
 * MACs and other FLOPs of contracting from left to right, two operands at a time, as PyTorch does; and whether the result comes out
 * row by row.
 */
export function contractionCost({ inputs, output, sizes }: Contraction, shapes: readonly (readonly Dim[])[]) {
  let macs: Dim = 0;
  let flops: Dim = 0;
  let contiguous = false;
  const volume = (labels: Iterable<string>) => product([...labels].map((label) => sizes.get(label) as Dim));
  /** Sums over the labels of one side that nothing else needs. */
  const reduce = (labels: Set<string>, needed: ReadonlySet<string>) => {
    const kept = new Set([...labels].filter((label) => needed.has(label)));
    if (kept.size < labels.size) flops = add(flops, volume(labels));
    return kept;
  };
  // Sizes 1 that broadcast take part in nothing.
  const wide = inputs.map(
    (labels, operand) => new Set(labels.filter((label, n) => shapes[operand][n] !== 1 || sizes.get(label) === 1)),
  );
  const after = (operand: number) => new Set([...output, ...wide.slice(operand + 1).flatMap((labels) => [...labels])]);
  let current = inputs.length === 1 ? reduce(wide[0], new Set(output)) : reduce(wide[0], after(0));
  for (let operand = 1; operand < wide.length; operand++) {
    const later = after(operand);
    const left = reduce(current, new Set([...later, ...wide[operand]]));
    const right = reduce(wide[operand], new Set([...later, ...left]));
    const all = new Set([...left, ...right]);
    const work = volume(all);
    // Where all that is added up has the size 1, PyTorch multiplies element by element.
    const sums = [...all].some((label) => !later.has(label) && sizes.get(label) !== 1);
    // A batched product has the shared labels first, then those of the left side, then those of the right.
    const place = (label: string) => (!left.has(label) ? 2 : right.has(label) ? 0 : 1);
    const places = output.map(place);
    contiguous = sums && places.every((each, n) => n === 0 || places[n - 1] <= each);
    if (sums) macs = add(macs, work);
    else flops = add(flops, work);
    current = new Set([...all].filter((label) => later.has(label)));
  }
  return { cost: { macs, flops: add(mul(2, macs), flops) }, contiguous };
}
