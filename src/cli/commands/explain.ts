import { type AskedOptions, askedSettings } from "../asked";
import { type Context, type ExitCode, exit } from "../context";
import { Failure } from "../failure";
import { sourceFile } from "../input";
import { shortPath } from "../render/diagnostics";
import { renderExplanation } from "../render/explain";
import { jsonLine } from "../render/json";

export interface ExplainOptions extends AskedOptions {
  /** The run in which the place is looked at; without it, the runs that the editor shows. */
  call?: string;
  json?: boolean;
}

/** `explain FILE:LINE[:COLUMN]`: why the value at a place has its shape, from the input on. */
export async function explain(place: string, options: ExplainOptions, context: Context): Promise<ExitCode> {
  const { cwd, out } = context;
  const { path, line, column } = parsePlace(place);
  const file = sourceFile(cwd, path);
  const analyzer = await context.analyzer();
  const source = analyzer.source(file);
  const fail = (why: string): never => {
    throw new Failure(`${place}: ${why}`, {
      file,
      line,
      column: column ?? 1,
      endLine: line,
      endColumn: column ?? 1,
      code: "explain",
    });
  };
  const text = source?.text.split(/\r?\n/)[line - 1];
  if (source === undefined || text === undefined) return fail(`${shortPath(file, cwd)} has no line ${line}`);
  if (column !== undefined && column > text.length + 1) return fail(`line ${line} has no column ${column}`);
  const at = (column: number) => source.offset(line, column);
  // Without a column the whole line is meant.
  const range =
    column === undefined
      ? { start: at(text.length - text.trimStart().length + 1), end: at(text.trimEnd().length + 1) }
      : { start: at(column), end: at(column) };
  const settings = askedSettings(file, options, context);
  const found =
    options.call === undefined
      ? analyzer.explain(file, range, settings)
      : analyzer.explainCall(file, options.call, range, settings);
  if ("nothing" in found) return fail(found.nothing);
  const { explanation } = found;
  out.write(options.json ? jsonLine(explanation) : renderExplanation(explanation, cwd, out));
  return exit.ok;
}

function parsePlace(place: string): { path: string; line: number; column: number | undefined } {
  const [, path, line, column] = /^(.+?):(\d+)(?::(\d+))?$/.exec(place) ?? [];
  if (path === undefined || Number(line) === 0 || column === "0")
    throw new Failure(`${place}: the place is wanted as FILE:LINE or FILE:LINE:COLUMN, counted from 1`);
  return { path, line: Number(line), column: column === undefined ? undefined : Number(column) };
}
