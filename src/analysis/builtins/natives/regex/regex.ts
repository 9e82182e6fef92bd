import type { Interpreter } from "../../../machine/machine";
import { makeRoom } from "../../../room";
import { native, PyDict, PyList, PyTuple, Unknown, type Value } from "../../../values";
import { type Compiled, compilePattern } from "./compile";
import { Matcher, TooManySteps } from "./match";
import { parsePattern } from "./parse";

const compiled = new Map<string, Compiled | undefined>();
const MAX_COMPILED = 500;

function patternOf(pattern: string, flags: number): Compiled | undefined {
  const key = `${flags}:${pattern}`;
  if (compiled.has(key)) return compiled.get(key);
  const parsed = parsePattern(pattern, flags);
  const program = parsed && compilePattern(parsed);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(key, program);
  return program;
}

/** The engine below the prelude's `re`. https://docs.python.org/3/library/re.html */
export const regex: Record<string, Value> = {
  _re_exec: native("_re_exec(pattern, flags, string, start, anchor)", (m, args) => exec(m as Interpreter, args)),
};

/** Steps of the matcher that are worth a unit of work. */
const STEPS_PER_UNIT = 30;

/** The spans of the whole match and of each group, and the names of groups; None where there is no match. */
function exec(m: Interpreter, { pattern, flags, string: text, start, anchor }: Record<string, Value>): Value {
  if (typeof pattern !== "string" || typeof text !== "string" || typeof start !== "number")
    return m.unknown(text instanceof Unknown ? text.reason : "the text is not known");
  makeRoom(pattern.length + text.length, "characters");
  const found = patternOf(pattern, typeof flags === "number" ? flags : 0);
  if (found === undefined) return m.unknown(`the pattern ${m.repr(pattern)} is not followed`);
  const matcher = new Matcher(found, pointsOf(text));
  try {
    const spans = matcher.find(Math.max(0, start), anchor === "", anchor === "full");
    if (spans === undefined) return null;
    const pairs = spans.map((span) => (span === undefined ? null : new PyTuple(span)));
    return new PyTuple([new PyList(pairs), PyDict.from(found.names)]);
  } catch (error) {
    if (error instanceof TooManySteps) return m.unknown("too long to follow: the search tries too many ways");
    throw error;
  } finally {
    m.pay(matcher.steps / STEPS_PER_UNIT);
  }
}

/** The text that was searched last: `findall` asks again and again. */
let last: { text: string; points: readonly number[] } = { text: "", points: [] };

/** Python counts code points. */
function pointsOf(text: string): readonly number[] {
  if (last.text !== text) last = { text, points: Array.from(text, (char) => char.codePointAt(0)!) };
  return last.points;
}
