import { t } from "@vscode/l10n";
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type Hover,
  type InlayHint,
  InlayHintKind,
  MarkupKind,
  type Range,
  SymbolKind,
} from "vscode-languageserver";
import { helpUrl } from "../analysis/diagnostics/codes";
import type { DiagnosticJson, FixJson } from "../analysis/report";
import type { Lens } from "../features/codeLens";
import type { Fix } from "../features/fixes";
import type { Hover as HoverData } from "../features/hover";
import type { Hint } from "../features/inlayHints";
import type { LineCost as LineCostData } from "../features/lineCosts";
import type { OutlineSymbol } from "../features/outline";
import type { OpenDocument, Snapshot } from "./documents";
import { commands, type LensArguments, type LineCost } from "./protocol";
import { uriOfPath } from "./uris";

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Fixes of the whole file; an editor may ask for them whenever it saves. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.shapescope`;

type Spot = Pick<DiagnosticJson, "line" | "column" | "endLine" | "endColumn">;

/** Diagnostics in the text as it is now; those whose place was edited since are left out. */
export function toDiagnostics(document: OpenDocument, snapshot: Snapshot, found: DiagnosticJson[]): Diagnostic[] {
  return found.flatMap((diagnostic) => {
    const range = currentRange(document, snapshot, diagnostic);
    if (!range) return [];
    const href = helpUrl(diagnostic.code);
    const related = (diagnostic.related ?? []).map((other) => ({
      location: {
        uri: other.file === document.file ? document.uri : uriOfPath(other.file),
        range: plainRange(other),
      },
      message: other.message,
    }));
    return [
      {
        range,
        severity: severities[diagnostic.severity],
        code: diagnostic.code,
        ...(href !== undefined && { codeDescription: { href } }),
        source: "ShapeScope",
        message: diagnostic.message,
        ...(related.length > 0 && { relatedInformation: related }),
      },
    ];
  });
}

/** Quick fixes in the text as it is now. */
export function toCodeActions(document: OpenDocument, snapshot: Snapshot, found: readonly Fix[]): CodeAction[] {
  return found.flatMap(({ diagnostic, fix }, n) => {
    const range = currentRange(document, snapshot, fix);
    if (!range) return [];
    return [
      {
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: toDiagnostics(document, snapshot, [diagnostic]),
        isPreferred: found.findIndex((other) => other.diagnostic === diagnostic) === n,
        edit: { changes: { [document.uri]: [{ range, newText: fix.text }] } },
      },
    ];
  });
}

/** One action that makes every edit that is right for the whole file. */
export function toFixAll(document: OpenDocument, snapshot: Snapshot, found: readonly FixJson[]): CodeAction[] {
  const edits = found.flatMap((fix) => {
    const range = currentRange(document, snapshot, fix);
    return range ? [{ range, newText: fix.text }] : [];
  });
  if (edits.length === 0) return [];
  const title = t("Update all shape comments in this file");
  return [{ title, kind: FIX_ALL, edit: { changes: { [document.uri]: edits } } }];
}

function currentRange(document: OpenDocument, snapshot: Snapshot, spot: Spot): Range | undefined {
  const { start, end } = plainRange(spot);
  const from = snapshot.lines.offset(start);
  return document.range(snapshot, from, Math.max(from, snapshot.lines.offset(end)));
}

/** Lines and columns from 1 to LSP's from 0. */
function plainRange({ line, column, endLine, endColumn }: Spot): Range {
  return {
    start: { line: Math.max(0, line - 1), character: Math.max(0, column - 1) },
    end: { line: Math.max(0, endLine - 1), character: Math.max(0, endColumn - 1) },
  };
}

export function toHover(document: OpenDocument, snapshot: Snapshot, hover: HoverData): Hover | null {
  const range = document.range(snapshot, hover.start, hover.end);
  return range ? { range, contents: { kind: MarkupKind.Markdown, value: hover.markdown } } : null;
}

export function toCodeLenses(document: OpenDocument, snapshot: Snapshot, lenses: Lens[]): CodeLens[] {
  return lenses.map(({ offset, title, action, subject, entryId }) => {
    const at = document.position(snapshot, offset);
    const target: LensArguments = { uri: document.uri, subject, entryId };
    return {
      range: { start: at, end: at },
      command: { title, command: action ? commands[action] : "", ...(action && { arguments: [target] }) },
    };
  });
}

export function toInlayHints(document: OpenDocument, snapshot: Snapshot, hints: Hint[]): InlayHint[] {
  return hints.flatMap(({ offset, label, tooltip }) => {
    const position = document.positionAfter(snapshot, offset);
    if (!position) return [];
    return [
      {
        position,
        label,
        kind: InlayHintKind.Type,
        tooltip: { kind: MarkupKind.Markdown, value: tooltip },
        paddingLeft: false,
        paddingRight: false,
      },
    ];
  });
}

const symbolKinds = { class: SymbolKind.Class, function: SymbolKind.Function, name: SymbolKind.Variable };

/** An outline in the text as it is now; what was edited since has no place in it. */
export function toSymbols(
  document: OpenDocument,
  snapshot: Snapshot,
  found: readonly OutlineSymbol[],
): DocumentSymbol[] {
  return found.flatMap(({ name, kind, detail, start, end, nameStart, nameEnd, children }) => {
    const selectionRange = document.range(snapshot, nameStart, nameEnd);
    if (selectionRange === undefined) return [];
    return [
      {
        name,
        kind: symbolKinds[kind],
        ...(detail !== "" && { detail }),
        range: { start: document.position(snapshot, start), end: document.position(snapshot, end) },
        selectionRange,
        ...(children.length > 0 && { children: toSymbols(document, snapshot, children) }),
      },
    ];
  });
}

export function toLineCosts(document: OpenDocument, snapshot: Snapshot, costs: LineCostData[]): LineCost[] {
  return costs.map(({ line, ...cost }) => {
    const { lines, text } = snapshot;
    const start = lines.startOfLine(line - 1);
    const indent = /^\s*/.exec(text.slice(start, lines.endOfLine(line - 1)))![0].length;
    return { ...cost, line: document.position(snapshot, start + indent).line };
  });
}
