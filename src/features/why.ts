import type { Explanation, ExplanationStep } from "../analysis/explain/explanation";
import { codeSpan } from "./markdown";

/** Lines of the section in a hover; the whole chain is behind the link. */
const MOST_LINES = 4;

/** What a step of the chain did, in one line. */
function stepText({ notes }: ExplanationStep): string {
  return notes.join("; ");
}

/** `(4, 32, 7, 7) → (4, 1568)`; operands of one step are joined by commas. */
export function stepShapes({ before, after }: ExplanationStep): string {
  const shape = (sizes: readonly unknown[]) => `(${sizes.join(", ")}${sizes.length === 1 ? "," : ""})`;
  const [from, to] = [before.map(shape).join(", "), after ? shape(after) : ""];
  return from !== "" && to !== "" ? `${from} → ${to}` : from + to;
}

/**
 * A section of a hover: the last steps that made the sizes which are not plain to see, or why there is no shape. `command` is a link to
 * the whole chain, where the editor has such a command.
 */
export function whySection(
  explanation: Explanation | undefined,
  uriOf: (file: string) => string,
  command?: string,
): string {
  const link = (text: string) => (command === undefined ? "" : `[${text}](${target(command)})`);
  const steps = explanation === undefined ? [] : tellingSteps(explanation);
  if (steps.length === 0) return link("Why this shape?");
  const lines = steps.slice(0, MOST_LINES).map((step) => {
    const place = `[line ${step.line}](${target(`${uriOf(step.file)}#L${step.line},${step.column}`)})`;
    return `- ${place} ${codeSpan(shortened(step.text))}: ${stepText(step)}`;
  });
  return `**Why**${command === undefined ? "" : ` · ${link("the whole chain")}`}\n\n${lines.join("\n")}`;
}

/** Of an unknown all steps, its reason first; else those through which a surprising size came, the last one first, without what is plain at its place. */
function tellingSteps({ steps, surprising }: Explanation): ExplanationStep[] {
  if (steps.some(({ kind }) => kind === "unknown")) return steps;
  const told = new Set<ExplanationStep["kind"]>(["operator", "data", "requirement"]);
  return steps
    .filter(
      ({ kind, dims, notes }) => told.has(kind) && notes.length > 0 && dims.some((dim) => surprising.includes(dim)),
    )
    .reverse();
}

const LONGEST = 60;

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST - 1)}…` : flat;
}

/** An address that a Markdown link may hold. */
function target(uri: string): string {
  return uri.replaceAll("(", "%28").replaceAll(")", "%29");
}
