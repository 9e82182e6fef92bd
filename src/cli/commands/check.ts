import type { DiagnosticJson } from "../../analysis/report";
import { pythonFiles } from "../check/files";
import { type Format, formats } from "../check/formats";
import { checkFile } from "../check/one";
import { type Context, type ExitCode, exit } from "../context";
import { Failure } from "../failure";
import { jsonLine } from "../render/json";
import { Progress } from "./run";

export interface CheckOptions {
  format: Format;
  root: string[];
}

/** `check PATH…`: the errors of files and folders. */
export async function check(paths: readonly string[], options: CheckOptions, context: Context): Promise<ExitCode> {
  const { cwd, out, err } = context;
  let files: string[];
  try {
    files = pythonFiles(paths, cwd);
  } catch (thrown) {
    if (thrown instanceof Failure && options.format === "json")
      out.write(jsonLine({ files: 0, diagnostics: [thrown.diagnostic] }));
    throw thrown;
  }
  const found = await checkAll(files, options, context);
  const diagnostics = distinct(files.flatMap((file) => found.get(file) ?? []));
  out.write(formats[options.format](diagnostics, { files: files.length, cwd, out }));
  if (files.length === 0) {
    err.write(`shapescope: no Python files in ${paths.join(", ")}\n`);
    return exit.failed;
  }
  if (diagnostics.some(({ severity }) => severity === "error")) return exit.errors;
  return files.every((file) => found.get(file)?.some(({ code }) => code === "given-up")) ? exit.failed : exit.ok;
}

async function checkAll(
  files: readonly string[],
  { root }: CheckOptions,
  { cwd, env, err, analyzer, apart }: Context,
): Promise<Map<string, DiagnosticJson[]>> {
  const progress = new Progress(err);
  const setup = { cwd, env: { ...env }, roots: root };
  let done = 0;
  const onDone = (file: string) => {
    done++;
    progress.show(`checked ${done}/${files.length} ${file}`);
  };
  try {
    if (apart !== undefined) return await apart.check(files, setup, onDone);
    const opened = await analyzer();
    return new Map(
      files.map((file) => {
        const diagnostics = checkFile(opened, file, setup);
        onDone(file);
        return [file, diagnostics];
      }),
    );
  } finally {
    progress.clear();
  }
}

/** A file that several others import is complained of once. */
function distinct(diagnostics: readonly DiagnosticJson[]): DiagnosticJson[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ file, line, column, code, message }) => {
    const key = JSON.stringify([file, line, column, code, message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
