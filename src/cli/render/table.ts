import { cutTo, width } from "./style";

export interface Column {
  title: string;
  align?: "left" | "right";
  /** Gives way where the table is too wide: cut down to so many columns. */
  least?: number;
  style?: (text: string) => string;
}

export interface Row {
  cells: string[];
  /** Of the whole row, in place of the columns' styles. */
  style?: (text: string) => string;
}

const GAP = "  ";

/** Rows in aligned columns that fit the width as far as the columns can give way; cells are plain text. */
export function table(
  columns: readonly Column[],
  rows: readonly Row[],
  total: number,
  head: (text: string) => string,
): string[] {
  const shown = columns
    .map((column, index) => ({ column, index }))
    .filter(({ index }) => rows.some(({ cells }) => cells[index]));
  const widths = shown.map(({ column, index }) =>
    Math.max(width(column.title), ...rows.map(({ cells }) => width(cells[index] ?? ""))),
  );
  let over = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (shown.length - 1) - total;
  for (const [at, { column }] of shown.entries()) {
    if (over <= 0 || column.least === undefined) continue;
    const taken = Math.min(over, Math.max(0, widths[at] - column.least));
    widths[at] -= taken;
    over -= taken;
  }
  const line = (texts: string[], style: (text: string, column: Column) => string) =>
    shown
      .map(({ column, index }, at) => {
        const text = cutTo(texts[index] ?? "", widths[at]);
        const blank = " ".repeat(Math.max(0, widths[at] - width(text)));
        const styled = style(text, column);
        return column.align === "right" ? blank + styled : styled + blank;
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => title),
      head,
    ),
    ...rows.map((row) => line(row.cells, (text, column) => (row.style ?? column.style ?? plain)(text))),
  ];
}

const plain = (text: string) => text;
