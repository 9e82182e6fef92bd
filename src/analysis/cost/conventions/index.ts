import type { TraceStep } from "../../trace/trace";
import { type Convention, type ConventionTotal, totalBy } from "./convention";
import { flopCounter, fvcore, torchvision } from "./dispatched";
import { ptflops } from "./ptflops";
import { thop } from "./thop";

export type { Convention, ConventionTotal };
export { totalBy };

/** Conventions that a total can be shown in, by the names of the tools. */
export const conventions = {
  torchvision,
  fvcore,
  flop_counter: flopCounter,
  thop,
  ptflops,
} satisfies Record<string, Convention>;

export type ConventionName = keyof typeof conventions;

export const conventionNames = Object.keys(conventions) as ConventionName[];

/** The steps' total in every convention. */
export function totalsByConvention(steps: readonly TraceStep[]): Record<ConventionName, ConventionTotal> {
  return Object.fromEntries(conventionNames.map((name) => [name, totalBy(conventions[name], steps)])) as Record<
    ConventionName,
    ConventionTotal
  >;
}
