import { PyRaise } from "../trace/raise";
import { PyClass, type Value } from "../values";
import { type Log, touch } from "../values/heap";
import { endsProgram, exceptionClasses, libraryExceptions, makeException } from "./exceptions";
import { alternative } from "./forks";
import type { Exec, Frame, Interpreter } from "./machine";

/**
 * Exceptions that come from outside of the program, at any of its statements and whatever the versions of Python and of its packages: memory that
 * is full, a key that a person pressed, a disk or a connection.
 */
const FROM_OUTSIDE = [
  ...["KeyboardInterrupt", "MemoryError", "OSError"].map((name) => exceptionClasses.get(name)!),
  libraryExceptions.get("OutOfMemoryError")!,
];

/** Whether `except type` is there for what comes from outside, and for nothing else. */
function isFromOutside(type: Value): type is PyClass {
  return type instanceof PyClass && FROM_OUTSIDE.some((cls) => type.isSubclassOf(cls));
}

/** What stands behind `except`, which Python looks at when an exception comes and not before. */
function typeOf(type: () => Value): Value | undefined {
  try {
    return type();
  } catch (error) {
    if (error instanceof PyRaise) return undefined;
    throw error;
  }
}

/**
 * A handler that only an exception from outside enters, after its `try` block has gone through: what fails in it fails whenever it is entered.
 * What the block has written since `before` may be written or not, and what it binds may be anything; what the handler does is undone.
 */
export function followInterruption(
  m: Interpreter,
  frame: Frame,
  before: Log,
  type: () => Value,
  bind: (value: Value) => void,
  handler: Exec,
): void {
  if (m.forkDepth > 0 || m.tryDepth > 0 || m.policy !== undefined || frame.source.prelude) return;
  const raised = alternative(m, frame, () => {
    const cls = typeOf(type);
    if (cls === undefined || !isFromOutside(cls)) return;
    const unknown = m.unknown("the block may have been left at any of its statements");
    for (const [object, then] of before.saved) {
      const either = object.merge(object.snapshot(), then, (a: Value | undefined, b: Value | undefined) =>
        a === b && a !== undefined ? a : unknown,
      );
      touch(object);
      object.restore(either);
    }
    bind(unknown);
    const outer = frame.handling;
    frame.handling = makeException(cls.name, []);
    try {
      handler(frame);
    } catch (error) {
      if (error instanceof PyRaise && error.exception === frame.handling) return;
      throw error;
    } finally {
      frame.handling = outer;
    }
  });
  if (raised === undefined || endsProgram(raised) || raised.failure.kind === "raised") return;
  m.state.failures.push(raised);
}
