import type { Run } from "../machine/run";
import type { EntryAnalysis } from "../report";
import { Tensor } from "../tensor/tensor";
import type { ModuleCall } from "../trace/trace";
import type { Value } from "../values";
import type { Asked } from "./execution";

/** What is run on numbers: of which file, and what there; or why nothing is. */
export interface Runnable {
  file?: string;
  asked?: Asked;
  notRunnable?: string;
}

/** Why an entry can't be run on numbers; undefined where it can. Sizes that its numbers decide are no reason. */
export function whyNotRunnable(run: Run, root: ModuleCall | undefined, output: Value | undefined): string | undefined {
  if (output === undefined) return "the forward pass fails";
  if (run.state.policy !== undefined) return "a size is not a number";
  for (const value of root?.named.values() ?? [])
    if (value instanceof Tensor && value.shape.some((size) => typeof size !== "number"))
      return "a size is not a number";
  return undefined;
}

/** How an entry is run on numbers. */
export function runnable(
  { run, root, output }: { run: Run; root: ModuleCall | undefined; output: Value | undefined },
  file: string,
  id: string,
  entries: readonly EntryAnalysis[],
): Runnable {
  if (run.state.policy !== undefined)
    return { notRunnable: "its sizes are symbolic: an example call gives it numbers" };
  const why = whyNotRunnable(run, root, output);
  if (why !== undefined) return { notRunnable: why };
  const kind = entries.find((entry) => entry.id === id)?.kind;
  if (kind === "example" || kind === "given") return { file, asked: { call: id } };
  const number = root === undefined ? -1 : run.state.trace.roots.indexOf(root);
  if (number < 0) return { notRunnable: "it is called inside of another module" };
  return { file: root!.place?.file ?? file, asked: { root: number } };
}
