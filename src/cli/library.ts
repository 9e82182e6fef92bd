/**
 * The npm package: `import { analyze } from "shapescope"`. What is exported here, and the types that it leads to, are documented in docs/library.md.
 */
import { join } from "node:path";
import type { Report } from "../analysis/report";
import type { AnalyzeOptions } from "./analyze-options";
import type * as Bundle from "./bundle";
import { loadBundle } from "./load";

export type {
  DiagnosticJson as Diagnostic,
  DimJson as Dim,
  FactJson as Fact,
  ModuleJson as Module,
  Report as Analysis,
  ShapeJson as Shape,
  StepJson as Step,
} from "../analysis/report";
export type { AnalyzeOptions } from "./analyze-options";

/**
 * Analyses Python source text that uses PyTorch: shapes, costs, and what PyTorch would refuse. Nothing of it is run, and nothing is read but the text
 * and what `roots` has. Errors in the source are diagnostics of the answer; it rejects only where options are of another form.
 */
export async function analyze(source: string, options: AnalyzeOptions = {}): Promise<Report> {
  const { analyzeText } = loadBundle(join(__dirname, "program.js")) as typeof Bundle;
  return analyzeText(__dirname, source, options);
}
