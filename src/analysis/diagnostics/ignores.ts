import type { Source } from "../../syntax/source";
import { type Ignore, ignoresOf } from "../facts/directives";
import { spanOf } from "../facts/places";
import type { DiagnosticJson } from "../report";
import { isCode } from "./codes";

/** What says that an answer is not whole, and what somebody asked for, is never silenced. */
const ALWAYS: ReadonlySet<string> = new Set(["incomplete", "given-up", "syntax", "revealed"]);

/** Where the analysis did not see all, an idle comment may have its use. */
const PARTIAL: ReadonlySet<string> = new Set(["incomplete", "given-up", "syntax"]);

/**
 * `told`: the diagnostics that no comment silences. `idle`: a hint for each comment of the file that silences nothing, or names a code that it does not
 * silence. A diagnostic is silenced on the line that it begins on, one of another file also on the line that calls it.
 */
export function withoutIgnored(
  source: Source,
  diagnostics: readonly DiagnosticJson[],
  sourceOf: (file: string) => Source | undefined,
): { told: DiagnosticJson[]; idle: DiagnosticJson[] } {
  const byFile = new Map([[source.file, ignoresOf(source)]]);
  for (const { file } of diagnostics) {
    const other = byFile.has(file) ? undefined : sourceOf(file);
    if (other !== undefined && !other.prelude) byFile.set(file, ignoresOf(other));
  }
  const used = new Map<Ignore, Set<string>>();
  const told = diagnostics.filter((diagnostic) => {
    if (ALWAYS.has(diagnostic.code)) return true;
    const takes = linesOf(diagnostic, source.file).flatMap(({ file, line }) =>
      (byFile.get(file) ?? []).filter((ignore) => silences(ignore, line, diagnostic.code)),
    );
    for (const ignore of takes) used.set(ignore, (used.get(ignore) ?? new Set()).add(diagnostic.code));
    return takes.length === 0;
  });
  if (diagnostics.some(({ code }) => PARTIAL.has(code))) return { told, idle: [] };
  return { told, idle: byFile.get(source.file)!.flatMap((ignore) => idle(source, ignore, used.get(ignore))) };
}

function linesOf(diagnostic: DiagnosticJson, file: string): { file: string; line: number }[] {
  const calls = (diagnostic.related ?? []).filter((place) => place.call === true && place.file === file);
  return diagnostic.file === file ? [diagnostic] : [diagnostic, ...calls];
}

function silences({ line, wholeFile, codes }: Ignore, at: number, code: string): boolean {
  return (wholeFile || line === at) && (codes === undefined || codes.includes(code));
}

function idle(source: Source, { comment, codes }: Ignore, used: ReadonlySet<string> = new Set()): DiagnosticJson[] {
  const rest = codes?.filter((code) => !used.has(code)) ?? [];
  if (codes === undefined ? used.size > 0 : rest.length === 0) return [];
  return [
    {
      ...spanOf(source, comment.start, comment.end),
      severity: "hint",
      code: "unused-ignore",
      message: reason(codes, rest),
    },
  ];
}

function reason(codes: readonly string[] | undefined, rest: readonly string[]): string {
  if (codes === undefined) return "There is nothing to ignore here";
  const odd = rest.find((code) => !isCode(code));
  if (odd !== undefined) return `\`${odd}\` is no code of a diagnostic`;
  return `There is no ${rest.map((code) => `\`${code}\``).join(" and no ")} to ignore here`;
}
