import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";

/** A place in a file, both from 1. */
export interface Position {
  line: number;
  column: number;
}

/** Finds the lines of a notebook's cells in the text of its file. */
export class CellPositions {
  private readonly root: Node | undefined;
  /** Offsets at which the lines of the file begin. */
  private readonly starts: number[] = [0];

  constructor(private readonly json: string) {
    this.root = rootOf(json);
    for (let at = json.indexOf("\n"); at >= 0; at = json.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  /** Where a place in a cell stands in the file; undefined where the cell has no such line. `cell` counts from 1. */
  at(cell: number, { line, column }: Position): Position | undefined {
    const source = this.source(cell);
    if (source === undefined) return undefined;
    const parts = source.type === "array" ? (source.children ?? []) : [source];
    let before = 1;
    for (const part of parts) {
      if (typeof part.value !== "string") continue;
      const lines = part.value.split(/(?<=\r\n|\r(?!\n)|\n)/);
      // The last line of a part goes on in the next one, or is empty.
      const within = line - before;
      const length = lines[within]?.replace(/[\r\n]+$/, "").length;
      const isLast = part === parts[parts.length - 1];
      if (length !== undefined && (isLast || /[\r\n]$/.test(lines[within]) || column <= length + 1)) {
        const skipped = lines.slice(0, within).join("").length;
        return this.position(part.offset + 1 + this.written(part, skipped + Math.min(column - 1, length)));
      }
      before += lines.filter((text) => /[\r\n]$/.test(text)).length;
    }
    return undefined;
  }

  private source(cell: number): Node | undefined {
    if (this.root === undefined) return undefined;
    const cells = findNodeAtLocation(this.root, ["cells"]);
    const sheets = findNodeAtLocation(this.root, ["worksheets"])?.children ?? [];
    const all = cells?.children ?? sheets.flatMap((sheet) => findNodeAtLocation(sheet, ["cells"])?.children ?? []);
    const found = all[cell - 1];
    return found && (findNodeAtLocation(found, ["source"]) ?? findNodeAtLocation(found, ["input"]));
  }

  /** How many characters of the file the first `count` of a text take. */
  private written({ offset, length }: Node, count: number): number {
    const text = this.json.slice(offset + 1, offset + length - 1);
    const character = /\\u[0-9a-fA-F]{4}|\\.|[^]/g;
    for (let read = 0; read < count && character.test(text); ) read++;
    return character.lastIndex;
  }

  private position(offset: number): Position {
    const next = this.starts.findIndex((start) => start > offset);
    const line = next < 0 ? this.starts.length : next;
    return { line, column: offset - this.starts[line - 1] + 1 };
  }
}

function rootOf(json: string): Node | undefined {
  try {
    return parseTree(json.replace(/^\uFEFF/, " "));
  } catch {
    // Nested deeper than there is room for.
    return undefined;
  }
}
