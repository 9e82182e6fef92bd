import { methods, methodsOf } from "../machine/define";
import { builtinIterate, isIterable } from "../machine/iteration";
import type { Interpreter } from "../machine/machine";
import { parentMethods } from "../machine/parent-methods";
import { makeRoom } from "../room";
import {
  classes,
  classOf,
  Either,
  Instance,
  native,
  PyDict,
  PyIterator,
  PyList,
  PyTuple,
  StaticMethod,
  Unknown,
  type Value,
} from "../values";
import { encodeUtf8 } from "./bytes";
import { format, percent } from "./format";
import { ofClass } from "./numbers";
import * as rules from "./text-methods";

type Args = Record<string, Value>;

function isText(value: Value): boolean {
  return typeof value === "string" || (value instanceof Instance && typeof value.payload === "string");
}

/** The text of an argument; TypeError for what is none. */
function text(m: Interpreter, value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof Instance && typeof value.payload === "string") return value.payload;
  return m.raise("TypeError", `must be str, not ${classOf(value).name}`);
}

function count(m: Interpreter, value: Value, fallback: number): number {
  const dim = value === null ? fallback : m.asDim(value);
  return typeof dim === "number" ? dim : fallback;
}

/** Runs a method on known texts; where `self` or an argument is not known, the result is not. */
function known(run: (m: Interpreter, self: string, args: Args) => Value, type: "str" | "bool" | "int" | "any" = "str") {
  return (m: Interpreter, args: Args): Value => {
    for (const value of Object.values(args)) {
      if (value instanceof Unknown) return value.of(type);
      if (value instanceof Either) return m.unknown("it can be one of several texts", type);
    }
    const self = text(m, args.self);
    // Whatever a method does, it reads the text, and what it makes of it is hardly longer.
    makeRoom(self.length, "characters");
    return run(m, self, args);
  };
}

/** The part of a text between `start` and `end`, and where it begins. */
function part(m: Interpreter, self: string, { start, end }: Args): [string, number] {
  const bound = (value: Value, fallback: number) => {
    const at = count(m, value, fallback);
    return Math.min(Math.max(at < 0 ? at + self.length : at, 0), self.length);
  };
  const from = bound(start ?? null, 0);
  if (count(m, start ?? null, 0) > self.length) return ["\0", -1];
  return [self.slice(from, bound(end ?? null, self.length)), from];
}

function affixed(test: (part: string, affix: string) => boolean, name: string) {
  return known((m, self, args) => {
    const [inside, from] = part(m, self, args);
    const affixes = args.affix instanceof PyTuple ? args.affix.items : [args.affix];
    return affixes.some((affix) =>
      isText(affix)
        ? from >= 0 && test(inside, text(m, affix))
        : m.raise("TypeError", `${name} first arg must be str or a tuple of str, not ${classOf(affix).name}`),
    );
  }, "bool");
}

function search(find: (part: string, sub: string) => number, strict: boolean) {
  return known((m, self, args) => {
    const [inside, from] = part(m, self, args);
    const at = from < 0 ? -1 : find(inside, text(m, args.sub));
    if (at < 0 && strict) return m.raise("ValueError", "substring not found");
    return at < 0 ? -1 : at + from;
  }, "int");
}

function stripped(start: boolean, end: boolean) {
  return known((m, self, { chars }) => {
    if (chars !== null && !isText(chars)) return m.raise("TypeError", "strip arg must be None or str");
    return rules.trimmed(self, chars === null ? undefined : text(m, chars), start, end);
  });
}

function separated(cut: typeof rules.split) {
  return known((m, self, { sep, maxsplit }) => {
    if (sep === "") return m.raise("ValueError", "empty separator");
    if (sep !== null && !isText(sep)) return m.raise("TypeError", `must be str or None, not ${classOf(sep).name}`);
    return new PyList(cut(self, sep === null ? undefined : text(m, sep), count(m, maxsplit, -1)));
  }, "any");
}

function partitioned(last: boolean) {
  return known((m, self, { sep }) => {
    const mark = text(m, sep);
    if (mark === "") return m.raise("ValueError", "empty separator");
    const at = last ? self.lastIndexOf(mark) : self.indexOf(mark);
    if (at < 0) return new PyTuple(last ? ["", "", self] : [self, "", ""]);
    return new PyTuple([self.slice(0, at), mark, self.slice(at + mark.length)]);
  }, "any");
}

const test = (pattern: RegExp) => known((_, self) => pattern.test(self), "bool");

function padded(place: (self: string, width: number, fill: string) => string) {
  return known((m, self, { width, fill }) => {
    if (m.asDim(width) === undefined)
      return m.raise("TypeError", `'${classOf(width).typeName}' object cannot be interpreted as an integer`, {
        kind: "type",
        types: [classOf(width).name],
      });
    if (fill !== undefined && [...text(m, fill)].length !== 1)
      return m.raise("TypeError", "The fill character must be exactly one character long");
    const wide = count(m, width, 0);
    const filler = text(m, fill ?? " ");
    if ([...filler].length !== 1) return m.raise("TypeError", "The fill character must be exactly one character long");
    makeRoom(wide, "characters");
    return place(self, wide, filler);
  });
}

function joined(m: Interpreter, { self, iterable }: Args): Value {
  if (!isIterable(iterable)) return m.raise("TypeError", "can only join an iterable");
  const items = m.list(iterable);
  if (items instanceof Unknown) return items.of("str");
  const unknown = items.find((item) => item instanceof Unknown);
  if (unknown instanceof Unknown) return unknown.of("str");
  if (items.some((item) => item instanceof Either)) return m.unknown("it can be one of several texts", "str");
  const wrong = items.findIndex((item) => !isText(item));
  if (wrong >= 0)
    return m.raise("TypeError", `sequence item ${wrong}: expected str instance, ${classOf(items[wrong]).name} found`);
  const texts = items.map((item) => text(m, item));
  makeRoom(texts.reduce((total, one) => total + one.length, 0) + texts.length * text(m, self).length, "characters");
  return texts.join(text(m, self));
}

/** `str`: https://docs.python.org/3/library/stdtypes.html#string-methods */
export function installStrings(): void {
  classes.str.own.set(
    "__new__",
    native(
      "__new__(cls, object='', encoding=None, errors=None)",
      (m, { cls, object }) => {
        if (object instanceof Unknown) return object.of("str");
        if (object instanceof Either) return m.unknown("it can be one of several texts", "str");
        const text = m.textOf(object, "str");
        return typeof text === "string" ? ofClass(cls, classes.str, text) : text;
      },
      classes.str,
    ),
  );
  methods(classes.str, {
    "join(self, iterable, /)": joined,
    "split(self, sep=None, maxsplit=-1)": separated(rules.split),
    "rsplit(self, sep=None, maxsplit=-1)": separated(rules.rsplit),
    "splitlines(self, keepends=False)": known(
      (m, self, { keepends }) => new PyList(rules.splitLines(self, m.truth(keepends) === true)),
      "any",
    ),
    "strip(self, chars=None, /)": stripped(true, true),
    "lstrip(self, chars=None, /)": stripped(true, false),
    "rstrip(self, chars=None, /)": stripped(false, true),
    "lower(self)": known((_, self) => self.toLowerCase()),
    "casefold(self)": known((_, self) => self.toLowerCase().replaceAll("ß", "ss")),
    "upper(self)": known((_, self) => self.toUpperCase()),
    "title(self)": known((_, self) => rules.titled(self)),
    "capitalize(self)": known((_, self) => self.charAt(0).toUpperCase() + self.slice(1).toLowerCase()),
    "swapcase(self)": known((_, self) =>
      [...self].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join(""),
    ),
    "replace(self, old, new, count=-1, /)": known((m, self, args) => {
      const [old, fresh] = [text(m, args.old), text(m, args.new)];
      makeRoom(self.length + rules.countOf(self, old) * fresh.length, "characters");
      return rules.replace(self, old, fresh, count(m, args.count, -1));
    }),
    "startswith(self, affix, start=None, end=None, /)": affixed(
      (inside, affix) => inside.startsWith(affix),
      "startswith",
    ),
    "endswith(self, affix, start=None, end=None, /)": affixed((inside, affix) => inside.endsWith(affix), "endswith"),
    "removeprefix(self, prefix, /)": known((m, self, { prefix }) =>
      self.startsWith(text(m, prefix)) ? self.slice(text(m, prefix).length) : self,
    ),
    "removesuffix(self, suffix, /)": known((m, self, { suffix }) =>
      suffix !== "" && self.endsWith(text(m, suffix)) ? self.slice(0, -text(m, suffix).length) : self,
    ),
    "find(self, sub, start=None, end=None, /)": search((inside, sub) => inside.indexOf(sub), false),
    "rfind(self, sub, start=None, end=None, /)": search((inside, sub) => inside.lastIndexOf(sub), false),
    "index(self, sub, start=None, end=None, /)": search((inside, sub) => inside.indexOf(sub), true),
    "rindex(self, sub, start=None, end=None, /)": search((inside, sub) => inside.lastIndexOf(sub), true),
    "count(self, sub, start=None, end=None, /)": known((m, self, args) => {
      const [inside, from] = part(m, self, args);
      return from < 0 ? 0 : rules.countOf(inside, text(m, args.sub));
    }, "int"),
    "partition(self, sep, /)": partitioned(false),
    "rpartition(self, sep, /)": partitioned(true),
    "isdigit(self)": test(/^[\p{Nd}\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]+$/u),
    "isnumeric(self)": test(/^\p{N}+$/u),
    "isdecimal(self)": test(/^\p{Nd}+$/u),
    "isalpha(self)": test(/^\p{L}+$/u),
    "isalnum(self)": test(/^[\p{L}\p{N}]+$/u),
    "isascii(self)": test(/^[\0-\x7f]*$/),
    "isprintable(self)": test(/^(?:[^\p{C}\p{Z}]| )*$/u),
    "isspace(self)": known((_, self) => self !== "" && [...self].every(rules.isSpace), "bool"),
    "isupper(self)": known((_, self) => self !== self.toLowerCase() && self === self.toUpperCase(), "bool"),
    "islower(self)": known((_, self) => self !== self.toUpperCase() && self === self.toLowerCase(), "bool"),
    "istitle(self)": known((_, self) => /\p{L}/u.test(self) && self === rules.titled(self), "bool"),
    "isidentifier(self)": test(/^[\p{L}_][\p{L}\p{N}_]*$/u),
    "zfill(self, width, /)": padded((self, width) => rules.zeroFilled(self, width)),
    "ljust(self, width, fill=' ', /)": padded((self, width, fill) => self.padEnd(width, fill)),
    "rjust(self, width, fill=' ', /)": padded((self, width, fill) => self.padStart(width, fill)),
    "center(self, width, fill=' ', /)": padded(rules.centred),
    "encode(self, encoding='utf-8', errors='strict')": known(
      (m, self, { encoding }) =>
        /^utf-?8$/i.test(text(m, encoding)) || /^[\0-\x7f]*$/.test(self)
          ? encodeUtf8(self)
          : m.unknown(`the encoding ${text(m, encoding)} is not followed`),
      "any",
    ),
    "format(self, /, *args, **kwargs)": (m, { self, args, kwargs }) =>
      self instanceof Unknown
        ? self
        : formatMethod(m, text(m, self), (args as PyTuple).items, (name) => (kwargs as PyDict).get(name)),
    "format_map(self, mapping, /)": (m, { self, mapping }) =>
      formatMethod(m, text(m, self), [], (name) => m.getitem(mapping, name)),
    "expandtabs(self, tabsize=8)": known((m, self, { tabsize }) => rules.expandTabs(self, count(m, tabsize, 8))),
    "translate(self, table, /)": translated,
    "maketrans(x, y=None, z=None, /)": makeTable,
    "__mod__(self, values)": (m, { self, values }) => {
      if (values instanceof Unknown) return values.of("str");
      if (self instanceof Unknown) return self;
      const named = values instanceof PyDict ? (name: string) => m.getitem(values, name) : undefined;
      // A list without a field for it passes, as a mapping does.
      if (values instanceof PyList && !text(m, self).includes("%")) return text(m, self);
      return percent(m, text(m, self), values instanceof PyTuple ? values.items : [values], named);
    },
  });
  classes.str.own.set("maketrans", new StaticMethod(classes.str.own.get("maketrans")!));
  installProtocol();
}

/** What a subclass calls on its parent, and `str.__len__`; the machine itself goes past them. */
function installProtocol(): void {
  const hidden = methodsOf(classes.str, {
    "__len__(self)": (m, { self }) => [...text(m, self)].length,
    "__contains__(self, item)": (m, { self, item }) => text(m, self).includes(text(m, item)),
    "__getitem__(self, index)": (m, { self, index }) => m.getitem(text(m, self), index),
    "__iter__(self)": (m, { self }) => {
      const next = builtinIterate(m, text(m, self));
      return next instanceof Unknown ? next : new PyIterator(next);
    },
    "__add__(self, other)": (m, { self, other }) => m.binary("+", text(m, self), other),
    "__mul__(self, count)": (m, { self, count: times }) => m.binary("*", text(m, self), times),
    "__eq__(self, other)": (m, { self, other }) => m.compare("==", text(m, self), other),
    "__ne__(self, other)": (m, { self, other }) => m.compare("!=", text(m, self), other),
    "__lt__(self, other)": (m, { self, other }) => m.compare("<", text(m, self), other),
    "__hash__(self)": (m, { self }) => m.call(m.builtin("hash"), [text(m, self)]),
    "__format__(self, spec)": (m, { self, spec }) => format(m, text(m, self), text(m, spec)),
    "__str__(self)": (m, { self }) => text(m, self),
    "__repr__(self)": (m, { self }) => m.repr(text(m, self)),
  });
  parentMethods.set(classes.str, hidden);
}

function translated(m: Interpreter, { self, table }: Args): Value {
  if (self instanceof Unknown) return self;
  if (!(table instanceof PyDict)) return m.unknown("the table is not known", "str");
  return [...text(m, self)]
    .map((char) => {
      const to = table.get(char.codePointAt(0) as number);
      if (to === undefined) return char;
      if (to === null) return "";
      return typeof to === "number" ? String.fromCodePoint(to) : text(m, to);
    })
    .join("");
}

/** `str.maketrans`: a dict from code points. */
function makeTable(m: Interpreter, { x, y, z }: Args): Value {
  const code = (key: Value) => (typeof key === "string" ? (key.codePointAt(0) as number) : key);
  if (x instanceof PyDict) return PyDict.from(x.items().map(([key, value]) => [code(key), value] as [Value, Value]));
  if (x instanceof Unknown || y instanceof Unknown) return m.unknown("the table is not known");
  const [from, to] = [[...text(m, x)], [...text(m, y)]];
  if (from.length !== to.length)
    return m.raise("ValueError", "the first two maketrans arguments must have equal length");
  const table = PyDict.from(from.map((char, n) => [code(char), code(to[n])] as [Value, Value]));
  for (const char of z === null ? "" : text(m, z)) table.set(code(char), null);
  return table;
}

const FIELD = /\{\{|\}\}|\{([^{}:!]*)(?:!(.))?(?::((?:[^{}]|\{[^{}]*\})*))?\}|[{}]/gsu;

/** `"{} {name:.2f}".format(...)`. */
function formatMethod(
  m: Interpreter,
  template: string,
  args: readonly Value[],
  named: (name: string) => Value | undefined,
): Value {
  let next = 0;
  let unknown: Unknown | undefined;
  let numbering: "automatic field numbering" | "manual field specification" | undefined;
  const numbered = (kind: NonNullable<typeof numbering>) => {
    numbering ??= kind;
    if (numbering !== kind) m.raise("ValueError", `cannot switch from ${numbering} to ${kind}`);
  };
  const lookup = (path: string): Value => {
    const [first, ...rest] = path.split(/(?=[.[])/);
    const name = /^[.[]/.test(path) ? "" : (first ?? "");
    const steps = name === "" && first !== undefined && first !== "" ? [first, ...rest] : rest;
    if (path.includes("[") && !path.includes("]")) return m.raise("ValueError", "expected '}' before end of string");
    if (/^\d*$/.test(name)) numbered(name === "" ? "automatic field numbering" : "manual field specification");
    let value = name === "" ? args[next++] : /^\d+$/.test(name) ? args[Number(name)] : named(name);
    if (value === undefined) {
      if (!/^\d*$/.test(name)) return m.keyError(name);
      const index = name === "" ? next - 1 : Number(name);
      return m.raise("IndexError", `Replacement index ${index} out of range for positional args tuple`);
    }
    for (const step of steps) {
      if (step.startsWith(".")) value = m.getattr(value, step.slice(1));
      else {
        const key = step.slice(1, -1);
        value = m.getitem(value, /^\d+$/.test(key) ? Number(key) : key);
      }
    }
    return value;
  };
  const result = template.replace(
    FIELD,
    (whole, path: string | undefined, conversion: string | undefined, spec: string | undefined) => {
      if (whole === "{{") return "{";
      if (whole === "}}") return "}";
      if (whole === "{" && template.includes("!}")) return m.raise("ValueError", "unmatched '{' in format spec");
      if (whole === "{" || whole === "}")
        return m.raise("ValueError", `Single '${whole}' encountered in format string`);
      let value = lookup(path ?? "");
      if (conversion !== undefined && !/[rsa]/.test(conversion))
        return m.raise("ValueError", `Unknown conversion specifier ${conversion}`);
      if (conversion !== undefined && !(value instanceof Unknown))
        value = m.textOf(value, conversion === "s" ? "str" : "repr");
      const inner = spec?.replace(/\{([^{}]*)\}/g, (_, name: string) => m.str(lookup(name)));
      const formatted = format(m, value, inner ?? "");
      if (formatted instanceof Unknown) unknown = formatted;
      return String(formatted);
    },
  );
  return unknown ?? result;
}
