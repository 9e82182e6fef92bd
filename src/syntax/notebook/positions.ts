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
    const parts = (source.type === "array" ? (source.children ?? []) : [source]).filter(isText);
    const lines = parts
      .map(({ value }) => value)
      .join("")
      .split(/(?<=\r\n|\r(?!\n)|\n)/);
    if (/[\r\n]$/.test(lines[lines.length - 1])) lines.push("");
    if (line > lines.length || parts.length === 0) return undefined;
    const length = lines[line - 1].replace(/[\r\n]+$/, "").length;
    let rest = lines.slice(0, line - 1).join("").length + Math.min(column - 1, length);
    // An end of the source is one of its last part.
    const part = parts.find((one) => {
      if (rest < one.value.length) return true;
      rest -= one.value.length;
      return false;
    });
    const [at, within] = part ? [part, rest] : [parts[parts.length - 1], parts[parts.length - 1].value.length];
    return this.position(at.offset + 1 + this.written(at, within));
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
    const character = /\\u[0-9a-fA-F]{4}|\\.|[\s\S]/g;
    for (let read = 0; read < count && character.test(text); ) read++;
    return character.lastIndex;
  }

  private position(offset: number): Position {
    const next = this.starts.findIndex((start) => start > offset);
    const line = next < 0 ? this.starts.length : next;
    return { line, column: offset - this.starts[line - 1] + 1 };
  }
}

function isText(node: Node): node is Node & { value: string } {
  return typeof node.value === "string";
}

function rootOf(json: string): Node | undefined {
  try {
    return parseTree(json.replace(/^\uFEFF/, " "));
  } catch {
    // Nested deeper than there is room for.
    return undefined;
  }
}
