import type { DiagnosticJson, Report } from "../report";

/** Of a file or a call of which nothing is known but what is wrong with it. */
export function emptyReport(diagnostics: DiagnosticJson[]): Report {
  return {
    params: 0,
    buffers: 0,
    macs: 0,
    flops: 0,
    activationBytes: 0,
    peakBytes: 0,
    modules: [],
    steps: [],
    facts: [],
    requirements: [],
    uncounted: [],
    diagnostics,
  };
}

export function missingFile(file: string): DiagnosticJson {
  return {
    file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    severity: "error",
    code: "missing-file",
    message: `${file} can't be read`,
  };
}

export function callDiagnostic(message: string, start: number, end: number): DiagnosticJson {
  return {
    file: "<call>",
    line: 1,
    column: start + 1,
    endLine: 1,
    endColumn: end + 1,
    severity: "error",
    code: "call",
    message,
  };
}
