import type { Source } from "../../syntax/source";
import type { DiagnosticJson } from "../report";
import type { Place } from "../values";
import type { Stopped } from "../work";

/** Longer texts are cut: the line number says the rest. */
const MAX_TEXT = 60;

const PART = "what is shown is part of the answer";

/** Tells on a file's first line that its analysis did not come to its end, and which loop or call took too much. */
export function incompleteDiagnostic(
  source: Source,
  { reason, at }: Stopped,
  sourceOf: (file: string) => Source | undefined,
): DiagnosticJson {
  const where = culprit(source.file, (at ?? []) as readonly Place[], sourceOf);
  const messages = {
    work: `${where ?? "the file"} takes more work than an analysis may cost: ${PART}`,
    time: `the analysis took longer than \`shapescope.budget\`${where === undefined ? "" : ` and was at ${where}`}: ${PART}`,
    seen: "the analysis had seen what was asked for",
    cancelled: "the analysis was cancelled",
  };
  return told(source.file, messages[reason]);
}

/** The same for a reason in words. */
export function told(file: string, message: string): DiagnosticJson {
  return {
    file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    severity: "information",
    code: "incomplete",
    message,
  };
}

/** Why an answer is part of one, if it is. */
export function partialOf(diagnostics: Iterable<DiagnosticJson>): { partial?: string } {
  const reasons = [...diagnostics].filter(({ code }) => code === "incomplete").map(({ message }) => message);
  return reasons.length === 0 ? {} : { partial: reasons.join("; ") };
}

/** The outermost loop that was under way, or else the outermost call in the file. `stack`: innermost first. */
function culprit(
  file: string,
  stack: readonly Place[],
  sourceOf: (file: string) => Source | undefined,
): string | undefined {
  const outermostFirst = [...stack].reverse();
  const text = (place: Place): string | undefined => {
    const source = sourceOf(place.file);
    if (source === undefined) return undefined;
    const [line] = source.text.slice(place.start, place.end).split("\n");
    const short = line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : withoutColon(line);
    const name = place.file === file ? "" : ` of ${place.file.slice(place.file.lastIndexOf("/") + 1)}`;
    return `\`${short}\` (${source.lineName(place.start)}${name})`;
  };
  for (const place of outermostFirst) {
    const source = sourceOf(place.file);
    const loop = source === undefined ? undefined : loopAround(source, place);
    if (loop !== undefined) return text({ ...loop, file: place.file });
  }
  const [call] = outermostFirst;
  return call === undefined ? undefined : text(call);
}

function withoutColon(header: string): string {
  const text = header.trimEnd();
  return text.endsWith(":") ? text.slice(0, -1) : header;
}

const LOOPS = new Set(["For", "While", "ListComp", "SetComp", "DictComp", "GeneratorExp"]);

/** The outermost loop around a place, within the function that the place is in. */
function loopAround(source: Source, { start, end }: Place): { start: number; end: number } | undefined {
  let loop: { start: number; end: number } | undefined;
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) {
      for (const item of part) visit(item);
      return;
    }
    if (part === null || typeof part !== "object") return;
    const node = part as { kind?: string; start?: number; end?: number };
    if (node.start !== undefined && node.end !== undefined && (start < node.start || end > node.end)) return;
    if (node.kind === "FunctionDef" || node.kind === "Lambda") loop = undefined;
    else if (node.kind !== undefined && LOOPS.has(node.kind)) loop ??= { start: node.start!, end: node.end! };
    for (const child of Object.values(node)) if (typeof child === "object") visit(child);
  };
  visit(source.tree.body);
  return loop;
}
