import { tokens } from "./tokens";

export interface ShrinkLimits {
  /** The most candidates that are tried. */
  tries: number;
  /** Milliseconds after which no more are tried. */
  ms: number;
}

/** Takes out all that is not needed for `fails`, in ever smaller pieces: delta debugging (Zeller, Hildebrandt 2002). */
export async function shrinkList<T>(
  list: readonly T[],
  fails: (candidate: readonly T[]) => Promise<boolean>,
  limits: ShrinkLimits,
): Promise<T[]> {
  const until = Date.now() + limits.ms;
  let { tries } = limits;
  let kept = [...list];
  for (let size = Math.ceil(kept.length / 2); size >= 1 && kept.length > 1; ) {
    let smaller = false;
    for (let start = 0; start < kept.length && kept.length > 1; ) {
      const candidate = [...kept.slice(0, start), ...kept.slice(start + size)];
      if (candidate.length === 0) break;
      if (tries-- <= 0 || Date.now() > until) return kept;
      if (await fails(candidate)) {
        kept = candidate;
        smaller = true;
      } else start += size;
    }
    if (size === 1 && !smaller) break;
    if (size > 1) size = Math.ceil(size / 2);
  }
  return kept;
}

/** The least text that still fails: first by lines, then by tokens. */
export async function shrinkText(
  text: string,
  fails: (candidate: string) => Promise<boolean>,
  limits: ShrinkLimits,
): Promise<string> {
  const half = { tries: limits.tries / 2, ms: limits.ms / 2 };
  const lines = await shrinkList(text.split("\n"), (list) => fails(list.join("\n")), half);
  const parts = await shrinkList(tokens(lines.join("\n")), (list) => fails(list.join("")), half);
  return parts.join("");
}
