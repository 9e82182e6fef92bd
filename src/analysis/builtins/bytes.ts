import { define, methods } from "../machine/define";
import { makeRoom } from "../room";
import { classes, integer, native, nativeRaw, PyBytes, PyList, StaticMethod, Unknown, type Value } from "../values";
import type { Machine } from "../values/runtime";
import * as rules from "./text-methods";

/** Bytes are held as text with one character a byte. */
export function encodeUtf8(text: string): PyBytes {
  return new PyBytes(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

function decodeUtf8(bytes: PyBytes): string {
  return new TextDecoder().decode(Uint8Array.from(bytes.value, (char) => char.charCodeAt(0)));
}

function zeros(m: Machine, count: number): Value {
  if (count < 0) return m.raise("ValueError", "negative count");
  makeRoom(count, "bytes");
  return new PyBytes("\0".repeat(count));
}

const value = (bytes: Value): string => (bytes instanceof PyBytes ? bytes.value : "");
const made =
  (run: (text: string) => string) =>
  (_: unknown, { self }: Record<string, Value>) =>
    new PyBytes(run(value(self)));

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
    "decode(self, encoding='utf-8', errors='strict')": (_, { self }) => decodeUtf8(self as PyBytes),
    "hex(self)": (_, { self }) =>
      [...value(self)].map((char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join(""),
    "upper(self)": made((text) => text.toUpperCase()),
    "lower(self)": made((text) => text.toLowerCase()),
    "strip(self)": made((text) => rules.trimmed(text, undefined, true, true)),
    "startswith(self, prefix)": (_, { self, prefix }) => value(self).startsWith(value(prefix)),
    "endswith(self, suffix)": (_, { self, suffix }) => value(self).endsWith(value(suffix)),
    "find(self, sub)": (_, { self, sub }) => value(self).indexOf(value(sub)),
    "count(self, sub)": (_, { self, sub }) => rules.countOf(value(self), value(sub)),
    "replace(self, old, new)": (_, { self, old, new: fresh }) =>
      new PyBytes(rules.replace(value(self), value(old), value(fresh), -1)),
    "split(self, sep=None)": (_, { self, sep }) =>
      new PyList(rules.split(value(self), sep === null ? undefined : value(sep), -1).map((text) => new PyBytes(text))),
    "join(self, iterable)": (m, { self, iterable }) => {
      const items = m.list(iterable);
      return items instanceof Unknown ? items : new PyBytes(items.map(value).join(value(self)));
    },
    "__contains__(self, item)": (_, { self, item }) =>
      value(self).includes(typeof item === "number" ? String.fromCharCode(item) : value(item)),
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
