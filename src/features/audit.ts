import type { FlopsAudit } from "../analysis/report";
import { cell, codeSpan } from "./markdown";
import { formatCount } from "./numbers";

/** A hand-written `flops()` beside what was derived: the verdict, both numbers, and the derived cost term by term. */
export function auditMarkdown(audit: FlopsAudit): string {
  const stated = audit.stated === null ? "not known" : formatCount(audit.stated);
  const lines = [
    `${codeSpan(`${audit.method}(${audit.arguments})`)} ${audit.verdict}`,
    "",
    "| | stated | derived |",
    "| --- | --- | --- |",
    `| MACs | ${cell(stated)} | ${cell(formatCount(audit.derived))} |`,
    ...audit.terms.map(({ formula, op, line, stated: known }) => {
      const where = line === null ? cell(op) : `${cell(op)}, line ${line}`;
      return `| ${where} | ${known ? "✓" : "missing"} | ${cell(codeSpan(formatCount(formula)))} |`;
    }),
    ...audit.extra.map((formula) => `| no such step | ${cell(codeSpan(formatCount(formula)))} | – |`),
  ];
  return lines.join("\n");
}
