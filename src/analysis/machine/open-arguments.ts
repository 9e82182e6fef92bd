import type { Unknown, Value } from "../values";

/** Keyword arguments of a call with `*unknown` or `**unknown`: more may be given than are here. */
export class OpenArguments extends Map<string, Value> {
  /** What the arguments that are not known are. */
  readonly rest: Unknown;

  constructor(
    /** Where they come from: each of them is another thing. */
    from: Unknown,
    /** Whether there may be more positional ones, too. */
    readonly positional: boolean,
  ) {
    super();
    this.rest = from.inside();
  }
}
