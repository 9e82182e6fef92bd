import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { t } from "../common/words";
import "uplot/dist/uPlot.min.css";
import type { PeakJson, TimelineJson } from "../../analysis/report";
import { formatBytes } from "../../features/numbers";
import { useTheme } from "../common/theme";
import { lineOf, lineText } from "./lines";

interface Props {
  timeline: TimelineJson;
  peak: PeakJson;
  /** Bytes of the device, where one is named. */
  room: number | undefined;
  onReveal(at: number): void;
}

/** Bytes that are alive during a pass, step by step: the peak marked, and where each phase begins. A click shows the line of a step. */
export function MemoryChart({ timeline, peak, room, onReveal }: Props): JSX.Element {
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
    const { points, phases } = timeline;
    const bytes = points.map(([, live]) => live);
    const most = Math.max(...bytes);
    const axis = {
      stroke: theme.muted,
      grid: { stroke: theme.grid, width: 1 },
      ticks: { stroke: theme.grid, width: 1, size: 4 },
      font: theme.font,
    };
    const where = (at: number | null) => {
      const module = at === null ? "" : points[at][2];
      const line = at === null ? undefined : lineOf(timeline, at);
      return [...(module === "" ? [] : [module]), ...(line ? [lineText(line.file, line.line)] : [])].join(", ") || "–";
    };
    const chart = new uPlot(
      {
        width,
        height: 150,
        cursor: { y: false, drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: [0, Math.max(1, points.length - 1)] },
          // The device's bytes are shown where they are not far away.
          y: { range: [0, room !== undefined && room < 2 * most ? Math.max(room, most) * 1.12 : most * 1.12] },
        },
        axes: [
          {
            ...axis,
            size: 24,
            values: (_, splits) => splits.map((at) => phaseAt(phases, at)),
            splits: () => phases.map(({ from }) => from),
          },
          { ...axis, size: 62, values: (_, splits) => splits.map((live) => formatBytes(live)) },
        ],
        series: [
          { label: "step", value: (_, at) => (at == null ? "–" : where(at)) },
          {
            label: "alive",
            value: (_, live) => (live == null ? "–" : formatBytes(live)),
            stroke: theme.accent,
            fill: `color-mix(in srgb, ${theme.accent} 25%, transparent)`,
            width: 1.5,
            points: { show: false },
            paths: uPlot.paths.stepped?.({ align: 1 }),
          },
        ],
        hooks: {
          draw: [
            (drawn) => {
              marked(drawn, peak.at, bytes[peak.at], theme);
              if (room !== undefined) level(drawn, room, theme);
            },
          ],
        },
      },
      [bytes.map((_, at) => at), bytes],
      place.current,
    );
    const click = () => {
      const at = chart.cursor.idx;
      if (at != null) onReveal(at);
    };
    chart.over.addEventListener("click", click);
    return () => chart.destroy();
  }, [timeline, peak, room, width, theme]);
  return (
    <div
      ref={place}
      class="timeline"
      role="img"
      aria-label={t(
        "Bytes alive over {0} steps, at most {1}",
        timeline.points.length,
        formatBytes(timeline.points[peak.at]?.[1] ?? 0),
      )}
    />
  );
}

function phaseAt(phases: TimelineJson["phases"], at: number): string {
  const found = phases.find(({ from }) => from === at);
  return found === undefined || found.phase === "optimizer" ? "" : found.phase;
}

/** A point, with its bytes beside it. */
function marked(chart: uPlot, at: number, bytes: number, theme: { muted: string; font: string; accent: string }): void {
  const { ctx } = chart;
  const [x, y] = [chart.valToPos(at, "x", true), chart.valToPos(bytes, "y", true)];
  const { left, width } = chart.bbox;
  ctx.save();
  ctx.fillStyle = theme.accent;
  ctx.beginPath();
  ctx.arc(x, y, 4 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fill();
  ctx.fillStyle = theme.muted;
  ctx.font = scaledFont(theme.font);
  const isRight = x > left + 0.7 * width;
  ctx.textAlign = isRight ? "right" : "left";
  ctx.fillText(`peak ${formatBytes(bytes)}`, x + (isRight ? -8 : 8) * devicePixelRatio, y - 5 * devicePixelRatio);
  ctx.restore();
}

/** A line across at some bytes, where they are within the chart. */
function level(chart: uPlot, bytes: number, theme: { muted: string; font: string }): void {
  const { ctx, bbox } = chart;
  const y = chart.valToPos(bytes, "y", true);
  if (y < bbox.top || y > bbox.top + bbox.height) return;
  ctx.save();
  ctx.strokeStyle = theme.muted;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.fillStyle = theme.muted;
  ctx.font = scaledFont(theme.font);
  ctx.fillText(`device ${formatBytes(bytes)}`, bbox.left + 6 * devicePixelRatio, y + 12 * devicePixelRatio);
  ctx.restore();
}

/** A font for a canvas whose pixels are the screen's own. */
function scaledFont(font: string): string {
  const size = Number.parseFloat(font);
  return `${size * devicePixelRatio}px ${font.slice(font.indexOf(" ") + 1)}`;
}
