import { type Builtin, native, type PyClass, StaticMethod, type Value } from "../values";
import type { Interpreter } from "./machine";

export type Run = (machine: Interpreter, args: Record<string, Value>) => Value;

/** Declares a native that may use all of the machine. */
export function define(signature: string, run: Run): Builtin {
  return native(signature, run);
}

/** Puts methods into a builtin class: signature → body, `self` among the arguments. */
export function methods(cls: Pick<PyClass, "own">, table: Record<string, Run>): void {
  for (const [signature, run] of Object.entries(table)) {
    const method = define(signature, run);
    cls.own.set(method.name, method.name === "__new__" ? new StaticMethod(method) : method);
  }
}
