import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { t } from "../common/words";
import "uplot/dist/uPlot.min.css";
import { formatCount } from "../../features/numbers";
import type { ExecutedStep } from "../../server/protocol";
import { exact, real } from "../common/format";
import { useTheme } from "../common/theme";

type Histogram = NonNullable<ExecutedStep["histogram"]>;

/** A histogram with axes; the counts of a bin show under the pointer. */
export function HistogramChart(props: { histogram: Histogram; width: number; height: number }): JSX.Element {
  const { histogram, width, height } = props;
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  useEffect(() => {
    if (!place.current) return;
    const { counts, low, bin } = bars(histogram);
    const axis = {
      stroke: theme.muted,
      grid: { stroke: theme.grid, width: 1 },
      ticks: { stroke: theme.grid, width: 1, size: 4 },
      font: theme.font,
    };
    const chart = new uPlot(
      {
        width,
        height,
        // Its two values need that much room in one line.
        legend: { show: width >= 240 },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: [low, low + bin * counts.length] },
          y: { range: (_, _min, max) => [0, max] },
        },
        axes: [
          { ...axis, size: 28, values: (_, splits) => splits.map(real) },
          { ...axis, size: 52, values: (_, splits) => splits.map(formatCount) },
        ],
        series: [
          { label: "value", value: (_, at) => (at == null ? "–" : real(at)) },
          {
            label: "count",
            value: (_, n) => (n == null ? "–" : exact(n)),
            fill: theme.accent,
            stroke: theme.accent,
            points: { show: false },
            paths: uPlot.paths.bars?.({ size: [0.92], align: 0 }),
          },
        ],
      },
      [counts.map((_, at) => low + (at + 0.5) * bin), counts],
      place.current,
    );
    return () => chart.destroy();
  }, [histogram, width, height, theme]);
  return (
    <div ref={place} class="histogram" role="img" aria-label={t("Histogram of {0} values", exact(total(histogram)))} />
  );
}

/** Equal bins; one bin around the value where all values are the same. */
function bars(histogram: Histogram): { counts: number[]; low: number; bin: number } {
  const { counts, low, high } = histogram;
  if (high > low) return { counts, low, bin: (high - low) / counts.length };
  const bin = Math.abs(low) || 1;
  return { counts: [0, total(histogram), 0], low: low - 1.5 * bin, bin };
}

function total(histogram: Histogram): number {
  return histogram.counts.reduce((sum, n) => sum + n, 0);
}
