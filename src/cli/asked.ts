import type { AnalyzeOptions } from "../analysis/session/session";
import { ASKED_WORK, type Context } from "./context";
import { importRoots } from "./roots";

/** Options that all commands have that analyse a file. */
export interface AskedOptions {
  root: string[];
  /** The version of PyTorch whose rules and words hold, in place of that of the environment. */
  torchVersion?: string;
}

/** How a file is analysed that somebody asks for. */
export function askedSettings(
  file: string,
  { root, torchVersion }: AskedOptions,
  context: Pick<Context, "cwd" | "env">,
): AnalyzeOptions {
  return {
    roots: importRoots(file, root, context),
    work: ASKED_WORK,
    ...(torchVersion !== undefined && { torch: torchVersion }),
  };
}
