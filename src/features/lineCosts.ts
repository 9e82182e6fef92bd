import type { DimJson } from "../analysis/report";
import { codeSpan, quantityMarkdown } from "./markdown";
import { formatShare, formatShort, isZero } from "./numbers";
import type { Convention } from "./summary";
import type { View } from "./view";

/** The cost of a line, lines from 1. */
export interface LineCost {
  line: number;
  text: string;
  /** Markdown. */
  detail: string;
  share: number;
}

/** A line is worth a note from this part of its run's cost on. */
const LEAST_SHARE = 0.02;
/** Notes on more lines than this of one run would be noise. */
const MOST_LINES = 8;

/** The lines that cost most: at most eight for each run, none below 2%. `offsetOf` gives a line's offset, lines from 1. */
export function lineCosts(view: View, convention: Convention, offsetOf: (line: number) => number): LineCost[] {
  const byEntry = new Map<string, LineCost[]>();
  for (const { entry, line } of view.lines(offsetOf)) {
    const cost = line[convention];
    const share = shareOf(cost, entry.totals[convention], line.share);
    if (share < LEAST_SHARE || isZero(cost)) continue;
    const unit = convention === "macs" ? "MACs" : "FLOPs";
    const part = share > 0 ? ` · ${formatShare(share)}` : "";
    const found = byEntry.get(entry.id) ?? [];
    byEntry.set(entry.id, found);
    found.push({
      line: line.line,
      text: `${formatShort(cost, unit, 40)}${part}`,
      detail: [
        `${quantityMarkdown(line.macs, "MACs")}, ${quantityMarkdown(line.flops, "FLOPs")}: ${formatShare(share)} of the whole`,
        `*in* ${codeSpan(entry.label)}`,
      ].join("\n\n"),
      share,
    });
  }
  return [...byEntry.values()]
    .flatMap((lines) => lines.sort((a, b) => b.share - a.share).slice(0, MOST_LINES))
    .sort((a, b) => a.line - b.line);
}

/** A line's part of the total in the convention that is shown; formulas have no quotient, and keep the analysis's estimate. */
function shareOf(cost: DimJson, total: DimJson, estimate: number): number {
  return typeof cost === "number" && typeof total === "number" && total > 0 ? cost / total : estimate;
}
