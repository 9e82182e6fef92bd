import type { EntryAnalysis, Subject } from "../analysis/report";
import { auditTitle } from "./audit";
import { shorten } from "./numbers";
import { type Convention, costText, inOut, summary } from "./summary";
import type { View } from "./view";

/** A lens above the line of `offset`. Without an action it is text. */
export interface Lens {
  offset: number;
  title: string;
  action?: "forward" | "run" | "pickEntry";
  subject: string;
  entryId: string;
}

/** What stands above each module class, each function on tensors, each `forward` and each hand-written `flops()`. */
export function codeLenses(view: View, convention: Convention): Lens[] {
  return view.subjects.flatMap((subject) => {
    const entry = view.shown(subject);
    return entry ? subjectLenses(view, subject, entry, convention) : unfollowedLenses(subject);
  });
}

/** A class that could not be followed says so, and where its run ended. */
function unfollowedLenses({ name, start, unfollowed }: Subject): Lens[] {
  if (unfollowed === undefined) return [];
  const title = `not followed without a call: ${shorten(unfollowed.reason, 80)} (line ${unfollowed.line})`;
  return [{ offset: start, title, subject: name, entryId: "" }];
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
