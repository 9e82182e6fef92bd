import { type AskedOptions, askedSettings } from "../asked";
import { type Context, type ExitCode, exit } from "../context";
import { sourceFile } from "../input";
import { placeText } from "../render/diagnostics";
import { renderFacts } from "../render/facts";
import { jsonLine } from "../render/json";
import { isSyntaxError } from "./trace";

export interface FactsOptions extends AskedOptions {
  json?: boolean;
}

/** `facts FILE`: what the editor would show of a whole file. */
export async function facts(path: string, options: FactsOptions, context: Context): Promise<ExitCode> {
  const { cwd, out, err } = context;
  const file = sourceFile(cwd, path);
  const analyzer = await context.analyzer();
  const settings = askedSettings(file, options, context);
  let diagnostics: ReturnType<typeof analyzer.facts>["diagnostics"];
  if (options.json) {
    const report = analyzer.facts(file, settings);
    out.write(jsonLine(report));
    diagnostics = report.diagnostics;
  } else {
    const analysis = analyzer.analyzeFile(file, settings);
    out.write(renderFacts({ analysis, cwd, source: (path) => analyzer.source(path) }, out));
    diagnostics = analysis.diagnostics;
  }
  const broken = diagnostics.find(isSyntaxError);
  if (broken) {
    err.write(`shapescope: ${placeText(broken, cwd)}: ${broken.message}\n`);
    return exit.failed;
  }
  return diagnostics.some(({ severity }) => severity === "error") ? exit.errors : exit.ok;
}
