import { readFileSync } from "node:fs";
import type { DiagnosticJson, SpanJson } from "../analysis/report";
import { cellLine, type Notebook, readNotebook } from "../syntax/notebook/notebook";

/** True of a path that a notebook has. */
export function isNotebook(file: string): boolean {
  return file.endsWith(".ipynb");
}

/** A notebook on the disk, or why it is none. Never throws. */
export function readNotebookFile(file: string): Notebook | string {
  let json: string;
  try {
    json = readFileSync(file, "utf8");
  } catch {
    // Also a file that is too long for one text.
    return "it cannot be read";
  }
  return readNotebook(json);
}

/**
 * Diagnostics of a notebook's program with their places in its cells; without those of lines that the notebook does not have. A cell is compiled as
 * one: of its syntax errors the first is told.
 */
export function inCells(diagnostics: readonly DiagnosticJson[], file: string, notebook: Notebook): DiagnosticJson[] {
  const broken = new Set<number | undefined>();
  return placed(diagnostics, file, notebook).filter(({ code, cell }) => {
    if (code !== "syntax") return true;
    const isFirst = !broken.has(cell);
    broken.add(cell);
    return isFirst;
  });
}

function placed(diagnostics: readonly DiagnosticJson[], file: string, notebook: Notebook): DiagnosticJson[] {
  return diagnostics.flatMap(({ related, fix, ...diagnostic }) => {
    const place = spanInCell(diagnostic, file, notebook);
    // What is told of the whole file stands on its first line, which is none of a cell.
    if (place === undefined) return diagnostic.code === "incomplete" ? [diagnostic] : [];
    const others = related?.flatMap((one) => spanInCell(one, file, notebook) ?? []);
    const edit = fix && spanInCell(fix, file, notebook);
    return [{ ...place, ...(others && { related: others }), ...(edit && { fix: edit }) }];
  });
}

/** A span of the program as one of a cell; one of another file as it is. What goes on in the next cell ends with its own. */
function spanInCell<Span extends SpanJson>(span: Span, file: string, notebook: Notebook): Span | undefined {
  if (span.file !== file) return span;
  const start = cellLine(notebook, span.line);
  if (start === undefined) return undefined;
  const { lines, line: first } = notebook.cells.find(({ number }) => number === start.cell)!;
  const last = first + lines.length - 1;
  const { line: endLine, column: endColumn } =
    span.endLine <= last
      ? { line: span.endLine - first + 1, column: span.endColumn }
      : { line: lines.length, column: lines[lines.length - 1].length + 1 };
  const { file: name, line: _, ...rest } = span;
  return { file: name, cell: start.cell, ...rest, line: start.line, endLine, endColumn } as Span;
}
