import type { Explanation, ExplanationStep } from "../../analysis/explain/explanation";
import { shapeText } from "../../analysis/facts/snapshot";
import { stepShapes } from "../../features/why";
import type { Output } from "../context";
import { placeText } from "./diagnostics";
import { cutTo, type Style, styleFor } from "./style";

/** What `explain` prints for a person: what was asked with its shape, then every step of the chain with what it did. */
export function renderExplanation(explanation: Explanation, cwd: string, out: Output): string {
  const style = styleFor(out);
  const { value, text, entry, steps } = explanation;
  const shape = shapeText(value);
  const head = [
    `${placeText(explanation, cwd)}  ${style.bold(oneLine(text))}  ${style.cyan(shape === "?" ? "not known" : shape)}`,
    `${style.dim("in")} ${entry}`,
  ];
  const chain = steps.flatMap((step) => stepLines(step, cwd, style, out.columns));
  if (steps.length === 0) chain.push("Its sizes are written there; nothing else has a part in them.");
  return `${[...head, "", ...chain].join("\n")}\n`;
}

function stepLines(step: ExplanationStep, cwd: string, style: Style, columns: number): string[] {
  const { text, module, op, notes } = step;
  const by = module ? `${module.class} ${module.path}`.trim() : (op ?? "");
  const place = placeText(step, cwd);
  const shapes = stepShapes(step);
  const room = Math.max(24, columns - place.length - shapes.length - by.length - 8);
  const parts = [style.dim(place), style.bold(cutTo(oneLine(text), room)), style.magenta(by), style.cyan(shapes)];
  return [parts.filter((part) => part !== "").join("  "), ...notes.map((note) => `    ${note.replaceAll("`", "")}`)];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
