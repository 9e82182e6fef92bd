import type { Module } from "./ast";

/** A parsed file: its name (an absolute path, or `<call>`), text, tree, and where its lines begin. */
export class Source {
  private starts: number[] | undefined;
  /** Part of the project's own prelude: never shown to a user as a place. */
  readonly prelude: boolean;

  constructor(
    readonly file: string,
    readonly text: string,
    readonly tree: Module,
  ) {
    this.prelude = file.startsWith("<prelude>");
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
