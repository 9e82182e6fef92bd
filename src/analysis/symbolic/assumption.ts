import type { Spec } from "./inputs";

/**
 * Something that a run without a call takes for granted because nobody says it. A run is a proof only of what stands under every
 * alternative of all its assumptions together.
 */
export interface Assumption {
  /** What it is about: an input (`x`, `config.depth`), a condition (`H >= 4`), `training`. */
  name: string;
  /** Why something had to be assumed: ``the rank of `x` was needed``. */
  reason: string;
  /** All that it may be; none where that can't be listed, and then nothing follows from the run. */
  alternatives: readonly Spec[];
  /** Whether nothing but an attribute that was asked of it tells what it is: an attribute that it then lacks says that it is something else. */
  byAttribute?: boolean;
  /** Whether the user is told that a run stands for this case only. */
  told: boolean;
}

/** A run can't go on without an assumption: it begins anew once for each alternative. */
export class Choice {
  constructor(
    readonly path: string,
    readonly assumption: Assumption,
  ) {}
}
