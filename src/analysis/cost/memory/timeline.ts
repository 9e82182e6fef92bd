import type { Moment, Phase } from "./meter";

/** What is alive at most during one step of a pass, or of its derivative. */
export interface Instant {
  readonly phase: Phase;
  /** The step of the trace; -1 outside of any. */
  readonly step: number;
  readonly bytes: number;
}

/** The moments of a pass, those of one step together. `lasting`: bytes that are alive throughout. */
export function timelineOf(moments: readonly Moment[], lasting: number): Instant[] {
  const found: { phase: Phase; step: number; bytes: number }[] = [];
  for (const { phase, step, live } of moments) {
    const last = found.at(-1);
    const bytes = lasting + live;
    if (last?.phase === phase && last.step === step) last.bytes = Math.max(last.bytes, bytes);
    else found.push({ phase, step, bytes });
  }
  return found;
}
