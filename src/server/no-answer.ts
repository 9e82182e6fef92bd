import type { Outcome } from "./analysis-process";

/** Why an analysis has no answer, in plain words; undefined where it has one, or was cancelled. */
export function noAnswer(outcome: Outcome<unknown>): string | undefined {
  if ("givenUp" in outcome) return `its analysis was given up: ${outcome.givenUp}`;
  return "failed" in outcome ? outcome.failed : undefined;
}
