import type { Stmt } from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { parameterNodes } from "../facts/functions";
import type { CallNode, DiagnosticJson, EntryAnalysis, FlopsAudit, StepNode, Unfollowed } from "../report";
import { type Definition, forwardOf } from "../symbolic/subjects";
import type { Place } from "../values";
import { Stopped } from "../work";

/** What the runs of one class or function gave. */
export interface SubjectResult {
  entries: EntryAnalysis[];
  audits: FlopsAudit[];
  diagnostics: DiagnosticJson[];
  /** What was not followed to its end. */
  givenUp: readonly Stopped[];
  /** It fails with the inputs that it must have: what calls it, or optional inputs, may show more. */
  waits?: true;
  /** Why there is nothing to show. */
  unfollowed?: Unfollowed;
  /** What the file's text writes into objects from elsewhere, where that was asked for: else it is no longer what would be found. */
  outside?: string;
  /** Units that the runs cost: who finds them here pays the same. */
  work: number;
}

interface PlaceOfStatement {
  start: number;
  end: number;
  line: number;
  endLine: number;
}

interface Kept {
  key: string;
  /** Where the statements that the key is made of began: offset and line. */
  places: PlaceOfStatement[];
  result: SubjectResult;
}

/**
 * Results of the last analysis of a file, by subject. A subject is run again only where the text changed of what it can reach in its
 * file: its own definition, what that names, and so on. What merely moved is moved.
 */
export class Reuse {
  private readonly kept = new Map<string, Map<string, Kept>>();

  /** Another file changed, which any subject may import: only what was found of itself still stands. */
  forgetOthers(file: string): void {
    for (const other of this.kept.keys()) if (other !== file) this.kept.delete(other);
  }

  find(file: string, name: string, reach: Reach): SubjectResult | undefined {
    const kept = this.kept.get(file)?.get(name);
    if (kept === undefined || kept.key !== reach.key) return undefined;
    const moved = new Mover(file, kept.places, reach.places);
    return moved.still ? kept.result : moved.result(kept.result);
  }

  keep(file: string, name: string, reach: Reach, result: SubjectResult): void {
    let subjects = this.kept.get(file);
    if (subjects === undefined) {
      if (this.kept.size > 50) this.kept.clear();
      subjects = new Map();
      this.kept.set(file, subjects);
    }
    subjects.set(name, { ...reach, result });
  }
}

export interface Reach {
  key: string;
  places: PlaceOfStatement[];
}

/** What every definition of a file can reach, as texts to compare and places to move. */
export class Reaches {
  private readonly statements: {
    node: Stmt;
    text: string;
    names: Set<string>;
    always: boolean;
    line: number;
    start: number;
  }[];

  private readonly definedBy = new Map<string, number[]>();
  /** What tells of the class of a parameter that has no annotation: other parameters' annotations, and classes without a `forward`. */
  private readonly settings: string;

  constructor(private readonly source: Source) {
    this.statements = source.tree.body.map((node) => {
      const definition = node.kind === "ClassDef" || node.kind === "FunctionDef";
      const start = definition
        ? Math.min(node.start, ...node.decorators.map((decorator) => decorator.start))
        : node.start;
      const names = new Set<string>();
      collectNames(node, names);
      return {
        node,
        start,
        text: source.text.slice(start, node.end),
        names,
        always: !definition,
        line: source.line(start),
      };
    });
    this.statements.forEach(({ node }, n) => {
      if (node.kind !== "ClassDef" && node.kind !== "FunctionDef") return;
      this.definedBy.set(node.name, [...(this.definedBy.get(node.name) ?? []), n]);
    });
    this.settings = this.statements.flatMap(({ node, text }) => this.tellsSettings(node, text)).join("\0");
  }

  private tellsSettings(node: Stmt, text: string): string[] {
    if (node.kind === "ClassDef" && forwardOf(node) === undefined) return [text];
    const functions = node.kind === "ClassDef" ? node.body : [node];
    const params = functions.flatMap((fn) => (fn.kind === "FunctionDef" ? parameterNodes(fn.params) : []));
    return params.flatMap(({ name, annotation }) =>
      annotation === null ? [] : [`${name}: ${this.source.text.slice(annotation.start, annotation.end)}`],
    );
  }

  /** Of one definition, or of several together. */
  of(...definitions: readonly Definition[]): Reach {
    const reached = new Set<number>();
    const visit = (at: number) => {
      if (reached.has(at)) return;
      reached.add(at);
      for (const name of this.statements[at].names) for (const n of this.definedBy.get(name) ?? []) visit(n);
    };
    this.statements.forEach(({ always, node }, n) => {
      if (always || definitions.some((definition) => node === definition.node)) visit(n);
    });
    const parts = [...reached].sort((a, b) => a - b).map((n) => this.statements[n]);
    const examples = definitions.flatMap(({ examples, node }) =>
      examples.map(({ text, start }) => `${text}@${node.start - start}`),
    );
    return {
      key: [this.settings, ...examples, ...parts.map(({ text }) => text)].join("\0"),
      places: parts.map(({ start, node, line }) => ({
        start,
        end: node.end,
        line,
        endLine: this.source.line(node.end),
      })),
    };
  }
}

function collectNames(node: unknown, names: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collectNames(item, names);
    return;
  }
  if (node === null || typeof node !== "object") return;
  const one = node as Record<string, unknown>;
  if (one.kind === "Name") names.add(one.id as string);
  for (const key in one) if (typeof one[key] === "object") collectNames(one[key], names);
}

/** Moves the places in a result from where its statements stood to where they stand. */
class Mover {
  readonly still: boolean;

  constructor(
    private readonly file: string,
    private readonly before: Reach["places"],
    private readonly after: Reach["places"],
  ) {
    this.still = before.every(({ start, line }, n) => start === after[n].start && line === after[n].line);
  }

  /** A place belongs to the first statement that ends behind it: a comment above a definition moves with the definition. */
  private offset = (offset: number): number => {
    const n = this.before.findIndex(({ end }) => offset <= end);
    const at = n < 0 ? this.before.length - 1 : n;
    return offset + this.after[at].start - this.before[at].start;
  };

  private line = (line: number): number => {
    const n = this.before.findIndex(({ endLine }) => line <= endLine);
    const at = n < 0 ? this.before.length - 1 : n;
    return line + this.after[at].line - this.before[at].line;
  };

  result({ entries, audits, diagnostics, givenUp, work, waits, unfollowed, outside }: SubjectResult): SubjectResult {
    const { offset, line, file } = this;
    const own = (name: string | null | undefined) => name === file;
    const child = (node: CallNode | StepNode): CallNode | StepNode => ("children" in node ? call(node) : step(node));
    const call = (node: CallNode): CallNode => ({
      ...node,
      line: own(node.file) && node.line !== null ? line(node.line) : node.line,
      children: node.children.map(child),
    });
    const step = (node: StepNode): StepNode =>
      own(node.file)
        ? {
            ...node,
            line: node.line === null ? null : line(node.line),
            start: node.start === null ? null : offset(node.start),
            end: node.end === null ? null : offset(node.end),
          }
        : node;
    const place = (at: Place): Place => (own(at.file) ? { ...at, start: offset(at.start), end: offset(at.end) } : at);
    return {
      work,
      ...(waits && { waits }),
      ...(outside !== undefined && { outside }),
      ...(unfollowed && {
        unfollowed: { ...unfollowed, ...(own(unfollowed.file) && { line: line(unfollowed.line) }) },
      }),
      givenUp: givenUp.map(({ reason, at }) => new Stopped(reason, (at as readonly Place[] | undefined)?.map(place))),
      entries: entries.map((entry) => ({
        ...entry,
        bindings: entry.bindings.map((one) => ({
          ...one,
          start: offset(one.start),
          end: offset(one.end),
          statementEnd: offset(one.statementEnd),
        })),
        expressions: entry.expressions.map((one) => ({ ...one, start: offset(one.start), end: offset(one.end) })),
        ...(entry.layers && {
          layers: entry.layers.map((one) => ({ ...one, start: offset(one.start), end: offset(one.end) })),
        }),
        calls: entry.calls.map(call),
        lines: entry.lines.map((one) => ({ ...one, line: line(one.line) })),
      })),
      audits: audits.map((one) => ({
        ...one,
        start: offset(one.start),
        end: offset(one.end),
        terms: one.terms.map((term) => ({ ...term, line: term.line === null ? null : line(term.line) })),
      })),
      diagnostics: diagnostics.map((one) => ({
        ...one,
        ...(own(one.file) ? { line: line(one.line), endLine: line(one.endLine) } : {}),
        ...(one.fix !== undefined && own(one.fix.file)
          ? { fix: { ...one.fix, line: line(one.fix.line), endLine: line(one.fix.endLine) } }
          : {}),
        ...(one.related === undefined
          ? {}
          : {
              related: one.related.map((other) =>
                own(other.file) ? { ...other, line: line(other.line), endLine: line(other.endLine) } : other,
              ),
            }),
      })),
    };
  }
}
