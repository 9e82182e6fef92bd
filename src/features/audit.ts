import type { FlopsAudit } from "../analysis/report";
import { cell, codeSpan, countMarkdown } from "./markdown";
import { formatCount, shorten } from "./numbers";

/** One line about it: `states 7.2 k, derived 2.27 M MACs: lacks qkv (3*N*dim**2)`. */
export function auditTitle({ stated, derived, terms, extra, verdict }: FlopsAudit): string {
  if (stated === derived) return `equals the derived MACs: ${shorten(formatCount(derived), 60)}`;
  if (stated !== null && extra.length === 0 && terms.every(({ stated: known }) => known))
    return shorten(verdict.replace(/^It /, "").replaceAll("`", ""), 120);
  const states = stated === null ? "gives no number that is known" : `states ${shorten(formatCount(stated), 40)}`;
  return `${states}, derived ${shorten(formatCount(derived), 40)} MACs: ${shorten(verdict.replaceAll("`", ""), 80)}`;
}

/** A hand-written `flops()` beside what was derived: the verdict, both numbers, and the derived cost term by term. */
export function auditMarkdown(audit: FlopsAudit): string {
  const stated = audit.stated === null ? "not known" : countMarkdown(audit.stated);
  const lines = [
    `${codeSpan(`${audit.method}(${audit.arguments})`)} ${audit.verdict}`,
    "",
    "| | stated | derived |",
    "| --- | --- | --- |",
    `| MACs | ${cell(stated)} | ${cell(countMarkdown(audit.derived))} |`,
    ...audit.terms.map(({ formula, op, line, stated: known }) => {
      const where = line === null ? cell(op) : `${cell(op)}, line ${line}`;
      return `| ${where} | ${known ? "✓" : "missing"} | ${cell(codeSpan(formatCount(formula)))} |`;
    }),
    ...audit.extra.map((formula) => `| no such step | ${cell(codeSpan(formatCount(formula)))} | – |`),
  ];
  return lines.join("\n");
}
