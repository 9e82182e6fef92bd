import { readFileSync } from "node:fs";
import type { SpanJson } from "../../analysis/report";
import { readNotebook } from "../../syntax/notebook/notebook";
import { CellPositions } from "../../syntax/notebook/positions";

/** `cell 3, line 4` */
export function placeInCell({ cell, line }: Pick<SpanJson, "cell" | "line">): string {
  return `cell ${cell}, line ${line}`;
}

/** The message for those who show the lines of files: of a notebook's cell it says which. */
export function messageWithCell(told: Pick<SpanJson, "cell" | "line"> & { message: string }): string {
  return told.cell === undefined ? told.message : `${placeInCell(told)}: ${told.message}`;
}

/** The notebooks that diagnostics speak of, each read once. Never throws: of one that is gone nothing is known. */
export class CheckedNotebooks {
  private readonly cells = new Map<string, ReadonlyMap<number, string>>();
  private readonly positions = new Map<string, CellPositions>();

  /** The source of a cell as it is in the notebook. */
  cellText(file: string, cell: number | undefined): string | undefined {
    let cells = this.cells.get(file);
    if (cells === undefined) {
      const notebook = readNotebook(textOf(file));
      const found = typeof notebook === "string" ? [] : notebook.cells;
      cells = new Map(found.map(({ number, lines }) => [number, lines.join("\n")]));
      this.cells.set(file, cells);
    }
    return cell === undefined ? undefined : cells.get(cell);
  }

  /** A span in a cell as one of the notebook's own text; others as they are. */
  inFile<Span extends SpanJson>(span: Span): SpanJson {
    const { file, cell, line, column, endLine, endColumn } = span;
    if (cell === undefined) return span;
    let positions = this.positions.get(file);
    if (positions === undefined) {
      positions = new CellPositions(textOf(file));
      this.positions.set(file, positions);
    }
    const start = positions.at(cell, { line, column }) ?? { line: 1, column: 1 };
    const end = positions.at(cell, { line: endLine, column: endColumn }) ?? start;
    return { file, ...start, endLine: end.line, endColumn: end.column };
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
