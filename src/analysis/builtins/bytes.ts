import { define, methods } from "../machine/define";
import { makeRoom } from "../room";
import {
  classes,
  classOf,
  Either,
  Instance,
  integer,
  native,
  nativeRaw,
  PyBytes,
  PyList,
  PyTuple,
  StaticMethod,
  Unknown,
  type Value,
} from "../values";
import type { Machine } from "../values/runtime";
import * as rules from "./text-methods";

/** Bytes are held as text with one character a byte. */
export function encodeUtf8(text: string): PyBytes {
  return new PyBytes(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

/** Names of encodings whose rules are simple, in the form in which Python compares them. https://docs.python.org/3/library/codecs.html#standard-encodings */
const SEVEN_BITS = new Set(["ascii", "us_ascii", "646"]);
const EIGHT_BITS = new Set(["latin_1", "latin1", "latin", "l1", "iso_8859_1", "iso8859_1", "8859"]);
const UTF8 = new Set(["utf_8", "utf8", "u8", "utf"]);

/** What bytes say in an encoding; undefined where that is not known, or they are none of it. */
function decode(bytes: string, encoding: Value): string | undefined {
  if (typeof encoding !== "string") return undefined;
  const name = encoding.toLowerCase().replace(/[-_ ]+/g, "_");
  if (EIGHT_BITS.has(name)) return bytes;
  // The first 128 characters are the same in each.
  if (!/[^\0-\x7f]/.test(bytes) && (UTF8.has(name) || SEVEN_BITS.has(name))) return bytes;
  if (!UTF8.has(name)) return undefined;
  try {
    const codes = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(codes);
  } catch {
    return undefined;
  }
}

function zeros(m: Machine, count: number): Value {
  if (count < 0) return m.raise("ValueError", "negative count");
  makeRoom(count, "bytes");
  return new PyBytes("\0".repeat(count));
}

const value = (bytes: Value): string => (bytes as PyBytes).value;

type Run = (m: Machine, args: Record<string, Value>) => Value;

/** A method some of whose arguments are bytes: where one is not known, nor is the result. */
function taking(names: readonly string[], run: Run): Run {
  return (m, args) => {
    for (const name of ["self", ...names]) {
      const given = args[name];
      if (given instanceof PyBytes) continue;
      if (isOpen(given)) return m.unknown("the bytes are not known");
      return m.raise("TypeError", `a bytes-like object is required, not '${classOf(given).typeName}'`);
    }
    return run(m, args);
  };
}

/** What may be bytes, or stand for some. */
function isOpen(given: Value): boolean {
  return given instanceof Unknown || given instanceof Either || (given instanceof Instance && given.cls.mro.length > 2);
}

/** A method that looks for bytes, or for one as its number. */
function seeking(find: (text: string, part: string) => Value): Run {
  return taking([], (m, { self, sub }) => {
    if (sub instanceof PyBytes) return find(value(self), sub.value);
    if (typeof sub === "boolean" || typeof sub === "number") {
      const code = Number(sub);
      if (code < 0 || code > 255) return m.raise("ValueError", "byte must be in range(0, 256)");
      return find(value(self), String.fromCharCode(code));
    }
    if (isOpen(sub)) return m.unknown("the bytes are not known");
    return m.raise("TypeError", `argument should be integer or bytes-like object, not '${classOf(sub).typeName}'`);
  });
}

/** `startswith` and `endswith`: one or any of several. */
function affix(name: string, argument: string, test: (text: string, part: string) => boolean): Run {
  return (m, args) => {
    const given = args[argument];
    const parts = given instanceof PyTuple ? given.items : [given];
    if (
      args.self instanceof PyBytes &&
      parts.some((part) => part instanceof PyBytes && test(value(args.self), part.value))
    )
      return true;
    if (isOpen(args.self) || parts.some(isOpen)) return m.unknown("the bytes are not known", "bool");
    const wrong = parts.find((part) => !(part instanceof PyBytes));
    if (wrong === undefined) return false;
    return m.raise(
      "TypeError",
      given instanceof PyTuple
        ? `a bytes-like object is required, not '${classOf(wrong).typeName}'`
        : `${name} first arg must be bytes or a tuple of bytes, not ${classOf(wrong).typeName}`,
    );
  };
}
const made = (run: (text: string) => string): Run => taking([], (_, { self }) => new PyBytes(run(value(self))));

/** Bytes that change, and views of memory, are classes whose instances are not known. */
function installMutable(): void {
  for (const cls of [classes.bytearray, classes.memoryview])
    cls.own.set(
      "__new__",
      nativeRaw("__new__", (m) => m.unknown("bytes that change are not followed")),
    );
}

/** `bytes`: https://docs.python.org/3/library/stdtypes.html#bytes-objects */
export function installBytes(): void {
  installMutable();
  classes.bytes.own.set(
    "__new__",
    native(
      "__new__(cls, source=None, encoding=None, errors=None)",
      (m, { source }) => {
        if (source === null) return new PyBytes("");
        if (source instanceof PyBytes) return source;
        if (source instanceof Unknown || source instanceof Either) return m.unknown("the bytes are not known");
        if (typeof source === "string") return encodeUtf8(source);
        if (typeof source === "number") return zeros(m, source);
        const items = m.list(source);
        if (items instanceof Unknown || !items.every((item) => typeof item === "number"))
          return m.unknown("the bytes are not known");
        if (items.some((item) => Number(item) < 0 || Number(item) > 255))
          return m.raise("ValueError", "bytes must be in range(0, 256)");
        return new PyBytes(items.map((item) => String.fromCharCode(Number(item))).join(""));
      },
      classes.bytes,
    ),
  );
  methods(classes.bytes, {
    "decode(self, encoding='utf-8', errors='strict')": taking(
      [],
      (m, { self, encoding }) => decode(value(self), encoding) ?? m.unknown("what the bytes say is not known", "str"),
    ),
    "hex(self)": taking([], (_, { self }) =>
      [...value(self)].map((char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join(""),
    ),
    "upper(self)": made((text) => text.replace(/[a-z]+/g, (part) => part.toUpperCase())),
    "lower(self)": made((text) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase())),
    "strip(self)": made((text) => rules.trimmed(text, undefined, true, true)),
    "startswith(self, prefix)": affix("startswith", "prefix", (text, part) => text.startsWith(part)),
    "endswith(self, suffix)": affix("endswith", "suffix", (text, part) => text.endsWith(part)),
    "find(self, sub)": seeking((text, part) => text.indexOf(part)),
    "count(self, sub)": seeking((text, part) => rules.countOf(text, part)),
    "replace(self, old, new)": taking(
      ["old", "new"],
      (_, { self, old, new: fresh }) => new PyBytes(rules.replace(value(self), value(old), value(fresh), -1)),
    ),
    "split(self, sep=None)": (m, args) =>
      taking(
        args.sep === null ? [] : ["sep"],
        (_, { self, sep }) =>
          new PyList(
            rules.split(value(self), sep === null ? undefined : value(sep), -1).map((text) => new PyBytes(text)),
          ),
      )(m, args),
    "join(self, iterable)": taking([], (m, { self, iterable }) => {
      const items = m.list(iterable);
      if (items instanceof Unknown) return items;
      if (items.some(isOpen)) return m.unknown("the bytes are not known");
      const at = items.findIndex((item) => !(item instanceof PyBytes));
      if (at >= 0)
        return m.raise(
          "TypeError",
          `sequence item ${at}: expected a bytes-like object, ${classOf(items[at]).typeName} found`,
        );
      return new PyBytes(items.map(value).join(value(self)));
    }),
    "__contains__(self, item)": (m, args) =>
      typeof args.item === "number"
        ? seeking((text, part) => text.includes(part))(m, { ...args, sub: args.item })
        : taking(["item"], (_, { self, item }) => value(self).includes(value(item)))(m, args),
  });
  const fromBytes = define("from_bytes(bytes, byteorder='big', *, signed=False)", (m, { bytes, byteorder }) => {
    if (!(bytes instanceof PyBytes)) return m.unknown("the bytes are not known", "int");
    const codes = [...bytes.value].map((char) => BigInt(char.charCodeAt(0)));
    if (byteorder === "little") codes.reverse();
    return integer(codes.reduce((total, code) => total * 256n + code, 0n));
  });
  classes.int.own.set("from_bytes", new StaticMethod(fromBytes));
  methods(classes.int, {
    "to_bytes(self, length=1, byteorder='big', *, signed=False)": (m, { self, length, byteorder }) => {
      if (typeof self !== "number" || typeof length !== "number" || self < 0)
        return m.unknown("the bytes are not known");
      if (length < 0) return m.raise("ValueError", "length argument must be non-negative");
      makeRoom(length, "bytes");
      if (self >= 256 ** length) return m.raise("OverflowError", "int too big to convert");
      const codes = Array.from({ length }, (_, n) => Math.floor(self / 256 ** (length - 1 - n)) % 256);
      return new PyBytes(
        (byteorder === "little" ? codes.reverse() : codes).map((code) => String.fromCharCode(code)).join(""),
      );
    },
  });
}
