import { type ConventionName, conventionNames } from "../../report";
import type { TraceStep } from "../../trace/trace";
import { type Convention, type ConventionTotal, totalBy } from "./convention";
import { flopCounter, fvcore, torchvision } from "./dispatched";
import { ptflops } from "./ptflops";
import { thop } from "./thop";

export type { Convention, ConventionName, ConventionTotal };
export { conventionNames };

/** Conventions that a total can be shown in. */
export const conventions: Readonly<Record<ConventionName, Convention>> = {
  torchvision,
  fvcore,
  flop_counter: flopCounter,
  thop,
  ptflops,
};

/** The steps' total in every convention. */
export function totalsByConvention(steps: readonly TraceStep[]): Record<ConventionName, ConventionTotal> {
  const totals = conventionNames.map((name) => [name, totalBy(conventions[name], steps)]);
  return Object.fromEntries(totals) as Record<ConventionName, ConventionTotal>;
}
