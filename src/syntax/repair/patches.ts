import type { Repair } from "../convert/context";

/** A range of the user's text, replaced. */
export interface Patch {
  start: number;
  end: number;
  text: string;
  /**
   * `filler`: each placeholder and closing bracket in `text` spoils the expression around it; `line`: `text` stands for a
   * whole statement that could not be read; `help`: says the same in words that the grammar knows.
   */
  kind: "filler" | "line" | "help";
}

/** The name that stands where an expression is missing. */
export const PLACEHOLDER = "_";

/** Applies patches, which must be sorted and apart, and remembers what they mean for offsets. */
export class PatchedText implements Repair {
  readonly text: string;
  /** By patch: where it begins in the new text. */
  private readonly at: number[] = [];
  /** Offsets in the new text that no expression has taken for its own yet. */
  private readonly fillers: number[] = [];
  private readonly lines = new Set<number>();

  constructor(
    before: string,
    private readonly patches: readonly Patch[],
  ) {
    let text = "";
    let copied = 0;
    for (const patch of patches) {
      text += before.slice(copied, patch.start);
      this.at.push(text.length);
      if (patch.kind === "line") this.lines.add(text.length);
      if (patch.kind === "filler")
        for (let k = 0; k < patch.text.length; k++)
          if (`${PLACEHOLDER})]}"':`.includes(patch.text[k])) this.fillers.push(text.length + k);
      text += patch.text;
      copied = patch.end;
    }
    this.text = text + before.slice(copied);
  }

  original(offset: number): number {
    let low = 0;
    let high = this.at.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at[middle] <= offset) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return offset;
    const patch = this.patches[low - 1];
    const inside = offset - this.at[low - 1];
    if (inside >= patch.text.length) return patch.end + inside - patch.text.length;
    return Math.min(patch.start + inside, patch.end);
  }

  takes(start: number, end: number): boolean {
    const found = this.fillers.findIndex((at) => start <= at && at < end);
    if (found < 0) return false;
    this.fillers.splice(found, 1);
    return true;
  }

  replaced(start: number): boolean {
    return this.lines.has(start);
  }
}
