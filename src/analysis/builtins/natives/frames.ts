import { codeClass, codeObject } from "../../machine/attributes";
import { generators } from "../../machine/calls";
import type { Frame, Interpreter } from "../../machine/machine";
import { NamespaceDict } from "../../machine/namespace";
import {
  builtinClass,
  classes,
  Instance,
  native,
  type Obj,
  type PyIterator,
  PyProperty,
  type Value,
} from "../../values";
import { localsOf } from "../run-time-code";

const frameClass = builtinClass("frame");
const framesOf = new WeakMap<Obj, Frame>();
const objectsOf = new WeakMap<Frame, Instance>();

/** What `sys._getframe` gives: https://docs.python.org/3/reference/datamodel.html#frame-objects */
export const frames: Record<string, Value> = {
  _frame: native("_frame(depth)", (m: Interpreter, { depth }) =>
    typeof depth === "number" ? frameAt(m, m.top, depth) : m.unknown("which frame it is, is not known"),
  ),
};

const ATTRIBUTES: Record<string, (m: Interpreter, frame: Frame) => Value> = {
  f_globals: (m, frame) => new NamespaceDict(m, frame.module),
  f_locals: localsOf,
  f_back: (m, frame) => frameAt(m, frame, 1),
  f_code: (m, frame) =>
    frame.fn === undefined ? m.unknown("the code of a module is not followed") : codeObject(m, frame.fn),
  f_lineno: (_, frame) => frame.source.position(frame.at?.start ?? 0).line,
};

for (const [name, read] of Object.entries(ATTRIBUTES))
  frameClass.own.set(
    name,
    new PyProperty(
      native(`${name}(self)`, (m: Interpreter, { self }) => read(m, framesOf.get(self as Obj)!), frameClass),
    ),
  );

/** What a generator tells of itself: https://docs.python.org/3/library/inspect.html#types-and-members */
const GENERATOR: Record<string, (m: Interpreter, frame: Frame, state: string) => Value> = {
  gi_frame: (_, frame, state) => (state === "finished" ? null : frameObject(frame)),
  gi_running: (_, __, state) => state === "running",
  gi_suspended: (_, __, state) => state === "waiting",
  gi_code: (m, frame) => (frame.fn === undefined || frame.comprehension ? codeOfExpression() : codeObject(m, frame.fn)),
};

/** The code of a generator expression: it is nested, and yields. */
function codeOfExpression(): Instance {
  const code = new Instance(codeClass);
  code.setAttr("co_name", "<genexpr>");
  code.setAttr("co_flags", 0x1 | 0x2 | 0x10 | 0x20);
  return code;
}

for (const [name, read] of Object.entries(GENERATOR))
  classes.generator.own.set(
    name,
    new PyProperty(
      native(
        `${name}(self)`,
        (m: Interpreter, { self }) => {
          const known = generators.get(self as PyIterator);
          return known === undefined
            ? m.unknown("which code a generator runs is not known")
            : read(m, known.frame, known.state());
        },
        classes.generator,
      ),
    ),
  );

/** The frame so many calls further out. Who calls what the analysis enters by itself is not known. */
function frameAt(m: Interpreter, from: Frame | undefined, depth: number): Value {
  let frame = outOfComprehensions(from);
  for (let left = depth; left > 0 && frame !== undefined; left--) frame = outOfComprehensions(frame.caller);
  return frame === undefined ? m.unknown("who calls is not known") : frameObject(frame);
}

function frameObject(frame: Frame): Instance {
  let object = objectsOf.get(frame);
  if (object === undefined) {
    object = new Instance(frameClass);
    framesOf.set(object, frame);
    objectsOf.set(frame, object);
  }
  return object;
}

function outOfComprehensions(frame: Frame | undefined): Frame | undefined {
  while (frame?.comprehension === true) frame = frame.caller;
  return frame;
}
