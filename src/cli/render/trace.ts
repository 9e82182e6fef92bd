import type { CallNode, ConventionJson, FactJson, Report, ShapeJson } from "../../analysis/report";
import { formatValue } from "../../features/shapes";
import type { Source } from "../../syntax/source";
import type { Output } from "../context";
import { CALL, diagnosticLines, shortPath } from "./diagnostics";
import { forwardLines } from "./forward";
import { forwardColumns, forwardRows } from "./forward-rows";
import { type Statement, Statements } from "./statements";
import { styleFor } from "./style";
import { table } from "./table";
import { conventionLines, totalLines } from "./totals";

export interface TraceView {
  file: string;
  call: string;
  report: Report;
  calls: readonly CallNode[];
  /** The total as another tool counts it. */
  counted?: { tool: string; convention: ConventionJson };
  cwd: string;
  source(file: string): Source | undefined;
}

/** What `trace` prints for a person. */
export function renderTrace({ file, call, report, calls, counted, cwd, source }: TraceView, out: Output): string {
  const style = styleFor(out);
  const statements = new Statements(source);
  const { macs, flops } = report;
  const bound = boundValues(report);
  const parts: string[][] = [[`${style.bold(call)}  ${style.dim(shortPath(file, cwd))}`]];
  for (const root of calls.length > 0 ? calls : looseSteps(report, call)) {
    const rows = forwardRows(root, forwardLines(root, statements), { macs, flops, file, cwd, style, bound });
    parts.push(table(forwardColumns(style, out.columns), rows, out.columns, style.dim));
  }
  if (calls.length > 0 || report.output !== undefined) {
    const output =
      report.output === undefined ? [] : [`${style.dim("output".padEnd(12))} ${formatValue(report.output)}`];
    parts.push([
      ...output,
      ...totalLines(report, style),
      ...(counted ? ["", ...conventionLines(counted.tool, counted.convention, style)] : []),
    ]);
  }
  const view = {
    style,
    columns: out.columns,
    cwd,
    textOf: (path: string) => (path === CALL ? call : source(path)?.text),
  };
  for (const diagnostic of report.diagnostics) parts.push(diagnosticLines(diagnostic, view));
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** Finds the value of the name that a statement binds, where it is one name with one value. */
function boundValues({ facts }: Report): (statement: Statement) => ShapeJson | undefined {
  const byLine = new Map<string, FactJson[]>();
  for (const fact of facts) {
    const key = `${fact.file}:${fact.line}`;
    byLine.set(key, [...(byLine.get(key) ?? []), fact]);
  }
  return ({ file, line }) => {
    const [fact, ...others] = byLine.get(`${file}:${line}`) ?? [];
    return others.length === 0 && fact?.values.length === 1 ? fact.values[0] : undefined;
  };
}

/** Operators that ran outside of any module, as one call. */
function looseSteps({ steps, output, params, macs, flops }: Report, call: string): CallNode[] {
  if (steps.length === 0) return [];
  const children = steps.map((step, index) => ({ ...step, index, start: null, end: null }));
  const result = output ?? { unknown: "the call raised" };
  return [{ path: "", class: call, file: null, line: null, inputs: [], output: result, params, macs, flops, children }];
}
