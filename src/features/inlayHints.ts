import type { Binding, EntryAnalysis, ExpressionFact, ShapeJson } from "../analysis/report";
import { codeSpan } from "./markdown";
import { fitting, jointForms } from "./narrow";
import { formatValues, hasTensor, isTensor, isUnknown } from "./shapes";
import type { View } from "./view";

export type HintMode = "off" | "onChange" | "all";

/** Text after a bound name. */
export interface Hint {
  offset: number;
  label: string;
  /** Markdown. */
  tooltip: string;
}

/** An editor cuts longer labels in the middle of a size. */
const LABEL_LIMIT = 48;

/**
 * Shapes after the names that are bound to them. `onChange` is the quiet mode: a name whose shape is the one that
 * was last shown for it, or for the only tensor on the right-hand side, gets no hint, and neither do unknown shapes.
 */
export function inlayHints(view: View, mode: HintMode, start = 0, end = Number.POSITIVE_INFINITY): Hint[] {
  if (mode === "off") return [];
  const hints: Hint[] = [];
  for (const { entry, binding, text } of shownBindings(view, mode)) {
    if (binding.start > end) break;
    if (binding.end < start || (mode === "onChange" && isPlain(binding))) continue;
    hints.push({
      offset: binding.end,
      label: `: ${label(binding)}`,
      tooltip: tooltip(binding, text, entry),
    });
  }
  return hints;
}

function label({ values }: Binding): string {
  const known = values.filter(hasTensor);
  return known.length === 0 ? "?" : fitting(jointForms(known), LABEL_LIMIT);
}

/** A bound name whose shape is worth telling, with its shape as text. */
export interface ShownBinding {
  entry: EntryAnalysis;
  binding: Binding;
  text: string;
}

/** The bound names that have something to show in a mode, in the order of the text. */
export function* shownBindings(view: View, mode: Exclude<HintMode, "off">): Generator<ShownBinding> {
  const quiet = mode === "onChange" ? new Quiet() : undefined;
  const bindings = view.bindings();
  for (const [index, { entry, binding }] of bindings.entries()) {
    const known = binding.values.some(hasTensor);
    const text = known ? formatValues(binding.values.filter(hasTensor), 2) : "?";
    if (quiet) {
      const next = bindings[index + 1]?.binding;
      const repeated = quiet.repeats(entry, binding, text);
      if (!known || repeated || sameAsNext(binding, next)) continue;
    } else if (!known && !binding.values.some(isUnknown)) continue;
    yield { entry, binding, text };
  }
}

/** What nobody asks the shape of: `_`, and a loss. */
function isPlain({ name, values }: Binding): boolean {
  const known = values.filter(hasTensor);
  return (
    [...name].every((letter) => letter === "_") || known.every((value) => isTensor(value) && value.shape.length === 0)
  );
}

/** Of `q, k, v = …` with one shape for all, the last name carries the hint. */
function sameAsNext(binding: Binding, next: Binding | undefined): boolean {
  return (
    next !== undefined &&
    !binding.parameter &&
    next.statementEnd === binding.statementEnd &&
    JSON.stringify(next.values) === JSON.stringify(binding.values)
  );
}

function tooltip(binding: Binding, text: string, entry: EntryAnalysis): string {
  const reason = binding.values.find(isUnknown)?.unknown;
  const lines = [`${codeSpan(binding.name)}: ${codeSpan(text)}`, `*in* ${codeSpan(entry.label)}`];
  return (reason ? [lines[0], `Not known: ${reason}`, lines[1]] : lines).join("\n\n");
}

/** Remembers what a reader of the function has been shown. */
class Quiet {
  private seen = new Map<string, string>();
  private previous: Binding | undefined;

  repeats(entry: EntryAnalysis, binding: Binding, text: string): boolean {
    // Parameters after other bindings begin another function, whose names are its own.
    if (binding.parameter && this.previous && !this.previous.parameter) this.seen = new Map();
    this.previous = binding;
    // A branch that the shown run left dark speaks of another run, whose shapes are no change of these.
    const name = `${entry.id}\n${binding.name}`;
    const before = this.seen.get(name);
    this.seen.set(name, text);
    return before === text || this.onlySource(entry, binding) === text;
  }

  /** The shape of the only tensor that the right-hand side names. */
  private onlySource(entry: EntryAnalysis, binding: Binding): string | undefined {
    const inside = expressionsBetween(entry.expressions, binding.end, binding.statementEnd);
    const names = inside.filter(
      (fact) =>
        fact.ops.length === 0 &&
        !fact.module &&
        fact.values.some(hasTensor) &&
        !inside.some((other) => other !== fact && other.start >= fact.start && other.end <= fact.end),
    );
    const texts = new Set(names.map(({ values }) => formatValues(values as ShapeJson[], 2)));
    return names.length === 1 && texts.size === 1 ? [...texts][0] : undefined;
  }
}

/** The facts inside a range. They are sorted by start, and many: their first is found by halving. */
function expressionsBetween(facts: readonly ExpressionFact[], start: number, end: number): ExpressionFact[] {
  let low = 0;
  let high = facts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (facts[middle].start < start) low = middle + 1;
    else high = middle;
  }
  const inside: ExpressionFact[] = [];
  for (let at = low; at < facts.length && facts[at].start <= end; at++)
    if (facts[at].end <= end) inside.push(facts[at]);
  return inside;
}
