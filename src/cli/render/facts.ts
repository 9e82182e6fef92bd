import type { EntryAnalysis, FileAnalysis, FlopsAudit, Subject } from "../../analysis/report";
import { formatCount } from "../../features/numbers";
import { formatValues } from "../../features/shapes";
import { summary } from "../../features/summary";
import type { Stmt } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import type { Output } from "../context";
import { diagnosticLines, shortPath } from "./diagnostics";
import { cutTo, type Style, styleFor } from "./style";
import { table } from "./table";
import { totalLines } from "./totals";

export interface FactsView {
  analysis: FileAnalysis;
  cwd: string;
  source(file: string): Source | undefined;
}

/** What `facts` prints for a person: each way in which each class or function was run, with the shapes of its names. */
export function renderFacts({ analysis, cwd, source }: FactsView, out: Output): string {
  const style = styleFor(out);
  const own = source(analysis.file);
  const parts: string[][] = [[style.bold(shortPath(analysis.file, cwd))]];
  const shown = new Set<number>();
  const told = new Set<string>();
  for (const subject of analysis.subjects) {
    for (const index of subject.entries) {
      if (shown.has(index)) continue;
      shown.add(index);
      parts.push(
        ...entryParts(
          subject,
          analysis.entries[index],
          bindingGroups(analysis.entries[index], own, told),
          style,
          out.columns,
        ),
      );
    }
    for (const audit of subject.audits) parts.push(auditLines(audit, style));
  }
  if (analysis.subjects.length === 0) parts.push(["No module class and no function on tensors was found."]);
  const view = { style, columns: out.columns, cwd, textOf: (path: string) => source(path)?.text };
  for (const diagnostic of analysis.diagnostics) parts.push(diagnosticLines(diagnostic, view));
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function entryParts(
  { kind, name }: Subject,
  entry: EntryAnalysis,
  groups: readonly BindingGroup[],
  style: Style,
  columns: number,
): string[][] {
  const head = [
    `${style.magenta(kind)} ${style.bold(name)}  ${style.dim(entry.label)}`,
    ...wrapped(summary(entry), columns),
    ...(entry.assumed.length > 0 ? [`${style.dim("assumed")} ${entry.assumed.join(", ")}`] : []),
    ...entry.symbols.map(({ name, origin }) => `${style.dim("symbol")} ${style.cyan(name)} ${origin}`),
  ];
  const blocks = groups.map(({ title, rows }) => [
    style.bold(title),
    ...table(
      [
        { title: "line", align: "right", style: style.dim },
        { title: "name" },
        { title: "shape", least: 30, style: style.cyan },
      ],
      rows.map((cells) => ({ cells })),
      columns,
      style.dim,
    ),
  ]);
  return [head, ...blocks, totalLines({ ...entry.totals, ...entry }, style)];
}

function wrapped(text: string, columns: number): string[] {
  return text.length <= columns ? [text] : text.split(" · ").map((part) => cutTo(part, Math.max(columns, 120)));
}

interface BindingGroup {
  title: string;
  rows: string[][];
}

/** The names of an entry by the function that binds them, in the order of the text; what was told before is left out. */
function bindingGroups(entry: EntryAnalysis, source: Source | undefined, told: Set<string>): BindingGroup[] {
  if (source === undefined) return [];
  const functions = functionSpans(source.tree.body, "");
  const groups = new Map<string, string[][]>();
  for (const { name, start, values } of entry.bindings) {
    const inner = functions.filter((each) => each.start <= start && start < each.end).at(-1);
    const title = inner?.name ?? "module";
    const rows = groups.get(title) ?? [];
    rows.push([`${source.line(start)}`, name, formatValues(values)]);
    groups.set(title, rows);
  }
  return [...groups]
    .map(([title, rows]) => ({ title, rows }))
    .filter((group) => {
      const key = JSON.stringify(group);
      const isNew = !told.has(key);
      told.add(key);
      return isNew;
    });
}

interface FunctionSpan {
  name: string;
  start: number;
  end: number;
}

/** Functions, outer before inner, by their qualified names: `Attention.forward`. */
function functionSpans(body: readonly Stmt[], prefix: string): FunctionSpan[] {
  return body.flatMap((stmt): FunctionSpan[] => {
    switch (stmt.kind) {
      case "FunctionDef": {
        const name = prefix + stmt.name;
        return [{ name, start: stmt.start, end: stmt.end }, ...functionSpans(stmt.body, `${name}.`)];
      }
      case "ClassDef":
        return functionSpans(stmt.body, `${prefix}${stmt.name}.`);
      case "If":
      case "For":
      case "While":
        return functionSpans([...stmt.body, ...stmt.orelse], prefix);
      case "With":
        return functionSpans(stmt.body, prefix);
      case "Try":
        return functionSpans([...stmt.body, ...stmt.handlers.flatMap((each) => each.body), ...stmt.orelse], prefix);
      default:
        return [];
    }
  });
}

/** A hand-written `flops()` beside the derived cost, term by term. */
function auditLines(
  { method, arguments: given, stated, derived, terms, extra, verdict }: FlopsAudit,
  style: Style,
): string[] {
  const rows = [
    ...terms.map(({ formula, op, line, stated: known }) => [
      line === null ? "" : `${line}`,
      op,
      known ? "stated" : "not stated",
      formatCount(formula),
    ]),
    ...extra.map((formula) => ["", "no such step", "stated", formatCount(formula)]),
  ].map((cells) => ({ cells }));
  return [
    `${style.bold(`${method}(${given})`)} ${verdict}`,
    `${style.dim("stated ".padEnd(12))} ${stated === null ? "not known" : formatCount(stated)}`,
    `${style.dim("derived".padEnd(12))} ${formatCount(derived)}`,
    ...table(
      [
        { title: "line", align: "right", style: style.dim },
        { title: "operator" },
        { title: "in flops()", style: style.yellow },
        { title: "MACs", style: style.green },
      ],
      rows,
      Number.MAX_SAFE_INTEGER,
      style.dim,
    ),
  ];
}
