import type { Module, Stmt } from "./ast";
import { outline, type Part } from "./outline";

/** Reads a file's statements when they are asked for. */
export interface Reader {
  whole(): Module;
  /** The statements of some parts; undefined where they have errors, which only the whole file explains. */
  parts(parts: readonly Part[], source: Source): Stmt[] | undefined;
}

/** A file: its name (an absolute path, or `<call>`), text, syntax tree, and where its lines begin. */
export class Source {
  private starts: number[] | undefined;
  private parsed: Module | undefined;
  private reader: Reader | undefined;
  /** What people call a line, where it is not by its number. */
  nameOfLine: ((line: number) => string | undefined) | undefined;
  /** Part of the project's own prelude: never shown to a user as a place. */
  readonly prelude: boolean;

  constructor(
    readonly file: string,
    readonly text: string,
    tree: Module | Reader,
  ) {
    this.prelude = file.startsWith("<prelude>");
    if ("body" in tree) this.parsed = tree;
    else this.reader = tree;
  }

  get tree(): Module {
    this.parsed ??= this.reader!.whole();
    return this.parsed;
  }

  /** Whether all of it has been parsed. */
  get isParsed(): boolean {
    return this.parsed !== undefined;
  }

  /** The parts of the file, where they can be read one by one: of a file that is imported. */
  get parts(): Part[] | undefined {
    return this.reader && outline(this.text);
  }

  /** The statements of some of its parts. */
  statements(parts: readonly Part[]): Stmt[] {
    const found = this.parsed === undefined ? this.reader?.parts(parts, this) : undefined;
    if (found !== undefined) return found;
    const within = ({ start }: Stmt) => parts.some((part) => start >= part.start && start < part.end);
    return this.tree.body.filter(within);
  }

  /** Line and column of an offset, both from 1. */
  position(offset: number): { line: number; column: number } {
    this.starts ??= lineStarts(this.text);
    const starts = this.starts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  }

  line(offset: number): number {
    return this.position(offset).line;
  }

  /** `line 2`, or what else people call the line of an offset. */
  lineName(offset: number): string {
    const line = this.line(offset);
    return this.nameOfLine?.(line) ?? `line ${line}`;
  }

  /** Offset of a line and column, both from 1. */
  offset(line: number, column: number): number {
    this.starts ??= lineStarts(this.text);
    return (this.starts[line - 1] ?? this.text.length) + column - 1;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
