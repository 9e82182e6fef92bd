import { native } from "../analysis/paths";
import type { DimJson, EntryAnalysis, ExpressionFact, ShapeJson, Subject } from "../analysis/report";
import { auditMarkdown } from "./audit";
import { bytesMarkdown, codeSpan, countMarkdown, quantityMarkdown } from "./markdown";
import { formatCount, isZero } from "./numbers";
import { distinct, formatDims, formatValue, isPlain, isTensor, isUnknown, symbolsOf, tensorsOf } from "./shapes";
import { assumedMode, summary } from "./summary";
import type { View } from "./view";

/** A hover over a range of the analysed text. */
export interface Hover {
  start: number;
  end: number;
  markdown: string;
  /** Id of the entry whose value it tells; absent over the name of a class or function. */
  entryId?: string;
  /** The entry that the name of a class or function tells of, and where in the text its memory has its place. */
  subject?: { entryId: string; memoryAt: number };
}

/** What is known at an offset: of a class's or `forward`'s name, of a bound name, else of the innermost expression. */
export function hover(view: View, offset: number): Hover | undefined {
  const subject = view.subjects.find((each) => within(each, offset) || (each.forward && within(each.forward, offset)));
  if (subject) return subjectHover(view, subject, offset);
  const audit = view.subjects.flatMap(({ audits }) => audits).find((each) => within(each, offset));
  if (audit) return { start: audit.start, end: audit.end, markdown: auditMarkdown(audit) };
  const bound = view.bindingAt(offset);
  if (bound) {
    const { entry, binding } = bound;
    const lines = valueLines(binding.values, view, entry, (other) => bindingValues(other, binding.start));
    const { start, end } = binding;
    return { start, end, markdown: paragraphs([...lines, ...context(view, entry)]), entryId: entry.id };
  }
  const found = view.expressionAt(offset);
  if (!found) return undefined;
  const { entry, fact } = found;
  const lines = [
    ...valueLines(fact.values, view, entry, (other) => expressionValues(other, fact)),
    ...operatorLines(fact, entry),
    ...unknownLines(fact, view.analysis.file),
  ];
  if (lines.length === 0) return undefined;
  const { start, end } = fact;
  return { start, end, markdown: paragraphs([...lines, ...context(view, entry)]), entryId: entry.id };
}

function within(range: { start: number; end: number }, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

function paragraphs(lines: string[]): string {
  return lines.join("\n\n");
}

/** Each distinct value with its dtype, then where the sizes come from. */
function valueLines(
  values: readonly ShapeJson[],
  view: View,
  entry: EntryAnalysis,
  same: (other: EntryAnalysis) => readonly ShapeJson[] | undefined,
): string[] {
  const shown = distinct(values);
  const most = 8;
  const lines = shown.slice(0, most).map((value) => `**${codeSpan(valueText(value))}**`);
  if (shown.length > most) lines.push(`and ${shown.length - most} more`);
  const list = lines.length > 1 ? [lines.map((line) => `- ${line}`).join("\n")] : lines;
  return [...list, ...inSymbols(shown, view, entry, same), ...origins(shown, entry)];
}

/** With the dtype always told. */
function valueText(value: ShapeJson): string {
  if (isTensor(value)) return `${formatDims(value.shape)} ${value.dtype}`;
  if (isUnknown(value)) return "shape not known";
  return formatValue(value);
}

/** The same value as the symbolic run of the same subject saw it: numbers get their names. */
function inSymbols(
  values: readonly ShapeJson[],
  view: View,
  entry: EntryAnalysis,
  same: (other: EntryAnalysis) => readonly ShapeJson[] | undefined,
): string[] {
  if (entry.kind === "symbolic" || values.length !== 1 || !isTensor(values[0])) return [];
  const rank = values[0].shape.length;
  for (const other of view.analysis.entries) {
    if (other.kind !== "symbolic" || other.subject !== entry.subject) continue;
    const [value] = same(other) ?? [];
    if (value && isTensor(value) && value.shape.length === rank && value.shape.some((dim) => typeof dim === "string"))
      return [`In symbols: ${codeSpan(formatDims(value.shape))}`, ...origins([value], other)];
  }
  return [];
}

function bindingValues(entry: EntryAnalysis, start: number): readonly ShapeJson[] | undefined {
  return entry.bindings.find((binding) => binding.start === start)?.values;
}

function expressionValues(entry: EntryAnalysis, fact: ExpressionFact): readonly ShapeJson[] | undefined {
  return entry.expressions.find((each) => each.start === fact.start && each.end === fact.end)?.values;
}

/** One item for each symbol: where it comes from. */
function origins(values: readonly ShapeJson[], entry: EntryAnalysis): string[] {
  const names = new Set(values.flatMap(tensorsOf).flatMap((tensor) => tensor.shape.flatMap(symbolsOf)));
  const items: string[] = [];
  for (const symbol of entry.symbols) {
    if (!names.has(symbol.name)) continue;
    items.push(`- ${codeSpan(symbol.name)}: ${symbol.origin}${symbol.line ? ` (line ${symbol.line})` : ""}`);
  }
  return items.length > 0 ? [items.join("\n")] : [];
}

function operatorLines(fact: ExpressionFact, entry: EntryAnalysis): string[] {
  const lines: string[] = [];
  if (fact.module) {
    const { path, params } = fact.module;
    const where = path === "" ? "" : ` ${codeSpan(path)}`;
    lines.push(
      `${codeSpan(fact.module.class)}${where}${params === 0 ? "" : ` · ${quantityMarkdown(params, "params")}`}`,
    );
  }
  for (const { op, macs, flops, bytes, count } of fact.ops) {
    const costs = [
      ...(isZero(macs) ? [] : [`${quantityMarkdown(macs, "MACs")}${share(macs, entry)}`]),
      ...(isZero(flops) ? [] : [quantityMarkdown(flops, "FLOPs")]),
      ...(isZero(bytes) ? [] : [bytesMarkdown(bytes)]),
    ];
    lines.push([`${codeSpan(op)}${count > 1 ? ` × ${formatCount(count)}` : ""}`, ...costs].join(" · "));
  }
  return lines.length > 1 ? [lines.map((line) => `- ${line}`).join("\n")] : lines;
}

function share(macs: DimJson, entry: EntryAnalysis): string {
  const total = entry.totals.macs;
  if (typeof macs !== "number" || typeof total !== "number" || total === 0) return "";
  return ` (${Math.round((100 * macs) / total)}%)`;
}

function unknownLines(fact: ExpressionFact, file: string): string[] {
  const reasons = new Set<string>();
  if (fact.unknown) {
    const { reason, line } = fact.unknown;
    const elsewhere =
      fact.unknown.file && fact.unknown.file !== file ? ` of ${codeSpan(native(fact.unknown.file))}` : "";
    reasons.add(`${reason}${line ? ` (line ${line}${elsewhere})` : ""}`);
  } else {
    for (const value of fact.values) if (isUnknown(value)) reasons.add(value.unknown);
  }
  return [...reasons].map((reason) => `Not known: ${reason}`);
}

/** Which run the facts are of, where there are several. */
function context(view: View, entry: EntryAnalysis): string[] {
  if (view.analysis.entries.length < 2 && entry.kind !== "symbolic") return [];
  const assumed = entry.assumed.length > 0 ? `, with ${entry.assumed.map(codeSpan).join(", ")}` : "";
  return [`*in* ${codeSpan(entry.label)}${assumed}`];
}

/** A class or function: totals, inputs, requirements, runs, and the audit of its `flops()`. */
function subjectHover(view: View, subject: Subject, offset: number): Hover {
  const range = subject.forward && within(subject.forward, offset) ? subject.forward : subject;
  const entry = view.shown(subject);
  if (!entry) return { start: range.start, end: range.end, markdown: paragraphs(withoutShapes(view, subject)) };
  const { totals } = entry;
  const head = [
    `**${codeSpan(subject.name)}** ${codeSpan(summary(entry))}`,
    [
      `- parameters: ${countMarkdown(totals.params)}${isZero(totals.buffers) ? "" : `, buffers: ${countMarkdown(totals.buffers)}`}`,
      `- cost: ${quantityMarkdown(totals.macs, "MACs")}, ${quantityMarkdown(totals.flops, "FLOPs")}`,
      `- memory: ${bytesMarkdown(totals.activationBytes)} of activations, ${bytesMarkdown(totals.peakBytes)} at most`,
      ...entry.inputs
        .filter(({ value }) => !isPlain(value))
        .map(({ name, value }) => `- input ${codeSpan(name)}: ${codeSpan(valueText(value))}`),
    ].join("\n"),
  ];
  const parts = [
    ...list("Assumed:", [...entry.assumed.map(codeSpan), ...assumedMode(entry)]),
    ...list("Needs:", entry.requirements.map(codeSpan)),
    ...list(
      "Not counted:",
      entry.uncounted.map(({ op, count }) => `${codeSpan(op)}${count > 1 ? ` × ${count}` : ""}`),
    ),
    ...subject.audits.map(auditMarkdown),
    ...runs(view, subject, entry),
    ...(entry.kind === "symbolic" ? [adviceOnExamples(subject)] : []),
  ];
  const memoryAt = paragraphs(head).length;
  return {
    start: range.start,
    end: range.end,
    markdown: paragraphs([...head, ...parts]),
    subject: { entryId: entry.id, memoryAt },
  };
}

function list(title: string, items: string[]): string[] {
  return items.length === 0 ? [] : [[title, ...items.map((item) => `- ${item}`)].join("\n")];
}

function runs(view: View, subject: Subject, shown: EntryAnalysis): string[] {
  const entries = view.entries(subject);
  if (entries.length < 2) return [];
  return list(
    `Shown is one of ${entries.length} runs:`,
    entries.slice(0, 8).map((entry) => `${codeSpan(entry.label)}${entry === shown ? " (shown)" : ""}`),
  );
}

/** Why nothing is known of a class or function, where its run ended, and what would help. */
function withoutShapes(view: View, subject: Subject): string[] {
  const { unfollowed } = subject;
  const name = codeSpan(subject.name);
  if (unfollowed === undefined) return [`${name}: no shapes are known. ${adviceOnExamples(subject)}`];
  const { reason, raised, uncallable, file, line, example } = unfollowed;
  if (uncallable) return [`${name} is not called as a layer is: ${reason}.`];
  const place = `line ${line}${file === view.analysis.file ? "" : ` of ${codeSpan(native(file))}`}`;
  const why = raised
    ? [
        `${name} could not be followed without a call. With symbols for what it is given, it ends at ${place}:`,
        codeSpan(reason),
      ]
    : [`${name} could not be followed without a call: ${reason} (${place}).`];
  if (example === undefined) return [...why, adviceOnExamples(subject)];
  return [...why, `An example call in a comment above says what it is given: ${codeSpan(`# shapescope: ${example}`)}`];
}

function adviceOnExamples(subject: Subject): string {
  return `An example call in a comment above gives numbers: ${codeSpan(`# shapescope: ${subject.name}(…)(torch.empty(…))`)}`;
}
