import { PyRaise } from "../trace/raise";
import { PyClass, PyDict, PyList, PySet, type Value } from "../values";
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

/** What was written since `before` may be written or not. Gives what a name may be that was bound since then. */
function leaveAnywhere(m: Interpreter, before: Log): Value {
  const unknown = m.unknown("the block may have been left at any of its statements");
  for (const [object, then] of before.saved) {
    const either = object.merge(object.snapshot(), then, (a: Value | undefined, b: Value | undefined) =>
      a === b && a !== undefined ? a : unknown,
    );
    touch(object);
    object.restore(either);
    // What was put in and taken out again shows in neither state.
    if (object instanceof PyList && object.isCertain) object.openEnd(unknown);
    else if ((object instanceof PyDict || object instanceof PySet) && object.isCertain) object.open(unknown);
  }
  return unknown;
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
    bind(leaveAnywhere(m, before));
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

/** Exceptions that a block raises for reasons that are followed, or that come at any time: what is not known in it says nothing of them. */
const OF_NOTHING_UNKNOWN = [
  ...["KeyboardInterrupt", "MemoryError", "ImportError"].map((name) => exceptionClasses.get(name)!),
  libraryExceptions.get("OutOfMemoryError")!,
];

/**
 * A handler that may be entered since something in its `try` block may have raised, of which it is not known what it does. `before`: what the block
 * has written since. Undefined where that can't be: the handler takes nothing of the kind.
 */
export function mayBeEntered(
  m: Interpreter,
  type: (() => Value) | undefined,
  before: Log,
  bind: (value: Value, exception: Value) => void,
  handler: Exec,
): Exec | undefined {
  const cls = type && typeOf(type);
  if (type !== undefined && cls === undefined) return undefined;
  if (cls instanceof PyClass && OF_NOTHING_UNKNOWN.some((one) => cls.isSubclassOf(one))) return undefined;
  return (frame) => {
    bind(leaveAnywhere(m, before), m.unknown("which exception was raised is not known"));
    const outer = frame.handling;
    frame.handling = makeException(
      cls instanceof PyClass && exceptionClasses.has(cls.name) ? cls.name : "Exception",
      [],
    );
    try {
      return handler(frame);
    } finally {
      frame.handling = outer;
    }
  };
}

/**
 * The way of a `with` block in which something may have raised, where its manager may end an exception: like a handler that is entered. No way where
 * the manager goes on with what was raised.
 */
export function mayBeSwallowed(m: Interpreter, manager: Value, before: Log, bind: (value: Value) => void): Exec {
  return () => {
    bind(leaveAnywhere(m, before));
    const raised = m.unknown("which exception was raised is not known");
    if (m.truth(m.call(m.getattr(manager, "__exit__"), [raised, raised, raised])) === false)
      throw new PyRaise(makeException("Exception", []), m.stack());
    return undefined;
  };
}
