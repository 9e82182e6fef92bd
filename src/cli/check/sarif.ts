import { isAbsolute, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { version } from "../../../package.json";
import type { DiagnosticJson } from "../../analysis/report";

const levels = { error: "error", warning: "warning", information: "note", hint: "note" } as const;

type Place = Pick<DiagnosticJson, "file" | "line" | "column" | "endLine" | "endColumn">;

/** A SARIF 2.1.0 log: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif(diagnostics: readonly DiagnosticJson[], cwd: string): object {
  const rules = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "ShapeScope", version, rules: rules.map((id) => ({ id })) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(cwd).href.replace(/\/$/, "")}/` } },
        results: diagnostics.map((diagnostic) => ({
          ruleId: diagnostic.code,
          ruleIndex: rules.indexOf(diagnostic.code),
          level: levels[diagnostic.severity],
          message: { text: diagnostic.message },
          locations: [location(diagnostic, cwd)],
          ...(diagnostic.related && {
            relatedLocations: diagnostic.related.map((related) => ({
              ...location(related, cwd),
              message: { text: related.message },
            })),
          }),
        })),
      },
    ],
  };
}

function location({ file, line, column, endLine, endColumn }: Place, cwd: string): object {
  return {
    physicalLocation: {
      artifactLocation: artifact(file, cwd),
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  };
}

/** Below the folder by a relative URI, elsewhere by an absolute one. */
function artifact(file: string, cwd: string): object {
  const path = relative(cwd, file);
  if (path.startsWith("..") || path === "" || isAbsolute(path)) return { uri: pathToFileURL(file).href };
  return { uri: path.split(sep).map(encodeURIComponent).join("/"), uriBaseId: "SRCROOT" };
}
