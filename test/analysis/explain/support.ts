import type { Explanation } from "../../../src/analysis/explain/explanation";
import { stepShapes } from "../../../src/features/why";
import { analyzerOf } from "../support";

export const FILE = "/project/net.py";

/** Why what stands at the last appearance of `part` has its shape, in the first entry that saw it. */
export function explained(text: string, part: string, files: Record<string, string> = {}): Explanation {
  const others = Object.entries(files).map(([name, content]) => [`/project/${name}`, content]);
  const analyzer = analyzerOf({ [FILE]: text, ...Object.fromEntries(others) });
  const start = text.lastIndexOf(part);
  if (start < 0) throw new Error(`the text has no ${part}`);
  const found = analyzer.explain(FILE, { start, end: start + part.length });
  if ("nothing" in found) throw new Error(found.nothing);
  return found.explanation;
}

/** The chain as text: place, source, operator and shapes of each step, then what it did. */
export function chain(text: string, part: string, files: Record<string, string> = {}): string[] {
  return explained(text, part, files).steps.flatMap((step) => {
    const file = step.file === FILE ? "" : `${step.file.replace("/project/", "")}:`;
    const by = step.module ? `${step.module.class} ${step.module.path}` : step.op;
    const head = [`${file}${step.line}:${step.column} ${step.text}`, by, stepShapes(step)];
    return [head.filter((part) => part).join(" | "), ...step.notes.map((note) => `  ${note}`)];
  });
}
