import type { Places } from "../../facts/places";
import type { InferenceJson, PeakJson, TimelineJson, TrainingJson } from "../../report";
import { namedTensors } from "../../torch/nnmodule";
import type { TraceStep } from "../../trace/trace";
import type { Obj } from "../../values";
import type { Moment } from "./meter";
import { byLine, byModule, stepsOf } from "./shares";
import { type Instant, timelineOf } from "./timeline";
import type { Inference, Program, Spent, Training } from "./training";

/** The figures of a training step as the command line prints them. */
export function trainingJson(program: Program, training: Training, places: Places): TrainingJson {
  const { parameterBytes, bufferBytes, gradientBytes, optimizerBytes, activationBytes, temporaryBytes } = training;
  const { inputBytes, peakBytes, forwardFlops, backwardFlops } = training;
  const [spent, steps] = [training.spent(), stepsOf(program)];
  const bytes = {
    parameterBytes,
    bufferBytes,
    inputBytes,
    gradientBytes,
    optimizerBytes,
    activationBytes,
    temporaryBytes,
  };
  return {
    ...bytes,
    peakBytes,
    forwardFlops,
    backwardFlops,
    noGradient: noGradient(program, spent),
    ...course(program, training, steps, places),
    byModule: byModule(program, training, spent, steps),
    byLine: byLine(spent, steps, places),
  };
}

function noGradient({ roots }: Program, spent: Spent): string[] {
  const trained = new Set(spent.trained.map(({ tensor }) => tensor));
  const seen = new Set<Obj>();
  return roots.flatMap(({ module }) => {
    if (seen.has(module)) return [];
    seen.add(module);
    return namedTensors(module)
      .filter(({ tensor, parameter }) => parameter && tensor.requiresGrad && !trained.has(tensor))
      .map(({ name }) => name);
  });
}

/** The figures of a pass of inference. */
export function inferenceJson(program: Program, inference: Omit<Inference, "spent">, places: Places): InferenceJson {
  const { parameterBytes, bufferBytes, inputBytes, peakBytes } = inference;
  return {
    parameterBytes,
    bufferBytes,
    inputBytes,
    peakBytes,
    ...course(program, inference, stepsOf(program), places),
  };
}

/** How what is alive grows and falls, and where most is. */
function course(
  program: Program,
  { moments, peak, peakBytes }: { moments: readonly Moment[]; peak: Moment | undefined; peakBytes: number },
  steps: ReadonlyMap<number, TraceStep>,
  places: Places,
): { peak: PeakJson; timeline: TimelineJson } {
  const lasting = peakBytes - (peak?.live ?? 0);
  const instants = timelineOf(moments, lasting);
  const at = Math.max(
    0,
    instants.findIndex(({ phase, step, bytes }) => phase === peak?.phase && step === peak.step && bytes === peakBytes),
  );
  return { peak: peakJson(instants, at, steps, places), timeline: timelineJson(instants, program, steps, places) };
}

function peakJson(
  instants: readonly Instant[],
  at: number,
  steps: ReadonlyMap<number, TraceStep>,
  places: Places,
): PeakJson {
  // A sum of the outputs is no step of the program's, and takes next to nothing: what came before it does.
  const found = instants.slice(0, at + 1).findLast(({ step }) => steps.has(step));
  const { phase = "forward" } = instants[at] ?? {};
  const step = phase === "optimizer" ? undefined : steps.get(found?.step ?? -1);
  return {
    phase: phase === "optimizer" ? phase : (found?.phase ?? phase),
    op: step?.op ?? null,
    module: step?.call?.path ?? "",
    file: step?.place?.file ?? null,
    line: places.line(step?.place),
    at,
  };
}

function timelineJson(
  instants: readonly Instant[],
  { begin }: Program,
  steps: ReadonlyMap<number, TraceStep>,
  places: Places,
): TimelineJson {
  const phases: TimelineJson["phases"] = [];
  const files: TimelineJson["files"] = [];
  const lines = new Map<number, number | null>();
  const points = instants.map(({ phase, step: index, bytes }, from): TimelineJson["points"][number] => {
    if (phases.at(-1)?.phase !== phase) phases.push({ phase, from });
    const step = steps.get(index);
    const file = step?.place?.file ?? null;
    if (files.at(-1)?.file !== file) files.push({ file, from });
    if (!lines.has(index)) lines.set(index, places.line(step?.place));
    return [step === undefined ? -1 : index - begin, bytes, step?.call?.path ?? "", lines.get(index) ?? null];
  });
  return { phases, files, points };
}
