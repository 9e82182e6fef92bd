import type { Program, Remark } from "./program";

/** A scheduler's `step()` before the first of its optimizer, in the same loop: the first learning rate is skipped. */
export function* schedulerFirst(program: Program): Iterable<Remark> {
  const scheduled = program.events("schedule");
  for (const [n, first] of scheduled.entries()) {
    const { subject, detail, place, at } = first;
    if (place === undefined || !first.certain || scheduled.findIndex((one) => one.subject === subject) !== n) continue;
    const { events } = program.trace;
    const began = events.indexOf(first);
    const steps = events.flatMap((one, index) => (one.kind === "step" && one.subject === detail ? [index] : []));
    if (steps.length === 0 || steps[0] < began) continue;
    // One that comes back after the optimizer's is part of the loop, not of what resumes an old one.
    const again = events.some(
      (one, index) =>
        index > steps[0] && one.kind === "schedule" && one.subject === subject && one.place?.start === place.start,
    );
    if (!again || at === 0) continue;
    yield {
      code: "scheduler-first",
      place,
      message:
        "The scheduler's `step()` comes before the first `step()` of its optimizer: the first learning rate is skipped",
      related: [{ place: events[steps[0]].place, message: "the optimizer's `step()` is here" }],
    };
  }
}
