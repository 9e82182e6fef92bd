import type { Dim } from "../analysis/dims";
import type { Foreseen } from "../analysis/entries/execution";
import type { TraceStep } from "../analysis/trace/trace";

/** The steps that the analysis foretold, to be found again: by operator, place and module, in their order. */
export class Foretold {
  private readonly waiting = new Map<string, number[]>();
  private readonly steps: readonly TraceStep[];
  private next: number;

  constructor({ trace, stepsBefore }: Foreseen) {
    this.steps = trace.steps.slice(stepsBefore);
    this.next = trace.steps.length - stepsBefore;
    for (const step of trace.steps.slice(stepsBefore)) {
      const key = Foretold.keyOf(step);
      const same = this.waiting.get(key);
      if (same === undefined) this.waiting.set(key, [step.index - stepsBefore]);
      else same.push(step.index - stepsBefore);
    }
  }

  private static keyOf({ op, place, call }: TraceStep): string {
    return [op, call?.path, place?.file, place?.start, place?.end].join(" ");
  }

  /** The index of the step that the analysis foretold there; behind all of them, where it foretold none. */
  indexOf(step: TraceStep): number {
    return this.waiting.get(Foretold.keyOf(step))?.shift() ?? this.next++;
  }

  /** The shapes that the analysis gave the step of that index; undefined behind all of them. */
  shapesOf(index: number): readonly (readonly Dim[])[] | undefined {
    return this.steps[index]?.outputShapes;
  }
}
