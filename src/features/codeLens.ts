import { t } from "@vscode/l10n";
import type { EntryAnalysis, Subject, Unfollowed } from "../analysis/report";
import { auditTitle } from "./audit";
import { BETWEEN, choiceTitle, forwardTitle, ROW, subjectTitle, unfollowedTitle } from "./lensTitles";
import type { Convention } from "./summary";
import type { View } from "./view";

const run = () => `▷ ${t("Run")}`;
const add = () => t("Add example");

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
  const lens = { offset: start, subject: name, entryId: "" };
  const place = placeOf(unfollowed, view.analysis.file);
  if (unfollowed.example === undefined) return [{ ...lens, title: unfollowedTitle(unfollowed, place, ROW) }];
  const title = unfollowedTitle(unfollowed, place, ROW - BETWEEN.length - add().length);
  return [
    { ...lens, title, action: "addExample" },
    { ...lens, title: add(), action: "addExample" },
  ];
}

function placeOf({ file, line }: Unfollowed, analysed: string): string {
  return file === analysed ? t("line {0}", line) : t("line {0} of {1}", line, file.slice(file.lastIndexOf("/") + 1));
}

function subjectLenses(view: View, subject: Subject, entry: EntryAnalysis, convention: Convention): Lens[] {
  const at = (offset: number, title: string, action?: Lens["action"]): Lens => ({
    offset,
    title,
    ...(action && { action }),
    subject: subject.name,
    entryId: entry.id,
  });
  const count = view.entries(subject).length;
  const buttons = [at(subject.start, run(), "run"), at(subject.start, t("Forward"), "forward")];
  const used = buttons.reduce((sum, { title }) => sum + BETWEEN.length + title.length, 0);
  const shortest = count > 1 ? BETWEEN.length + choiceTitle(entry.label, count, 0).length : 0;
  const title = subjectTitle(entry, convention, ROW - used - shortest);
  const left = ROW - used - title.length - BETWEEN.length;
  const lenses = [
    at(subject.start, title, "forward"),
    ...buttons,
    ...(count > 1 ? [at(subject.start, choiceTitle(entry.label, count, left), "pickEntry")] : []),
    ...subject.audits.map((audit) => at(audit.start, auditTitle(audit), "forward")),
  ];
  const more = subject.forward && forwardTitle(entry, convention, title, ROW);
  return more ? [...lenses, at(subject.forward!.start, more, "forward")] : lenses;
}
