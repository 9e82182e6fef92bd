/**
 * Whether a JavaScript error says that the stack is full. V8 also calls the right-hand side of an `instanceof` "not callable"
 * when the check itself finds no room.
 */
export function isOverflow(error: unknown): boolean {
  return (
    error instanceof RangeError ||
    (error instanceof TypeError && /right-hand side of 'instanceof'/i.test(error.message))
  );
}
