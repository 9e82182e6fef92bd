/** What each tool answers in words: the main thing first, for a reader who may not look at the JSON beside it. */
import type { Explanation } from "../../analysis/explain/explanation";
import type { DiagnosticJson, FactJson, Report, TrainingJson } from "../../analysis/report";
import { formatBytes, plural } from "../../features/numbers";
import { formatValue, formatValues } from "../../features/shapes";
import { placeText } from "../render/diagnostics";
import { renderExplanation } from "../render/explain";
import { type FitAnswer, fitLines } from "../render/fit";
import { styleFor } from "../render/style";
import { totalLines } from "../render/totals";

/** Diagnostics, and names with shapes, that are written out; the JSON has all. */
const MOST = 40;

const plain = styleFor({ colors: false });

function diagnosticTexts(diagnostics: readonly DiagnosticJson[], cwd: string): string[] {
  const told = diagnostics.filter(({ severity }) => severity !== "hint");
  const lines = told.slice(0, MOST).map((one) => {
    const [message] = one.message.split("\n", 1);
    return `${placeText(one, cwd)}: ${one.severity}[${one.code}]: ${message}`;
  });
  return told.length > MOST ? [...lines, `… ${told.length - MOST} more`] : lines;
}

export function checkText(
  { files, diagnostics }: { files: number; diagnostics: DiagnosticJson[] },
  cwd: string,
): string {
  const count = (severity: string) => diagnostics.filter((one) => one.severity === severity).length;
  const head = `${plural(count("error"), "error")} and ${plural(count("warning"), "warning")} in ${plural(files, "file")}`;
  return [head, ...diagnosticTexts(diagnostics, cwd)].join("\n");
}

export function traceText(report: Report & { training?: TrainingJson }, cwd: string): string {
  const { output, training, diagnostics } = report;
  return [
    ...(output === undefined ? [] : [`output ${formatValue(output)}`]),
    ...totalLines(report, plain),
    ...(training === undefined ? [] : [trainingText(training)]),
    ...diagnosticTexts(diagnostics, cwd),
  ].join("\n");
}

function trainingText(training: TrainingJson): string {
  const { peakBytes, parameterBytes, gradientBytes, optimizerBytes, activationBytes } = training;
  const parts = Object.entries({
    parameters: parameterBytes,
    gradients: gradientBytes,
    optimizer: optimizerBytes,
    "kept for backward": activationBytes,
  }).map(([name, bytes]) => `${name} ${formatBytes(bytes)}`);
  return `a training step: peak ${formatBytes(peakBytes)} (${parts.join(", ")})`;
}

export function factsText({ facts, requirements, diagnostics }: Report, cwd: string): string {
  const told = (fact: FactJson) =>
    `${placeText({ ...fact, column: 1 }, cwd)}: ${fact.name} ${formatValues(fact.values)}`;
  return [
    facts.length === 1 ? "1 name has a shape" : `${facts.length} names have shapes`,
    ...facts.slice(0, MOST).map(told),
    ...(facts.length > MOST ? [`… ${facts.length - MOST} more`] : []),
    ...(requirements.length === 0 ? [] : [`must hold: ${requirements.join(", ")}`]),
    ...diagnosticTexts(diagnostics, cwd),
  ].join("\n");
}

export function explainText(explanation: Explanation, cwd: string): string {
  const out = { write: () => undefined, isTerminal: false, columns: 160, colors: false };
  return renderExplanation(explanation, cwd, out).trimEnd();
}

export function fitText(answer: FitAnswer): string {
  return fitLines(answer, plain).join("\n");
}
