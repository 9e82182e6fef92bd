import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { t } from "../common/words";
import "uplot/dist/uPlot.min.css";
import { real } from "../common/format";
import { useTheme } from "../common/theme";

interface Props {
  /** Null where there is none to show. */
  values: readonly (number | null)[];
  /** What a value is of, for the legend. */
  name(at: number): string;
  /** What the values are of. */
  unit: string;
  label: string;
  logarithmic?: boolean;
  /** Values by themselves, with no line between them. */
  points?: boolean;
}

/** At most five of them. */
function powersOfTen(min: number, max: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(min) - 1e-9), Math.floor(Math.log10(max) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first) / 5));
  const found: number[] = [];
  for (let n = first; n <= last; n += every) found.push(10 ** n);
  return found;
}

/** Values in their order, with what is under the pointer told below. */
export function CurveChart({ values, name, unit, label, logarithmic = false, points = false }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const theme = useTheme();
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!place.current || width === 0) return;
    const axis = {
      stroke: theme.muted,
      grid: { stroke: theme.grid, width: 1 },
      ticks: { stroke: theme.grid, width: 1, size: 4 },
      font: theme.font,
    };
    const chart = new uPlot(
      {
        width,
        height: 130,
        cursor: { y: false, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: [-0.5, Math.max(0.5, values.length - 0.5)] },
          y: logarithmic ? { distr: 3 } : { range: (_, min, max) => [Math.min(0, min), Math.max(max, 1e-9)] },
        },
        axes: [
          { ...axis, show: !points, size: 24 },
          {
            ...axis,
            size: 58,
            // Of a logarithmic scale, the powers of ten.
            ...(logarithmic && { splits: (_: uPlot, __: number, min: number, max: number) => powersOfTen(min, max) }),
            values: (_, splits) => splits.map((split) => (split == null ? "" : real(split))),
          },
        ],
        series: [
          { label: unit, value: (_, at) => (at == null ? "–" : name(at)) },
          {
            label,
            value: (_, value) => (value == null ? "–" : real(value)),
            stroke: theme.accent,
            fill: points ? undefined : `color-mix(in srgb, ${theme.accent} 20%, transparent)`,
            width: points ? 0 : 1.5,
            points: { show: points, size: 6, fill: theme.accent, stroke: theme.accent },
            ...(points && { paths: () => null }),
          },
        ],
      },
      [values.map((_, at) => at), [...values]],
      place.current,
    );
    return () => chart.destroy();
  }, [values, width, theme, unit, logarithmic, points]);
  return <div ref={place} class="curve" role="img" aria-label={t("{0} values of {1}", values.length, label)} />;
}
