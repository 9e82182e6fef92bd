import { Tensor } from "../../tensor/tensor";
import { operandsOf, type TraceStep } from "../../trace/trace";
import type { Program, Remark } from "./program";

/** What a loss does to its input by itself, and what does the same before it. */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  cross_entropy: ["softmax", "sigmoid"],
  linear_cross_entropy: ["softmax", "sigmoid"],
  binary_cross_entropy_with_logits: ["sigmoid", "softmax"],
};

const NAMES: Readonly<Record<string, string>> = { cross_entropy: "log_softmax", linear_cross_entropy: "log_softmax" };

/** What keeps probabilities between 0 and 1, or near them. */
const CLAMPS: ReadonlySet<string> = new Set(["clamp", "clamp_min", "clamp_max", "clip"]);

/** What computed a loss's input, but for a clamp or a small number that is added to keep a logarithm finite. */
function squeezed(input: Tensor, before: number, program: Program): TraceStep | undefined {
  const step = program.source(input, before);
  if (step === undefined) return undefined;
  const [first, ...others] = operandsOf(step);
  const isKept = CLAMPS.has(step.schema.name) || (step.schema.name === "add" && others.length === 0);
  return isKept && first !== undefined ? squeezed(first, step.index, program) : step;
}

/** A softmax or sigmoid in front of a loss that takes raw scores: they are squeezed together twice. */
export function* normalizedTwice(program: Program): Iterable<Remark> {
  for (const step of program.steps(...Object.keys(WITHIN))) {
    const { input } = step.args;
    if (step.place === undefined || !(input instanceof Tensor)) continue;
    const before = squeezed(input, step.index, program);
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
