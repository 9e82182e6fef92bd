import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import type { Program, Remark } from "./program";

/** What gives probabilities. */
const PROBABILITIES: ReadonlySet<string> = new Set(["softmax", "sigmoid"]);

/** What gives scores of any sign, or none below zero: no logarithm of a probability. */
const SCORES: ReadonlySet<string> = new Set(["linear", "conv1d", "conv2d", "conv3d", "relu", "leaky_relu", "addmm"]);

/** `binary_cross_entropy` wants probabilities; `nll_loss` and `kl_div` want logarithms of probabilities as input: probabilities or raw scores give a number, and no likelihood. */
export function* logProbabilities(program: Program): Iterable<Remark> {
  for (const step of program.steps("binary_cross_entropy")) {
    const given = kindOf(step.args.input, step, program);
    if (step.place === undefined || given === undefined || given === "probabilities") continue;
    yield {
      code: "log-probabilities",
      place: step.place,
      message: `\`binary_cross_entropy\` wants probabilities as its input, and gets ${given}: \`binary_cross_entropy_with_logits\` takes the scores as they are`,
    };
  }
  for (const step of program.steps("nll_loss", "kl_div")) {
    const { input, target, log_target } = step.args;
    const { name } = step.schema;
    const given = kindOf(input, step, program);
    if (step.place === undefined) continue;
    if (given !== undefined && given !== "logarithms")
      yield {
        code: "log-probabilities",
        place: step.place,
        message: `\`${name}\` wants logarithms of probabilities as its input, and gets ${given}: \`log_softmax\` gives what it wants`,
      };
    if (name !== "kl_div") continue;
    const wanted = kindOf(target, step, program);
    if (log_target === true ? wanted === "probabilities" : wanted === "logarithms")
      yield {
        code: "log-probabilities",
        place: step.place,
        message: `The target of \`kl_div\` is ${wanted}${wanted === "logarithms" ? " of probabilities" : ""}, and \`log_target\` says ${log_target === true ? "that it is logarithms" : "that it is probabilities"}`,
      };
  }
}

function kindOf(value: unknown, step: TraceStep, program: Program) {
  const source = value instanceof Tensor ? program.source(value, step.index) : undefined;
  if (source === undefined) return undefined;
  const { name } = source.schema;
  if (name === "log_softmax" || name === "logsigmoid") return "logarithms";
  if (PROBABILITIES.has(name)) return "probabilities";
  return SCORES.has(name) ? "raw scores" : undefined;
}
