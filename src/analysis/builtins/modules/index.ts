import type { Interpreter } from "../../machine/interpreter";
import type { Value } from "../../values";
import { math } from "./math";
import { torch } from "./torch";

/** Standard-library modules written in TypeScript; a prelude file of the same name adds to them. */
export const nativeModules = new Map<string, (m: Interpreter) => Record<string, Value>>([
  ["math", math],
  ["torch", torch],
]);
