/**
 * Failures of our own that an answer survives: a rule that throws, a tree that can't be converted. The answer goes on without
 * that part and says so; who looks for such failures (the tests, `npm run fuzz`) hears of each of them here.
 */
export const defects: { heard: ((where: string, error: unknown) => void) | undefined } = { heard: undefined };

/** Tells of an error that is survived; `where` names what failed. */
export function survived(where: string, error: unknown): void {
  defects.heard?.(where, error);
}
