import { survived } from "../../syntax/defects";
import { TooLong } from "../room";
import { PyRaise } from "../trace/raise";
import {
  BoundMethod,
  Builtin,
  ClassMethod,
  classes,
  classOf,
  Either,
  Instance,
  Obj,
  type Parameter,
  PyBytes,
  PyClass,
  PyDict,
  PyFunction,
  PyIterator,
  PyList,
  PySet,
  PyTuple,
  StaticMethod,
  Unknown,
  type Value,
} from "../values";
import { BUILTIN_WORK, bindTo } from "./attributes";
import type { Code } from "./compile/code";
import { constructors } from "./constructors";
import { mayBeChanged } from "./escapes";
import { makeException } from "./exceptions";
import { loopUnknown, perhaps } from "./forks";
import { joinAll } from "./joins";
import type { Frame, Interpreter } from "./machine";
import { TooDeep } from "./machine";
import { OpenArguments } from "./open-arguments";
import { OPEN } from "./open-end";
import { isDefect, isOverflow } from "./overflow";
import { forget, survive } from "./pending";
import { isWrittenOut, openObject } from "./unlisted";

type Kwargs = ReadonlyMap<string, Value> | undefined;

/** Calls any value, as Python does. */
export function call(m: Interpreter, callee: Value, args: readonly Value[], kwargs: Kwargs): Value {
  if (callee instanceof BoundMethod) {
    const { func } = callee;
    return call(m, func, [callee.self, ...args], kwargs);
  }
  if (callee instanceof PyFunction) return callFunction(m, callee, args, kwargs);
  if (callee instanceof Builtin) return callBuiltin(m, callee, args, kwargs);
  if (callee instanceof PyClass) return callClass(m, callee, args, kwargs);
  if (callee instanceof Unknown) return m.callOfUnknown(callee, args, kwargs);
  if (callee instanceof Either)
    return m.joinValues(
      callee.options.filter((option) => option !== null).map((option) => () => call(m, option, args, kwargs)),
    );
  if (callee instanceof StaticMethod) return call(m, callee.func, args, kwargs);
  if (callee instanceof ClassMethod) return call(m, callee.func, args, kwargs);
  const method = callee instanceof Obj ? callee.cls.lookup("__call__") : undefined;
  if (method !== undefined) return callSpecial(m, method, callee, args, kwargs);
  const open = openObject(m, callee, "__call__");
  if (open !== undefined) return open;
  const type = classOf(callee).typeName;
  return m.raise("TypeError", `'${type}' object is not callable`, { kind: "type", types: [type], use: "call" });
}

/** A special method: a function is given the object, other things that stand in its place (`__call__ = dict`, `__init__ = partialmethod(…)`) are bound as they wish. */
function callSpecial(m: Interpreter, method: Value, self: Value, args: readonly Value[], kwargs: Kwargs): Value {
  const isFunction = method instanceof PyFunction || method instanceof Builtin || method instanceof Unknown;
  if (isFunction) return call(m, method, [self, ...args], kwargs);
  return call(m, bindTo(m, method, self, classOf(self)), args, kwargs);
}

/**
 * The one place where functions written in TypeScript are called. What they may take for granted is checked here: that the arguments fit
 * the signature, and that a method's first one is of its class.
 */
function callBuiltin(m: Interpreter, callee: Builtin, args: readonly Value[], kwargs: Kwargs): Value {
  m.pay(BUILTIN_WORK);
  if (kwargs instanceof OpenArguments) return callOpen(callee, args, kwargs.rest);
  try {
    const { raw } = callee;
    if (raw === undefined) {
      const { params } = callee;
      const bound = bindArguments(m, callee.name, params, args, kwargs);
      const other = callee.owner === undefined ? undefined : receiver(m, callee, callee.owner, bound[0]);
      if (other !== undefined)
        return other(bound[0], (self) => callBuiltin(m, callee, [self, ...args.slice(1)], kwargs));
      const named: Record<string, Value> = {};
      for (let n = 0; n < params.length; n++) named[params[n].name] = bound[n];
      return callee.run(m, named);
    }
    if (callee.owner !== undefined) {
      if (args.length === 0) m.raise("TypeError", withoutReceiver(callee, callee.owner));
      const other = receiver(m, callee, callee.owner, args[0]);
      if (other !== undefined)
        return other(args[0], (self) => callBuiltin(m, callee, [self, ...args.slice(1)], kwargs));
    }
    return raw(m, args, kwargs);
  } catch (error) {
    if (error instanceof TooLong) return m.unknown(error.reason);
    if (!isDefect(error)) throw error;
    // A defect of one function must not end the analysis of the file.
    survived(callee.name, error);
    return m.unknown(`the analysis of \`${callee.name}\` failed: ${error.message}`);
  }
}

/** How instances of builtin classes are held; a class of the program may have made its own without them. */
const LAYOUTS: ReadonlyMap<PyClass, new (...args: never[]) => Obj> = new Map<PyClass, new (...args: never[]) => Obj>([
  [classes.list, PyList],
  [classes.tuple, PyTuple],
  [classes.dict, PyDict],
  [classes.set, PySet],
  [classes.frozenset, PySet],
  [classes.bytes, PyBytes],
  [classes.type, PyClass],
]);

/** What a method does with a first argument that is not of its class; undefined where it is. */
function receiver(
  m: Interpreter,
  method: Builtin,
  owner: PyClass,
  self: Value,
): ((self: Value, again: (self: Value) => Value) => Value) | undefined {
  const fits = method.name === "__new__" ? self instanceof PyClass : classOf(self).isSubclassOf(owner);
  const layout = method.name === "__new__" ? undefined : LAYOUTS.get(owner);
  if (fits && (layout === undefined || self instanceof layout)) return undefined;
  if (fits) return () => m.unknown(`it was made without ${owner.name}.__new__`);
  if (self instanceof Unknown) return () => self.of("any");
  if (self instanceof Either) return (_, again) => m.joinValues(self.options.map((option) => () => again(option)));
  const given = self instanceof PyClass ? "type" : classOf(self).name;
  return () =>
    m.raise(
      "TypeError",
      method.name === "__new__"
        ? `${owner.name}.__new__(X): X is not a type object (${given})`
        : `descriptor '${method.name}' for '${owner.name}' objects doesn't apply to a '${given}' object`,
    );
}

function withoutReceiver(method: Builtin, owner: PyClass): string {
  return method.name === "__new__"
    ? `${owner.name}.__new__(): not enough arguments`
    : `unbound method ${owner.name}.${method.name}() needs an argument`;
}

/** Units for a frame, its arguments and what is recorded of them. */
const CALL_WORK = 4;

/** A native with arguments that are not known: what it puts into a dict, list or set that it is called on is not known either. */
function callOpen(callee: Builtin, [self]: readonly Value[], rest: Unknown): Value {
  if (MUTATORS.has(callee.name)) {
    if (self instanceof PyDict) self.open(rest, () => rest);
    else if (self instanceof PySet) self.open(rest);
    else if (self instanceof PyList) self.forget(rest);
  }
  return callee.name === "__init__" ? null : rest.of("any");
}

/** Methods of Python's containers that put something in. */
const MUTATORS = new Set(["update", "append", "extend", "insert", "add", "setdefault", "__init__", "__setitem__"]);

/** A call that is not followed, or not to its end: what it was given may have been changed by it. */
function notFollowed(given: readonly (Value | undefined)[], reason: Unknown): Unknown {
  mayBeChanged(
    given.filter((value) => value !== undefined),
    reason,
  );
  return reason;
}

function callFunction(m: Interpreter, callee: PyFunction, args: readonly Value[], kwargs: Kwargs): Value {
  const code = callee.code as Code;
  if (m.state.uninitialised && code.initialises !== undefined)
    return code.initialises === "tensor" ? (args[0] ?? kwargs?.get("tensor") ?? null) : null;
  const read = code.readsAt === undefined ? undefined : m.readings.of(callee, code, args, kwargs);
  if (read !== undefined)
    return read instanceof Unknown ? notFollowed([...args, ...(kwargs?.values() ?? [])], read) : read;
  const bound =
    kwargs === undefined && args.length === code.plainParameters ? args : bindToFunction(m, callee, args, kwargs);
  if (bound instanceof Unknown) return notFollowed(args, bound);
  if (code.isCutOff && code.active > 0) return notFollowed(bound, m.unknown(TOO_DEEP));
  const frame = code.frame(callee, callee.closure as Frame, bound);
  if (code.isGenerator) return makeGenerator(m, code, frame);
  m.pay(CALL_WORK);
  m.enter(frame);
  code.active++;
  try {
    m.sawCall(callee, frame);
    return code.run(frame);
  } catch (error) {
    if (error instanceof PyRaise) {
      // Another branch of the function had returned: that is what remains.
      if (frame.pending !== undefined && survive(frame, ["return"], 0) !== undefined) return m.leaveFunction(frame);
      if (!frame.source.prelude) error.passed.push({ fn: callee, args: bound, at: m.placeIn(frame.caller) });
      throw error;
    }
    if (isOverflow(error)) throw new TooDeep(code);
    if (error instanceof TooDeep && error.code === code && code.active === 1) return cutOff(m, callee, bound);
    if (error instanceof TooLong) return notFollowed(bound, m.unknown(error.reason));
    throw error;
  } finally {
    code.active--;
    if (frame.pending !== undefined) forget(frame);
    m.leave(frame);
  }
}

const TOO_DEEP = "calls nest too deeply to be followed";

/** A function that calls itself too deeply: it does what one call does but for the calls of itself, any number of times. */
function cutOff(m: Interpreter, callee: PyFunction, bound: readonly Value[]): Unknown {
  const code = callee.code as Code;
  const within = m.top?.caller;
  if (within === undefined || code.isCutOff) return notFollowed(bound, m.unknown(TOO_DEEP));
  code.isCutOff = true;
  const body = (): undefined => {
    const frame = code.frame(callee, callee.closure as Frame, bound);
    m.enter(frame);
    try {
      code.run(frame);
    } finally {
      if (frame.pending !== undefined) forget(frame);
      m.leave(frame);
    }
  };
  try {
    loopUnknown(m, within, body, () => undefined);
  } finally {
    code.isCutOff = false;
  }
  return notFollowed(bound, m.unknown(TOO_DEEP));
}

/** The arguments in the parameters' order; not known where a stand-in refuses what the real function takes. */
function bindToFunction(
  m: Interpreter,
  callee: PyFunction,
  args: readonly Value[],
  kwargs: Kwargs,
): readonly Value[] | Unknown {
  if (!(callee.code as Code).unit.source.prelude) return bindArguments(m, callee.calledAs, callee.params, args, kwargs);
  try {
    return bindArguments(m, callee.qualname, callee.params, args, kwargs);
  } catch (error) {
    if (!(error instanceof PyRaise)) throw error;
    const mro = args.length === 0 ? [] : (args[0] instanceof PyClass ? args[0] : classOf(args[0])).mro;
    const takes = m.importer.recorded.takes(callee, args.length, [...(kwargs?.keys() ?? [])], mro);
    const isOwn = isWrittenOut(callee.module.name) && (takes === undefined || callee.qualname.startsWith("_"));
    if (takes === false || isOwn) throw error;
    const unknown = m.unknown(`such a call of \`${callee.qualname}\` is not followed`);
    // What it would have made of the object is not known either.
    if (callee.name === "__init__" && args[0] instanceof Instance) args[0].beyond = unknown;
    return unknown;
  }
}

/** `raise … from cause`. */
function becauseOf(cause: Obj, raised: PyRaise): PyRaise {
  for (const name of ["__cause__", "__context__"]) raised.exception.setAttr(name, cause);
  raised.exception.setAttr("__suppress_context__", true);
  return raised;
}

function makeGenerator(m: Interpreter, code: Code, frame: Frame): PyIterator {
  return generatorOf(m, frame, code.start(frame));
}

/** Where generators are: the frame that each runs in, and whether it has begun and ended. */
export const generators = new WeakMap<PyIterator, { frame: Frame; state: () => GeneratorState }>();
type GeneratorState = "new" | "waiting" | "running" | "finished";

/** Values with what a generator among them works on: whoever has it may run it. */
export function withFrames(values: readonly Value[]): Value[] {
  const all: Value[] = [];
  for (const value of values) {
    all.push(value);
    if (!(value instanceof PyIterator)) continue;
    for (const held of generators.get(value)?.frame.slots ?? []) if (held !== undefined) all.push(held);
  }
  return all;
}

/** Whether a context manager may end an exception: its `__exit__` may give what is true. */
export function maySuppress(manager: Value): boolean {
  if (manager instanceof Unknown) return false;
  if (manager instanceof Either) return manager.options.some(maySuppress);
  const exit = classOf(manager).lookup("__exit__");
  return exit instanceof PyFunction && (exit.code as Code).mayGiveTrue;
}

/** A generator, or a generator expression, that runs in `frame`. */
export function generatorOf(m: Interpreter, frame: Frame, steps: Generator<Value, Value, Value>): PyIterator {
  let state: GeneratorState = "new";
  const resume = (action: () => IteratorResult<Value, Value>): Value | undefined => {
    if (state === "finished") {
      // What it returned goes with the first StopIteration only.
      iterator.returned = null;
      return undefined;
    }
    if (state === "running") return m.raise("ValueError", "generator already executing");
    m.enter(frame);
    state = "running";
    try {
      const result = action();
      state = result.done === true ? "finished" : "waiting";
      if (result.value === OPEN) {
        frame.given = [];
        perhaps(m, frame, () => void steps.next(null));
        state = "finished";
        iterator.sample = frame.given.length > 0 ? joinAll(m, frame.given) : undefined;
      } else if (result.done !== true) return result.value;
      else iterator.returned = result.value;
      iterator.openEnd = frame.openEnd;
      return undefined;
    } catch (error) {
      state = "finished";
      if (error instanceof PyRaise && error.exception.cls.name === "StopIteration")
        throw becauseOf(error.exception, m.exception("RuntimeError", ["generator raised StopIteration"]));
      throw error;
    } finally {
      if (state === "finished") forget(frame);
      m.leave(frame);
    }
  };
  const throwIn = (exception: Obj): Value | undefined => {
    const raised = new PyRaise(exception, m.stack());
    if (state !== "new") return resume(() => steps.throw(raised));
    state = "finished";
    throw raised;
  };
  const iterator = new PyIterator(() => resume(() => steps.next(null)), m.generatorClass, {
    send: (value) => {
      if (state === "new" && value !== null && !(value instanceof Unknown))
        return m.raise("TypeError", "can't send non-None value to a just-started generator");
      return resume(() => steps.next(value));
    },
    throw: (error) => {
      if (iterator.openEnd !== undefined) return iterator.openEnd.of("any");
      if (state === "finished") throw new PyRaise(error as Obj, m.stack());
      return throwIn(error as Obj);
    },
    close: () => {
      if (state === "new") state = "finished";
      if (state !== "waiting") return;
      try {
        throwIn(makeException("GeneratorExit", []));
      } catch (error) {
        const name = error instanceof PyRaise ? error.exception.cls.name : "";
        if (name !== "GeneratorExit" && name !== "StopIteration") throw error;
      }
    },
  });
  generators.set(iterator, { frame, state: () => state });
  iterator.whenLost = () => void m.callOfUnknown(m.unknown("how far it has come is not known"), [iterator]);
  return iterator;
}

/** Binds arguments to parameters; the values come back in the parameters' order. Raises TypeError in Python's words. */
export function bindArguments(
  m: Interpreter,
  name: string,
  params: readonly Parameter[],
  args: readonly Value[],
  kwargs: Kwargs,
): Value[] {
  const bound = new Array<Value | undefined>(params.length).fill(undefined);
  const open = kwargs instanceof OpenArguments ? kwargs : undefined;
  let next = 0;
  let taken: Set<string> | undefined;
  for (let n = 0; n < params.length; n++) {
    const param = params[n];
    switch (param.kind) {
      case "positionalOnly":
      case "positional":
        if (next < args.length) {
          bound[n] = args[next++];
          if (param.kind === "positional" && kwargs?.has(param.name))
            m.raise("TypeError", `${name}() got multiple values for argument '${param.name}'`);
          break;
        }
        if (param.kind === "positional" && kwargs?.has(param.name)) {
          taken ??= new Set();
          taken.add(param.name);
          bound[n] = kwargs.get(param.name);
        }
        break;
      case "vararg":
        bound[n] = open?.positional === true ? open.rest : new PyTuple(next < args.length ? args.slice(next) : []);
        next = args.length;
        break;
      case "keywordOnly":
        if (kwargs?.has(param.name)) {
          taken ??= new Set();
          taken.add(param.name);
          bound[n] = kwargs.get(param.name);
        }
        break;
      case "kwarg": {
        const rest = new PyDict();
        for (const [key, value] of kwargs ?? []) if (taken === undefined || !taken.has(key)) rest.set(key, value);
        if (open !== undefined) rest.open(open.rest);
        bound[n] = rest;
        break;
      }
    }
  }
  if (kwargs !== undefined && kwargs.size > (taken?.size ?? 0) && params[params.length - 1]?.kind !== "kwarg") {
    const unexpected = [...kwargs.keys()].filter((key) => taken === undefined || !taken.has(key));
    const positional = params.filter((param) => param.kind === "positionalOnly" && unexpected.includes(param.name));
    if (positional.length > 0)
      m.raise(
        "TypeError",
        `${name}() got some positional-only arguments passed as keyword arguments: '${positional.map((param) => param.name).join(", ")}'`,
      );
    m.raise("TypeError", `${name}() got an unexpected keyword argument '${unexpected[0]}'`);
  }
  if (next < args.length) tooMany(m, name, params, args.length, kwargs);
  const missing: Parameter[] = [];
  for (let n = 0; n < params.length; n++) {
    if (bound[n] !== undefined) continue;
    const fallback = params[n].default;
    if (open !== undefined) bound[n] = open.rest;
    else if (fallback !== undefined) bound[n] = fallback;
    else missing.push(params[n]);
  }
  if (missing.length > 0) {
    // Python tells of positional arguments first.
    const positional = missing.filter((param) => param.kind !== "keywordOnly");
    const keywordOnly = positional.length === 0;
    const told = keywordOnly ? missing : positional;
    const names = told.map((param) => `'${param.name}'`);
    const listed =
      names.length === 1
        ? names[0]
        : `${names.slice(0, -1).join(", ")}${names.length > 2 ? "," : ""} and ${names[names.length - 1]}`;
    m.raise(
      "TypeError",
      `${name}() missing ${told.length} required ${keywordOnly ? "keyword-only" : "positional"} argument${told.length === 1 ? "" : "s"}: ${listed}`,
    );
  }
  return bound as Value[];
}

/** Whether arguments fit the parameters of a function. */
function takes(m: Interpreter, fn: PyFunction, args: readonly Value[], kwargs: Kwargs): boolean {
  return m.orUndefined("TypeError", () => bindArguments(m, fn.calledAs, fn.params, args, kwargs)) !== undefined;
}

function tooMany(m: Interpreter, name: string, params: readonly Parameter[], given: number, kwargs: Kwargs): never {
  const positional = params.filter((param) => param.kind === "positional" || param.kind === "positionalOnly");
  const required = positional.filter((param) => param.default === undefined).length;
  const takes = required === positional.length ? `${required}` : `from ${required} to ${positional.length}`;
  const named = params.filter((param) => param.kind === "keywordOnly" && kwargs?.has(param.name)).length;
  const plural = (count: number) => (count === 1 ? "" : "s");
  const were =
    named > 0
      ? `${given} positional argument${plural(given)} (and ${named} keyword-only argument${plural(named)}) were`
      : `${given} ${given === 1 ? "was" : "were"}`;
  return m.raise(
    "TypeError",
    `${name}() takes ${takes} positional argument${takes === "1" ? "" : "s"} but ${were} given`,
  );
}

function refuseAbstract(m: Interpreter, cls: PyClass, names: PySet): never {
  const sorted = names.values().map(String).sort();
  return m.raise(
    "TypeError",
    `Can't instantiate abstract class ${cls.name} with abstract method${sorted.length === 1 ? "" : "s"} ${sorted.join(", ")}`,
    { kind: "abstract", cls: cls.name },
  );
}

function callClass(m: Interpreter, cls: PyClass, args: readonly Value[], kwargs: Kwargs): Value {
  const construct = constructors.get(cls);
  if (construct !== undefined) {
    try {
      return construct(m, args, kwargs);
    } catch (error) {
      if (error instanceof TooLong) return m.unknown(error.reason);
      throw error;
    }
  }
  const meta = cls.cls === classes.type ? undefined : cls.cls.lookup("__call__");
  if (meta !== undefined && meta !== m.typeCall) return callSpecial(m, meta, cls, args, kwargs);
  return instantiate(m, cls, args, kwargs);
}

/** `type.__call__`: `__new__`, then `__init__` where it gave an instance of the class. */
export function instantiate(m: Interpreter, cls: PyClass, args: readonly Value[], kwargs: Kwargs): Value {
  const abstract = cls.own.get("__abstractmethods__");
  if (abstract instanceof PySet && abstract.size > 0 && !cls.hasUnknownBase) refuseAbstract(m, cls, abstract);
  const make = cls.lookup("__new__");
  let object: Value;
  if (make === undefined || make === m.objectNew) {
    object = new Instance(cls);
    // Exceptions keep what they are made of, whatever their `__init__` does.
    if (cls.isSubclassOf(classes.BaseException)) object.setAttr("args", new PyTuple(args));
  } else {
    object = call(m, make instanceof StaticMethod ? make.func : make, [cls, ...args], kwargs);
    if (!classOf(object).isSubclassOf(cls)) return object;
    // A builtin class whose `__new__` took the arguments has no `__init__` to run.
    if (make instanceof Builtin && cls.lookup("__init__") === m.objectInit) return object;
  }
  const init = classOf(object).lookup("__init__");
  if (init !== undefined) {
    if (cls.hasUnknownBase && init instanceof PyFunction && !takes(m, init, [object, ...args], kwargs))
      return m.unknown("the `__new__` of a base class that is not known may take these arguments");
    if (!(init instanceof Builtin && init === m.objectInit)) {
      if (init instanceof PyFunction) {
        const at = m.place();
        if (init.module.file !== undefined) m.built.set(object as Obj, { init, args, kwargs, at });
        else if (at !== undefined) m.builtAt.set(object as Obj, at);
      }
      const made = callSpecial(m, init, object, args, kwargs);
      // What a constructor that is not known has set is not known.
      if (init instanceof Unknown && object instanceof Instance) object.beyond ??= init;
      if (object instanceof Instance && object.beyond !== undefined && m.importer.isLibrary(cls.module))
        return object.beyond;
      if (made !== null && !(made instanceof Unknown || made instanceof Either))
        m.raise("TypeError", `__init__() should return None, not '${classOf(made).name}'`, {
          kind: "type",
          types: [classOf(made).name],
        });
    } else if (
      (args.length > 0 || (kwargs?.size ?? 0) > 0) &&
      (make === undefined || make === m.objectNew) &&
      !cls.hasUnknownBase
    )
      m.raise("TypeError", `${cls.name}() takes no arguments`);
  }
  return object;
}
