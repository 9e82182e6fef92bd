import type { Interpreter } from "../../machine/machine";
import { NotExecuted } from "../../trace/executor";
import { native, PyFloat, type Value } from "../../values";

/** What stand-ins do otherwise where the program runs on numbers. */
export const numbers: Record<string, Value> = {
  _on_numbers: native("_on_numbers()", (m: Interpreter) => m.executor !== undefined),
  _to_float32: native("_to_float32(x)", (m: Interpreter, { x }) => {
    const number = x instanceof PyFloat ? x.value : x;
    if (typeof number === "number") return new PyFloat(Math.fround(number));
    return typeof x === "boolean" ? new PyFloat(Number(x)) : m.unknown("the number is not known", "float");
  }),
  _not_computed: native("_not_computed(what)", (m: Interpreter, { what }) => {
    const reason = `${String(what)} not computed yet`;
    if (m.executor !== undefined) throw new NotExecuted(reason, m.place());
    if (m.forkDepth === 0) m.state.uncomputed ??= { reason, place: m.place() };
    return null;
  }),
};
