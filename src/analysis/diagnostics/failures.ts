import type { Places } from "../facts/places";
import type { Failure } from "../failure";
import type { Interpreter } from "../machine/machine";
import type { DiagnosticJson } from "../report";
import type { PyRaise, Spoilt } from "../trace/raise";
import type { Place } from "../values";
import { codeOf } from "./codes";
import { fixOf } from "./fixes";
import { origins, type Related, samePlace } from "./origins";
import type { Violation } from "./violations";

/**
 * An exception that reached the top, as a diagnostic at its innermost place in the program's own source; or, where a call breaks what the class
 * demands of its callers, at that call. `broken`: demands that its calls break, the outermost class's first.
 */
export function failureDiagnostic(
  m: Interpreter,
  places: Places,
  failure: PyRaise,
  broken: readonly Violation[] = [],
): DiagnosticJson {
  const { environment } = m.importer;
  // What an installed library raises is told where the program calls it.
  const own = failure.stack.findIndex(({ file }) => !environment.isInstalled(file));
  const [at, ...callers] = failure.stack.slice(Math.max(own, 0));
  const inside = failure.stack.slice(0, Math.max(own, 0));
  const name = failure.exception.cls.name;
  const words = m.exceptionText(failure.exception);
  const text = words === "" ? name : `${name}: ${words}`;
  const contract = broken.find((violation) => violation.contract);
  const about: Failure = contract === undefined ? failure.failure : { kind: "requirement", ...contract.divisibility };
  const calls = distinct(callers).filter((place) => contract === undefined || !samePlace(place, contract.receiver.at));
  const related = [
    ...(contract === undefined ? [] : reasons(places, at, contract, text)),
    ...origins(places, failure),
    ...inside.slice(0, 1).map((place) => ({ ...places.range(place), message: "raised here" })),
    ...calls.map((place) => ({ ...places.range(place), message: calledFrom(place, broken), call: true as const })),
  ];
  const fix = fixOf(places, failure);
  const spoilt = failure.spoilt !== undefined && !environment.isInstalled(failure.spoilt.write.file) && failure.spoilt;
  if (spoilt) related.unshift(...aroundWrite(places, spoilt, at));
  return {
    ...places.range(contract?.receiver.at ?? (spoilt ? spoilt.write : at)),
    severity: "error",
    code: codeOf(about.kind),
    failure: about,
    message: contract === undefined ? text : `${demand(contract)}\n${text}`,
    ...(related.length > 0 && { related }),
    ...(fix !== undefined && { fix }),
  };
}

/** What keeps a tensor that is written, and the pass backward that asks for it. */
function aroundWrite(places: Places, { write, keeper }: Spoilt, pass: Place): Related {
  const kept = keeper.place === undefined || samePlace(keeper.place, write) ? [] : [keeper.place];
  return [
    ...kept.map((place) => ({
      ...places.range(place),
      message: `\`${keeper.name}\` has kept it for its gradient here`,
    })),
    { ...places.range(pass), message: "the backward pass that needs it fails here" },
  ];
}

/** `WindowAttention needs dim % num_heads == 0: dim is 100, num_heads is 3` */
function demand({ receiver, needs, sizes }: Violation): string {
  return `${receiver.cls.name} needs ${needs}: ${sizes}`;
}

/** Where the demand arises, and where the sizes come from that do not meet it. */
function reasons(places: Places, at: Place, { receiver, needs, sources }: Violation, text: string): Related {
  const sizes = sources.filter(({ place }) => place !== undefined && !within(receiver.at, place));
  return [
    { ...places.range(at), message: `\`${needs}\` is needed here: ${text}` },
    ...sizes.map(({ place, text: message }) => ({ ...places.range(place), message })),
  ];
}

/** Whether a place begins where another does: the construction in `Net(3)(x)` stands in the call. */
function within(outer: Place, place: Place): boolean {
  return outer.file === place.file && outer.start === place.start;
}

function calledFrom(place: Place, broken: readonly Violation[]): string {
  const here = broken.find(({ receiver, plain }) => plain && samePlace(receiver.at, place));
  return here === undefined ? "called from here" : `called from here: ${demand(here)}`;
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
