import type { DiagnosticJson } from "../../analysis/report";
import type { CheckSetup, CliAnalyzer, FileCost } from "../context";
import { Failure, oneLine } from "../failure";
import { inputFile } from "../input";
import { inCells } from "../notebook";
import { shortPath } from "../render/diagnostics";
import { importRoots } from "../roots";

/** The code of a file or folder that was passed over. */
export const UNREADABLE = "unreadable-file";

/** Tells of a file or folder below one that the user named that it was passed over: no error of the project. */
export function unread(path: string, why: string, cwd: string): DiagnosticJson {
  return new Failure(`${shortPath(path, cwd)}: ${why}`, { file: path, severity: "warning", code: UNREADABLE })
    .diagnostic;
}

/** What a check finds, and what it took. */
export function measured(check: () => DiagnosticJson[]): { diagnostics: DiagnosticJson[]; cost: FileCost } {
  const before = process.cpuUsage();
  const diagnostics = check();
  const { user, system } = process.cpuUsage(before);
  const cpuMs = Math.round((user + system) / 1000);
  return { diagnostics, cost: { cpuMs, peakBytes: process.resourceUsage().maxRSS * 1024 } };
}

/** The diagnostics of one file; one that cannot be read has that for a diagnostic. */
export function checkFile(analyzer: CliAnalyzer, file: string, setup: CheckSetup): DiagnosticJson[] {
  try {
    const { notebook } = inputFile(setup.cwd, shortPath(file, setup.cwd));
    const roots = importRoots(file, setup.roots, setup);
    const { diagnostics } = analyzer.analyzeFile(file, {
      roots,
      ...(setup.torch !== undefined && { torch: setup.torch }),
    });
    return notebook === undefined ? diagnostics : inCells(diagnostics, file, notebook);
  } catch (thrown) {
    if (thrown instanceof Failure) return [{ ...thrown.diagnostic, severity: "warning" }];
    return [new Failure(`the analysis failed: ${oneLine(thrown)}`, { file, code: "internal" }).diagnostic];
  }
}
