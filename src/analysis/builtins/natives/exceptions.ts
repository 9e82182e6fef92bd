import { handled } from "../../machine/exceptions";
import type { Interpreter } from "../../machine/machine";
import { native, orElse, type Value } from "../../values";

/** What the prelude's `sys` asks about exceptions. */
export const exceptions: Record<string, Value> = {
  _handled: native("_handled()", (m: Interpreter) => orElse(handled(m), () => null)),
};
