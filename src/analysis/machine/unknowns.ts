import { type Dim, max, min, print } from "../dims";
import type { EventKind } from "../trace/events";
import { note } from "../trace/note";
import { Assumed, nativeRaw, PyList, PyRange, PyTuple, type Unknown, type Value } from "../values";
import { heldOf, mayChange } from "./escapes";
import { joinAll } from "./joins";
import type { Interpreter } from "./machine";

/** What a loss, an optimizer or a model that is not known may do to those that are. */
const TRAINING: ReadonlyMap<string, EventKind> = new Map([
  ["backward", "backward"],
  ["zero_grad", "zero"],
]);

/** An attribute of what is not known. */
export function attribute(m: Interpreter, unknown: Unknown, name: string): Value {
  const method = unknown instanceof Assumed ? methodOfAssumed(m, unknown, name) : undefined;
  if (method !== undefined) return method;
  const refined = m.policy?.attribute(unknown, name);
  if (refined !== undefined) return refined;
  const event = TRAINING.get(name);
  if (event !== undefined) note(m, event, unknown);
  if (unknown.held !== undefined) mayChange(m, unknown.held, name);
  if (unknown.type === "any") m.state.askedElsewhere.add(name);
  m.mayHaveRaised();
  return unknown.of("any");
}

/** A method of a text that is assumed: what follows from it is assumed too. */
function methodOfAssumed(m: Interpreter, unknown: Assumed, name: string): Value | undefined {
  const method = typeof unknown.assumed === "string" ? m.findattr(unknown.assumed, name) : undefined;
  if (method === undefined) return undefined;
  return nativeRaw(name, (_, args, kwargs) => {
    const result = m.call(method, args, kwargs);
    const plain =
      result === null || typeof result === "boolean" || typeof result === "number" || typeof result === "string";
    return plain ? unknown.giving(result) : unknown.of("any");
  });
}

/** The items of what is not known, where the run chose how many there are. */
export function iteration(m: Interpreter, unknown: Unknown): (() => Value | undefined) | Unknown {
  const found = m.policy?.iterate(unknown);
  // What is made of the items is not the thing itself; those of a tensor are tensors.
  if (found === undefined) return unknown.of(unknown.type === "Tensor" ? "Tensor" : "any");
  let at = 0;
  return () => found[at++];
}

/** What is not known, unpacked into names. */
export function unpack(
  m: Interpreter,
  unknown: Unknown,
  count: number,
  star: number,
  names: readonly (string | undefined)[],
): Value[] {
  const found = m.policy?.unpack(unknown, count, star, names);
  if (found !== undefined) return found;
  m.mayHaveRaised();
  return new Array<Value>(count).fill(unknown.type === "Tensor" ? unknown : unknown.of("any"));
}

/** One of several items, which one is not known. */
export function pick(m: Interpreter, options: readonly Value[], index: Unknown): Value {
  if (options.length === 0 || options.length > 8) return index.of("any").holding(heldOf(options));
  return joinAll(m, options);
}

/** A list or tuple repeated a symbolic number of times. */
export function repeat(m: Interpreter, sequence: PyList | PyTuple, times: Dim): Value {
  const chosen = m.policy?.count(new PyRange(0, times, 1), times);
  if (chosen === undefined) return m.unknown(`it is repeated ${print(times)} times`);
  const items = Array.from({ length: chosen }, () => sequence.items).flat();
  return sequence instanceof PyList ? new PyList(items) : new PyTuple(items);
}

/** The larger or smaller of two values whose order is not known. */
export function extreme(m: Interpreter, name: "max" | "min", a: Value, b: Value): Value {
  const [x, y] = [m.asDim(a), m.asDim(b)];
  if (x === undefined || y === undefined) return m.unknown("the order is not known");
  return name === "max" ? max(x, y) : min(x, y);
}

/** The numbers of a range whose length is symbolic, where the run chose how many there are. */
export function rounds(m: Interpreter, range: PyRange, length: Dim | undefined): (() => Value | undefined) | Unknown {
  const chosen = m.policy?.count(range, length);
  if (chosen === undefined)
    return m.unknown(length === undefined ? "the range's step is symbolic" : `it runs ${print(length)} times`, "int");
  let at = 0;
  return () => (at < chosen ? m.binary("+", range.start, m.binary("*", range.step, at++)) : undefined);
}

/** The number that stands for all rounds of a loop that is not followed round by round. */
export function loopIndex(m: Interpreter, range: PyRange): Value {
  if (range.start === 0 || typeof range.start === "number") return m.freshDim("it counts the rounds of a loop", "i");
  return m.unknown("it counts the rounds of a loop", "int");
}
