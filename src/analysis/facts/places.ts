import type { Call, Module } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { type Node, nodesOf, nodesOfKind } from "../../syntax/walk";
import type { SpanJson } from "../report";
import type { Place } from "../values";

/** Offsets of a source as lines and columns. */
export function spanOf(source: Source, from: number, to: number): SpanJson {
  const start = source.position(from);
  const end = source.position(to);
  return { file: source.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Offsets to lines and columns, by file. */
export class Places {
  constructor(private readonly sourceOf: (file: string) => Source | undefined) {}

  range(place: Place | undefined): SpanJson {
    const source = place === undefined ? undefined : this.sourceOf(place.file);
    if (place === undefined || source === undefined)
      return { file: place?.file ?? "", line: 1, column: 1, endLine: 1, endColumn: 1 };
    return spanOf(source, place.start, place.end);
  }

  /** The source text of a place. */
  text(place: Place): string | undefined {
    return this.sourceOf(place.file)?.text.slice(place.start, place.end);
  }

  /** The call that is just this place. */
  call({ file, start, end }: Place): Call | undefined {
    const tree = this.tree(file);
    return tree && nodesOfKind(tree, "Call").findLast((call) => call.start === start && call.end === end);
  }

  tree(file: string): Module | undefined {
    return this.sourceOf(file)?.tree;
  }

  /** The nodes around a place, outermost first. */
  around({ file, start, end }: Place): Node[] {
    const tree = this.tree(file);
    return tree === undefined ? [] : nodesOf(tree).filter((node) => node.start <= start && end <= node.end);
  }

  line(place: Place | undefined): number | null {
    if (place === undefined) return null;
    return this.sourceOf(place.file)?.line(place.start) ?? null;
  }
}
