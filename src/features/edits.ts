/** A replaced range, in offsets of the text before it. */
export interface Edit {
  start: number;
  end: number;
  /** Length of the text that came in its place. */
  length: number;
}

/**
 * Carries places of an analysed text over to the text as it is now, so that what is shown stays where it belongs
 * until the next answer is there. Edits are kept in the order in which they were made.
 */
export class Shift {
  private readonly edits: Edit[] = [];

  add(edit: Edit): void {
    const last = this.edits.at(-1);
    // Typing goes on where it left off: one longer insertion tells the same.
    if (last && edit.start === edit.end && edit.start === last.start + last.length) last.length += edit.length;
    else this.edits.push({ ...edit });
  }

  /** Where a character of the old text is now; `undefined` where it was replaced. */
  forward(offset: number): number | undefined {
    let at = offset;
    for (const { start, end, length } of this.edits) {
      if (at >= end) at += length - (end - start);
      else if (at >= start) return undefined;
    }
    return at;
  }

  /** Where a place of the old text is now; the beginning of what replaced it, where it was replaced. */
  near(offset: number): number {
    let at = offset;
    for (const { start, end, length } of this.edits) {
      if (at >= end) at += length - (end - start);
      else if (at > start) at = start;
    }
    return at;
  }

  /** Where a range of the old text is now; `undefined` where it was touched. */
  range(start: number, end: number): { start: number; end: number } | undefined {
    let from = start;
    let to = end;
    for (const edit of this.edits) {
      const change = edit.length - (edit.end - edit.start);
      const pastEmpty = from === to && edit.start === edit.end && edit.start === to;
      if (edit.end <= from && !pastEmpty) {
        from += change;
        to += change;
      } else if (edit.start < to) return undefined;
    }
    return { start: from, end: to };
  }

  /** The old offset of an offset in the text as it is now; `undefined` inside text that was typed since. */
  backward(offset: number): number | undefined {
    let at = offset;
    for (let i = this.edits.length - 1; i >= 0; i--) {
      const { start, end, length } = this.edits[i];
      if (at < start) continue;
      if (at < start + length) return undefined;
      at -= length - (end - start);
    }
    return at;
  }
}

/** The smallest edit that makes one text of the other, where the first begins at `at`: editors replace more than they change. */
export function smallestEdit(before: string, after: string, at = 0): Edit {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { start: at + start, end: at + before.length - tail, length: after.length - tail - start };
}
