/** What commands answer in words, for editors that show no panels. */
import { memoryMarkdown } from "../features/memory";
import { runText } from "../features/runText";
import { summary } from "../features/summary";
import type { Answer } from "./documents";
import { findEntry } from "./entries";
import { modulesText } from "./modules";
import type {
  DeviceChoice,
  ExecutedStep,
  ExplainResult,
  LineCost,
  MemoryResult,
  ModulesTextParams,
  RunResult,
  SubjectEntries,
} from "./protocol";

type Convention = "macs" | "flops";

/** One forward pass: what goes in and comes out, the modules, and what must hold of the sizes. */
export function forwardText({ view }: Answer, params: ModulesTextParams, convention: Convention): string {
  const found = findEntry(view, params);
  if (found === undefined) return NO_CALL;
  const { subject, entry } = found;
  const modules = modulesText(view, { ...params, subject: subject.name, entryId: entry.id }, convention);
  return [
    `${subject.name}: ${entry.label}`,
    summary(entry, convention),
    ...(modules === null ? [] : ["", modules]),
    ...(entry.requirements.length === 0 ? [] : ["", `must hold: ${entry.requirements.join(", ")}`]),
  ].join("\n");
}

export const NO_CALL = "no module class with a call that is known stands here";

/** A run on numbers, step by step. */
export function runResultText(result: RunResult, steps: readonly ExecutedStep[]): string {
  const { state, message, backend, seed, done, total, line, notes = [] } = result;
  if (state === "notRunnable") return `cannot be run: ${message}`;
  const head = `${state}${backend === undefined ? "" : ` on ${backend}`}: ${done} of ${total} steps, seed ${seed}`;
  const failure = message === undefined ? [] : [`${line === undefined ? "" : `line ${line}: `}${message}`];
  return [head, ...failure, ...notes, ...(steps.length === 0 ? [] : ["", runText(steps)])].join("\n");
}

/** The chain from the input to a value, one step a line. */
export function explainResultText({ text, shape, entry, nothing, steps }: ExplainResult): string {
  if (nothing !== undefined) return nothing;
  const lines = steps.map(({ line, text, shapes, notes }) =>
    [`line ${line}`, text.replace(/\s+/g, " "), shapes, notes.join("; ")].filter((part) => part !== "").join("  "),
  );
  return [`${text}: ${shape}, in ${entry}`, ...lines].join("\n");
}

export function memoryResultText(result: MemoryResult | null): string {
  if (result === null) return NO_CALL;
  const { footprint, names, reason = "not known" } = result;
  return footprint === undefined ? `memory is not known: ${reason}` : memoryMarkdown(footprint, names);
}

/** Classes and functions with their calls; the one that is shown is marked. */
export function entriesText(subjects: readonly SubjectEntries[]): string {
  const lines = subjects.flatMap(({ subject, line, shown, entries }) => [
    `${subject} (line ${line + 1})`,
    ...entries.map(({ id, label }) => `${id === shown ? "*" : " "} ${label}${id === label ? "" : ` [${id}]`}`),
  ]);
  return lines.length === 0 ? NO_CALL : lines.join("\n");
}

export function lineCostsText(costs: readonly LineCost[]): string {
  return costs.map(({ line, text }) => `line ${line + 1}: ${text}`).join("\n") || "no line costs much";
}

export function devicesText(devices: readonly DeviceChoice[]): string {
  return devices.map(({ name, description, chosen }) => `${chosen ? "*" : " "} ${name}: ${description}`).join("\n");
}
