import { print, printRelation } from "../../../src/analysis/dims";
import type { Parser } from "../../../src/syntax/parse";
import { evaluate, shown } from "./expressions";
import { StubMachine } from "./machine";

/** What an expression gives, what it needs and what its last step costs: `(B, 4) float32; needs C == 3; macs 12*B`. */
export function told(parser: Parser, source: string): string {
  const machine = new StubMachine();
  const parts = [shown(evaluate(parser, source, machine))];
  if (machine.requirements.length > 0) parts.push(`needs ${machine.requirements.map(printRelation).join(", ")}`);
  const last = machine.trace.steps.at(-1);
  if (last !== undefined && last.cost.macs !== 0) parts.push(`macs ${print(last.cost.macs)}`);
  return parts.join("; ");
}

/** The FLOPs of an expression's last step; `not counted` where they are not known. */
export function flops(parser: Parser, source: string): string {
  const machine = new StubMachine();
  evaluate(parser, source, machine);
  const last = machine.trace.steps.at(-1);
  return last?.counted === true ? print(last.cost.flops) : "not counted";
}
