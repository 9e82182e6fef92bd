import { PyFunction, Unknown } from "../../values";
import type { Program, Remark } from "./program";
import { type Optimizer, type Training, trainingOf } from "./training";

/** Gradients that no step takes: the optimizer's `step()` is never called, or finds them set to zero. */
export function* stepMissing(program: Program): Iterable<Remark> {
  const training = trainingOf(program);
  for (const optimizer of training.optimizers) {
    if (training.isGiven(optimizer.object) || training.isModuleGiven(optimizer.params)) continue;
    // Of an optimizer of the program's own it is not known what a step of it is.
    const step = optimizer.object.cls.lookup("step");
    if (!(step instanceof PyFunction) || !program.run.machine.importer.isLibrary(step.module.name)) continue;
    yield* withoutStep(program, training, optimizer);
    yield* zeroedBefore(program, training, optimizer);
  }
}

function* withoutStep(program: Program, training: Training, optimizer: Optimizer): Iterable<Remark> {
  if (!program.isWhole || program.events("step").some(({ subject }) => subject === optimizer.object)) return;
  const reached = training.backwards.filter(({ event }) => training.reaches(event, optimizer.params));
  const zeroed = program.events("zero").some((event) => training.mayZero(event, optimizer));
  const place = reached.at(-1)?.event.place;
  if (place === undefined || !zeroed) return;
  // Another optimizer may train the same parameters, as a program may take each by itself.
  const others = training.optimizers.filter(({ object }) => object !== optimizer.object);
  if (others.some(({ params }) => [...params].some((param) => optimizer.params.has(param)))) return;
  yield {
    code: "step-missing",
    place,
    message: "These gradients change nothing: `step()` of the optimizer that has these parameters is never called",
    related: [{ place: optimizer.made.place, message: "the optimizer is made here" }],
  };
}

function* zeroedBefore(program: Program, training: Training, optimizer: Optimizer): Iterable<Remark> {
  let state: "none" | "gradients" | "zeroed" = "none";
  let zero: Remark["place"] | undefined;
  for (const event of program.trace.events) {
    const isUnknown = event.kind === "backward" && event.subject instanceof Unknown;
    if (isUnknown || (event.kind === "backward" && training.reaches(event, optimizer.params))) state = "gradients";
    else if (event.kind === "grad" && training.mayZero(event, optimizer)) return;
    else if (event.kind === "zero" && state === "gradients" && training.mayZero(event, optimizer)) {
      state = "zeroed";
      zero = event.certain ? event.place : undefined;
    } else if (event.kind === "step" && event.subject === optimizer.object) {
      if (state === "zeroed" && zero !== undefined && event.certain) {
        yield {
          code: "step-missing",
          place: zero,
          message: "The gradients are set to zero before `step()` has taken them: it changes nothing",
          related: [{ place: event.place, message: "`step()` is here" }],
        };
        return;
      }
      state = "none";
    }
  }
}
