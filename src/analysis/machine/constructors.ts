import type { PyClass, Value } from "../values";
import type { Interpreter } from "./machine";

type Construct = (m: Interpreter, args: readonly Value[], kwargs: ReadonlyMap<string, Value> | undefined) => Value;

/** How `list(…)` and its like are made in one step: for the classes themselves, not for what inherits from them. */
export const constructors = new Map<PyClass, Construct>();
