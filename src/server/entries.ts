import type { EntryAnalysis, Subject } from "../analysis/report";
import { formatCount } from "../features/numbers";
import { formatValue } from "../features/shapes";
import { assumedMode } from "../features/summary";
import type { View } from "../features/view";
import type { Answer, OpenDocument } from "./documents";
import type { EntryParams, EntrySummary, ForwardResult, SubjectEntries } from "./protocol";

/** The subjects of a document with their runs, at their places in the text as it is now. */
export function subjectEntries(document: OpenDocument, { snapshot, view }: Answer): SubjectEntries[] {
  return view.subjects.map((subject, index) => {
    const next = view.subjects[index + 1];
    const end = next ? Math.max(subject.end, next.start - 1) : snapshot.text.length;
    const place = document.position(snapshot, subject.start);
    const last = document.position(snapshot, end);
    const shown = view.shown(subject);
    return {
      uri: document.uri,
      subject: subject.name,
      kind: subject.kind,
      line: place.line,
      column: place.character,
      lastLine: last.line,
      shown: shown?.id,
      brief: shown === undefined ? "" : `${formatValue(shown.output)} · ${formatCount(shown.totals.params)}`,
      entries: view.entries(subject).map(entrySummary),
    };
  });
}

export function entrySummary(entry: EntryAnalysis): EntrySummary {
  const { id, label, kind, inputs, output, totals, runnable, notRunnable } = entry;
  return { id, label, kind, inputs, output, totals, runnable, ...(notRunnable !== undefined && { notRunnable }) };
}

/** The subject and entry that a request means. */
export function findEntry(view: View, params: EntryParams): { subject: Subject; entry: EntryAnalysis } | undefined {
  const candidates = params.subject === undefined ? view.subjects : [view.subject(params.subject)];
  for (const subject of candidates) {
    if (!subject) continue;
    const named = view.entries(subject).find((entry) => entry.id === params.entryId);
    const entry = params.entryId ? (named ?? (params.subject ? view.shown(subject) : undefined)) : view.shown(subject);
    if (entry) return { subject, entry };
  }
  return undefined;
}

/** One forward pass, whole. */
export function forwardResult(
  document: OpenDocument,
  { view }: Answer,
  params: EntryParams,
  convention: ForwardResult["convention"],
): ForwardResult | null {
  const found = findEntry(view, params);
  if (!found) return null;
  const { subject, entry } = found;
  const { assumed, requirements, uncounted, symbols, calls, lines } = entry;
  return {
    uri: document.uri,
    file: document.file,
    subject: subject.name,
    entry: { ...entrySummary(entry), assumed, mode: assumedMode(entry), requirements, uncounted, symbols },
    calls,
    lines,
    audits: subject.audits,
    entries: view.entries(subject).map(entrySummary),
    convention,
    ms: view.analysis.ms,
  };
}
