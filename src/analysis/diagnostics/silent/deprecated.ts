import { DEPRECATED } from "../../facts/deprecated";
import type { Tensor } from "../../tensor/tensor";
import { operandsOf, type TraceStep } from "../../trace/trace";
import type { Program, Remark } from "./program";

/** A function that PyTorch advises against. Operators say it by a row here, other functions by what their stand-ins note. */
export function* deprecated(program: Program): Iterable<Remark> {
  const told = new Set<string>();
  for (const { place, direct, schema, name } of program.steps(...Object.keys(DEPRECATED))) {
    if (place === undefined || direct !== true || name !== schema.name) continue;
    told.add(`${place.file}:${place.start}`);
    yield {
      code: "deprecated",
      place,
      message: `\`torch.${name}\` is deprecated: \`${DEPRECATED[name].instead}\` does it`,
    };
  }
  const typed = program.events("deprecated-type").filter(({ at }) => !isTypeGuessed(program.trace.steps[at], program));
  for (const { subject, detail, place } of [...program.events("deprecated"), ...typed])
    if (place !== undefined && !told.has(`${place.file}:${place.start}`))
      yield { code: "deprecated", place, message: `\`${String(subject)}\` is deprecated: ${String(detail)}` };
}

/** Whether the type of a step's arguments may be that of an input, of which a run with symbols only guesses it. The tensor that is worked on has its own. */
function isTypeGuessed(step: TraceStep | undefined, program: Program): boolean {
  if (program.isReal) return false;
  if (step === undefined) return true;
  const sources = new Map(
    operandsOf(step)
      .slice(1)
      .map((tensor): [Tensor, number] => [tensor, step.index]),
  );
  // What comes from neither an input nor a weight is made by the program itself.
  for (const [tensor, before] of sources) {
    const maker = program.maker(tensor, before);
    if (maker !== undefined) {
      for (const operand of operandsOf(maker)) if (!sources.has(operand)) sources.set(operand, maker.index);
    } else if (!tensor.parameter) return true;
  }
  return false;
}
