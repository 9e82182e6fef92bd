import { Tensor } from "../../tensor/tensor";
import type { Program, Remark } from "./program";

/** What a loss does to its input by itself, and what does the same before it. */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  cross_entropy: ["softmax", "sigmoid"],
  linear_cross_entropy: ["softmax", "sigmoid"],
  binary_cross_entropy_with_logits: ["sigmoid", "softmax"],
};

const NAMES: Readonly<Record<string, string>> = { cross_entropy: "log_softmax", linear_cross_entropy: "log_softmax" };

/** A softmax or sigmoid in front of a loss that takes raw scores: they are squeezed together twice. */
export function* normalizedTwice(program: Program): Iterable<Remark> {
  for (const step of program.steps(...Object.keys(WITHIN))) {
    const { input } = step.args;
    if (step.place === undefined || !(input instanceof Tensor)) continue;
    const before = program.source(input, step.index);
    const loss = step.schema.name;
    if (before === undefined || !WITHIN[loss].includes(before.schema.name)) continue;
    yield {
      code: "normalized-twice",
      place: step.place,
      message: `\`${loss}\` applies a ${NAMES[loss] ?? "sigmoid"} itself, and its input is what \`${before.schema.name}\` gives: it wants the scores before that`,
      related: [{ place: before.place, message: `\`${before.schema.name}\` is here` }],
    };
  }
}
