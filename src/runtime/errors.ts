/** A failure that is told to the user in one line: what could not be done, and why. */
export class RunError extends Error {
  override name = "RunError";
}

/** The message of anything that was thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.split("\n")[0]!.trim() || "unknown failure";
}

/** What PyTorch itself raises for such numbers: the program may catch it. */
export class Refused extends RunError {
  override name = "Refused";

  constructor(
    message: string,
    /** The exception's class. */
    readonly type: "RuntimeError" | "IndexError" | "LinAlgError" | "ZeroDivisionError" = "RuntimeError",
  ) {
    super(message);
  }
}
