import { DEPRECATED } from "../../facts/deprecated";
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
  for (const { subject, detail, place } of program.events("deprecated"))
    if (place !== undefined && !told.has(`${place.file}:${place.start}`))
      yield { code: "deprecated", place, message: `\`${String(subject)}\` is deprecated: ${String(detail)}` };
}
