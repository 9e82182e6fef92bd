import { PROLOGUE, pythonOfCell } from "./magics";

/** A code cell's lines in the program that a notebook makes. */
interface Cell {
  /** Its place among all cells of the notebook, of text too, from 1. */
  number: number;
  /** Line of the program at which it begins, from 1. */
  line: number;
  /** Its lines as they stand in the notebook. */
  lines: readonly string[];
  /** The same lines as Python. */
  python: readonly string[];
}

/** The code cells of a notebook in their order, as one Python program. */
export interface Notebook {
  /** The program: a first line with the names that IPython gives, then one line for each line of a code cell. */
  text: string;
  cells: readonly Cell[];
}

/** A line of a cell, both from 1. */
export interface CellLine {
  cell: number;
  line: number;
}

interface CellJson {
  cell_type?: unknown;
  source?: unknown;
  input?: unknown;
  /** VS Code writes down here the language of a cell that is not the notebook's. */
  metadata?: { vscode?: { languageId?: unknown } };
}

/**
 * Reads a Jupyter notebook (nbformat 3 or 4: https://nbformat.readthedocs.io/en/latest/format_description.html).
 * Lines that IPython reads and Python does not are replaced (`magics.ts`). A string says why it is no notebook of Python.
 */
export function readNotebook(json: string): Notebook | string {
  let data: unknown;
  try {
    data = JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch (error) {
    return `it is not JSON: ${(error as Error).message}`;
  }
  const cells = cellsOf(data);
  if (cells === undefined) return "it has no cells";
  const language = languageOf(data);
  if (language !== undefined && !/^i?python/i.test(language)) return `its language is ${language}, not Python`;
  return notebookOf(
    cells.flatMap((cell, index) => {
      const isPython = cell?.cell_type === "code" && (cell.metadata?.vscode?.languageId ?? "python") === "python";
      return isPython ? [{ number: index + 1, text: textOf(cell.source ?? cell.input) }] : [];
    }),
  );
}

/** The program that code cells make, in their order. */
export function notebookOf(cells: readonly { number: number; text: string }[]): Notebook {
  const program = [PROLOGUE];
  const found = cells.map(({ number, text }): Cell => {
    const lines = text.split(/\r\n|\r|\n/);
    const python = pythonOfCell(lines);
    const line = program.length + 1;
    program.push(...python);
    return { number, line, lines, python };
  });
  return { text: `${program.join("\n")}\n`, cells: found };
}

/** Where a line of the program stands in the notebook; undefined where the notebook has no such line of Python. */
export function cellLine({ cells }: Notebook, line: number): CellLine | undefined {
  const cell = cells.findLast((one) => one.line <= line);
  if (cell === undefined) return undefined;
  const within = Math.min(line - cell.line, cell.lines.length - 1);
  const [original, python] = [cell.lines[within], cell.python[within]];
  return original.endsWith(python.replace(/^\s*(if 1: *)?/, "")) && python !== ""
    ? { cell: cell.number, line: within + 1 }
    : undefined;
}

function cellsOf(data: unknown): (CellJson | null)[] | undefined {
  const { cells, worksheets } = (data ?? {}) as { cells?: unknown; worksheets?: unknown };
  if (Array.isArray(cells)) return cells;
  if (!Array.isArray(worksheets)) return undefined;
  return worksheets.flatMap((sheet: { cells?: unknown } | null) => (Array.isArray(sheet?.cells) ? sheet.cells : []));
}

function languageOf(data: unknown): string | undefined {
  const { metadata } = data as {
    metadata?: { language_info?: { name?: unknown }; kernelspec?: { language?: unknown } };
  };
  const name = metadata?.language_info?.name ?? metadata?.kernelspec?.language;
  return typeof name === "string" ? name : undefined;
}

function textOf(source: unknown): string {
  if (Array.isArray(source)) return source.filter((line) => typeof line === "string").join("");
  return typeof source === "string" ? source : "";
}
