import type { ClassDef, FunctionDef } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import type { Run } from "../machine/run";
import type { Unfollowed } from "../report";
import { exampleCall } from "../symbolic/example-call";
import type { Definition } from "../symbolic/subjects";
import type { SymbolicRun } from "../symbolic/symbolic";
import type { PyRaise } from "../trace/raise";
import { holdsTensor, openInputs } from "./functions";
import type { SubjectResult } from "./reuse";

const NAMES = new Intl.ListFormat("en");

/** Why a class or function could not be followed: where its run without a call ended. */
export function unfollowed(
  source: Source,
  node: ClassDef | FunctionDef,
  base: Run,
  failed: SymbolicRun | undefined,
): Unfollowed {
  const { machine, places, module } = base;
  const example = exampleCall(machine, module, node.name, failed);
  const more = example === undefined ? {} : { example };
  const own = { file: source.file, line: source.line(node.nameSpan.start) };
  if (failed?.raised === undefined) {
    const open = failed === undefined ? [] : openInputs(failed);
    const reason =
      open.length > 0
        ? `nothing tells what ${NAMES.format(open.map((name) => `\`${name}\``))} ${open.length === 1 ? "is" : "are"}`
        : "it could not be followed to its end";
    return { reason, ...own, ...more };
  }
  const { exception } = failed.raised;
  const reason = `${exception.cls.name}: ${machine.exceptionText(exception)}`;
  // It may be raised where no line of the user's stands: in the forward of a layer that the class derives from.
  const [place] = failed.raised.stack;
  const at = place === undefined ? own : { file: place.file, line: places.line(place) ?? 1 };
  return { reason, raised: true, ...at, ...more };
}

/** Of a class that nobody can call. */
export function withoutForward(source: Source, { node }: Definition): SubjectResult {
  const own = { file: source.file, line: source.line(node.nameSpan.start) };
  return {
    entries: [],
    audits: [],
    diagnostics: [],
    givenUp: [],
    unfollowed: { reason: "it has no `forward`", uncallable: true, ...own },
    work: 0,
  };
}

/** Whether a function that was tried has something to say of itself: it fails, or makes tensors of inputs that may be anything. */
export function isUnfollowed({ raised, output, run }: SymbolicRun, ends: (raised: PyRaise) => boolean): boolean {
  return raised === undefined ? run.state.trace.steps.length > 0 && holdsTensor(output) : !ends(raised);
}
