import type { Binding, EntryAnalysis, ExpressionFact, FileAnalysis, LayerFact, Subject } from "../analysis/report";
import { hasTensor, isUnknown } from "./shapes";

/** Ids of the entries that a person picked, by subject. */
export type Picks = ReadonlyMap<string, string>;

/** A file's analysis as it is shown: of the many runs that may pass a place, which one speaks for it. */
export class View {
  /** Subjects by their place. */
  readonly subjects: readonly Subject[];

  constructor(
    readonly analysis: FileAnalysis,
    private readonly picks: Picks = new Map(),
  ) {
    this.subjects = [...analysis.subjects].sort((a, b) => a.start - b.start);
  }

  /** The entry that is shown for a subject: the picked one, else the first that is given a tensor, else the first. */
  shown(subject: Subject): EntryAnalysis | undefined {
    const picked = this.picks.get(subject.name);
    const entries = this.entries(subject);
    const given = entries.find(({ inputs }) => inputs.some(({ value }) => hasTensor(value)));
    return entries.find((entry) => entry.id === picked) ?? given ?? entries[0];
  }

  entries(subject: Subject): EntryAnalysis[] {
    return subject.entries.map((index) => this.analysis.entries[index]).filter((entry) => entry !== undefined);
  }

  subject(name: string): Subject | undefined {
    return this.subjects.find((subject) => subject.name === name);
  }

  /** The last subject that begins at or before the offset. */
  subjectAt(offset: number): Subject | undefined {
    return this.subjects.findLast((subject) => subject.start <= offset);
  }

  /**
   * Entries that may speak for a place, best first: the shown one of its subject, that subject's others, then all.
   * Where the shown one came to no end, nobody speaks for what it did not reach.
   */
  private speakers(offset: number): Iterable<EntryAnalysis> {
    const subject = this.subjectAt(offset);
    const own = subject ? this.entries(subject) : [];
    const shown = subject && this.shown(subject);
    if (shown && isUnknown(shown.output) && this.passes(shown, subject)) return [shown];
    const shownElsewhere = this.subjects.map((other) => this.shown(other)).filter((entry) => entry !== undefined);
    return new Set([...(shown ? [shown] : []), ...own, ...shownElsewhere, ...this.analysis.entries]);
  }

  /** The innermost expression at an offset, with the entry that it belongs to. */
  expressionAt(offset: number): { entry: EntryAnalysis; fact: ExpressionFact } | undefined {
    for (const entry of this.speakers(offset)) {
      const fact = innermost(entry.expressions, offset);
      if (fact) return { entry, fact };
    }
    return undefined;
  }

  /** The bound name at an offset. */
  bindingAt(offset: number): { entry: EntryAnalysis; binding: Binding } | undefined {
    for (const entry of this.speakers(offset)) {
      const binding = entry.bindings.find((each) => each.start <= offset && offset <= each.end);
      if (binding) return { entry, binding };
    }
    return undefined;
  }

  /**
   * Every bound name of the file once, in the order of the text, each by the entry that speaks for its place.
   * Parameters are those of the entry that is shown: one call's signature, not a mixture.
   */
  bindings(): { entry: EntryAnalysis; binding: Binding }[] {
    const all = this.byPlace(
      (entry) => entry.bindings,
      (binding) => binding.start,
      (entry, binding) => ({ entry, binding }),
    );
    return all.filter(({ entry, binding }) => {
      const subject = this.subjectAt(binding.start);
      const shown = subject && this.shown(subject);
      return !binding.parameter || !shown || entry === shown || !this.passes(shown, subject);
    });
  }

  /** Layers where they are built, each by the entry that speaks for its place. */
  layers(): { entry: EntryAnalysis; layer: LayerFact }[] {
    return this.byPlace(
      ({ layers = [] }) => layers,
      ({ end }) => end,
      (entry, layer) => ({ entry, layer }),
    );
  }

  /** True where the entry bound anything inside the subject. */
  private passes(entry: EntryAnalysis, subject: Subject): boolean {
    const next = this.subjects[this.subjects.indexOf(subject) + 1];
    return entry.bindings.some(({ start }) => start >= subject.start && (!next || start < next.start));
  }

  /** Costs of the file's lines, each by the entry that speaks for it. `offsetOf` finds a line's offset, lines from 1. */
  lines(offsetOf: (line: number) => number): { entry: EntryAnalysis; line: EntryAnalysis["lines"][number] }[] {
    return this.byPlace(
      (entry) => entry.lines,
      (line) => offsetOf(line.line),
      (entry, line) => ({ entry, line }),
    );
  }

  private byPlace<T, R>(
    of: (entry: EntryAnalysis) => readonly T[],
    place: (item: T) => number,
    result: (entry: EntryAnalysis, item: T) => R,
  ): R[] {
    const items = new Map<number, Map<EntryAnalysis, T>>();
    for (const entry of this.analysis.entries) {
      for (const item of of(entry)) {
        const at = place(item);
        const here = items.get(at) ?? new Map<EntryAnalysis, T>();
        items.set(at, here);
        if (!here.has(entry)) here.set(entry, item);
      }
    }
    const results: R[] = [];
    for (const at of [...items.keys()].sort((a, b) => a - b)) {
      const here = items.get(at)!;
      for (const entry of this.speakers(at)) {
        const item = here.get(entry);
        if (item === undefined) continue;
        results.push(result(entry, item));
        break;
      }
    }
    return results;
  }
}

/** The smallest fact around an offset. Facts are sorted by start, then by falling end. */
function innermost(facts: readonly ExpressionFact[], offset: number): ExpressionFact | undefined {
  let best: ExpressionFact | undefined;
  for (const fact of facts) {
    if (fact.start > offset) break;
    if (offset > fact.end) continue;
    // At a boundary the expression that begins here is meant rather than the one that ends here.
    if (!best || fact.end - fact.start <= best.end - best.start || best.end === offset) best = fact;
  }
  return best;
}
