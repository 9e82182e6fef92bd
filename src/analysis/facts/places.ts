import type { Source } from "../../syntax/source";
import type { Place } from "../values";

export interface Range {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** Offsets to lines and columns, by file. */
export class Places {
  constructor(private readonly sourceOf: (file: string) => Source | undefined) {}

  range(place: Place | undefined): Range {
    const source = place === undefined ? undefined : this.sourceOf(place.file);
    if (place === undefined || source === undefined)
      return { file: place?.file ?? "", line: 1, column: 1, endLine: 1, endColumn: 1 };
    const start = source.position(place.start);
    const end = source.position(place.end);
    return { file: place.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  /** The source text of a place. */
  text(place: Place): string | undefined {
    return this.sourceOf(place.file)?.text.slice(place.start, place.end);
  }

  line(place: Place | undefined): number | null {
    if (place === undefined) return null;
    return this.sourceOf(place.file)?.line(place.start) ?? null;
  }
}
