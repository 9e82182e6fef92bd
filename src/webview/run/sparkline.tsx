import type { JSX } from "preact";
import type { ExecutedStep } from "../../server/protocol";

type Histogram = NonNullable<ExecutedStep["histogram"]>;

/** A histogram as small as a word. */
export function Sparkline({ histogram }: { histogram: Histogram }): JSX.Element {
  const { counts } = histogram;
  const most = Math.max(1, ...counts);
  // A bin that is not empty keeps one unit of height, so that outliers are seen.
  const path = counts.map((n, at) => (n > 0 ? `M${at} 100v${-Math.max(4, (n / most) * 100)}h1V100z` : "")).join("");
  return (
    <svg class="sparkline" viewBox={`0 0 ${counts.length} 100`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
