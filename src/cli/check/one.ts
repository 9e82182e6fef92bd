import type { DiagnosticJson } from "../../analysis/report";
import type { CheckSetup } from "../apart/protocol";
import type { CliAnalyzer } from "../context";
import { Failure, oneLine } from "../failure";
import { sourceFile } from "../input";
import { importRoots } from "../roots";

/** The diagnostics of one file; one that cannot be read has that for a diagnostic. */
export function checkFile(analyzer: CliAnalyzer, file: string, setup: CheckSetup): DiagnosticJson[] {
  try {
    sourceFile(setup.cwd, file);
    const roots = importRoots(file, setup.roots, setup);
    return analyzer.analyzeFile(file, { roots }).diagnostics;
  } catch (thrown) {
    if (thrown instanceof Failure) return [thrown.diagnostic];
    return [new Failure(`the analysis failed: ${oneLine(thrown)}`, { file, code: "internal" }).diagnostic];
  }
}
