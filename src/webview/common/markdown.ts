import type { TreeRow } from "./tree";
import type { Column } from "./treegrid";

/** The visible rows as a Markdown table; the first column is indented by level. */
export function markdownTable<T>(columns: readonly Column<T>[], rows: readonly TreeRow<T>[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const body = rows.map((row) =>
    line(
      columns.map((column, at) => {
        const text = escapeCell(column.text(row.item.value));
        return at === 0 ? "&emsp;".repeat(row.level - 1) + text : text;
      }),
    ),
  );
  const rule = columns.map((column) => (column.align === "end" ? "---:" : "---"));
  return [line(columns.map((column) => column.title)), line(rule), ...body, ""].join("\n");
}

/** The visible rows as aligned plain text. */
export function textTable<T>(columns: readonly Column<T>[], rows: readonly TreeRow<T>[]): string {
  const cells = rows.map((row) =>
    columns.map((column, at) => (at === 0 ? "  ".repeat(row.level - 1) : "") + column.text(row.item.value)),
  );
  const table = [columns.map((column) => column.title), ...cells];
  const widths = columns.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const pad = (text: string, at: number): string =>
    columns[at]?.align === "end" ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0);
  return `${table.map((row) => row.map(pad).join("  ").trimEnd()).join("\n")}\n`;
}

function escapeCell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("*", "\\*");
}
