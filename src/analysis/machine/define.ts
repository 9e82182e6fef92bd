import { type Builtin, native, type PyClass, PyProperty, StaticMethod, type Value } from "../values";
import type { Interpreter } from "./machine";

export type Run = (machine: Interpreter, args: Record<string, Value>) => Value;

/** Declares a native that may use all of the machine; a method of `owner` gets only its instances. */
export function define(signature: string, run: Run, owner?: PyClass): Builtin {
  return native(signature, run, owner);
}

/** Puts methods into a builtin class: signature → body, `self` among the arguments. */
export function methods(cls: PyClass, table: Record<string, Run>): void {
  for (const [name, method] of methodsOf(cls, table)) cls.own.set(name, method);
}

/** Methods of a class, by their names. */
export function methodsOf(cls: PyClass, table: Record<string, Run>): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const [signature, run] of Object.entries(table)) {
    const method = define(signature, run, /\((?:self|cls)\b/.test(signature) ? cls : undefined);
    found.set(method.name, method.name === "__new__" ? new StaticMethod(method) : method);
  }
  return found;
}

/** Puts attributes that are read only into a builtin class: `range.start`. */
export function attributes(cls: PyClass, table: Record<string, (self: Value) => Value>): void {
  for (const [name, read] of Object.entries(table))
    cls.own.set(name, new PyProperty(native(`${name}(self)`, (_, { self }) => read(self), cls)));
}
