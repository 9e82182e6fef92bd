import type { Binding, EntryAnalysis, FunctionSpan, Subject } from "../analysis/report";
import { formatQuantity, isZero } from "./numbers";
import { formatValue, formatValues, hasTensor, isUnknown } from "./shapes";
import type { View } from "./view";

/** A definition or a name with its shape, as an outline of the file lists it. Offsets are of the text that was analysed. */
export interface OutlineSymbol {
  name: string;
  kind: "class" | "function" | "name";
  /** `(B, N, C) → (B, N, C) · 37.2 k params`; empty where nothing is known. */
  detail: string;
  start: number;
  end: number;
  nameStart: number;
  nameEnd: number;
  children: OutlineSymbol[];
}

/** Module classes, functions and names with shapes, each inside of what it is written in, in the order of the text. */
export function outline(view: View): OutlineSymbol[] {
  const bindings = view.bindings().map(({ binding }) => binding);
  const { functions } = view.analysis;
  const classes = view.subjects.filter(({ kind }) => kind === "class");
  const inside = (one: FunctionSpan) => classes.some(({ head, tail }) => head <= one.nameStart && one.nameStart < tail);
  const symbols = [
    ...classes.map((subject) => classSymbol(view, subject, functions, bindings)),
    ...topmost(functions.filter((one) => !inside(one))).flatMap((one) => {
      const subject = view.subjects.find(({ start }) => start === one.nameStart);
      const symbol = functionSymbol(one, subject && view.shown(subject), bindings);
      // Of functions without tensors the editor's own Python tells.
      return subject === undefined && symbol.children.length === 0 ? [] : [symbol];
    }),
  ];
  const covered = (binding: Binding) => symbols.some(({ start, end }) => start <= binding.start && binding.start < end);
  return byPlace([...symbols, ...names(bindings.filter((binding) => !covered(binding)))]);
}

function classSymbol(
  view: View,
  subject: Subject,
  functions: readonly FunctionSpan[],
  bindings: readonly Binding[],
): OutlineSymbol {
  const { name, head, tail, start, end, forward } = subject;
  const shown = view.shown(subject);
  const methods = topmost(functions.filter((one) => head <= one.nameStart && one.nameStart < tail));
  return {
    name,
    kind: "class",
    detail: shown === undefined ? "" : [inOut(shown), ...params(shown)].filter((text) => text !== "").join(" · "),
    start: head,
    end: tail,
    nameStart: start,
    nameEnd: end,
    children: methods.map((one) => functionSymbol(one, one.nameStart === forward?.start ? shown : undefined, bindings)),
  };
}

function functionSymbol(
  one: FunctionSpan,
  shown: EntryAnalysis | undefined,
  bindings: readonly Binding[],
): OutlineSymbol {
  const { name, nameStart, lineStart, end } = one;
  return {
    name,
    kind: "function",
    detail: shown === undefined ? "" : inOut(shown),
    start: Math.min(lineStart, nameStart),
    end,
    nameStart,
    nameEnd: nameStart + name.length,
    children: names(bindings.filter(({ start }) => nameStart <= start && start < end)),
  };
}

/** Names where they get a shape, each shape of a name once. */
function names(bindings: readonly Binding[]): OutlineSymbol[] {
  const told = new Set<string>();
  return bindings.flatMap(({ name, start, end, statementEnd, values }): OutlineSymbol[] => {
    const detail = values.some(hasTensor) ? formatValues(values) : "";
    const key = `${name} ${detail}`;
    if (detail === "" || told.has(key)) return [];
    told.add(key);
    const whole = { start, end: Math.max(end, statementEnd) };
    return [{ name, kind: "name", detail, ...whole, nameStart: start, nameEnd: end, children: [] }];
  });
}

/** Functions that are in no other one. */
function topmost(functions: readonly FunctionSpan[]): FunctionSpan[] {
  return functions.filter(
    (one) => !functions.some((other) => other.nameStart < one.nameStart && one.nameStart < other.end),
  );
}

function inOut({ inputs, output }: EntryAnalysis): string {
  const known = inputs.filter(({ value }) => hasTensor(value));
  const from = known.map(({ value }) => formatValue(value)).join(", ");
  return isUnknown(output) && from === "" ? "" : `${from} → ${formatValue(output)}`.trim();
}

function params({ totals: { params } }: EntryAnalysis): string[] {
  return isZero(params) ? [] : [formatQuantity(params, "params")];
}

const byPlace = (symbols: readonly OutlineSymbol[]): OutlineSymbol[] => [...symbols].sort((a, b) => a.start - b.start);
