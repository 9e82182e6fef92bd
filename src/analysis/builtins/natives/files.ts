import type { Interpreter } from "../../machine/machine";
import { native, PyDict, PyFloat, PyList, PyLong, type Value } from "../../values";

const UNSEEN = "it depends on the machine";

/** Files of installed libraries, as far as a library reads its own; whatever else is on a disk depends on the machine. */
export const files: Record<string, Value> = {
  /** `"file"`, `"folder"` or `None`. */
  _kind_of_path: native("_kind_of_path(path)", (m: Interpreter, { path }) => {
    const found = typeof path === "string" ? m.importer.kindOf(path) : undefined;
    return found === undefined ? m.unknown(UNSEEN) : found;
  }),
  /** Names in a folder, in the order of the alphabet. */
  _entries_of: native("_entries_of(path)", (m: Interpreter, { path }) => {
    const found = typeof path === "string" ? m.importer.entriesOf(path) : undefined;
    return found === undefined ? m.unknown(UNSEEN) : new PyList([...found].sort());
  }),
  _text_of_file: native("_text_of_file(path)", (m: Interpreter, { path }) => {
    const found = typeof path === "string" ? m.importer.textOfFile(path) : undefined;
    return found === undefined ? m.unknown("what a file holds is not read", "str") : found;
  }),
  /** The value of a JSON text, or `None` where it is none: `(value,)` else. */
  _json_of: native("_json_of(text)", (m: Interpreter, { text }) => {
    if (typeof text !== "string") return m.unknown("JSON text is not known");
    m.pay(text.length / 8);
    const value = new JsonText(text).whole();
    return value === undefined ? null : new PyList([value]);
  }),
};

/** https://www.json.org, with Python's `NaN` and `Infinity`. Integers stay integers. */
const TOKEN =
  /[\s]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Infinity)|NaN|true|false|null))/y;

class JsonText {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): Value | undefined {
    const value = this.value(this.next());
    return value !== undefined && this.text.slice(this.at).trim() === "" ? value : undefined;
  }

  private next(): string | undefined {
    TOKEN.lastIndex = this.at;
    const found = TOKEN.exec(this.text);
    if (found === null) return undefined;
    this.at = TOKEN.lastIndex;
    return found[1] ?? found[2] ?? found[3];
  }

  private value(token: string | undefined): Value | undefined {
    switch (token) {
      case undefined:
        return undefined;
      case "{":
        return this.object();
      case "[":
        return this.array();
      case "null":
        return null;
      case "true":
      case "false":
        return token === "true";
    }
    if (token.startsWith('"')) return textOf(token);
    if (/^-?\d+$/.test(token)) return Number.isSafeInteger(Number(token)) ? Number(token) : new PyLong(BigInt(token));
    return /^(?:[-\d]|NaN)/.test(token) || token === "Infinity" ? new PyFloat(Number(token)) : undefined;
  }

  private array(): Value | undefined {
    const items: Value[] = [];
    for (let token = this.next(); token !== "]"; token = this.next()) {
      if (items.length > 0) {
        if (token !== ",") return undefined;
        token = this.next();
      }
      const item = this.value(token);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return new PyList(items);
  }

  private object(): Value | undefined {
    const entries: [Value, Value][] = [];
    for (let token = this.next(); token !== "}"; token = this.next()) {
      if (entries.length > 0) {
        if (token !== ",") return undefined;
        token = this.next();
      }
      const key = token?.startsWith('"') ? textOf(token) : undefined;
      if (key === undefined || this.next() !== ":") return undefined;
      const item = this.value(this.next());
      if (item === undefined) return undefined;
      entries.push([key, item]);
    }
    return PyDict.from(entries);
  }
}

function textOf(token: string): string | undefined {
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
}
