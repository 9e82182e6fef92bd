import type { Unknown, Value } from "../values";

/** Keyword arguments of a call with `*unknown` or `**unknown`: more may be given than are here. */
export class OpenArguments extends Map<string, Value> {
  constructor(
    /** What the arguments that are not known are. */
    readonly rest: Unknown,
    /** Whether there may be more positional ones, too. */
    readonly positional: boolean,
  ) {
    super();
  }
}
