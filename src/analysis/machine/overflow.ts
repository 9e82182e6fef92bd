/**
 * Whether a JavaScript error says that the stack is full. V8 also calls the right-hand side of an `instanceof` "not callable"
 * when the check itself finds no room.
 */
export function isOverflow(error: unknown): boolean {
  // No pattern here: to compile one takes room, too.
  if (!(error instanceof Error)) return false;
  return error.message.includes("call stack") || error.message.includes("side of 'instanceof'");
}

/** Whether a JavaScript error is a defect of ours: not one of the signals that leave the machine, nor a full stack. */
export function isDefect(error: unknown): error is Error {
  return error instanceof Error && !isOverflow(error);
}
