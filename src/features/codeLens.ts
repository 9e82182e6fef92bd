import type { EntryAnalysis, Subject, Unfollowed } from "../analysis/report";
import { auditTitle } from "./audit";
import { ADD_EXAMPLE } from "./exampleCalls";
import { shorten } from "./numbers";
import { type Convention, costText, inOut, summary } from "./summary";
import type { View } from "./view";

/** A lens above the line of `offset`. Without an action it is text. */
export interface Lens {
  offset: number;
  title: string;
  action?: "forward" | "run" | "pickEntry" | "addExample";
  subject: string;
  entryId: string;
}

/** What stands above each module class, each function on tensors, each `forward` and each hand-written `flops()`. */
export function codeLenses(view: View, convention: Convention): Lens[] {
  return view.subjects.flatMap((subject) => {
    const entry = view.shown(subject);
    return entry ? subjectLenses(view, subject, entry, convention) : unfollowedLenses(view, subject);
  });
}

/** A class or function that could not be followed says so, and where its run ended; a click adds an example call. */
function unfollowedLenses(view: View, { name, start, unfollowed }: Subject): Lens[] {
  if (unfollowed === undefined) return [];
  const { reason, example } = unfollowed;
  const title = `not followed without a call: ${shorten(reason, 80)} (${placeOf(unfollowed, view.analysis.file)})`;
  const lens = { offset: start, subject: name, entryId: "" };
  if (example === undefined) return [{ ...lens, title }];
  return [
    { ...lens, title, action: "addExample" },
    { ...lens, title: ADD_EXAMPLE, action: "addExample" },
  ];
}

function placeOf({ file, line }: Unfollowed, analysed: string): string {
  return file === analysed ? `line ${line}` : `line ${line} of ${file.slice(file.lastIndexOf("/") + 1)}`;
}

function subjectLenses(view: View, subject: Subject, entry: EntryAnalysis, convention: Convention): Lens[] {
  const at = (offset: number, title: string, action?: Lens["action"]): Lens => ({
    offset,
    title,
    ...(action && { action }),
    subject: subject.name,
    entryId: entry.id,
  });
  const several = view.entries(subject).length > 1;
  const lenses = [
    at(subject.start, summary(entry, convention), "forward"),
    at(subject.start, "Run on random input", "run"),
    at(subject.start, "Forward", "forward"),
    ...(several ? [at(subject.start, `in ${shorten(entry.label, 60)} ▾`, "pickEntry")] : []),
  ];
  const audits = subject.audits.map((audit) => at(audit.start, auditTitle(audit), "forward"));
  if (!subject.forward) return [...lenses, ...audits];
  const { start } = subject.forward;
  return [
    ...lenses,
    ...audits,
    at(start, [...costText(entry, convention), inOut(entry)].join(" · "), "forward"),
    at(start, "Run on random input", "run"),
    at(start, "Forward", "forward"),
  ];
}
