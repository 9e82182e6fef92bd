import { isAbsolute, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { version } from "../../../package.json";
import { type Code, codes, helpUrl, isCode } from "../../analysis/diagnostics/codes";
import type { DiagnosticJson, SpanJson } from "../../analysis/report";
import { CheckedNotebooks, messageWithCell, placeInCell } from "./notebooks";

const levels = { error: "error", warning: "warning", information: "note", hint: "note" } as const;

/** A SARIF 2.1.0 log: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarif(diagnostics: readonly DiagnosticJson[], cwd: string): object {
  const notebooks = new CheckedNotebooks();
  const rules = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "ShapeScope", version, rules: rules.map(rule) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(cwd).href.replace(/\/$/, "")}/` } },
        results: diagnostics.map((diagnostic) => ({
          ruleId: diagnostic.code,
          ruleIndex: rules.indexOf(diagnostic.code),
          level: levels[diagnostic.severity],
          message: { text: messageWithCell(diagnostic) },
          locations: [location(diagnostic, cwd, notebooks)],
          ...(diagnostic.related && {
            relatedLocations: diagnostic.related.map((related) => ({
              ...location(related, cwd, notebooks),
              message: { text: messageWithCell(related) },
            })),
          }),
        })),
      },
    ],
  };
}

const sarifLevel = (code: Code) => levels[codes[code].severity];

/** What a viewer shows of a code, and where it is told in full. */
function rule(id: string): object {
  if (!isCode(id)) return { id };
  const { summary } = codes[id];
  const helpUri = helpUrl(id);
  return {
    id,
    shortDescription: { text: `${summary}.` },
    help: { text: `${summary}: ${helpUri}`, markdown: `${summary}. [What it means, with an example](${helpUri})` },
    helpUri,
    defaultConfiguration: { level: sarifLevel(id) },
  };
}

function location(span: SpanJson, cwd: string, notebooks: CheckedNotebooks): object {
  const { file, line, column, endLine, endColumn } = notebooks.inFile(span);
  return {
    physicalLocation: {
      artifactLocation: artifact(file, cwd),
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
    ...(span.cell !== undefined && {
      logicalLocations: [{ name: `cell ${span.cell}`, kind: "cell", fullyQualifiedName: placeInCell(span) }],
    }),
  };
}

/** Below the folder by a relative URI, elsewhere by an absolute one. */
function artifact(file: string, cwd: string): object {
  const path = relative(cwd, file);
  if (path.startsWith("..") || path === "" || isAbsolute(path)) return { uri: pathToFileURL(file).href };
  return { uri: path.split(sep).map(encodeURIComponent).join("/"), uriBaseId: "SRCROOT" };
}
