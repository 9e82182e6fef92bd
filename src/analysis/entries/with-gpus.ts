import type { Source } from "../../syntax/source";
import { moduleName } from "../machine/roots";
import type { Run } from "../machine/run";
import { RunState } from "../machine/run-state";
import type { DiagnosticJson } from "../report";
import type { AnalyzeOptions, Session } from "../session/session";
import { innerSession } from "../values/heap";
import { Stopped, work } from "../work";

/** A run of a file's own statements on a machine with GPUs, and how many it was given. */
export interface GpuRun {
  run: Run;
  gpus: number;
}

/**
 * Runs a file's own statements again as a machine with GPUs would, where they ask whether there are some: that is one assumption with two
 * answers, and the first run took both ways. Undefined where nothing asks, or it takes too much.
 */
export function runWithGpus(session: Session, base: Run, source: Source, options: AnalyzeOptions): GpuRun | undefined {
  const { asked } = base.state.settings;
  if (asked === undefined || work.left <= 0) return undefined;
  const gpus = asked === "count" ? 2 : 1;
  const { machine } = base;
  const run: Run = { ...base, state: new RunState(undefined, false, "", gpus) };
  const program = () => {
    run.module = machine.importer.adopt(moduleName(source, options.roots, session.host).name, source);
    run.module.globals.set("__name__", "__main__");
    return session.execute(run, source);
  };
  try {
    // What it loads is undone with the run, and forgotten.
    const stopped = work.within(work.left / 2, () =>
      machine.importer.apart(() => machine.isolated(run.state, () => innerSession(program))),
    );
    return stopped === undefined ? { run, gpus } : undefined;
  } catch (error) {
    if (error instanceof Stopped && error.reason === "work" && work.left > 0) return undefined;
    throw error;
  }
}

/** What fails only where there are GPUs: a warning that says so. */
export function onlyWithGpus(told: DiagnosticJson, gpus: number): DiagnosticJson {
  const { fix: _, ...rest } = told;
  const where = gpus === 1 ? "a GPU" : "several GPUs";
  return { ...rest, severity: "warning", code: "gpu", message: `On a machine with ${where}: ${told.message}` };
}
