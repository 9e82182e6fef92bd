import type { Failure } from "./failure";

/**
 * What the analysis returns: plain data, ready for JSON, for a message between processes, or for a test.
 * The command line prints `Report`; the editor reads `FileAnalysis`.
 */

/** A size: a number, or a formula in the program's names (`"2*B"`, `"H//2"`). */
export type DimJson = number | string;

/** A tensor; a list or tuple; a dict; anything else by its repr. An unknown tells its reason. */
export type ShapeJson =
  | { shape: DimJson[]; dtype: string }
  | ShapeJson[]
  | { py: string }
  | { unknown: string }
  | { [key: string]: ShapeJson };

/** A stretch of a file. Lines and columns count from 1; the end is exclusive. */
export interface SpanJson {
  file: string;
  /** In a notebook: the cell, counted from 1 among all its cells. The lines are then lines of that cell. */
  cell?: number;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface DiagnosticJson extends SpanJson {
  severity: "error" | "warning" | "information" | "hint";
  /** A row of `diagnostics/codes.ts`: `matmul-sizes`, `flops-audit`. */
  code: string;
  message: string;
  related?: RelatedJson[];
  /** What an exception is about: its kind with the values that it speaks of. */
  failure?: Failure;
  /** Found in a run in symbols, without a call: it is raised, or warned of, for every size. */
  symbolic?: true;
  /** The one edit after which the error is gone, where there is such a one. */
  fix?: FixJson;
}

/** Another place that a diagnostic speaks of. */
export interface RelatedJson extends SpanJson {
  message: string;
  /** The user's code calls what fails from here. */
  call?: true;
  /** The shape of the operand that comes from here. */
  shape?: DimJson[];
}

/** A replacement of text. */
export interface FixJson extends SpanJson {
  /** What a person picks: "Change `in_features` to 27648". */
  title: string;
  text: string;
}

export interface ModuleJson {
  path: string;
  class: string;
  output: ShapeJson;
  params: DimJson;
  macs: DimJson;
}

export interface StepJson {
  op: string;
  file: string | null;
  line: number | null;
  module: string;
  inputs: ShapeJson[];
  output: ShapeJson;
  macs: DimJson;
  flops: DimJson;
  /** Bytes moved; a view moves none. */
  bytesRead?: DimJson;
  bytesWritten?: DimJson;
}

export interface FactJson {
  file: string;
  line: number;
  endLine: number;
  name: string;
  values: ShapeJson[];
}

export interface Totals {
  params: DimJson;
  buffers: DimJson;
  macs: DimJson;
  flops: DimJson;
  /** Bytes of all step outputs together. */
  activationBytes: DimJson;
  /** Most bytes alive at one time: parameters, buffers, inputs and activations until their last use. */
  peakBytes: DimJson;
}

/** The tools in whose conventions a total can be shown. */
export const conventionNames = ["torchvision", "fvcore", "flop_counter", "thop", "ptflops"] as const;

export type ConventionName = (typeof conventionNames)[number];

/** The cost as another tool counts it. */
export interface ConventionJson {
  unit: "MACs" | "FLOPs";
  /** What the tool counts. */
  about: string;
  total: DimJson;
  /** Operators that do arithmetic and that the tool does not see. */
  leftOut: { op: string; count: number }[];
}

/** By the tool's name: `fvcore`, `thop`. */
export type ConventionsJson = Record<ConventionName, ConventionJson>;

/** `trace --train`: the second of two steps of training. */
export interface TrainingJson {
  parameterBytes: number;
  bufferBytes: number;
  inputBytes: number;
  /** Gradients of all parameters together. */
  gradientBytes: number;
  /** The optimizer's state alone. */
  optimizerBytes: number;
  /** What the forward pass leaves for the backward pass. */
  activationBytes: number;
  /** Of the peak: what is none of the others. */
  temporaryBytes: number;
  peakBytes: number;
  forwardFlops: number;
  backwardFlops: number;
  /** With `--devices`: the peak of each of them, by the way to share. */
  perDevice?: { strategy: string; peakBytes: number; source: string }[];
  /** Of a training loop of the program's own: the classes of its optimizers. */
  optimizers?: string[];
  /** Parameters that require a gradient and to which none comes: nothing that the loss is made of uses them. */
  noGradient: string[];
  peak: PeakJson;
  timeline: TimelineJson;
  /** Inner modules included, in the order of their calls; "" is all of the step. */
  byModule: ModuleMemoryJson[];
  /** By the line that makes it, the most of the peak first. */
  byLine: LineMemoryJson[];
}

/** `trace`: a pass of inference. */
export interface InferenceJson {
  parameterBytes: number;
  bufferBytes: number;
  inputBytes: number;
  peakBytes: number;
  peak: PeakJson;
  timeline: TimelineJson;
}

/** What a module, or a line, takes of a step of training. */
export interface MemoryShareJson {
  readonly parameterBytes: number;
  readonly bufferBytes: number;
  readonly gradientBytes: number;
  readonly optimizerBytes: number;
  /** What the forward pass leaves for the backward pass. */
  readonly activationBytes: number;
  /** Of the peak: what the backward pass and the optimizer have made that is no parameter's gradient. */
  readonly temporaryBytes: number;
  /** Of the peak, all that it accounts for. */
  readonly peakBytes: number;
  readonly forwardFlops: number;
  readonly backwardFlops: number;
}

export interface ModuleMemoryJson extends MemoryShareJson {
  path: string;
  class: string;
}

export interface LineMemoryJson
  extends Omit<MemoryShareJson, "parameterBytes" | "bufferBytes" | "gradientBytes" | "optimizerBytes"> {
  file: string;
  line: number;
}

type PhaseName = "forward" | "backward" | "optimizer";

/** The moment at which most is alive: what allocates then, or did last where that is no step of the program's. */
export interface PeakJson {
  phase: PhaseName;
  /** The operator, or the one whose derivative it is; null outside of any. */
  op: string | null;
  module: string;
  file: string | null;
  line: number | null;
  /** Which point of the timeline it is. */
  at: number;
}

/** Bytes that are alive at most during each step, derivatives behind the forward pass, and the optimizer's step last. */
export interface TimelineJson {
  /** Where each phase begins among the points. */
  phases: { phase: PhaseName; from: number }[];
  /** In which file the lines are, from each point on. */
  files: { file: string | null; from: number }[];
  /** The step's number among those of the pass, -1 outside of any; bytes; module; line. */
  points: [step: number, bytes: number, module: string, line: number | null][];
}

/** `fit --json` */
export interface FitJson {
  fits: boolean;
  peakBytes: number;
  deviceBytes: number;
  /** The batch of the call: the first axis of its inputs. */
  batch: number;
  /** The first axis of the call's inputs at most; Infinity is none. */
  largestBatch: number;
  /** Figures over the batch `B`, `a*B + b`; absent where they are no straight line. */
  formulas?: { peakBytes: string; activationBytes?: string };
  /** What helps, the most first. */
  help: { change: string; peakBytes: number; largestBatch: number }[];
  /** Between which times a step lies. */
  seconds?: TimeJson;
  peak: PeakJson;
  timeline: TimelineJson;
}

/** Whether a training loop of the program's own fits: how large its batches may be is not told. */
export type OwnFitJson = Pick<FitJson, "fits" | "peakBytes" | "deviceBytes" | "peak" | "timeline">;

/** Seconds between which something lies, and what that takes for granted. */
export interface TimeJson {
  low: number;
  high: number;
  assumptions: readonly string[];
}

/** Memory of one way in which a class or function was run, used and trained. */
export interface FootprintJson {
  /** The first axis of the inputs. */
  batch: number | null;
  inference: InferenceJson;
  training: TrainingJson;
  /** The training loop of the script that has the call. */
  own?: TrainingJson;
  /** On the device that is asked about. */
  fit?: { inference: FitJson; training: FitJson };
}

/** `trace --json` and `facts --json`. */
export interface Report extends Totals {
  output?: ShapeJson;
  modules: ModuleJson[];
  steps: StepJson[];
  facts: FactJson[];
  requirements: string[];
  uncounted: { op: string; count: number }[];
  /** `trace` alone. */
  conventions?: ConventionsJson;
  /** `trace` alone: memory of the pass, where sizes are numbers. */
  inference?: InferenceJson;
  diagnostics: DiagnosticJson[];
  /** Why this is part of an answer, as in `FileAnalysis`. */
  partial?: string;
}

/** Everything that the editor shows of one file. Offsets are UTF-16 code units into its text. */
export interface FileAnalysis {
  file: string;
  /** Ways in which the file's classes and functions were run, best first for each. */
  entries: EntryAnalysis[];
  /** Classes derived from nn.Module and functions on tensors that the file defines, with the entries that run them. */
  subjects: Subject[];
  /** Every function of the file, in the order of the text. */
  functions: FunctionSpan[];
  diagnostics: DiagnosticJson[];
  /** Why this is part of an answer: what was given up, and where. Absent where the analysis came to its end. */
  partial?: string;
  /** Calls in other files were not all looked at: another analysis finds more. */
  more?: true;
  /** Milliseconds that the analysis took. */
  ms: number;
}

/** A function's definition, from the first character of its header's line, by offsets. */
export interface FunctionSpan {
  name: string;
  nameStart: number;
  lineStart: number;
  end: number;
}

/** A module class (or a function with tensor arguments): what a code lens stands above. */
export interface Subject {
  name: string;
  kind: "class" | "function";
  /** Offsets of the name in its definition. */
  start: number;
  end: number;
  /** Offset of its definition, decorators included: an example call stands in a comment above. */
  head: number;
  /** Offset at which its definition ends. */
  tail: number;
  /** The class's `forward`: offsets of its name. */
  forward?: { start: number; end: number };
  /** Indices into `FileAnalysis.entries`; the first is shown where the user picked none. */
  entries: number[];
  /** Comparison of a hand-written `flops()` with the derived cost. */
  audits: FlopsAudit[];
  /** Set where there are no entries: why it could not be followed without a call. */
  unfollowed?: Unfollowed;
}

/** What a run without a call came to, and where. */
export interface Unfollowed {
  /** The exception, or a clause: "nothing tells what `x` is". */
  reason: string;
  /** The reason is an exception. */
  raised?: true;
  /** No call of it would help. */
  uncallable?: true;
  file: string;
  line: number;
  /** An example call to begin with: Python whose sizes are placeholders. */
  example?: string;
}

/** One analysed run of a class or function. */
export interface EntryAnalysis {
  /** Stable while the text of the call stays: `WindowAttention(96, (7, 7), 3)(torch.empty(64, 49, 96))`. */
  id: string;
  /** What a person sees: the call, or `symbolic`, with the assumptions made. */
  label: string;
  kind: "given" | "example" | "call" | "annotated" | "symbolic";
  /** Values assumed for the run: `receptive_field = 3`, `temporal = True`. */
  assumed: string[];
  /** The rank of an input is one of several that the program takes. */
  guessed?: true;
  subject: string;
  inputs: { name: string; value: ShapeJson }[];
  output: ShapeJson;
  totals: Totals;
  requirements: string[];
  uncounted: { op: string; count: number }[];
  /** Names bound to tensors, at the places where they are bound. */
  bindings: Binding[];
  /** Expressions that gave tensors (or unknowns), inner and outer. Sorted by start, then by falling end. */
  expressions: ExpressionFact[];
  /** Layers that are built in this file and called in the forward pass, in the order of the text. */
  layers?: LayerFact[];
  /** Module calls as a tree: the forward pass. Absent where nothing ran. */
  calls: CallNode[];
  /** Costs by line of this file. */
  lines: { line: number; macs: DimJson; flops: DimJson; share: number }[];
  /** True where every size is a number and no unknown stands between input and output: it can be executed. */
  runnable: boolean;
  /** Why not, where it can't. */
  notRunnable?: string;
  /** Where each symbol comes from: `B_` is dimension 0 of `x`, `dim` a constructor parameter. */
  symbols: { name: string; origin: string; line?: number }[];
}

export interface Binding {
  name: string;
  start: number;
  end: number;
  /** End of the whole statement. */
  statementEnd: number;
  values: ShapeJson[];
  /** A parameter of a function rather than an assignment. */
  parameter: boolean;
}

/** What a module gives that is built at a place: `nn.Linear(4, 8)`. */
export interface LayerFact {
  /** Offsets of the call that builds it. */
  start: number;
  end: number;
  class: string;
  /** What its calls gave; several modules may be built there. */
  values: ShapeJson[];
  /** Every call gave the shape that it was given, and it has no parameters: an activation, dropout. */
  keeps: boolean;
}

export interface ExpressionFact {
  start: number;
  end: number;
  values: ShapeJson[];
  /** Operators that this very expression called: `matmul`, `linear`. */
  ops: { op: string; macs: DimJson; flops: DimJson; bytes: DimJson; count: number }[];
  /** Class of the module that was called here, with its path. */
  module?: { class: string; path: string; params: DimJson };
  unknown?: { reason: string; file?: string; line?: number };
}

/** A module call and what happened inside, in order: inner calls and operator steps. */
export interface CallNode {
  path: string;
  class: string;
  file: string | null;
  line: number | null;
  inputs: ShapeJson[];
  output: ShapeJson;
  params: DimJson;
  macs: DimJson;
  flops: DimJson;
  children: (CallNode | StepNode)[];
}

export interface StepNode extends StepJson {
  /** Index of the step in the trace (and in the runtime's plan). */
  index: number;
  /** Offsets of the expression in its file. */
  start: number | null;
  end: number | null;
}

export interface FlopsAudit {
  method: string;
  start: number;
  end: number;
  /** The arguments that it was evaluated with: `N=49, T=1, temporal=False`. */
  arguments: string;
  /** What it returned, and the derived MACs for the same input. */
  stated: DimJson | null;
  derived: DimJson;
  /** Derived terms with the operator and line that they come from, and whether the hand-written formula has them. */
  terms: { formula: DimJson; op: string; line: number | null; stated: boolean }[];
  /** Terms of the hand-written formula that nothing derived matches. */
  extra: DimJson[];
  /** One sentence: "equal", "states half of it: MACs counted as FLOPs", "lacks qkv (…) and proj (…)". */
  verdict: string;
}
