import type { LspOutcome } from "./lsp-server";
import type { Outcome } from "./runner";

export type FailureKind = "throw" | "defect" | "slow" | "hang" | "memory" | "death";

/** One thing that must not happen and did. */
export interface Failure {
  kind: FailureKind;
  /** The same for inputs that fail alike: they are one finding. */
  signature: string;
  message: string;
}

/** CPU that an analysis may take, as a multiple of its budget. */
const OVER_BUDGET = 1.5;
/** Resident memory that one process may come to. */
export const MOST_BYTES = 1e9;

/** Failures that a busy machine or an earlier input may have had a part in: they count where they come again, alone. */
export function needsConfirming({ kind }: Failure): boolean {
  return kind !== "throw" && kind !== "defect";
}

export function judge(outcome: Outcome, budgetMs: number): Failure[] {
  if ("hung" in outcome)
    return [{ kind: "hang", signature: "hang", message: `no end after ${Math.round(outcome.hung)} ms of CPU` }];
  if ("died" in outcome) return [{ kind: "death", signature: `death: ${outcome.died}`, message: outcome.died }];
  const { problems, phases, bytes } = outcome.answer;
  const failures: Failure[] = problems.map(({ kind, message, at }) => ({
    kind,
    signature: [kind, alike(message), ...at.slice(0, 2)].join(" | "),
    message: at.length === 0 ? message : `${message} (in ${at.slice(0, 3).join(" < ")})`,
  }));
  for (const [phase, ms] of Object.entries(phases))
    if (ms > OVER_BUDGET * budgetMs)
      failures.push({
        kind: "slow",
        signature: `slow: ${phase}`,
        message: `${phase}: ${Math.round(ms)} ms of CPU, the budget is ${budgetMs} ms`,
      });
  if (bytes > MOST_BYTES)
    failures.push({ kind: "memory", signature: "memory", message: `${Math.round(bytes / 1e6)} MB resident` });
  return failures;
}

export function judgeSession({ problems, bytes }: LspOutcome): Failure[] {
  const failures: Failure[] = problems.map(({ kind, message }) => ({
    kind,
    signature: `lsp ${kind} | ${alike(message)}`,
    message,
  }));
  if (bytes > MOST_BYTES)
    failures.push({ kind: "memory", signature: "lsp memory", message: `${Math.round(bytes / 1e6)} MB resident` });
  return failures;
}

/** A message without what differs from one input to the next. */
function alike(message: string): string {
  return message
    .replace(/'[^']*'|"[^"]*"|`[^`]*`/g, "…")
    .replace(/-?\d+(\.\d+)?/g, "0")
    .slice(0, 160);
}
