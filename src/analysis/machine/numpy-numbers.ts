import type { Frame, Interpreter } from "./machine";

/**
 * Whether a number may be one of NumPy's, which stand as Python's here: some file of those that are running speaks of NumPy.
 * They take a list for an array, and divide by zero with a warning.
 */
export function mayBeNumPys({ top }: Interpreter): boolean {
  for (let frame: Frame | undefined = top; frame !== undefined; frame = frame.caller)
    if (frame.source.text.includes("numpy")) return true;
  return false;
}
