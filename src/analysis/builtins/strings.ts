import type { Interpreter } from "../machine/interpreter";
import {
  classes,
  Either,
  Instance,
  native,
  PyBytes,
  PyDict,
  PyFloat,
  PyIterator,
  PyList,
  PyTuple,
  Unknown,
  type Value,
} from "../values";
import { methods } from "./define";
import { format } from "./format";
import { ofClass } from "./numbers";

const text = (value: Value): string =>
  typeof value === "string"
    ? value
    : value instanceof Instance && typeof value.payload === "string"
      ? value.payload
      : String(value);

const trimmed = (self: Value, chars: Value, start: boolean, end: boolean): string => {
  const set = chars === null ? " \t\n\r\f\v" : text(chars);
  let [from, to] = [0, text(self).length];
  const value = text(self);
  while (start && from < to && set.includes(value[from])) from++;
  while (end && to > from && set.includes(value[to - 1])) to--;
  return value.slice(from, to);
};

const affixes = (value: Value): string[] => (value instanceof PyTuple ? value.items.map(text) : [text(value)]);

/** `str` and `bytes`: https://docs.python.org/3/library/stdtypes.html#string-methods */
export function installStrings(): void {
  classes.str.own.set(
    "__new__",
    native("__new__(cls, object='', encoding=None, errors=None)", (m, { cls, object }) => {
      if (object instanceof Unknown) return object.of("str");
      if (object instanceof Either) return m.unknown("it can be one of several texts", "str");
      return ofClass(cls, classes.str, m.str(object));
    }),
  );
  methods(classes.str, {
    "join(self, iterable)": (m, { self, iterable }) => {
      const items = m.list(iterable);
      if (items instanceof Unknown) return items.of("str");
      const unknown = items.find((item) => item instanceof Unknown);
      if (unknown instanceof Unknown) return unknown.of("str");
      return items
        .map((item) =>
          typeof item === "string" || item instanceof Instance
            ? text(item)
            : m.raise("TypeError", "sequence item: expected str instance"),
        )
        .join(text(self));
    },
    "split(self, sep=None, maxsplit=-1)": (_, { self, sep, maxsplit }) =>
      new PyList(split(text(self), sep, Number(maxsplit))),
    "rsplit(self, sep=None, maxsplit=-1)": (_, { self, sep, maxsplit }) =>
      new PyList(rsplit(text(self), sep, Number(maxsplit))),
    "splitlines(self, keepends=False)": (_, { self }) =>
      new PyList(
        text(self)
          .split(/\r\n|\r|\n/)
          .filter((line, at, all) => at < all.length - 1 || line !== ""),
      ),
    "strip(self, chars=None)": (_, { self, chars }) => trimmed(self, chars, true, true),
    "lstrip(self, chars=None)": (_, { self, chars }) => trimmed(self, chars, true, false),
    "rstrip(self, chars=None)": (_, { self, chars }) => trimmed(self, chars, false, true),
    "lower(self)": (_, { self }) => text(self).toLowerCase(),
    "casefold(self)": (_, { self }) => text(self).toLowerCase(),
    "upper(self)": (_, { self }) => text(self).toUpperCase(),
    "title(self)": (_, { self }) =>
      text(self)
        .toLowerCase()
        .replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    "capitalize(self)": (_, { self }) => text(self).charAt(0).toUpperCase() + text(self).slice(1).toLowerCase(),
    "swapcase(self)": (_, { self }) =>
      [...text(self)].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join(""),
    "replace(self, old, new, count=-1)": (_, { self, old, new: fresh, count }) =>
      replace(text(self), text(old), text(fresh), Number(count)),
    "startswith(self, prefix, start=0)": (m, { self, prefix, start }) =>
      prefix instanceof Unknown
        ? prefix.of("bool")
        : affixes(prefix).some((one) => text(self).startsWith(one, typeof start === "number" ? start : 0)) &&
          m !== undefined,
    "endswith(self, suffix)": (_, { self, suffix }) =>
      suffix instanceof Unknown ? suffix.of("bool") : affixes(suffix).some((one) => text(self).endsWith(one)),
    "removeprefix(self, prefix)": (_, { self, prefix }) =>
      text(self).startsWith(text(prefix)) ? text(self).slice(text(prefix).length) : self,
    "removesuffix(self, suffix)": (_, { self, suffix }) =>
      text(suffix) !== "" && text(self).endsWith(text(suffix)) ? text(self).slice(0, -text(suffix).length) : self,
    "find(self, sub, start=0)": (_, { self, sub, start }) => text(self).indexOf(text(sub), Number(start)),
    "rfind(self, sub)": (_, { self, sub }) => text(self).lastIndexOf(text(sub)),
    "index(self, sub)": (m, { self, sub }) => {
      const at = text(self).indexOf(text(sub));
      return at < 0 ? m.raise("ValueError", "substring not found") : at;
    },
    "count(self, sub)": (_, { self, sub }) => text(self).split(text(sub)).length - 1,
    "partition(self, sep)": (_, { self, sep }) => {
      const at = text(self).indexOf(text(sep));
      return new PyTuple(
        at < 0 ? [text(self), "", ""] : [text(self).slice(0, at), text(sep), text(self).slice(at + text(sep).length)],
      );
    },
    "rpartition(self, sep)": (_, { self, sep }) => {
      const at = text(self).lastIndexOf(text(sep));
      return new PyTuple(
        at < 0 ? ["", "", text(self)] : [text(self).slice(0, at), text(sep), text(self).slice(at + text(sep).length)],
      );
    },
    "isdigit(self)": (_, { self }) => /^\d+$/.test(text(self)),
    "isnumeric(self)": (_, { self }) => /^\d+$/.test(text(self)),
    "isdecimal(self)": (_, { self }) => /^\d+$/.test(text(self)),
    "isalpha(self)": (_, { self }) => /^\p{L}+$/u.test(text(self)),
    "isalnum(self)": (_, { self }) => /^[\p{L}\p{N}]+$/u.test(text(self)),
    "isspace(self)": (_, { self }) => /^\s+$/.test(text(self)),
    "isupper(self)": (_, { self }) =>
      text(self) !== text(self).toLowerCase() && text(self) === text(self).toUpperCase(),
    "islower(self)": (_, { self }) =>
      text(self) !== text(self).toUpperCase() && text(self) === text(self).toLowerCase(),
    "isidentifier(self)": (_, { self }) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text(self)),
    "zfill(self, width)": (_, { self, width }) => text(self).padStart(Number(width), "0"),
    "ljust(self, width, fill=' ')": (_, { self, width, fill }) => text(self).padEnd(Number(width), text(fill)),
    "rjust(self, width, fill=' ')": (_, { self, width, fill }) => text(self).padStart(Number(width), text(fill)),
    "center(self, width, fill=' ')": (m, { self, width, fill }) =>
      format(m, text(self), `${text(fill)}^${Number(width)}`),
    "encode(self, encoding='utf-8', errors='strict')": (_, { self }) => new PyBytes(text(self)),
    "format(self, *args, **kwargs)": (m, { self, args, kwargs }) =>
      formatMethod(m, text(self), (args as PyTuple).items, kwargs as PyDict),
    "format_map(self, mapping)": (m, { self, mapping }) =>
      mapping instanceof PyDict
        ? formatMethod(m, text(self), [], mapping)
        : m.unknown("the mapping is not known", "str"),
    "expandtabs(self, tabsize=8)": (_, { self, tabsize }) => text(self).replaceAll("\t", " ".repeat(Number(tabsize))),
    "translate(self, table)": (m, { self, table }) => {
      if (!(table instanceof PyDict)) return m.unknown("the table is not known", "str");
      return [...text(self)]
        .map((char) => {
          const to = table.get(char.codePointAt(0) as number);
          return to === undefined
            ? char
            : to === null
              ? ""
              : typeof to === "number"
                ? String.fromCodePoint(to)
                : text(to);
        })
        .join("");
    },
    "__add__(self, other)": (m, { self, other }) =>
      other instanceof Unknown
        ? other.of("str")
        : isText(other)
          ? text(self) + text(other)
          : m.raise(
              "TypeError",
              `can only concatenate str (not "${m.str(m.getattr(m.getattr(other, "__class__"), "__name__"))}") to str`,
            ),
    "__mul__(self, count)": (m, { self, count }) =>
      typeof count === "number" || typeof count === "boolean"
        ? text(self).repeat(Math.max(0, Number(count)))
        : m.unknown("the count is not known", "str"),
    "__rmul__(self, count)": (m, { self, count }) =>
      typeof count === "number" ? text(self).repeat(Math.max(0, count)) : m.unknown("the count is not known", "str"),
    "__mod__(self, values)": (m, { self, values }) => percent(m, text(self), values),
    "__iter__(self)": (_, { self }) => {
      const chars = [...text(self)];
      let at = 0;
      return new PyIterator(() => chars[at++]);
    },
    "__len__(self)": (_, { self }) => [...text(self)].length,
    "__contains__(self, item)": (_, { self, item }) => (isText(item) ? text(self).includes(text(item)) : false),
  });
  methods(classes.bytes, {
    "decode(self, encoding='utf-8', errors='strict')": (_, { self }) => (self as PyBytes).value,
    "hex(self)": (m) => m.unknown("bytes are not followed", "str"),
  });
  classes.bytes.own.set(
    "__new__",
    native("__new__(cls, *args)", (m) => m.unknown("bytes are not followed")),
  );
}

function isText(value: Value): boolean {
  return typeof value === "string" || (value instanceof Instance && typeof value.payload === "string");
}

function split(value: string, separator: Value, limit: number): string[] {
  if (separator === null) {
    const words = value
      .trim()
      .split(/\s+/)
      .filter((word) => word !== "");
    if (limit < 0 || words.length <= limit) return words;
    const rest = new RegExp(`^\\s*(?:\\S+\\s+){${limit}}`).exec(value)?.[0].length ?? 0;
    return [...words.slice(0, limit), value.slice(rest).trimEnd()];
  }
  const parts = value.split(text(separator));
  return limit < 0 || parts.length <= limit + 1
    ? parts
    : [...parts.slice(0, limit), parts.slice(limit).join(text(separator))];
}

function rsplit(value: string, separator: Value, limit: number): string[] {
  const mark = separator === null ? " " : text(separator);
  const parts = split(value, separator, -1);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  const at = parts.length - limit;
  return [parts.slice(0, at).join(mark), ...parts.slice(at)];
}

function replace(value: string, old: string, fresh: string, count: number): string {
  if (count < 0) return value.replaceAll(old, fresh);
  const parts = value.split(old);
  const head = parts.slice(0, count + 1).join(fresh);
  return [head, ...parts.slice(count + 1)].join(old);
}

const FIELD = /\{\{|\}\}|\{([^{}:!]*)(?:!([rsa]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}/g;

/** `"{} {name:.2f}".format(...)`. */
function formatMethod(m: Interpreter, template: string, args: readonly Value[], kwargs: PyDict): Value {
  let next = 0;
  let unknown: Unknown | undefined;
  const lookup = (path: string): Value => {
    const [name, ...rest] = path.split(/[.[\]]/).filter((part, at) => part !== "" || at === 0);
    let value: Value | undefined =
      name === "" ? args[next++] : /^\d+$/.test(name) ? args[Number(name)] : kwargs.get(name);
    if (value === undefined)
      return /^\d*$/.test(name)
        ? m.raise("IndexError", "Replacement index out of range for positional args tuple")
        : m.raise("KeyError", m.repr(name));
    for (const part of rest) value = /^\d+$/.test(part) ? m.getitem(value, Number(part)) : m.getattr(value, part);
    return value;
  };
  const result = template.replace(
    FIELD,
    (whole, path: string | undefined, conversion: string | undefined, spec: string | undefined) => {
      if (whole === "{{") return "{";
      if (whole === "}}") return "}";
      let value = lookup(path ?? "");
      if (conversion !== undefined) value = conversion === "r" ? m.repr(value) : m.str(value);
      const inner = spec?.replace(/\{([^{}]*)\}/g, (_, name: string) => m.str(lookup(name)));
      const formatted = format(m, value, inner ?? "");
      if (formatted instanceof Unknown) unknown = formatted;
      return String(formatted);
    },
  );
  return unknown ?? result;
}

/** `"%d of %s" % values`. */
function percent(m: Interpreter, template: string, values: Value): Value {
  if (values instanceof Unknown) return values.of("str");
  let at = 0;
  const items = values instanceof PyTuple ? values.items : [values];
  let unknown: Unknown | undefined;
  const result = template.replace(
    /%(?:\((\w+)\))?([-+ 0#]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g,
    (
      _,
      name: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      type: string,
    ) => {
      if (type === "%") return "%";
      const value = name !== undefined && values instanceof PyDict ? (values.get(name) ?? null) : (items[at++] ?? null);
      if (value instanceof Unknown) {
        unknown = value;
        return "";
      }
      const dot = precision === undefined ? "" : `.${precision}`;
      const align = flags.includes("-") ? "<" : flags.includes("0") ? "0" : width === undefined ? "" : ">";
      if (type === "s" || type === "r")
        return String(
          format(m, type === "s" ? m.str(value) : m.repr(value), `${align === "0" ? ">" : align}${width ?? ""}${dot}`),
        );
      const number =
        type === "d" || type === "i" ? (value instanceof PyFloat ? Math.trunc(value.value) : value) : value;
      return String(
        format(
          m,
          number,
          `${align}${flags.includes("+") ? "+" : ""}${width ?? ""}${dot}${type === "i" || type === "u" ? "d" : type}`,
        ),
      );
    },
  );
  return unknown?.of("str") ?? result;
}
