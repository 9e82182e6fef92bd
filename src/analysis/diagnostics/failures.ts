import type { Places } from "../facts/places";
import type { Interpreter } from "../machine/interpreter";
import type { PyRaise } from "../machine/machine";
import type { DiagnosticJson } from "../report";
import type { Place } from "../values";
import { fixOf } from "./fixes";
import { origins } from "./origins";

/** An exception that reached the top, as a diagnostic at its innermost place in the user's source. */
export function failureDiagnostic(m: Interpreter, places: Places, failure: PyRaise): DiagnosticJson {
  const [at, ...callers] = failure.stack;
  const text = m.exceptionText(failure.exception);
  const name = failure.exception.cls.name;
  const related = [
    ...origins(places, failure),
    ...distinct(callers).map((place) => ({ ...places.range(place), message: "called from here" })),
  ];
  const fix = fixOf(places, failure);
  return {
    ...places.range(at),
    severity: "error",
    code: name,
    message: text === "" ? name : text,
    ...(related.length > 0 && { related }),
    ...(fix !== undefined && { fix }),
  };
}

function distinct(places: readonly Place[]): Place[] {
  const seen = new Set<string>();
  return places.filter(({ file, start }) => {
    const key = `${file}:${start}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
