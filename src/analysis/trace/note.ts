import type { Value } from "../values/value";
import type { EventKind } from "./events";
import type { TensorMachine } from "./port";

/** Notes what a program does to train a model, beside the steps of its trace. */
export function note(machine: TensorMachine, kind: EventKind, subject: Value, detail: Value = null): void {
  const { trace } = machine;
  if (trace.paused) return;
  const certain = machine.forkDepth === 0;
  machine.noted({ kind, subject, detail, at: trace.steps.length, place: machine.place(), certain });
}
