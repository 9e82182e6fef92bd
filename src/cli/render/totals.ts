import type { ConventionJson, DimJson, Report } from "../../analysis/report";
import { formatBytes, formatCount } from "../../features/numbers";
import type { Style } from "./style";

/** Beside a formula longer than this stands no note. */
const WIDE_VALUE = 40;

/** Parameters, cost and memory; what must hold of the sizes; what has no cost rule. */
export function totalLines(
  report: Pick<Report, "params" | "buffers" | "macs" | "flops" | "activationBytes" | "peakBytes"> &
    Pick<Report, "requirements" | "uncounted">,
  style: Style,
): string[] {
  const { requirements, uncounted } = report;
  const rows: [name: string, value: string, note: string][] = [
    ["parameters", countText(report.params), ""],
    ["buffers", countText(report.buffers), ""],
    ["MACs", countText(report.macs), "of matrix products and convolutions"],
    ["FLOPs", countText(report.flops), "of everything, two a MAC"],
    ["activations", formatBytes(report.activationBytes), "all results together"],
    ["peak memory", formatBytes(report.peakBytes), "weights, inputs and the results that are still needed"],
  ];
  const valueWidth = Math.max(...rows.map(([, value]) => value.length).filter((length) => length <= WIDE_VALUE), 0);
  return [
    ...rows.map(([name, value, note]) =>
      `${style.dim(name.padEnd(12))} ${value.padEnd(valueWidth)}  ${value.length > WIDE_VALUE ? "" : style.dim(note)}`.trimEnd(),
    ),
    ...listLine("needs", requirements, style),
    ...listLine("not counted", uncounted.map(timesText), style),
  ];
}

/** The total as another tool counts it, and what that leaves out. */
export function conventionLines(tool: string, { unit, about, total, leftOut }: ConventionJson, style: Style): string[] {
  return [
    style.bold(`as ${tool} counts`),
    `${style.dim(unit.padEnd(12))} ${countText(total)}  ${style.dim(about)}`,
    ...listLine("left out", leftOut.map(timesText), style),
  ];
}

const timesText = ({ op, count }: { op: string; count: number }) => (count > 1 ? `${op} × ${count}` : op);

function listLine(name: string, items: readonly string[], style: Style): string[] {
  return items.length === 0 ? [] : [`${style.dim(name.padEnd(12))} ${items.join(", ")}`];
}

/** `145 M (145,108,992)`; a small number or a formula as it is. */
function countText(count: DimJson): string {
  if (typeof count === "string" || Math.abs(count) < 1000) return `${count}`;
  return `${formatCount(count)} (${count.toLocaleString("en-US")})`;
}
