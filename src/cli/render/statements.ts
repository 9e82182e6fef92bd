import type { Stmt } from "../../syntax/ast";
import type { Source } from "../../syntax/source";

/** A simple statement, or the head of one that has a body. */
export interface Statement {
  file: string;
  line: number;
  endLine: number;
  /** Its source on one line, without comments. */
  text: string;
  /** Name of the function that it stands in. */
  function: string;
}

/** The statements of files by line. */
export class Statements {
  private readonly files = new Map<string, Statement[]>();

  constructor(private readonly source: (file: string) => Source | undefined) {}

  /** The innermost statement that stands at a line. */
  at(file: string, line: number): Statement | undefined {
    let best: Statement | undefined;
    for (const statement of this.of(file))
      if (statement.line <= line && line <= statement.endLine && (!best || statement.line >= best.line))
        best = statement;
    return best;
  }

  private of(file: string): Statement[] {
    let known = this.files.get(file);
    if (known === undefined) {
      const source = this.source(file);
      known = source === undefined ? [] : flatten(source.tree.body, "").map((span) => statement(source, span));
      this.files.set(file, known);
    }
    return known;
  }
}

function statement(source: Source, { start, end, within }: StatementSpan): Statement {
  const comments = source.tree.comments.filter((comment) => comment.start >= start && comment.end <= end);
  let text = "";
  let at = start;
  for (const comment of comments) {
    text += source.text.slice(at, comment.start);
    at = comment.end;
  }
  text += source.text.slice(at, end);
  return {
    file: source.file,
    line: source.line(start),
    endLine: source.line(Math.max(start, end - 1)),
    function: within,
    // A break after a bracket leaves nothing behind, any other a blank.
    text: text
      .replace(/\\\r?\n/g, " ")
      .replace(/([([{])\s*\n\s*/g, "$1")
      .replace(/,?\s*\n\s*([)\]}])/g, "$1")
      .replace(/\s+/g, " ")
      .trim(),
  };
}

interface StatementSpan {
  start: number;
  end: number;
  within: string;
}

/** Spans of all statements; of one with a body, the span up to it. */
function flatten(body: readonly Stmt[], within: string): StatementSpan[] {
  return body.flatMap((stmt): StatementSpan[] => {
    const parts = bodies(stmt);
    if (parts.length === 0) return [{ start: stmt.start, end: stmt.end, within }];
    const inside = stmt.kind === "FunctionDef" ? stmt.name : within;
    const head = { start: stmt.start, end: parts[0]?.[0]?.start ?? stmt.end, within };
    return [head, ...parts.flatMap((part) => flatten(part, inside))];
  });
}

function bodies(stmt: Stmt): Stmt[][] {
  switch (stmt.kind) {
    case "FunctionDef":
    case "ClassDef":
    case "With":
      return [stmt.body];
    case "For":
    case "While":
    case "If":
      return [stmt.body, stmt.orelse];
    case "Try":
      return [stmt.body, ...stmt.handlers.map((handler) => handler.body), stmt.orelse, stmt.finalbody];
    case "Match":
      return stmt.cases.map((each) => each.body);
    default:
      return [];
  }
}
