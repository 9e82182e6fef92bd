import { math } from "../builtins/math";
import type { Interpreter } from "../machine/interpreter";
import { einops } from "../ops/einops/functions";
import { torch } from "../torch/classes";
import type { Value } from "../values";

/** Modules written in TypeScript; a prelude file of the same name adds to them. */
export const nativeModules = new Map<string, (m: Interpreter) => Record<string, Value>>([
  ["einops", () => einops],
  ["math", math],
  ["torch", torch],
]);
