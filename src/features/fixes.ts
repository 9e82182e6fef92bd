import { SHAPE_COMMENT } from "../analysis/diagnostics/shape-comments";
import { isTried } from "../analysis/repairs/find";
import type { DiagnosticJson, FixJson } from "../analysis/report";

/** An error and the edit that takes it away. */
export interface Fix {
  diagnostic: DiagnosticJson;
  fix: FixJson;
}

/** More errors on a line are one mistake and what follows from it. */
const MAX_ERRORS = 2;

/** Errors, and warnings of kinds that edits are known for, on the lines from `first` to `last` (from 1), for which edits are worth a try. */
export function errorsOn(found: readonly DiagnosticJson[], first: number, last: number): DiagnosticJson[] {
  return found
    .filter((diagnostic) => {
      const { severity, line, endLine } = diagnostic;
      return (severity === "error" || isTried(diagnostic)) && line <= last && endLine >= first;
    })
    .slice(0, MAX_ERRORS);
}

/** What is right for the whole file at once: comments, whose text no program reads. */
export function fixesOfAll(found: readonly DiagnosticJson[]): FixJson[] {
  return found.flatMap(({ code, fix, file }) => (code === SHAPE_COMMENT && fix?.file === file ? [fix] : []));
}

/** The fixes of errors on the lines from `first` to `last` (from 1), or whose edit is there. Edits of other files are left out. */
export function fixes(found: readonly DiagnosticJson[], first: number, last: number): Fix[] {
  const meets = ({ line, endLine }: { line: number; endLine: number }) => line <= last && endLine >= first;
  return found.flatMap((diagnostic) => {
    const { fix } = diagnostic;
    return fix !== undefined && fix.file === diagnostic.file && (meets(diagnostic) || meets(fix))
      ? [{ diagnostic, fix }]
      : [];
  });
}
