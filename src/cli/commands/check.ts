import { chosen } from "../../analysis/diagnostics/selection";
import type { DiagnosticJson } from "../../analysis/report";
import type { AskedOptions } from "../asked";
import { pythonFiles } from "../check/files";
import { type Format, formats } from "../check/formats";
import { checkFile, measured, UNREADABLE, unread } from "../check/one";
import { type Context, type ExitCode, exit, type FileCost } from "../context";
import { namedFolder, writeText } from "../input";
import { Progress } from "../progress";

export interface CheckOptions extends AskedOptions {
  format: Format;
  /** Codes that are told alone, and codes that are not. */
  select: readonly string[];
  ignore: readonly string[];
  /** A file that is written as SARIF too. */
  sarif?: string;
  /** Also what each file took, in JSON. */
  costs?: boolean;
}

/** `check PATH…`: the errors of files and folders. What cannot be read does not keep the rest from being checked, and is told. */
export async function check(paths: readonly string[], options: CheckOptions, context: Context): Promise<ExitCode> {
  const { cwd, out, err } = context;
  for (const root of options.root) namedFolder("--root", root, cwd);
  const { files, refused, skipped } = pythonFiles(paths, cwd);
  const { found, costs } = await checkAll(files, options, context);
  const everything = distinct([
    ...skipped.map(({ path, why }) => unread(path, why, cwd)),
    ...files.flatMap((file) => found.get(file) ?? []),
  ]);
  const diagnostics = chosen(everything, options);
  const passedOver = new Set(diagnostics.filter(({ code }) => code === UNREADABLE).map(({ file }) => file));
  const checked = files.filter((file) => !passedOver.has(file)).length;
  const all = [...refused.map(({ diagnostic }) => diagnostic), ...diagnostics];
  // In text, what was named in vain stands on stderr alone.
  const shown = options.format === "text" ? diagnostics : all;
  if (options.format !== "text" || shown.length > 0 || refused.length === 0 || checked > 0)
    out.write(
      formats[options.format](shown, {
        files: checked,
        unread: passedOver.size,
        cwd,
        out,
        ...(options.costs && { costs }),
      }),
    );
  if (options.sarif !== undefined)
    writeText("--sarif", options.sarif, formats.sarif(all, { files: checked, unread: 0, cwd, out }), cwd);
  for (const { message } of refused) err.write(`shapescope: ${message}\n`);
  if (checked === 0 && refused.length === 0)
    err.write(
      `shapescope: ${passedOver.size > 0 ? "nothing could be read" : "no Python files"} in ${paths.join(", ")}\n`,
    );
  if (checked === 0 || refused.length > 0) return exit.failed;
  if (diagnostics.some(({ severity }) => severity === "error")) return exit.errors;
  const given = files.filter((file) => !passedOver.has(file));
  return given.every((file) => found.get(file)?.some(({ code }) => code === "given-up")) ? exit.failed : exit.ok;
}

async function checkAll(
  files: readonly string[],
  { root, torchVersion }: CheckOptions,
  { cwd, env, err, analyzer, checkApart }: Context,
): Promise<{ found: Map<string, DiagnosticJson[]>; costs: Map<string, FileCost> }> {
  const progress = new Progress(err);
  const setup = { cwd, env: { ...env }, roots: root, ...(torchVersion !== undefined && { torch: torchVersion }) };
  const costs = new Map<string, FileCost>();
  let done = 0;
  const onDone = (file: string, cost?: FileCost) => {
    done++;
    if (cost !== undefined) costs.set(file, cost);
    progress.show(`checked ${done}/${files.length} ${file}`);
  };
  try {
    if (checkApart !== undefined) return { found: await checkApart(files, setup, onDone), costs };
    const opened = await analyzer();
    const found = new Map<string, DiagnosticJson[]>();
    for (const file of files) {
      const { diagnostics, cost } = measured(() => checkFile(opened, file, setup));
      found.set(file, diagnostics);
      onDone(file, cost);
    }
    return { found, costs };
  } finally {
    progress.clear();
  }
}

/** A file that several others import is complained of once. */
function distinct(diagnostics: readonly DiagnosticJson[]): DiagnosticJson[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ file, cell, line, column, code, message }) => {
    const key = JSON.stringify([file, cell, line, column, code, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
