import type { DiagnosticJson } from "../report";
import { type Code, codes, isCode, silentCodes } from "./codes";

/** Which diagnostics are told, by codes, beginnings of codes (`unused` is `unused-layer` too) and names of groups. */
export interface Choice {
  /** Nothing else is told; empty: everything. */
  select: readonly string[];
  /** Not told. Where something is named both ways, the narrower name holds, else this. */
  ignore: readonly string[];
  /** How severe they are instead; `off` is not told. */
  severity?: Readonly<Record<string, string>>;
}

export const LEVELS: readonly string[] = ["error", "warning", "information", "hint", "off"];

const inFiles = (Object.keys(codes) as Code[]).filter((code) => codes[code].of === "file");
const withSeverity = (severity: string) => inFiles.filter((code) => codes[code].severity === severity);

/** Names for several codes. */
export const groups: Readonly<Record<string, readonly Code[]>> = {
  all: inFiles,
  errors: withSeverity("error"),
  warnings: withSeverity("warning"),
  hints: withSeverity("hint"),
  silent: silentCodes,
  devices: ["device", "gpu", "left-behind"],
};

/** What says how far the analysis itself came: it goes only where it is named. */
const OF_ANALYSIS: ReadonlySet<string> = new Set<Code>(["incomplete", "given-up"]);

/** How narrowly a name means a code: undefined where it does not. */
function narrowness(name: string, code: Code): number | undefined {
  if (name === code) return Number.POSITIVE_INFINITY;
  if (Object.hasOwn(groups, name)) return groups[name].includes(code) ? 0 : undefined;
  return code.startsWith(`${name}-`) ? name.length : undefined;
}

/** Whether a name means any code. */
export function isKnown(name: string): boolean {
  return inFiles.some((code) => narrowness(name, code) !== undefined);
}

function narrowest(names: readonly string[], code: Code): number | undefined {
  const fits = names.flatMap((name) => narrowness(name, code) ?? []);
  return fits.length === 0 ? undefined : Math.max(...fits);
}

/** The diagnostics that are told, as severe as they are wanted. What a command could not do is always told. */
export function chosen(diagnostics: readonly DiagnosticJson[], choice: Choice): DiagnosticJson[] {
  const { select, ignore, severity = {} } = choice;
  const levels = Object.keys(severity);
  if (select.length === 0 && ignore.length === 0 && levels.length === 0) return [...diagnostics];
  return diagnostics.flatMap((diagnostic) => {
    const { code } = diagnostic;
    if (!isCode(code) || codes[code].of !== "file") return [diagnostic];
    const [wanted, unwanted] = [narrowest(select, code), narrowest(ignore, code)];
    if (wanted === undefined && select.length > 0 && !OF_ANALYSIS.has(code)) return [];
    if (unwanted !== undefined && (unwanted > 0 || !OF_ANALYSIS.has(code)) && unwanted >= (wanted ?? -1)) return [];
    const best = narrowest(levels, code);
    const level = best === undefined ? undefined : severity[levels.find((name) => narrowness(name, code) === best)!];
    if (level === "off") return OF_ANALYSIS.has(code) && best === 0 ? [diagnostic] : [];
    return [level === undefined ? diagnostic : { ...diagnostic, severity: level as DiagnosticJson["severity"] }];
  });
}
