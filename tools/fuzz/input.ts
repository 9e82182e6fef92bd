import fc from "fast-check";

/** What one file is made of that the analysis is given. */
export interface TextInput {
  /** Its part and number, from which (with the seed) it can be made again: `mutations/17`. */
  id: string;
  /** What was done to what, in a few words. */
  what: string;
  /** The absolute path that the text has for the analysis. */
  file: string;
  text: string;
  /** Import roots; absent: the file's project. */
  roots?: string[];
  /** The text before the last edit: the parser is given the edit instead of the whole. */
  before?: string;
  /** Explanations, plans and repairs are asked for too, each of which analyses anew. */
  deep: boolean;
  /** How many cases it stands for: calls in one file. */
  cases: number;
}

/** The parts of the work, in the order in which they run. */
export const PARTS = ["calls", "stdlib", "lsp", "mutations"] as const;
export type Part = (typeof PARTS)[number];

/** The n-th value of an arbitrary under a seed: the same for the same three, whatever was drawn before. */
export function draw<T>(arbitrary: fc.Arbitrary<T>, seed: number, n: number): T {
  // The golden ratio spreads neighbouring numbers over all of the generator's states.
  const state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b)) | 0;
  return fc.sample(arbitrary, { seed: state, numRuns: 1 })[0];
}
