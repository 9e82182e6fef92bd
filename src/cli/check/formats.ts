import type { DiagnosticJson } from "../../analysis/report";
import { plural } from "../../features/numbers";
import type { FileCost, Output } from "../context";
import { Disk } from "../disk";
import { isNotebook } from "../notebook";
import { diagnosticLines, shortPath } from "../render/diagnostics";
import { jsonLine } from "../render/json";
import { styleFor } from "../render/style";
import { CheckedNotebooks, messageWithCell } from "./notebooks";
import { UNREADABLE } from "./one";
import { sarif } from "./sarif";

interface FormatOptions {
  /** How many files were checked. */
  files: number;
  /** How many files and folders could not be read. */
  unread: number;
  cwd: string;
  out: Output;
  /** What the check of each file took, where that is wanted. A file that was given up has none. */
  costs?: ReadonlyMap<string, FileCost>;
}

type Formatter = (diagnostics: readonly DiagnosticJson[], options: FormatOptions) => string;

export const formats = { text, json, sarif: sarifText, github } satisfies Record<string, Formatter>;
export type Format = keyof typeof formats;

function text(diagnostics: readonly DiagnosticJson[], { files, unread, cwd, out }: FormatOptions): string {
  const style = styleFor(out);
  const disk = new Disk();
  const notebooks = new CheckedNotebooks();
  const textOf = (file: string, cell?: number) => (isNotebook(file) ? notebooks.cellText(file, cell) : disk.read(file));
  const view = { style, columns: out.columns, cwd, textOf };
  const blocks = diagnostics.map((diagnostic) => diagnosticLines(diagnostic, view).join("\n"));
  const findings = diagnostics.filter(({ code }) => code !== UNREADABLE);
  const count = (severity: string) => findings.filter((each) => each.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const tally = [plural(errors, "error"), ...(warnings > 0 ? [plural(warnings, "warning")] : [])].join(", ");
  const givenUp = new Set(diagnostics.filter(({ code }) => code === "given-up").map(({ file }) => file)).size;
  const color = errors > 0 ? style.red : style.green;
  const given = partial(diagnostics);
  const names = given.map(({ file }) => shortPath(file, cwd)).join(", ");
  const parts = [
    `${tally} in ${plural(files, "file")}`,
    ...(givenUp > 0 ? [`${plural(givenUp, "file")} given up`] : []),
    ...(unread > 0 ? [`${unread} could not be read`] : []),
  ];
  const rest = given.length === 0 ? "" : `; ${plural(given.length, "file")} not followed to the end: ${names}`;
  return `${[...blocks, color(`${parts.join(", ")}${rest}`)].join("\n\n")}\n`;
}

/** Files that were not followed to their end, each with what took too much. */
function partial(diagnostics: readonly DiagnosticJson[]): { file: string; reason: string }[] {
  const reasons = new Map<string, string[]>();
  for (const { file, code, message } of diagnostics)
    if (code === "incomplete") reasons.set(file, [...(reasons.get(file) ?? []), message]);
  return [...reasons].map(([file, messages]) => ({ file, reason: messages.join("; ") }));
}

function json(diagnostics: readonly DiagnosticJson[], { files, costs }: FormatOptions): string {
  const given = partial(diagnostics);
  const taken = costs && { costs: [...costs].map(([file, cost]) => ({ file, ...cost })) };
  return jsonLine({ files, diagnostics, ...(given.length > 0 && { partial: given }), ...taken });
}

function sarifText(diagnostics: readonly DiagnosticJson[], { cwd }: FormatOptions): string {
  return `${JSON.stringify(sarif(diagnostics, cwd), undefined, 2)}\n`;
}

const commands = { error: "error", warning: "warning", information: "notice", hint: "notice" } as const;

/** Workflow commands that GitHub shows beside the lines: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function github(diagnostics: readonly DiagnosticJson[], { cwd }: FormatOptions): string {
  const notebooks = new CheckedNotebooks();
  return diagnostics
    .map((diagnostic) => {
      const { file, line, column, endLine, endColumn } = notebooks.inFile(diagnostic);
      const { severity, code } = diagnostic;
      const properties = {
        file: shortPath(file, cwd),
        line,
        endLine,
        col: column,
        // GitHub takes columns only within one line, and its end is inclusive.
        ...(endLine === line && { endColumn: Math.max(column, endColumn - 1) }),
        title: `ShapeScope: ${code}`,
      };
      const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(`${value}`)}`);
      return `::${commands[severity]} ${list.join(",")}::${escapeData(messageWithCell(diagnostic))}\n`;
    })
    .join("");
}

function escapeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
