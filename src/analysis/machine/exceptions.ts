import { type Aspect, type Failure, type FailureKind, failure } from "../failure";
import { failureOfClass, PyRaise } from "../trace/raise";
import {
  BoundMethod,
  Builtin,
  builtinClass,
  classes,
  classOf,
  Either,
  Instance,
  isInstance,
  Obj,
  PyClass,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import { NOT_IMPLEMENTED } from "./constants";
import { oneWayOnly } from "./decided";
import type { Frame, Interpreter } from "./machine";
import { Undecided } from "./numbers";
import { openObject } from "./unlisted";

/** Python's exceptions by their base, as https://docs.python.org/3/library/exceptions.html lists them. */
const HIERARCHY: Record<string, string> = {
  SystemExit: "BaseException",
  KeyboardInterrupt: "BaseException",
  GeneratorExit: "BaseException",
  Exception: "BaseException",
  StopIteration: "Exception",
  StopAsyncIteration: "Exception",
  ArithmeticError: "Exception",
  FloatingPointError: "ArithmeticError",
  OverflowError: "ArithmeticError",
  ZeroDivisionError: "ArithmeticError",
  AssertionError: "Exception",
  AttributeError: "Exception",
  BufferError: "Exception",
  EOFError: "Exception",
  ImportError: "Exception",
  ModuleNotFoundError: "ImportError",
  LookupError: "Exception",
  IndexError: "LookupError",
  KeyError: "LookupError",
  MemoryError: "Exception",
  NameError: "Exception",
  UnboundLocalError: "NameError",
  OSError: "Exception",
  FileNotFoundError: "OSError",
  FileExistsError: "OSError",
  PermissionError: "OSError",
  ConnectionError: "OSError",
  TimeoutError: "OSError",
  BlockingIOError: "OSError",
  ChildProcessError: "OSError",
  InterruptedError: "OSError",
  IsADirectoryError: "OSError",
  NotADirectoryError: "OSError",
  ProcessLookupError: "OSError",
  BrokenPipeError: "ConnectionError",
  ConnectionAbortedError: "ConnectionError",
  ConnectionRefusedError: "ConnectionError",
  ConnectionResetError: "ConnectionError",
  ReferenceError: "Exception",
  RuntimeError: "Exception",
  NotImplementedError: "RuntimeError",
  RecursionError: "RuntimeError",
  SyntaxError: "Exception",
  IndentationError: "SyntaxError",
  TabError: "IndentationError",
  SystemError: "Exception",
  TypeError: "Exception",
  ValueError: "Exception",
  UnicodeError: "ValueError",
  UnicodeDecodeError: "UnicodeError",
  UnicodeEncodeError: "UnicodeError",
  UnicodeTranslateError: "UnicodeError",
  Warning: "Exception",
  DeprecationWarning: "Warning",
  PendingDeprecationWarning: "Warning",
  RuntimeWarning: "Warning",
  UserWarning: "Warning",
  BytesWarning: "Warning",
  EncodingWarning: "Warning",
  SyntaxWarning: "Warning",
  UnicodeWarning: "Warning",
  FutureWarning: "Warning",
  ImportWarning: "Warning",
  ResourceWarning: "Warning",
};

/** Attributes that are None where nobody has set them. */
const ATTRIBUTES: Record<string, readonly string[]> = {
  ImportError: ["name", "path", "msg"],
  AttributeError: ["name", "obj"],
  NameError: ["name"],
  OSError: ["errno", "strerror", "filename", "filename2"],
  SyntaxError: ["msg", "filename", "lineno", "offset", "text"],
};

export const exceptionClasses: ReadonlyMap<string, PyClass> = makeExceptions();

function makeExceptions(): Map<string, PyClass> {
  const made = new Map<string, PyClass>([["BaseException", classes.BaseException]]);
  for (const [name, base] of Object.entries(HIERARCHY)) made.set(name, builtinClass(name, [made.get(base)!]));
  for (const [name, attributes] of Object.entries(ATTRIBUTES))
    for (const attribute of attributes) made.get(name)!.own.set(attribute, null);
  made.set("IOError", made.get("OSError")!);
  made.set("EnvironmentError", made.get("OSError")!);
  return made;
}

/** Exceptions that libraries raise, by their names; the stand-ins of those libraries have them as `_NAME`. */
export const libraryExceptions: ReadonlyMap<string, PyClass> = new Map(
  [
    ["torch", "OutOfMemoryError"],
    ["torch._C", "_LinAlgError"],
    ["einops", "EinopsError"],
  ].map(([module, name]) => {
    const bases = [exceptionClasses.get("RuntimeError")!];
    return [name.replace(/^_/, ""), new PyClass(name, bases, new Map(), classes.type, module)];
  }),
);

function exceptionClass(name: string): PyClass | undefined {
  return exceptionClasses.get(name) ?? libraryExceptions.get(name);
}

export function makeException(name: string, args: readonly Value[]): Instance {
  const exception = new Instance(exceptionClass(name.replace(/^.*\./, "")) ?? exceptionClasses.get("RuntimeError")!);
  exception.setAttr("args", new PyTuple(args));
  return exception;
}

/** Whether an exception ends the program as it is meant to, without a message: `SystemExit`, or a key that a person pressed. */
export function endsProgram({ exception }: PyRaise): boolean {
  return ["SystemExit", "KeyboardInterrupt"].some((name) => isInstance(exception, exceptionClasses.get(name)!));
}

/** What fails before the program ends: what stands behind its end is read, but fails nowhere. */
export function untilEnd(failures: readonly PyRaise[]): readonly PyRaise[] {
  const end = failures.findIndex(endsProgram);
  return end < 0 ? failures : failures.slice(0, end);
}

/** `str(exception)`. */
export function exceptionText(m: Interpreter, exception: Value): string {
  const args = exception instanceof Obj ? exception.attrs?.get("args") : undefined;
  if (!(args instanceof PyTuple) || args.items.length === 0) return "";
  if (args.items.length > 1) return m.repr(args);
  const [message] = args.items;
  if (message instanceof Unknown) return "";
  return isInstance(exception, exceptionClasses.get("KeyError")!) ? m.repr(message) : m.str(message);
}

/** What a `raise` or an `assert` of the program or of a stand-in is about, by what the conditions before it look at. */
function failureOf(frame: Frame, cls: PyClass, about: readonly Aspect[]): Failure {
  if (!frame.source.prelude) return { kind: "raised", about };
  return about.length === 0 ? failureOfClass(cls) : failure(kindOfSubject[about[0]]);
}

const kindOfSubject = {
  rank: "rank",
  sizes: "shape-mismatch",
  divisibility: "divisible",
  dtype: "dtype",
  device: "argument",
  version: "runtime",
} as const satisfies Record<Aspect, FailureKind>;

/** `raise` with or without a value, and what follows `from`. */
export function raiseStatement(
  m: Interpreter,
  frame: Frame,
  value: Value | undefined,
  cause: Value | undefined,
  about: readonly Aspect[],
): never {
  if (value === undefined) {
    let around: Frame | undefined = frame;
    while (around !== undefined && around.handling === undefined) around = around.caller;
    const again = around?.handling;
    if (again instanceof Obj) throw new PyRaise(again, m.stack());
    // Nobody writes it by mistake: a program stops so where it has nothing more to do.
    return m.raise("RuntimeError", "No active exception to reraise", { kind: "raised", about: [], alone: true });
  }
  const exception = value instanceof PyClass ? m.call(value) : value;
  if (exception instanceof Either) {
    const raised = exception.options.map((option) => () => raiseStatement(m, frame, option, cause, about));
    // All of them raise: what may handle one of them sees them all.
    m.joinValues(raised);
    throw new PyRaise(makeException("Exception", [m.unknown("which exception it is, is not known")]), m.stack());
  }
  if (exception instanceof Unknown) throw new PyRaise(makeException("Exception", [exception]), m.stack());
  if (!isInstance(exception, classes.BaseException) && openObject(m, exception) === undefined)
    // `raise NotImplemented` is what people write for a method that others have to give.
    return m.raise(
      "TypeError",
      "exceptions must derive from BaseException",
      exception === NOT_IMPLEMENTED ? "not-implemented" : "argument",
    );
  if (cause !== undefined) {
    const from = cause instanceof PyClass ? m.call(cause) : cause;
    if (
      from !== null &&
      !(from instanceof Unknown || from instanceof Either) &&
      !isInstance(from, classes.BaseException)
    )
      return m.raise("TypeError", "exception causes must derive from BaseException");
    (exception as Obj).setAttr("__cause__", from);
    (exception as Obj).setAttr("__suppress_context__", true);
  }
  inContext(m, exception as Obj);
  throw new PyRaise(exception as Obj, m.stack(), failureOf(frame, classOf(exception), about));
}

/** Whether `except type` takes the exception. */
export function catches(m: Interpreter, type: Value, error: PyRaise): boolean | undefined {
  if (type instanceof PyClass && (type.isSubclassOf(classes.BaseException) || type.hasUnknownBase)) {
    const cls = classOf(error.exception);
    return cls.isSubclassOf(type) || (type.hasUnknownBase || cls.hasUnknownBase ? undefined : false);
  }
  if (type instanceof PyTuple) {
    const results = type.items.map((item) => catches(m, item, error));
    if (results.includes(true)) return true;
    return results.includes(undefined) ? undefined : false;
  }
  if (type instanceof Unknown || type instanceof Either) return undefined;
  return m.raise("TypeError", "catching classes that do not inherit from BaseException is not allowed");
}

/** An exception that is raised remembers the one that is being handled. */
function inContext(m: Interpreter, exception: Obj): void {
  const context = handled(m);
  if (!(context instanceof Obj) || context === exception || context instanceof Unknown || context instanceof Either)
    return;
  // No chain leads back to where it begins.
  for (let one: Obj = context; ; ) {
    const next: Value | undefined = one.attrs?.get("__context__");
    if (!(next instanceof Obj)) break;
    if (next === exception) {
      one.setAttr("__context__", null);
      break;
    }
    one = next;
  }
  exception.setAttr("__context__", context);
}

/** An exception that is raised while another one is handled, or on its way up, remembers that one. */
export function chain(raised: unknown, earlier: Obj): void {
  if (!(raised instanceof PyRaise) || raised.exception === earlier) return;
  if (!raised.exception.attrs?.has("__context__")) raised.exception.setAttr("__context__", earlier);
}

/** A condition that the program refuses: its opposite is what the program needs. */
export function refuse(m: Interpreter, condition: Value): void {
  if (condition instanceof Undecided && condition.opposite !== undefined) m.require(condition.opposite);
}

export function assertStatement(
  m: Interpreter,
  frame: Frame,
  condition: Value,
  message: () => Value | undefined,
  about: readonly Aspect[],
): void {
  const truth = m.truth(condition);
  if (truth === true) return;
  if (truth === undefined) {
    oneWayOnly(m, condition, "what is asserted");
    if (condition instanceof Undecided && condition.relation !== undefined) m.require(condition.relation);
    return;
  }
  const text = message();
  const exception = makeException("AssertionError", text === undefined ? [] : [text]);
  throw new PyRaise(exception, m.stack(), failureOf(frame, exception.cls, about));
}

/** `with`: what `__enter__` gives. */
export function enterContext(m: Interpreter, manager: Value): Value {
  if (manager instanceof Unknown) return manager;
  if (manager instanceof Either) return m.joinValues(manager.options.map((option) => () => enterContext(m, option)));
  const enter = classOf(manager).lookup("__enter__");
  if (enter === undefined || classOf(manager).lookup("__exit__") === undefined) {
    const open = openObject(m, manager, "__enter__", "__exit__");
    if (open !== undefined) return open;
    const missed = enter === undefined ? "" : " (missed __exit__ method)";
    const name =
      manager instanceof BoundMethod || manager instanceof Builtin
        ? "builtin_function_or_method"
        : classOf(manager).name;
    return m.raise("TypeError", `'${name}' object does not support the context manager protocol${missed}`, {
      kind: "type",
      types: [name],
    });
  }
  return m.call(enter, [manager]);
}

/** The exception that is being handled, innermost first; undefined where there is none. */
export function handled(m: Interpreter): Value | undefined {
  for (let frame = m.top; frame !== undefined; frame = frame.caller)
    if (frame.handling !== undefined) return frame.handling;
  return undefined;
}

/** Ends a `with` block; true where the manager swallows the exception. */
export function exitContext(m: Interpreter, manager: Value, error: PyRaise | undefined): boolean {
  if (manager instanceof Unknown) return false;
  if (manager instanceof Either) {
    const leave = (option: Value) => {
      if (exitContext(m, option, error) || error === undefined) return null;
      throw error;
    };
    m.joinValues(manager.options.map((option) => () => leave(option)));
    return error !== undefined;
  }
  const exit = classOf(manager).lookup("__exit__");
  if (exit === undefined) return false;
  const details = error === undefined ? [null, null, null] : [classOf(error.exception), error.exception, null];
  const frame = m.top;
  const outer = frame?.handling;
  // While it is left, the exception is the one that is handled.
  if (frame !== undefined && error !== undefined) frame.handling = error.exception;
  try {
    return m.truth(m.call(exit, [manager, ...details])) === true;
  } catch (raised) {
    if (error !== undefined) chain(raised, error.exception);
    throw raised;
  } finally {
    if (frame !== undefined) frame.handling = outer;
  }
}
