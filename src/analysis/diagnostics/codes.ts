import type { FailureKind } from "../failure";
import type { DiagnosticJson } from "../report";

/** A kind of diagnostic: each has a page of this name in `docs/diagnostics`. */
export interface CodeRow {
  severity: DiagnosticJson["severity"];
  /** One line, without a stop. */
  summary: string;
  /** Where it is told: in a file, or of a command that could not do its work. */
  of: "file" | "command";
}

const error = (summary: string): CodeRow => ({ severity: "error", summary, of: "file" });
const warning = (summary: string): CodeRow => ({ severity: "warning", summary, of: "file" });
const command = (summary: string): CodeRow => ({ severity: "error", summary, of: "command" });

/** What PyTorch or Python raises or warns of: a code for each kind of failure. */
const failureCodes = {
  "matmul-sizes": error("The inner sizes of a matrix product differ"),
  broadcast: error("Shapes do not broadcast: two sizes are neither equal nor 1"),
  "shape-mismatch": error("Sizes that must be equal differ"),
  "join-sizes": error("Tensors that are joined differ in a dimension along which they are not"),
  channels: error("A layer is made for other channels or features than it gets"),
  target: error("A loss's target does not have the shape that goes with the input"),
  divisible: error("A size is not divisible by another one"),
  reshape: error("The elements do not fill the new shape"),
  view: error("The strides do not allow a view of this shape"),
  window: error("A window or padding is larger than what it goes over"),
  empty: error("There are too few elements"),
  rank: error("A tensor has too few or too many dimensions"),
  dimension: error("A dimension's number is out of range"),
  "implicit-dim": warning("A softmax does not say along which dimension it goes"),
  permutation: error("A list of dimensions does not name each of them once"),
  dtype: error("A tensor's elements are of the wrong type"),
  device: error("Tensors lie on several devices, or one lies where it can't be used so"),
  scalar: error("A tensor of several elements stands where one number is wanted"),
  gradient: error("A gradient is asked of what has none, or a value of what needs one"),
  pattern: error("An einsum equation or an einops pattern does not fit"),
  module: error("A module's attribute is not what nn.Module wants"),
  argument: error("A function does not take these arguments"),
  abstract: error("An abstract class can't be instantiated"),
  attribute: error("An object has no attribute of this name"),
  name: error("A name is not defined"),
  import: error("A module has no such name, or does not exist"),
  key: error("A mapping has no such key"),
  index: error("An index is out of range"),
  unpack: error("There are more or fewer values than names to unpack them into"),
  type: error("An object can't be used like this"),
  value: error("A function does not take this value"),
  "zero-division": error("A number is divided by zero"),
  overflow: error("A number is too large"),
  "not-implemented": error("A method is not implemented"),
  runtime: error("Python or PyTorch raises an exception"),
  raised: error("The program's own raise or assert is reached"),
  requirement: error("A call does not meet what the class needs of its callers"),
} satisfies Record<FailureKind, CodeRow>;

/** What goes wrong and raises nothing: a rule of `silent` for each. */
const silentBugCodes = {
  "normalized-twice": warning("A softmax or sigmoid stands before a loss that applies one itself"),
  "log-probabilities": warning("A loss gets probabilities where it wants their logarithms, or the other way"),
  "divergence-mean": warning("The mean of a divergence is taken over the classes too"),
  "gradients-add-up": warning("No gradient is set to zero between two steps of an optimizer"),
  "step-missing": warning("Gradients are computed that no step of the optimizer takes"),
  "scheduler-first": warning("A scheduler steps before its optimizer"),
  "total-keeps-graphs": warning("A sum over a loop keeps the graph of every loss"),
  "endless-dropout": warning("A functional dropout is not told whether the module trains"),
  "trains-in-eval": warning("A model is trained while it is in eval()"),
  "evaluates-in-training": warning("A model is evaluated while it is in train()"),
  "unregistered-layers": warning("Layers are held in a plain list or dict, where no optimizer finds their weights"),
  "unused-layer": warning("A layer is made, given to an optimizer and never used"),
  "repeated-layer": warning("A list holds one layer several times"),
  "untrained-parameters": warning("Parameters get gradients that no optimizer takes"),
  "gradient-cut": warning("Parameters of an optimizer get no gradient from any loss"),
  "pairs-by-accident": warning("A column and a row are broadcast to a table of which one number is made"),
  "axes-by-view": warning("A view gives the sizes of a permutation and moves no element"),
  "batch-normalized": warning("A softmax goes over the samples of a batch, or not over the features"),
  "weights-axis": warning("Weights sum to one along another dimension than they are multiplied along"),
  "batch-as-sequence": warning("A batch goes into a layer that takes steps first"),
  "last-sample": warning("The last sample is taken for the last step"),
  "squeezed-batch": warning("squeeze() takes a batch of one away"),
  "unstable-log": warning("A logarithm is taken of what has lost its small values"),
  "half-overflow": warning("A number does not fit float16"),
  "integer-wraps": warning("A number does not fit a small integer type"),
  "nothing-left": warning("Nothing is left to divide by, or to normalise"),
  "random-range": warning("Random indices go beyond what they point into"),
  "unsafe-load": warning("A file may run code when it is loaded"),
  "misspelt-flag": warning("An attribute is nearly requires_grad, and nothing reads it"),
  deprecated: warning("PyTorch advises against a function"),
} satisfies Record<string, CodeRow>;

/** Every code of a diagnostic, by its name. */
export const codes = {
  ...failureCodes,
  syntax: error("The text does not parse"),
  annotation: warning("A tensor contradicts its jaxtyping annotation"),
  "flops-audit": warning("A hand-written cost differs from the one that follows from forward"),
  "shape-comment": { severity: "hint", summary: "A comment gives another shape than the tensor has", of: "file" },
  gpu: warning("The program fails where there is a GPU"),
  "left-behind": warning("A module makes a tensor on the CPU that would meet others on its device"),
  "unused-result": warning("The result of a tensor's method is thrown away, and the tensor stays as it is"),
  ...silentBugCodes,
  "example-call": error("An example call in a comment does not parse"),
  revealed: { severity: "information", summary: "The shape that reveal_shape was asked for", of: "file" },
  "unused-ignore": { severity: "hint", summary: "A comment ignores a diagnostic that is not there", of: "file" },
  incomplete: { severity: "information", summary: "The analysis did not come to its end", of: "file" },
  "given-up": { severity: "information", summary: "The analysis of the file was ended", of: "file" },
  usage: command("A command was called in a way that it does not know"),
  call: command("The expression given to --call does not parse"),
  explain: command("There is nothing to explain at the place"),
  "missing-file": command("A file can't be read"),
  "unreadable-file": command("A file can't be read, or is not what it should be"),
  "unwritable-file": command("A file can't be written"),
  "not-runnable": command("What was found can't be executed"),
  "run-failed": command("The execution failed"),
  internal: command("ShapeScope itself failed"),
} satisfies Record<string, CodeRow>;

export type Code = keyof typeof codes;

export const silentCodes = Object.keys(silentBugCodes) as (keyof typeof silentBugCodes)[];

const PAGES = "https://github.com/shapescope/shapescope/blob/main/docs/diagnostics";

/** The page of a code: what it means, with an example. */
export function helpUrl(code: string): string | undefined {
  return isCode(code) ? `${PAGES}/${code}.md` : undefined;
}

/** The code of a failure: its kind. */
export function codeOf(kind: FailureKind): Code {
  return kind;
}

export function isCode(name: string): name is Code {
  return Object.hasOwn(codes, name);
}
