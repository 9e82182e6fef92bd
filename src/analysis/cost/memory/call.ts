import type { TraceStep } from "../../trace/trace";
import type { Entry } from "./graph";
import type { Primitives } from "./primitives";
import { likeStrides, type Sizes } from "./strides";

/** One call of an operator, whose tensors are entries of the account. */
export interface Call {
  readonly step: TraceStep;
  readonly p: Primitives;
  /** A tensor among the arguments, by its name. */
  of(name: string): Entry | undefined;
  /** All tensors among the arguments, in the order of the schema. */
  readonly operands: readonly Entry[];
  /** Shapes, strides and bytes an element of the results. */
  readonly results: readonly { shape: Sizes; strides: Sizes; size: number; floating: boolean }[];
}

/** What an operator makes: an entry for each of its results. */
export type Rule = (call: Call) => Entry | Entry[];

/** A list of plain numbers. */
export function numbers(value: unknown): number[] | undefined {
  if (typeof value === "number") return [value];
  return Array.isArray(value) && value.every((one) => typeof one === "number") ? value : undefined;
}

/** Results as the trace has them, with a gradient of the size of each operand. `saves`: places of operands, and of results after `r`. */
export function plain(saves: readonly (number | "result")[], temporaries = 0): Rule {
  return ({ p, operands, results }) => {
    const made = results.map(({ shape, strides, size, floating }) => p.tape.make(shape, size, strides, floating));
    const kept = saves.map((place) => (place === "result" ? made[0] : operands[place]));
    p.tape.record(operands, made, kept, (gradients) => {
      const size = gradients.find((gradient) => gradient !== undefined)!.size;
      return operands.map((operand) => {
        if (!operand.requiresGrad) return undefined;
        for (let n = 0; n < temporaries; n++) p.tape.make(operand.shape, size);
        return p.tape.make(operand.shape, size, likeStrides(operand.shape, operand.strides));
      });
    });
    return made;
  };
}
