import { plain, type Rule } from "./call";
import type { Entry } from "./graph";

/** An Einstein sum of two tensors is a product of batches of matrices, with their dimensions put in order before and after it. */
export const einsum: Rule = (call) => {
  const { p, step, operands, results } = call;
  const equation = Object.values(step.args).find((value) => typeof value === "string");
  const [a, b] = operands;
  if (typeof equation !== "string" || operands.length !== 2 || equation.includes(".")) return plain([0, 1])(call);
  const [given, out = ""] = equation.replaceAll(" ", "").split("->");
  const [left, right] = given.split(",").map((letters) => [...letters]);
  const target = [...out];
  const sizes = new Map<string, number>();
  for (const [letters, entry] of [
    [left, a],
    [right, b],
  ] as const)
    for (const [n, letter] of letters.entries()) sizes.set(letter, entry.shape[n]);
  const batch = target.filter((letter) => left.includes(letter) && right.includes(letter));
  const rows = target.filter((letter) => left.includes(letter) && !right.includes(letter));
  const columns = target.filter((letter) => right.includes(letter) && !left.includes(letter));
  const inner = left.filter((letter) => right.includes(letter) && !target.includes(letter));
  if (
    left.length !== batch.length + rows.length + inner.length ||
    right.length !== batch.length + columns.length + inner.length
  )
    return plain([0, 1])(call);
  const count = (letters: readonly string[]) => letters.reduce((all, letter) => all * sizes.get(letter)!, 1);
  const ordered = (x: Entry, from: readonly string[], groups: readonly (readonly string[])[]) =>
    p.reshape(
      p.permute(
        x,
        groups.flat().map((letter) => from.indexOf(letter)),
      ),
      groups.map(count),
    );
  const y = p.mm(ordered(a, left, [batch, rows, inner]), ordered(b, right, [batch, inner, columns]));
  const order = [...batch, ...rows, ...columns];
  const wide = p.reshape(
    y,
    order.map((letter) => sizes.get(letter)!),
  );
  const result = p.permute(
    wide,
    target.map((letter) => order.indexOf(letter)),
  );
  return p.reshape(result, results[0].shape);
};
