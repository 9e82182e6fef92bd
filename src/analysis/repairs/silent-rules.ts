import { movedAxes } from "./axis-edits";
import * as edits from "./edits";
import type { Rule } from "./rules";
import * as silent from "./silent-edits";
import type { Site } from "./site";
import * as statements from "./statement-edits";

const suffixes = (...list: readonly string[]) => ({ edits: (site: Site) => edits.behind(site, ...list) });

/** From the codes of what raises nothing to the edits that are tried for it. */
export const silentRules: readonly Rule[] = [
  { codes: ["left-behind"], tries: [{ edits: edits.deviceOfInput }, { edits: edits.movedToInput }] },
  { codes: ["pairs-by-accident"], tries: [suffixes(".squeeze(1)", ".squeeze(-1)")] },
  { codes: ["total-keeps-graphs"], tries: [{ edits: silent.ofNumbers }] },
  { codes: ["gradients-add-up"], tries: [{ edits: silent.zeroBehindStep }] },
  { codes: ["unregistered-layers"], tries: [{ edits: silent.asModules }, { edits: edits.asParameter }] },
  { codes: ["repeated-layer"], tries: [{ edits: silent.eachItsOwn }] },
  { codes: ["deprecated"], tries: [{ edits: silent.replacement }] },
  { codes: ["scheduler-first"], tries: [{ edits: statements.schedulerLast }] },
  { codes: ["step-missing"], tries: [{ edits: statements.stepBehind }, { edits: statements.zeroFirst }] },
  { codes: ["evaluates-in-training"], tries: [{ edits: statements.evalBefore }] },
  { codes: ["trains-in-eval"], tries: [{ edits: statements.trainBefore }] },
  { codes: ["misspelt-flag"], tries: [{ edits: statements.spelt }] },
  { codes: ["axes-by-view"], tries: [{ edits: movedAxes }] },
  { codes: ["half-overflow"], tries: [{ edits: silent.largestOfType }] },
  { codes: ["nothing-left"], tries: [{ edits: silent.keptAbove }, { edits: silent.uncorrected }] },
  { codes: ["unsafe-load"], tries: [{ edits: silent.weightsOnly }] },
  { codes: ["unstable-log"], tries: [{ edits: silent.exactLog }] },
  { codes: ["last-sample"], tries: [{ edits: silent.ofEverySample }] },
  { codes: ["batch-as-sequence"], tries: [{ edits: silent.batchFirst }] },
  { codes: ["normalized-twice"], tries: [{ edits: silent.unnormalized }] },
  { codes: ["log-probabilities"], tries: [{ edits: silent.logarithmic }] },
  { codes: ["endless-dropout"], tries: [{ edits: silent.whileTraining }] },
  { codes: ["divergence-mean"], tries: [{ edits: silent.batchMean }] },
  { codes: ["batch-normalized", "weights-axis"], tries: [{ edits: silent.otherSoftmax }] },
];
