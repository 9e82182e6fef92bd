import type { Interpreter } from "../../machine/machine";
import { NotExecuted } from "../../trace/executor";
import { native, type Value } from "../../values";

/** What stand-ins do otherwise where the program runs on numbers. */
export const numbers: Record<string, Value> = {
  _on_numbers: native("_on_numbers()", (m: Interpreter) => m.executor !== undefined),
  _not_computed: native("_not_computed(what)", (m: Interpreter, { what }) => {
    const reason = `${String(what)} not computed yet`;
    if (m.executor !== undefined) throw new NotExecuted(reason, m.place());
    if (m.forkDepth === 0) m.state.uncomputed ??= { reason, place: m.place() };
    return null;
  }),
};
