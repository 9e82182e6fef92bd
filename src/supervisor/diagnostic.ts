import type { DiagnosticJson } from "../analysis/report";

/** What is told of a file whose analysis was ended from outside; `why` as `tellEnding` words it. It says nothing of the code. */
export function givenUpDiagnostic(file: string, why: string): DiagnosticJson {
  return {
    file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    severity: "information",
    code: "given-up",
    message: `the analysis of this file was given up: ${why}`,
  };
}
