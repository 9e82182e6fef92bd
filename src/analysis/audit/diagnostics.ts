import type * as ast from "../../syntax/ast";
import type { Source } from "../../syntax/source";
import { type Dim, print } from "../dims";
import type { Places } from "../facts/places";
import type { DiagnosticJson, FixJson } from "../report";
import type { DerivedTerm, StatedTerm } from "./audit-terms";
import { inNames, styleOf, withFactor } from "./author-style";
import type { Finding, Judgement } from "./judge";

/** Operations beyond this many are counted, not listed. */
const MOST_LISTED = 4;

/** What a hand-written cost has wrong, each at its term, or at the `return` where terms are missing. */
export function auditDiagnostics(places: Places, source: Source, judgement: Judgement): DiagnosticJson[] {
  return judgement.findings.map((finding) => new Finder(places, source, judgement).diagnostic(finding));
}

class Finder {
  private readonly unit: string;

  constructor(
    private readonly places: Places,
    private readonly source: Source,
    private readonly judgement: Judgement,
  ) {
    this.unit = judgement.factor === 2 ? "FLOPs" : "MACs";
  }

  diagnostic(finding: Finding): DiagnosticJson {
    switch (finding.kind) {
      case "wrong":
        return this.wrong(finding.stated, finding.derived);
      case "extra":
        return this.extra(finding.stated);
      case "missing":
        return this.missing(finding.derived);
      case "unit":
        return this.otherUnit();
    }
  }

  private wrong({ term, value, exact }: StatedTerm, derived: DerivedTerm): DiagnosticJson {
    const { node } = term;
    const text = this.corrected(node, exact, derived);
    const means = text === undefined ? "" : ` It would be \`${text}\`.`;
    return {
      ...this.at(node, "warning"),
      message: `This counts ${print(value)}, but \`${derived.step.schema.name}\`${this.line(derived)} takes ${print(derived.value)} ${this.unit}.${means}`,
      related: this.related([derived]),
      ...(text === undefined ? {} : { fix: this.fix(`Change it to \`${text}\``, node.start, node.end, text) }),
    };
  }

  private extra({ term, value }: StatedTerm): DiagnosticJson {
    const fix = this.removal(term.statement);
    return {
      ...this.at(term.node, "warning"),
      message: `This counts ${print(value)} ${this.unit}, but \`forward\` does nothing that takes as many.`,
      ...(fix === undefined ? {} : { fix }),
    };
  }

  private missing(derived: readonly DerivedTerm[]): DiagnosticJson {
    const { method, written } = this.judgement;
    const listed = derived
      .slice(0, MOST_LISTED)
      .map((each) => `\`${each.step.schema.name}\`${this.line(each)} (${print(each.value)} ${this.unit})`);
    if (derived.length > MOST_LISTED) listed.push(`${derived.length - MOST_LISTED} more`);
    const list = listed.length === 1 ? listed[0] : `${listed.slice(0, -1).join(", ")} and ${listed.at(-1)}`;
    const fix = this.addition(derived);
    return {
      ...this.at(written.returned, "warning"),
      message: `\`${method.name}\` leaves out ${list}.`,
      related: this.related(derived.slice(0, MOST_LISTED)),
      ...(fix === undefined ? {} : { fix }),
    };
  }

  private otherUnit(): DiagnosticJson {
    const { method, factor } = this.judgement;
    return {
      ...this.at(method.nameSpan, "information"),
      message:
        factor === 2
          ? `\`${method.name}\` says MACs and counts two for each: it returns FLOPs.`
          : `\`${method.name}\` says two FLOPs for each MAC and counts one: it returns MACs.`,
    };
  }

  /** The term as it would be right: another number in it, or the operation's cost in the method's own names. */
  private corrected(node: ast.Expr, is: Dim, wanted: DerivedTerm): string | undefined {
    return withFactor(node, (one) => this.text(one), is, wanted.exact) ?? this.named(wanted.value, node.end);
  }

  /** A size in the names that the method has before an offset. */
  private named(value: Dim, before: number): string | undefined {
    const { written, read, method } = this.judgement;
    const names = written.names.filter(({ from }) => from <= before);
    return inNames(value, names, read, styleOf(this.text(method)));
  }

  /** The missing terms, added where the method returns. */
  private addition(derived: readonly DerivedTerm[]): FixJson | undefined {
    const { total, returned } = this.judgement.written;
    const terms = derived.map(({ value }) => this.named(value, returned.end));
    if (terms.some((term) => term === undefined)) return undefined;
    const title = `Add \`${terms.join(" + ")}\``;
    if (total === undefined) {
      const { end, kind } = returned.value;
      const sum = kind === "BinOp" || kind === "Name" || kind === "Attribute";
      return sum ? this.fix(title, end, end, terms.map((term) => ` + ${term}`).join("")) : undefined;
    }
    const lineStart = this.source.text.lastIndexOf("\n", returned.start) + 1;
    const indent = this.source.text.slice(lineStart, returned.start);
    if (indent.trim() !== "") return undefined;
    const added = terms.map((term) => `${total} += ${term}\n${indent}`).join("");
    return this.fix(title, returned.start, returned.start, added);
  }

  /** Takes a statement's lines out, where other statements stay beside it. */
  private removal(statement: ast.Span): FixJson | undefined {
    const { text } = this.source;
    const start = text.lastIndexOf("\n", statement.start) + 1;
    const next = text.indexOf("\n", statement.end);
    const end = next < 0 ? text.length : next + 1;
    const alone = text.slice(start, statement.start).trim() === "" && text.slice(statement.end, end).trim() === "";
    const one = this.judgement.method.body.find(({ start: at }) => at === statement.start);
    const adds = one?.kind === "AugAssign" && one.op === "+" && one.target.kind === "Name";
    return alone && adds ? this.fix("Remove the term", start, end, "") : undefined;
  }

  private related(derived: readonly DerivedTerm[]): NonNullable<DiagnosticJson["related"]> {
    return derived.flatMap(({ step, value }) =>
      step.place === undefined
        ? []
        : [
            {
              ...this.places.range(step.place),
              message: `\`${step.schema.name}\` takes ${print(value)} ${this.unit} here`,
            },
          ],
    );
  }

  private line({ step }: DerivedTerm): string {
    return step.place?.file === this.source.file ? ` on ${this.source.lineName(step.place.start)}` : "";
  }

  private at({ start, end }: ast.Span, severity: DiagnosticJson["severity"]) {
    return { ...this.places.range({ file: this.source.file, start, end }), severity, code: "flops-audit" };
  }

  private fix(title: string, start: number, end: number, text: string): FixJson {
    return { title, ...this.places.range({ file: this.source.file, start, end }), text };
  }

  private text({ start, end }: ast.Span): string {
    return this.source.text.slice(start, end);
  }
}
