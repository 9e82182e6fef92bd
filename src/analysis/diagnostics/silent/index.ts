import type { Source } from "../../../syntax/source";
import { dimJson } from "../../facts/snapshot";
import type { Run } from "../../machine/run";
import type { DiagnosticJson } from "../../report";
import { axesByView } from "./axes-by-view";
import { batchAsSequence } from "./batch-as-sequence";
import { batchNormalized } from "./batch-normalized";
import { deprecated } from "./deprecated";
import { divergenceMean } from "./divergence-mean";
import { endlessDropout } from "./endless-dropout";
import { gradientCut } from "./gradient-cut";
import { gradientsAddUp } from "./gradients-add-up";
import { halfOverflow } from "./half-overflow";
import { integerWraps } from "./integer-wraps";
import { lastSample } from "./last-sample";
import { logProbabilities } from "./log-probabilities";
import { misspeltFlag } from "./misspelt-flag";
import { modes } from "./modes";
import { normalizedTwice } from "./normalized-twice";
import { nothingLeft } from "./nothing-left";
import { pairsByAccident } from "./pairs-by-accident";
import { Program, type Remark, type Rule } from "./program";
import { randomRange } from "./random-range";
import { repeatedLayer } from "./repeated-layer";
import { schedulerFirst } from "./scheduler-first";
import { squeezedBatch } from "./squeezed-batch";
import { stepMissing } from "./step-missing";
import { totalKeepsGraphs } from "./total-keeps-graphs";
import { unregisteredLayers } from "./unregistered-layers";
import { unsafeLoad } from "./unsafe-load";
import { unstableLog } from "./unstable-log";
import { untrainedParameters } from "./untrained-parameters";
import { unusedLayer } from "./unused-layer";
import { weightsAxis } from "./weights-axis";

/** A file each. */
const RULES: readonly Rule[] = [
  normalizedTwice,
  logProbabilities,
  divergenceMean,
  gradientsAddUp,
  stepMissing,
  schedulerFirst,
  totalKeepsGraphs,
  endlessDropout,
  modes,
  unregisteredLayers,
  repeatedLayer,
  untrainedParameters,
  gradientCut,
  axesByView,
  batchAsSequence,
  batchNormalized,
  lastSample,
  pairsByAccident,
  squeezedBatch,
  unstableLog,
  halfOverflow,
  integerWraps,
  nothingLeft,
  randomRange,
  unsafeLoad,
  misspeltFlag,
  deprecated,
  weightsAxis,
  unusedLayer,
];

/** What one run shows that raises nothing and is wrong all the same, in the program's own files. */
export function silentBugs(source: Source, run: Run, base: Run): DiagnosticJson[] {
  const { trace } = run.state;
  if (trace.steps.length === 0 && trace.events.length === 0) return [];
  const program = new Program(
    run,
    run.places,
    base.state.trace.events.some(({ kind }) => kind === "optimizer"),
  );
  const { environment } = run.machine.importer;
  const isOwn = ({ place }: Remark) => place.file === source.file || !environment.isInstalled(place.file);
  return RULES.flatMap((rule) => [...rule(program)])
    .filter(isOwn)
    .map(({ code, place, message, related, fix }) => ({
      ...run.places.range(place),
      severity: "warning",
      code,
      message,
      ...(fix && {
        fix: {
          title: `Change to \`${fix.text}\``,
          ...run.places.range({ ...place, start: fix.start, end: fix.end }),
          text: fix.text,
        },
      }),
      ...(related && {
        related: related.flatMap(({ place, message, shape }) =>
          place === undefined
            ? []
            : [
                {
                  ...run.places.range(place),
                  message,
                  ...(shape && {
                    shape: shape.map((size) => dimJson(size, (one) => run.state.assumptions.simplify(one))),
                  }),
                },
              ],
        ),
      }),
    }));
}
