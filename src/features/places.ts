/** A position as editors count: line and UTF-16 column from 0. */
export interface Position {
  line: number;
  character: number;
}

/** Where the lines of a text begin. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(readonly text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  get count(): number {
    return this.starts.length;
  }

  /** Offset of a position; beyond the end of a line or the text it is that end. */
  offset({ line, character }: Position): number {
    if (line < 0) return 0;
    if (line >= this.starts.length) return this.text.length;
    return Math.min(this.starts[line] + Math.max(0, character), this.endOfLine(line));
  }

  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - this.starts[low] };
  }

  startOfLine(line: number): number {
    return this.starts[Math.min(Math.max(line, 0), this.starts.length - 1)];
  }

  /** Offset of the line break, or of the end of the text. */
  endOfLine(line: number): number {
    if (line + 1 >= this.starts.length) return this.text.length;
    const end = this.starts[line + 1] - 1;
    return this.text[end - 1] === "\r" ? end - 1 : end;
  }
}
