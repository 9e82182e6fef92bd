import { SymInt } from "../dims";
import { eachOption, isOfUnknownBase, mayBeMissing, mayLackAttribute } from "../machine/attributes";
import { define } from "../machine/define";
import { heldOf, mayBeRegistered } from "../machine/escapes";
import { hashOf } from "../machine/hashing";
import type { Frame, Interpreter } from "../machine/machine";
import { NamespaceDict } from "../machine/namespace";
import { asNumber } from "../machine/numbers";
import { openAttributes } from "../machine/open-attributes";
import { isNoClass, unlistedName } from "../machine/unlisted";
import { Tensor } from "../tensor/tensor";
import {
  BoundMethod,
  type Builtin,
  Builtin as BuiltinClass,
  classes,
  classOf,
  Either,
  Instance,
  integer,
  nativeRaw,
  Obj,
  orElse,
  PyBytes,
  PyClass,
  PyComplex,
  type PyDict,
  PyFloat,
  PyFunction,
  PyIterator,
  PyList,
  PyLong,
  PyModule,
  PySet,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import { quote } from "../values/literals";
import { attributeNames } from "./attribute-names";
import { format } from "./format";
import { absolute, round, toBool } from "./numbers";
import { compileText, evaluate, execute, localNames, localsOf } from "./run-time-code";

/** Python's built-in functions: https://docs.python.org/3/library/functions.html */
export const functions: Builtin[] = [
  define("abs(x, /)", (m, { x }) => absolute(m, x)),
  define("all(iterable, /)", (m, { iterable }) => quantify(m, iterable, false)),
  define("any(iterable, /)", (m, { iterable }) => quantify(m, iterable, true)),
  define("ascii(obj, /)", (m, { obj }) => (typeof obj === "string" ? quote(obj, true) : m.textOf(obj, "repr"))),
  define("bin(x, /)", (m, { x }) => inBase(m, x, "0b", 2)),
  define("breakpoint(*args)", () => null),
  define("callable(obj, /)", (m, { obj }) => isCallable(m, obj)),
  define("chr(i, /)", (m, { i }) => {
    const code = m.asDim(i);
    if (code === undefined && !mayBeInteger(i))
      return m.raise("TypeError", `'${classOf(i).typeName}' object cannot be interpreted as an integer`, {
        kind: "type",
        types: [classOf(i).name],
      });
    if (typeof code !== "number") return m.unknown("the number is not known", "str");
    if (code < 0 || code > 0x10ffff) return m.raise("ValueError", "chr() arg not in range(0x110000)");
    return String.fromCodePoint(code);
  }),
  define("compile(source, filename, mode, *args, **kwargs)", (m, { source, filename, mode }) =>
    compileText(m as Interpreter, source, filename, mode),
  ),
  define("delattr(obj, name, /)", (m, { obj, name }) => {
    deleteUnder(m, obj, name);
    return null;
  }),
  // What Python's `site` puts in, for people who type: https://docs.python.org/3/library/constants.html#constants-added-by-the-site-module
  ...["copyright()", "credits()", "help(*args, **kwargs)", "license()"].map((signature) =>
    define(signature, () => null),
  ),
  define("dir(*args)", (m, { args }) => dir(m, (args as PyTuple).items[0])),
  define("divmod(a, b, /)", (m, { a, b }) => divmod(m, a, b)),
  define("enumerate(iterable, start=0)", (m, { iterable, start }) => enumerate(m, iterable, start)),
  define("eval(source, globals=None, locals=None)", (m, { source, globals, locals }) =>
    evaluate(m, source, globals, locals),
  ),
  define("exec(source, globals=None, locals=None, *, closure=None)", (m, { source, globals, locals }) =>
    execute(m, source, globals, locals),
  ),
  define("exit(code=None)", (m) => m.raise("SystemExit", "")),
  define("filter(function, iterable, /)", (m, { function: fn, iterable }) => filter(m, fn, iterable)),
  define("format(value, spec='', /)", (m, { value, spec }) => format(m, value, String(spec))),
  define("getattr(obj, name, *default)", (m, { obj, name, default: fallback }) =>
    getattr(m, obj, name, (fallback as PyTuple).items[0]),
  ),
  define("globals()", (m) => new NamespaceDict(m, userFrame(m).module)),
  define("hasattr(obj, name, /)", (m, { obj, name }) => hasattr(m, obj, name)),
  define("hash(obj, /)", (m, { obj }) => hashOf(m, obj)),
  define("hex(x, /)", (m, { x }) => inBase(m, x, "0x", 16)),
  define("id(obj, /)", (m, { obj }) =>
    obj instanceof Obj && !(obj instanceof Unknown || obj instanceof Either) ? obj.id : identityOfPlain(m, obj),
  ),
  define("input(prompt='')", (m) => m.unknown("it is typed by a person", "str")),
  define("isinstance(obj, cls, /)", (m, { obj, cls }) => isinstance(m, obj, cls)),
  define("issubclass(cls, base, /)", (m, { cls, base }) => issubclass(m, cls, base)),
  define("iter(obj, *sentinel)", (m, { obj, sentinel }) => iter(m, obj, (sentinel as PyTuple).items[0])),
  define("len(obj, /)", (m, { obj }) => m.len(obj)),
  define("locals()", (m) => localsOf(m, userFrame(m))),
  define("map(function, *iterables)", (m, { function: fn, iterables }) => map(m, fn, (iterables as PyTuple).items)),
  define("max(*args, key=None, **options)", (m, args) => extreme(m, "max", ">", args)),
  define("min(*args, key=None, **options)", (m, args) => extreme(m, "min", "<", args)),
  define("next(iterator, *default)", (m, { iterator, default: fallback }) =>
    nextItem(m, iterator, (fallback as PyTuple).items[0]),
  ),
  define("oct(x, /)", (m, { x }) => inBase(m, x, "0o", 8)),
  nativeRaw("open", (m, args, kwargs) =>
    m.call(m.getattr((m as Interpreter).importer.import("io", false), "open"), args, kwargs),
  ),
  define("ord(c, /)", (m, { c }) => {
    if (c instanceof PyBytes && c.value.length === 1) return c.value.charCodeAt(0);
    if (c instanceof Unknown || c instanceof Either) return m.unknown("the character is not known", "int");
    const text = c instanceof PyBytes ? c.value : c instanceof Instance ? c.payload : c;
    if (typeof text !== "string")
      return m.raise("TypeError", `ord() expected string of length 1, but ${classOf(c).name} found`);
    const length = [...text].length;
    if (length === 1) return text.codePointAt(0)!;
    return m.raise("TypeError", `ord() expected a character, but string of length ${length} found`);
  }),
  define("pow(base, exp, mod=None)", (m, { base, exp, mod }) =>
    mod === null ? m.binary("**", base, exp) : modularPower(m, base, exp, mod),
  ),
  define("print(*args, **kwargs)", (m: Interpreter, { args, kwargs }) =>
    print(m, (args as PyTuple).items, kwargs as PyDict),
  ),
  define("quit(code=None)", (m) => m.raise("SystemExit", "")),
  define("repr(obj, /)", (m, { obj }) => (obj instanceof Unknown ? obj.of("str") : m.textOf(obj, "repr"))),
  define("reversed(sequence, /)", (m, { sequence }) => reversed(m, sequence)),
  define("round(number, ndigits=None)", (m, { number, ndigits }) => round(m, number, ndigits)),
  define("setattr(obj, name, value, /)", (m, { obj, name, value }) => {
    setUnder(m, obj, name, value);
    return null;
  }),
  define("sorted(iterable, /, *, key=None, reverse=False)", (m, { iterable, key, reverse }) =>
    sorted(m, iterable, key, reverse),
  ),
  define("sum(iterable, /, start=0)", (m, { iterable, start }) => {
    if (typeof start === "string") return m.raise("TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
    if (iterable instanceof PyIterator) return total(m, iterable, start);
    const items = m.list(iterable);
    if (items instanceof Unknown) return items;
    return items.reduce((total, item) => m.binary("+", total, item), start);
  }),
  define("vars(*args)", (m, { args }) => {
    const [obj] = (args as PyTuple).items;
    if (obj === undefined) return localsOf(m, userFrame(m));
    return orElse(m.findattr(obj, "__dict__"), () =>
      m.raise("TypeError", "vars() argument must have __dict__ attribute"),
    );
  }),
  define("zip(*iterables, strict=False)", (m, { iterables, strict }) =>
    zip(m, (iterables as PyTuple).items, m.truth(strict) === true),
  ),
  define("__import__(name, globals=None, locals=None, fromlist=None, level=0)", (m, { name, fromlist, level }) => {
    const isWhole = m.truth(fromlist);
    if (typeof name !== "string" || level !== 0 || isWhole === undefined) {
      const unknown = m.unknown("which module is imported is not known");
      mayBeRegistered(m, unknown);
      return unknown;
    }
    const module = m.importer.import(name, m.tryDepth > 0);
    return isWhole ? module : m.import(name.split(".")[0]);
  }),
  define("reveal_type(obj)", (_, { obj }) => obj),
  define("reveal_shape(obj)", (m, { obj }) => {
    m.reveal(obj);
    return obj;
  }),
];

/** The sum of what an iterator gives: each item is added before the next one is made. */
function total(m: Interpreter, iterator: PyIterator, start: Value): Value {
  const { holders } = m.state;
  const height = holders?.height ?? 0;
  const next = m.iterate(iterator);
  if (next instanceof Unknown) return next;
  let sum = start;
  for (let item = next(); item !== undefined; item = next()) {
    sum = m.binary("+", sum, item);
    holders?.evaluated(height, sum);
  }
  const { openEnd } = iterator;
  return openEnd === undefined ? sum : openEnd.of("any");
}

function divmod(m: Interpreter, a: Value, b: Value): Value {
  const [x, y] = [asNumber(a), asNumber(b)];
  if ((x instanceof PyFloat || y instanceof PyFloat) && y !== undefined && m.truth(y) === false && x !== undefined)
    return m.raise("ZeroDivisionError", "float divmod()");
  if ((x === undefined && typeof a === "string") || (y === undefined && typeof b === "string"))
    return m.raise(
      "TypeError",
      `unsupported operand type(s) for divmod(): '${classOf(a).typeName}' and '${classOf(b).typeName}'`,
      { kind: "type", types: [classOf(a).name, classOf(b).name] },
    );
  return new PyTuple([m.binary("//", a, b), m.binary("%", a, b)]);
}

/** What may be an integer: it is not certain that it is none. */
function mayBeInteger(value: Value): boolean {
  return value instanceof Unknown || value instanceof Either || value instanceof Tensor || value instanceof PyLong;
}

/** `any` (`stop` true) and `all` (`stop` false). */
function quantify(m: Interpreter, iterable: Value, stop: boolean): Value {
  const next = m.iterate(iterable);
  if (next instanceof Unknown) return next.of("bool");
  let unknown: Value | undefined;
  for (let item = next(); item !== undefined; item = next()) {
    m.step();
    const truth = m.truth(item);
    if (truth === stop) return stop;
    if (truth === undefined) unknown ??= toBool(m, item);
  }
  return unknown ?? !stop;
}

function isCallable(m: Interpreter, value: Value): Value {
  if (value instanceof Unknown) return value.of("bool");
  if (
    value instanceof PyFunction ||
    value instanceof BuiltinClass ||
    value instanceof PyClass ||
    value instanceof BoundMethod
  )
    return true;
  if (value instanceof Either) return m.joinValues(value.options.map((option) => () => isCallable(m, option)));
  return classOf(value).lookup("__call__") !== undefined;
}

function getattr(m: Interpreter, object: Value, name: Value, fallback: Value | undefined): Value {
  if (name instanceof Either)
    return m.joinValues(name.options.map((option) => () => getattr(m, object, option, fallback)));
  if (typeof name !== "string") {
    const held = object instanceof Obj ? [...(object.attrs?.values() ?? [])] : [];
    return m.unknown("the attribute's name is not known").holding(heldOf(held));
  }
  if (fallback === undefined) return m.getattr(object, name);
  if (object instanceof Unknown) return m.attributeOfUnknown(object, name);
  if (object instanceof Either)
    return m.joinValues(object.options.map((option) => () => getattr(m, option, name, fallback)));
  const found = m.orUndefined("AttributeError", () => m.findattr(object, name));
  if (found === undefined) {
    const unlisted = unfollowedAttribute(m, object, name);
    return unlisted === undefined ? fallback : unlisted.holding(heldOf([fallback]));
  }
  return mayLackAttribute(object, name) ? m.joinValues([() => found, () => fallback]) : found;
}

/** `delattr`: under a name that is not known, any attribute may be gone afterwards. */
function deleteUnder(m: Interpreter, object: Value, name: Value): void {
  if (typeof name === "string") m.delattr(object, name);
  else if (name instanceof Either) eachOption(m, name, (option) => deleteUnder(m, object, option));
  else if (name instanceof Unknown && object instanceof Obj) object.doubtAllAttrs();
}

/** `setattr`: under a name that is not known, any attribute may be there afterwards. */
function setUnder(m: Interpreter, object: Value, name: Value, value: Value): void {
  const text = name instanceof Instance && typeof name.payload === "string" ? name.payload : name;
  if (typeof text === "string") m.setattr(object, text, value);
  else if (text instanceof Either) eachOption(m, text, (option) => setUnder(m, object, option, value));
  else if (text instanceof Unknown) {
    const reason = m.unknown("it may have been set under a name that is not known");
    for (const one of object instanceof Either ? object.options : [object]) {
      const custom = one instanceof Obj && !(one instanceof PyClass) ? one.cls.lookup("__setattr__") : undefined;
      if (custom !== undefined && custom !== m.objectSetattr) m.call(custom, [one, name, value]);
      else openAttributes(one, reason);
    }
  } else m.raise("TypeError", `attribute name must be string, not '${classOf(name).name}'`);
}

function hasattr(m: Interpreter, object: Value, name: Value): Value {
  if (object instanceof Either) return m.joinValues(object.options.map((option) => () => hasattr(m, option, name)));
  if (object instanceof Unknown) return object.of("bool");
  if (typeof name !== "string") return m.unknown("the attribute's name is not known", "bool");
  const found = m.orUndefined("AttributeError", () => m.findattr(object, name));
  if (found instanceof Unknown && (mayBeMissing(object, found) || isOfUnknownBase(object, name)))
    return found.of("bool");
  if (found !== undefined && mayLackAttribute(object, name))
    return m.unknown("whether it has the attribute depends on an open condition", "bool");
  if (found !== undefined) return true;
  return unfollowedAttribute(m, object, name)?.of("bool") ?? false;
}

/**
 * What stands for an attribute that a stand-in lacks: where the real thing is recorded to have it, and of a class also where nothing is recorded.
 * Stand-ins ask each other for what they have.
 */
function unfollowedAttribute(m: Interpreter, object: Value, name: string): Unknown | undefined {
  // Protocols that a stand-in does without are asked for by what does as much itself; libraries ask for what is new in one version.
  if (m.top === undefined || m.importer.isLibrary(m.top.module.name) || name.startsWith("__")) return undefined;
  const { recorded } = m.importer;
  const has =
    object instanceof PyModule
      ? m.importer.isLibrary(object.name) && recorded.hasName(object.name, name)
      : recorded.hasAttribute((object instanceof PyClass ? object : classOf(object)).mro, name);
  const isStandIn = object instanceof PyClass && m.importer.isPrelude(object.module);
  if (has !== true && !(has === undefined && isStandIn)) return undefined;
  const unlisted = unlistedName(m, object, name);
  return unlisted instanceof Unknown ? unlisted : undefined;
}

/** Equal plain values are one object: as with Python's constants, its small numbers and its names. */
const plainIdentities = new Map<Value, number>();
const MAX_IDENTITIES = 10_000;

function identityOfPlain(m: Interpreter, value: Value): Value {
  if (value instanceof Obj || value instanceof SymInt)
    return m.unknown("the identity of the value is not known", "int");
  let known = plainIdentities.get(value);
  if (known === undefined) {
    if (plainIdentities.size >= MAX_IDENTITIES) plainIdentities.clear();
    known = new Obj(classes.object).id;
    plainIdentities.set(value, known);
  }
  return known;
}

function isinstance(m: Interpreter, value: Value, cls: Value): Value {
  if (value instanceof Either) return m.joinValues(value.options.map((option) => () => isinstance(m, option, cls)));
  if (cls instanceof PyTuple) {
    let unknown: Value = false;
    for (const item of cls.items) {
      const one = isinstance(m, value, item);
      if (one === true) return true;
      if (one !== false) unknown = one;
    }
    return unknown;
  }
  if (value instanceof Unknown) {
    const refined = m.policy?.attribute(value, "__class__");
    if (refined instanceof PyClass && cls instanceof PyClass) return refined.isSubclassOf(cls);
    if (cls instanceof PyClass && value.type !== "any") {
      const known = {
        Tensor: classes.Tensor,
        int: classes.int,
        float: classes.float,
        bool: classes.bool,
        str: classes.str,
        module: undefined,
      }[value.type];
      // A tensor may be one of a subclass, such as a parameter.
      const narrower = known === classes.Tensor && cls !== known && cls.isSubclassOf(known);
      if (known !== undefined && !narrower) return known.isSubclassOf(cls);
    }
    return value.of("bool");
  }
  if (!(cls instanceof PyClass)) {
    // Whichever class it is, the answer may be the same.
    if (cls instanceof Either) return m.joinValues(cls.options.map((option) => () => isinstance(m, value, option)));
    if (cls instanceof Unknown) return m.unknown("the class is not known", "bool");
    if (cls === null || typeof cls !== "object" || cls instanceof PyList)
      return m.raise("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
    const check = m.findattr(cls, "__instancecheck__");
    if (check !== undefined) return truthOf(m, m.call(check, [value]));
    if (isNoClass(m, cls))
      return m.raise("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
    return m.unknown("the class is not known", "bool");
  }
  if (classOf(value).isSubclassOf(cls)) return true;
  const check = cls.cls === classes.type ? undefined : cls.cls.lookup("__instancecheck__");
  if (check instanceof PyFunction) return truthOf(m, m.call(check, [cls, value]));
  if (classOf(value).hasUnknownBase) return m.unknown("a base class is not known", "bool");
  return false;
}

/** What a class's own check returns counts by its truth. */
function truthOf(m: Interpreter, answer: Value): Value {
  return (
    m.truth(answer) ??
    (answer instanceof Unknown ? answer : m.unknown("what the class's check returns is not known")).of("bool")
  );
}

/** What is answered of each of several classes, where that is the same. */
function commonAnswer(m: Interpreter, [first, ...rest]: readonly Value[]): Value {
  return rest.every((answer) => answer === first) ? first : m.unknown("the class is not known", "bool");
}

function issubclass(m: Interpreter, cls: Value, base: Value): Value {
  if (base instanceof PyTuple) {
    const answers = base.items.map((item) => issubclass(m, cls, item));
    if (answers.includes(true)) return true;
    return answers.find((answer) => answer !== false) ?? false;
  }
  const several = [cls, base].find((one) => one instanceof Either);
  if (several instanceof Either) {
    return commonAnswer(
      m,
      several.options.map((option) => (several === cls ? issubclass(m, option, base) : issubclass(m, cls, option))),
    );
  }
  if (!(cls instanceof PyClass) || !(base instanceof PyClass)) {
    if (cls instanceof Unknown || base instanceof Unknown) return m.unknown("the class is not known", "bool");
    const check = cls instanceof PyClass && base instanceof Obj ? classOf(base).lookup("__subclasscheck__") : undefined;
    if (check !== undefined) return truthOf(m, m.call(check, [base, cls]));
    return m.raise(
      "TypeError",
      cls instanceof PyClass
        ? "issubclass() arg 2 must be a class, a tuple of classes, or a union"
        : "issubclass() arg 1 must be a class",
    );
  }
  if (cls.isSubclassOf(base)) return true;
  const check = base.cls === classes.type ? undefined : base.cls.lookup("__subclasscheck__");
  if (check instanceof PyFunction) return truthOf(m, m.call(check, [base, cls]));
  return cls.hasUnknownBase ? m.unknown("a base class is not known", "bool") : false;
}

/** Text is written to what stands for a file or for `sys.stdout`; what is printed otherwise is told by a run on numbers. */
function print(m: Interpreter, items: readonly Value[], options: PyDict): null {
  const file = options.get("file") ?? redirected(m);
  const write = file instanceof Instance ? m.findattr(file, "write") : undefined;
  const isSeen = m.executor !== undefined && isConsole(file);
  if (!isSeen && !(write instanceof BoundMethod && write.func instanceof PyFunction)) return null;
  const option = (name: string, fallback: string) => orElse(options.get(name), () => null) ?? fallback;
  const parts = items.flatMap((item, n) => [...(n > 0 ? [option("sep", " ")] : []), m.textOf(item, "str")]);
  parts.push(option("end", "\n"));
  if (isSeen) m.executor!.printed(parts.map((part) => (typeof part === "string" ? part : "…")).join(""));
  else m.call(write!, [parts.reduce((text, part) => m.binary("+", text, part), "")]);
  return null;
}

/** Whether what is printed there is seen: nothing else is told, or it is one of `sys`'s own. */
function isConsole(file: Value | undefined): boolean {
  return file === undefined || file === null || (file instanceof Instance && file.cls.name === CONSOLE);
}

const CONSOLE = "TextIOWrapper";

/** What the program has put in the place of `sys.stdout`. */
function redirected(m: Interpreter): Value | undefined {
  const out = m.importer.isLoaded("sys") ? m.importer.import("sys", false) : undefined;
  const stdout = out instanceof PyModule ? out.globals.get("stdout") : undefined;
  return stdout instanceof Instance && stdout.cls.name !== CONSOLE ? stdout : undefined;
}

function iter(m: Interpreter, value: Value, sentinel: Value | undefined): Value {
  if (sentinel !== undefined) {
    const iterator = new PyIterator(() => {
      m.step();
      // A callee that raises StopIteration ends it too.
      const item = m.orUndefined("StopIteration", () => m.call(value));
      return item === undefined || m.equal(item, sentinel) === true ? undefined : item;
    });
    iterator.whenLost = () => mayBeCalled(m, [value]);
    return iterator;
  }
  if (value instanceof PyIterator) return value;
  if (value instanceof Obj) {
    const method = value.cls.lookup("__iter__");
    if (method !== undefined) return m.call(method, [value]);
  }
  const next = m.iterate(value);
  if (next instanceof Unknown) return next;
  const onlyReads = typeof value === "string" || value instanceof PyList || value instanceof PyTuple;
  return onlyReads ? PyIterator.reading(next) : new PyIterator(next);
}

/** StopIteration with what a generator returned. */
export function stopIteration(m: Interpreter, iterator: Value): never {
  const returned = iterator instanceof PyIterator ? iterator.returned : null;
  throw m.exception("StopIteration", returned === null ? [] : [returned]);
}

function inBase(m: Interpreter, value: Value, prefix: string, radix: number): Value {
  const number = value instanceof PyLong ? value.value : m.asDim(value);
  if (typeof number !== "number" && typeof number !== "bigint") {
    if (number === undefined && !(value instanceof Unknown || value instanceof Either))
      return m.raise("TypeError", `'${classOf(value).typeName}' object cannot be interpreted as an integer`, {
        kind: "type",
        types: [classOf(value).name],
      });
    return m.unknown("the number is not known", "str");
  }
  const size = number < 0 ? -number : number;
  return `${number < 0 ? "-" : ""}${prefix}${size.toString(radix)}`;
}

/** `pow(base, exp, mod)`; a negative exponent takes the inverse. */
function modularPower(m: Interpreter, base: Value, exp: Value, mod: Value): Value {
  const parts = [base, exp, mod].map((part) =>
    part instanceof PyLong ? part.value : typeof part === "number" ? BigInt(part) : undefined,
  );
  if (parts.includes(undefined)) return m.unknown("it is computed from a symbolic size", "int");
  let [b, e, n] = parts as bigint[];
  if (n === 0n) return m.raise("ValueError", "pow() 3rd argument cannot be 0");
  const positive = (x: bigint) => ((x % n) + n) % n;
  if (e < 0n) {
    let [r, next, s, t] = [n, positive(b), 0n, 1n];
    while (next !== 0n) {
      const quotient = r / next;
      [r, next] = [next, r - quotient * next];
      [s, t] = [t, s - quotient * t];
    }
    if (r !== 1n && r !== -1n) return m.raise("ValueError", "base is not invertible for the given modulus");
    [b, e] = [positive(s), -e];
  }
  let result = 1n;
  for (b = positive(b); e > 0n; e >>= 1n, b = (b * b) % n) if (e & 1n) result = (result * b) % n;
  return integer(positive(result));
}

function sorted(m: Interpreter, iterable: Value, key: Value, reverse: Value): Value {
  const items = m.list(iterable);
  if (items instanceof Unknown) return items;
  const order = sortItems(m, items, key, reverse);
  return order instanceof Unknown ? order : new PyList(order);
}

/** The sorted names of an object, of its class and of the bases; without an argument those of the frame. */
function dir(m: Interpreter, object: Value | undefined): Value {
  if (object === undefined) {
    const frame = userFrame(m);
    return inDoubt(
      [...localNames(frame).keys()].sort(),
      (name) => frame.fn === undefined && frame.names === undefined && frame.module.mayLackAttr(name),
    );
  }
  const custom = object instanceof Unknown || object instanceof Either ? null : classOf(object).lookup("__dir__");
  const names = custom instanceof PyFunction ? m.call(custom, [object]) : attributeNames(m, object);
  const found = sorted(m, names, null, false);
  return found instanceof PyList && found.isCertain
    ? inDoubt(found.items, (name) => mayLackAttribute(object, String(name)))
    : found;
}

function inDoubt<T extends Value>(names: readonly T[], mayLack: (name: T) => boolean): PyList {
  const list = new PyList([...names]);
  list.mayLackItems((at) => mayLack(names[at]));
  return list;
}

/** `next(iterator)`: the fallback, or StopIteration, where there is none. */
export function nextItem(m: Interpreter, iterator: Value, fallback?: Value): Value {
  if (iterator instanceof Unknown) return iterator.of("any");
  const stepped = m.iterate(iterator);
  if (stepped instanceof Unknown) return stepped;
  if (!(iterator instanceof PyIterator) && classOf(iterator).lookup("__next__") === undefined)
    return m.raise("TypeError", `'${classOf(iterator).typeName}' object is not an iterator`, {
      kind: "type",
      types: [classOf(iterator).name],
    });
  const item = stepped();
  if (item !== undefined) return item;
  if (iterator instanceof PyIterator && iterator.openEnd !== undefined) {
    // Nobody knows whether there is a further one after this.
    const { sample } = iterator;
    iterator.sample = undefined;
    if (fallback === undefined) m.mayHaveRaised();
    if (sample === undefined) return iterator.openEnd.of("any");
    return fallback === undefined ? sample : m.joinValues([() => sample, () => fallback]);
  }
  return orElse(fallback, () => stopIteration(m, iterator));
}

const MANY = "how many items there are is not known";

function enumerate(m: Interpreter, iterable: Value, start: Value): Value {
  const next = m.iterate(iterable);
  if (next instanceof Unknown) return next;
  let at = start;
  return PyIterator.over(
    [iterable],
    () => {
      const item = next();
      if (item === undefined) return undefined;
      const pair = new PyTuple([at, item]);
      at = m.binary("+", at, 1);
      return pair;
    },
    ([sample]) => new PyTuple([m.unknown(MANY, "int"), sample ?? m.unknown(MANY)]),
  );
}

function map(m: Interpreter, fn: Value, iterables: readonly Value[]): Value {
  const nexts = iterables.map((iterable) => m.iterate(iterable));
  const unknown = nexts.find((next) => next instanceof Unknown);
  if (unknown instanceof Unknown) return unknown;
  const iterator = PyIterator.over(iterables, () => {
    const items: Value[] = [];
    for (const next of nexts as (() => Value | undefined)[]) {
      const item = next();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return m.call(fn, items);
  });
  iterator.whenLost = () => mayBeCalled(m, [fn, ...iterables]);
  return iterator;
}

/** What an iterator works on, where nobody knows how often it does. */
function mayBeCalled(m: Interpreter, held: readonly Value[]): void {
  m.callOfUnknown(m.unknown(MANY), held);
}

function zip(m: Interpreter, iterables: readonly Value[], strict: boolean): Value {
  const nexts = iterables.map((iterable) => m.iterate(iterable));
  const known = nexts.filter((next) => !(next instanceof Unknown));
  if (known.length === 0 && nexts.length > 0) return nexts[0] as Unknown;
  // An iterable of which it is not known how long it is may be the shortest. What nobody calls is followed for what it does.
  if (known.length < nexts.length && m.policy === undefined) return shortestUnknown(m, nexts);
  return PyIterator.over(
    iterables,
    () => {
      if (nexts.length === 0) return undefined;
      const items: Value[] = [];
      for (const [n, next] of nexts.entries()) {
        // Beside an iterable of known length, one of unknown length gives unknown items.
        const item = next instanceof Unknown ? next : next();
        if (item === undefined) {
          if (strict && !iterables.some(isOpen)) refuseUnequal(m, nexts, n);
          return undefined;
        }
        items.push(item);
      }
      return new PyTuple(items);
    },
    (samples) => new PyTuple(samples.map((sample) => sample ?? m.unknown(MANY))),
  );
}

function shortestUnknown(m: Interpreter, nexts: readonly ((() => Value | undefined) | Unknown)[]): PyIterator {
  const iterator = new PyIterator(() => undefined);
  iterator.openEnd = nexts.find((next) => next instanceof Unknown);
  const items = nexts.map((next) => (next instanceof Unknown ? next : orElse(next(), () => m.unknown(MANY))));
  iterator.sample = new PyTuple(items);
  return iterator;
}

function isOpen(iterable: Value): boolean {
  return iterable instanceof PyIterator && iterable.openEnd !== undefined;
}

/** `zip(…, strict=True)` met the end of the `n`-th iterable first. */
function refuseUnequal(m: Interpreter, nexts: readonly ((() => Value | undefined) | Unknown)[], n: number): void {
  const before = (count: number) => (count === 1 ? "argument 1" : `arguments 1-${count}`);
  if (n > 0) m.raise("ValueError", `zip() argument ${n + 1} is shorter than ${before(n)}`);
  const longer = nexts.findIndex((next, at) => at > 0 && !(next instanceof Unknown) && next() !== undefined);
  if (longer > 0) m.raise("ValueError", `zip() argument ${longer + 1} is longer than ${before(longer)}`);
}

function filter(m: Interpreter, fn: Value, iterable: Value): Value {
  const next = m.iterate(iterable);
  if (next instanceof Unknown) return next;
  const iterator = PyIterator.over([iterable], () => {
    for (let item = next(); item !== undefined; item = next()) {
      const taken = m.truth(applied(m, fn, item));
      if (taken === true) return item;
      if (taken === false) continue;
      // Whether it is the next one is not known, nor how many there are.
      iterator.openEnd = m.unknown("which items are taken is not known");
      iterator.sample = item;
      return undefined;
    }
    return undefined;
  });
  iterator.whenLost = () => mayBeCalled(m, [fn, iterable]);
  return iterator;
}

function reversed(m: Interpreter, value: Value): Value {
  const method = value instanceof Obj ? value.cls.lookup("__reversed__") : undefined;
  if (method !== undefined) return m.call(method, [value]);
  if (value instanceof PySet || asNumber(value) !== undefined || value instanceof PyComplex || value === null)
    return m.raise("TypeError", `'${classOf(value).typeName}' object is not reversible`, {
      kind: "type",
      types: [classOf(value).name],
    });
  const items = m.list(value);
  if (items instanceof Unknown) return items;
  items.reverse();
  let at = 0;
  return new PyIterator(() => (at < items.length ? items[at++] : undefined));
}

/** `max` and `min` over arguments or one iterable; symbolic sizes give `max(a, b)`. */
function extreme(
  m: Interpreter,
  name: "max" | "min",
  op: ">" | "<",
  { args, key, options }: Record<string, Value>,
): Value {
  const fallback = (options as PyDict).get("default");
  const given = (args as PyTuple).items;
  if (given.length > 1 && fallback !== undefined)
    return m.raise("TypeError", `Cannot specify a default for ${name}() with multiple positional arguments`);
  const items = given.length === 1 ? m.list(given[0]) : given;
  if (items instanceof Unknown) return items;
  if (items.length === 0)
    return fallback === undefined ? m.raise("ValueError", `${name}() arg is an empty sequence`) : fallback;
  let [best] = items;
  let score = key === null ? best : m.call(key, [best]);
  for (const item of items.slice(1)) {
    const value = key === null ? item : m.call(key, [item]);
    const better = m.truth(m.compare(op, value, score));
    if (better === undefined) {
      if (key !== null) return m.unknown("the order is not known");
      best = m.extreme(name, best, item);
      score = best;
    } else if (better) {
      best = item;
      score = value;
    }
  }
  return best;
}

/** A stable sort; an Unknown where an order is not known. */
export function sortItems(m: Interpreter, items: readonly Value[], key: Value, reverse: Value): Value[] | Unknown {
  const scored = items.map((item) => ({ item, score: applied(m, key, item) }));
  let unknown = false;
  scored.sort((a, b) => {
    if (a.score instanceof Unknown || b.score instanceof Unknown) {
      unknown = true;
      return 0;
    }
    if (m.truth(reverse) === undefined) unknown = true;
    const less = m.truth(m.compare("<", a.score, b.score));
    const more = less === true ? false : m.truth(m.compare("<", b.score, a.score));
    if (less === undefined || more === undefined) unknown = true;
    const order = less === true ? -1 : more === true ? 1 : 0;
    return m.truth(reverse) === true ? -order : order;
  });
  return unknown ? m.unknown("the order is not known") : scored.map(({ item }) => item);
}

/** A function of an item, where there is one. */
function applied(m: Interpreter, fn: Value, item: Value): Value {
  if (fn === null) return item;
  if (fn instanceof Either) return m.joinValues(fn.options.map((option) => () => applied(m, option, item)));
  return m.call(fn, [item]);
}

function userFrame(m: Interpreter): Frame {
  return m.top!;
}
