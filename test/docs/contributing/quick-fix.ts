import type { Rule } from "../../../src/analysis/repairs/rules";
import type { Edit, Site } from "../../../src/analysis/repairs/site";

/** A condition that is one for each element: whether it holds for any of them, or for all. */
function overAll(site: Site): Edit[] {
  const { expression } = site;
  if (expression.kind !== "Compare") return [];
  const text = site.text(expression);
  return ["any", "all"].map((name) => ({ start: expression.start, end: expression.end, text: `(${text}).${name}()` }));
}

export const rule: Rule = { error: (failure) => failure.kind === "scalar", tries: [{ edits: overAll }] };
