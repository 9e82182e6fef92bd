import type { Interpreter } from "../../machine/machine";
import { native, PyDict, PyList, PyTuple, Unknown, type Value } from "../../values";
import { translatePattern } from "./regex-syntax";

/** Longer texts are not searched: a search can't be interrupted, and some patterns take exponential time. */
const TEXT_LIMIT = 20_000;
const EXPONENTIAL_TEXT_LIMIT = 20;

type Translated = ReturnType<typeof translatePattern>;

const translated = new Map<string, Translated>();

function patternOf(pattern: string, flags: number): Translated {
  const key = `${flags}:${pattern}`;
  let found = translated.get(key);
  if (found === undefined) {
    found = translatePattern(pattern, flags);
    if (translated.size > 500) translated.clear();
    translated.set(key, found);
  }
  return found;
}

/** The engine below the prelude's `re`. https://docs.python.org/3/library/re.html */
export const regex: Record<string, Value> = {
  _re_exec: native("_re_exec(pattern, flags, string, start, anchor)", (m: Interpreter, args) => exec(m, args)),
};

function exec(m: Interpreter, { pattern, flags, string: text, start, anchor }: Record<string, Value>): Value {
  if (typeof pattern !== "string" || typeof text !== "string" || typeof start !== "number")
    return m.unknown(text instanceof Unknown ? text.reason : "the text is not known");
  const limit = mayExplode(pattern) ? EXPONENTIAL_TEXT_LIMIT : TEXT_LIMIT;
  if (text.length > limit) return m.unknown("the text is too long to be searched");
  const found = patternOf(pattern, typeof flags === "number" ? flags : 0);
  if (found === undefined) return m.unknown(`the pattern ${m.repr(pattern)} is not followed`);
  const source = anchor === "full" ? `(?:${found.source})(?![\\s\\S])` : found.source;
  const engine = new RegExp(source, `${found.flags}du${anchor === "" ? "g" : "y"}`);
  const points = pointOffsets(text);
  engine.lastIndex = points.indexOf(start) < 0 ? text.length + 1 : points.indexOf(start);
  const match = engine.exec(text);
  if (match === null) return null;
  const spans = match.indices!.map((span) =>
    span === undefined ? null : new PyTuple([points[span[0]], points[span[1]]]),
  );
  const names = PyDict.from(found.names.map(([name, group]) => [name, group] as [Value, Value]));
  return new PyTuple([new PyList(spans), names]);
}

/** A repeated group around nothing but a repeated character, `(a+)+`: a failing search takes time exponential in the text. */
function mayExplode(pattern: string): boolean {
  return /\((?:\?:)?(?:\[[^\]]*\]|\\?.)[+*]\)[+*{]/.test(pattern);
}

/** For every UTF-16 offset the number of code points before it: Python counts those. */
function pointOffsets(text: string): number[] {
  const offsets: number[] = [];
  let count = 0;
  for (const char of text) {
    for (let unit = 0; unit < char.length; unit++) offsets.push(unit === 0 ? count : -1);
    count++;
  }
  offsets.push(count);
  return offsets;
}
