import type { DimJson } from "../analysis/report";
import { formatBytes, formatCount, formatQuantity } from "./numbers";

/** Text as Markdown code, with a fence longer than any run of backticks inside. */
export function codeSpan(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const longest = Math.max(0, ...(flat.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
  return `${fence}${pad}${flat}${pad}${fence}`;
}

/** Text of a table's cell: a bar would end it. */
export function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ");
}

/** A count; a formula is code, as its asterisks would be emphasis. */
export function countMarkdown(count: DimJson): string {
  return typeof count === "number" ? formatCount(count) : codeSpan(count);
}

/** A count with its unit. */
export function quantityMarkdown(count: DimJson, unit: string): string {
  return typeof count === "number" ? formatQuantity(count, unit) : `${codeSpan(count)} ${unit}`;
}

export function bytesMarkdown(bytes: DimJson): string {
  return typeof bytes === "number" ? formatBytes(bytes) : `${codeSpan(bytes)} bytes`;
}
