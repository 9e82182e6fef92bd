import { survived } from "../../syntax/defects";

/**
 * Whether a JavaScript error says that the stack is full. V8 also calls the right-hand side of an `instanceof` "not callable"
 * when the check itself finds no room. Other errors of a range, such as a text that is too long, are survived the same way.
 */
export function isOverflow(error: unknown): boolean {
  if (error instanceof TypeError) return /right-hand side of 'instanceof'/i.test(error.message);
  if (!(error instanceof RangeError)) return false;
  if (!/call stack/i.test(error.message)) survived("a value's range", error);
  return true;
}
