import type { Program, Remark } from "./program";
import { trainingOf } from "./training";

/** Steps of an optimizer in a loop with no `zero_grad()` between them: each takes the sum of all gradients so far. */
export function* gradientsAddUp(program: Program): Iterable<Remark> {
  const training = trainingOf(program);
  const { events } = program.trace;
  for (const optimizer of training.optimizers) {
    if (training.isGiven(optimizer.object) || training.isModuleGiven(optimizer.params)) continue;
    let last: number | undefined;
    for (const [n, event] of events.entries()) {
      if (event.kind !== "step" || event.subject !== optimizer.object) continue;
      const from = last;
      last = n;
      if (from === undefined || event.place === undefined || !isSame(events[from], event)) continue;
      const between = events.slice(from + 1, n);
      if (between.some((one) => training.mayZero(one, optimizer))) continue;
      const again = between.find((one) => one.kind === "backward" && training.reaches(one, optimizer.params));
      if (again === undefined) continue;
      yield {
        code: "gradients-add-up",
        place: event.place,
        message:
          "No gradient is set to zero between this step and the one before: it takes the sum of the gradients of all rounds so far",
        related: [{ place: again.place, message: "gradients are added here" }],
      };
      break;
    }
  }
}

function isSame(a: { place?: object }, b: { place?: object }): boolean {
  const [x, y] = [a.place, b.place] as ({ file: string; start: number } | undefined)[];
  return x?.file === y?.file && x?.start === y?.start;
}
