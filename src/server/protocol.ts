/**
 * What the editor asks of the language server beyond LSP, as plain data. Extension, server and panels share these types;
 * nothing here imports a protocol library, so that a web page can read it too.
 */
import type { CallForm, FilledCall, FormValues } from "../analysis/entries/filled-call";
import type { ExplanationStep } from "../analysis/explain/explanation";
import type { CallNode, DimJson, FlopsAudit, FootprintJson, ShapeJson, Totals } from "../analysis/report";
import type { TrainingNames } from "../features/memoryTexts";
import type { ModuleFormat } from "../features/moduleText";
import type { RowOrder } from "../features/moduleTree";
import type { RunStep } from "../features/runText";

export type { FormArgument, FormValues, InputKind } from "../analysis/entries/filled-call";
export type { ModuleFormat } from "../features/moduleText";
export type { RowOrder } from "../features/moduleTree";

/** Methods that the client calls on the server. */
export const requests = {
  /** `EntriesParams` → `SubjectEntries[]` */
  entries: "shapescope/entries",
  /** `EntryParams` → `ForwardResult` */
  forward: "shapescope/forward",
  /** `ExplainParams` → `ExplainResult`: why a place has its shape. */
  explain: "shapescope/explain",
  /** `RunParams` → `RunResult`; reports with `runUpdate`, ends early when the request is cancelled. */
  run: "shapescope/run",
  /** `LookParams` → `LookResult`, null where the run is no longer kept. */
  look: "shapescope/look",
  /** `ForgetParams` → null */
  forget: "shapescope/forget",
  /** `EntryParams` → `MemoryResult`: memory of an entry, used and trained; takes the time of a few analyses. */
  memory: "shapescope/memory",
  /** null → `DeviceChoice[]` */
  devices: "shapescope/devices",
  /** `PickParams` → null: the entry that lenses, hovers and hints show from now on. */
  pick: "shapescope/pick",
  /** `EntriesParams` → `LineCost[]` */
  lineCosts: "shapescope/lineCosts",
  /** `ExampleParams` → `DocumentEdits | null`: an example call above a class or function that could not be followed. */
  example: "shapescope/example",
  /** `ModulesParams` → `ModulesResult | null`: the modules of a forward pass. */
  modules: "shapescope/modules",
  /** `ModulesTextParams` → `string | null`: the same as text. */
  modulesText: "shapescope/modulesText",
  /** `FormParams` → `FormResult | null`: what must be known to call a class or function with numbers. */
  form: "shapescope/form",
  /** `FillParams` → `FillResult | null`: the call that was filled in, and what comes of it on shapes. */
  fill: "shapescope/fill",
  /** `GiveParams` → `GiveResult`: from now on the call is an entry of its subject, and the one that is shown. */
  give: "shapescope/give",
  /** `ShapeCommentsParams` → `DocumentEdits | null` */
  shapeComments: "shapescope/shapeComments",
} as const;

/** Notifications of the server. */
export const notifications = {
  /** `AnalysisStatus`: an analysis began, or its answer is there. */
  status: "shapescope/status",
  /** `RunUpdate` */
  runUpdate: "shapescope/runUpdate",
} as const;

/** Commands that code lenses carry; a client with views of its own registers them, for others the server answers in text. Arguments: `LensArguments`. */
export const commands = {
  forward: "shapescope.forward",
  run: "shapescope.run",
  pickEntry: "shapescope.pickEntry",
  addExample: "shapescope.addExample",
  /** Its argument: `ExplainParams`; without it, the selection is explained. */
  explain: "shapescope.explain",
  pickDevice: "shapescope.pickDevice",
  shapeComments: "shapescope.shapeComments",
  /** Of the server alone, `EntryParams`: memory of an entry. */
  memory: "shapescope.memory",
  /** Of the server alone, `EntriesParams`: the lines that cost most. */
  lineCosts: "shapescope.lineCosts",
  explorerOrder: "shapescope.explorer.order",
  explorerFilter: "shapescope.explorer.filter",
  explorerCopy: "shapescope.explorer.copy",
  explorerGo: "shapescope.explorer.go",
  openExample: "shapescope.openExample",
  toggleInlayHints: "shapescope.toggleInlayHints",
  restart: "shapescope.restart",
  showLog: "shapescope.showLog",
} as const;

/** What the client says of itself, beside the settings, as initialization options. */
export interface ClientOptions {
  /** It has the command `explain`, which hovers may link to. */
  explainCommand?: boolean;
  /** It has commands, panels and a tree for what lenses lead to, and shows diagnostics that it is sent: the server offers no other way to them. */
  ownViews?: boolean;
  /** Words of lenses in the editor's language, by the English ones: VS Code's `l10n.bundle`. */
  words?: Readonly<Record<string, string>>;
  /** It shows what a command answers; without it the server has the editor show it as a message. */
  showsAnswers?: boolean;
}

/** The one argument of `forward`, `run`, `pickEntry` and `addExample`; without it the commands ask by the cursor's place. */
export interface LensArguments {
  uri: string;
  subject: string;
  /** Absent: the entry that is shown. */
  entryId?: string;
}

export interface EntriesParams {
  uri: string;
}

export interface ExampleParams {
  uri: string;
  subject: string;
  /** The call that is written; without it, the one that was given, else one with likely sizes. */
  call?: string;
}

export interface ModulesParams extends EntryParams {
  order?: RowOrder;
  /** Rows with this text alone, and those around them. */
  filter?: string;
}

export interface ModulesTextParams extends ModulesParams {
  format: ModuleFormat;
}

export interface ModulesResult {
  subject: string;
  entry: EntrySummary;
  /** Absent where the filter leaves nothing, or no module is called. */
  root?: ModuleLine;
}

/** A row with its numbers as text. */
export interface ModuleLine {
  name: string;
  class: string;
  input: string;
  output: string;
  params: string;
  /** `145 M MACs` */
  cost: string;
  bytes: string;
  share: string;
  place?: { file: string; line: number };
  children: ModuleLine[];
}

export interface FormParams {
  uri: string;
  subject: string;
}

export interface FormResult {
  form: CallForm;
  /** Calls of the subject that have numbers already. */
  others: EntrySummary[];
}

export interface FillParams extends FormParams {
  values: FormValues;
}

export interface FillResult extends FilledCall {
  /** Names of the sizes that the call is made of. */
  shown: string[];
  /** Shape of the result. */
  output?: string;
  /** PyTorch's or Python's exception, and the line of the document where it was raised, from 1. */
  failed?: string;
  line?: number;
}

export interface GiveParams extends FormParams {
  call: string;
}

/** The entry that the call is now, or why it is none. */
export interface GiveResult {
  entryId?: string;
  failed?: string;
}

/** The function around a place, line and character from 0. */
export interface ShapeCommentsParams {
  uri: string;
  position: { line: number; character: number };
}

/** Edits for the editor to apply, all at once; places from 0 in the version that they were made for. */
export interface DocumentEdits {
  version: number;
  edits: {
    range: { start: { line: number; character: number }; end: { line: number; character: number } };
    newText: string;
  }[];
}

/** A subject alone means the entry that is shown for it; neither means the file's first. */
export interface EntryParams {
  uri: string;
  subject?: string;
  entryId?: string;
}

/** A range of the text, empty for a place: lines and characters from 0. */
export interface ExplainParams {
  uri: string;
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
  /** Absent: the entry that speaks for the place. */
  entryId?: string;
}

/** The chain from the input to a value. Lines and columns of its steps count from 1; steps in the document itself name `file`. */
export interface ExplainResult {
  file: string;
  /** Why there is no chain, in plain words. */
  nothing?: string;
  /** Source text of what is explained, and its shape; `not known` where there is none. */
  text: string;
  shape: string;
  /** Label of the entry that it is seen in. */
  entry: string;
  steps: ExplainedStep[];
}

/** A step with its shapes as text: `(4, 32, 7, 7) → (4, 1568)`. */
export type ExplainedStep = ExplanationStep & { shapes: string };

/** Memory of an entry, or why it is not known, in words that go on from the subject's name. */
export interface MemoryResult {
  names: TrainingNames;
  footprint?: FootprintJson;
  reason?: string;
}

/** A device that programs run on. */
export interface DeviceChoice {
  name: string;
  /** Its memory and its rates, in words. */
  description: string;
  /** It is the one that is chosen. */
  chosen: boolean;
}

export interface PickParams {
  uri: string;
  subject: string;
  entryId: string;
}

export interface RunParams extends EntryParams {
  /** Chosen by the client; every `RunUpdate` of the run carries it. */
  token: string;
  /** Default: the setting `shapescope.run.seed`. */
  seed?: number;
  /** Default: the setting `shapescope.run.backend`. */
  backend?: "auto" | "node" | "wasm" | "cpu";
  /** Models that the call builds are in training mode. */
  trains?: boolean;
  /** Path of a file or folder with weights. */
  weights?: string;
  /** Also the gradients: held beside differences, or trained on the one batch for so many steps. */
  learn?: { check: boolean; overfit: number };
}

/** Steps that finished since the last update; after the run has ended, those whose statistics have been taken since. */
export interface RunUpdate {
  token: string;
  /** Steps done, of `total`. */
  done: number;
  total: number;
  /** The operator that runs now. */
  op: string;
  steps: ExecutedStep[];
}

/** One executed step, by the forward tree's index; what the analysis did not foretell comes behind it. */
export interface ExecutedStep extends RunStep {
  index: number;
  module: number;
  file?: string;
  start?: number;
  end?: number;
  inf?: number;
  zeros?: number;
  /** Its statistics are still to be taken. */
  pending?: boolean;
  /** An attention, whose weights can be looked at. */
  attends?: boolean;
  histogram?: { counts: number[]; low: number; high: number };
  /** Values on a coarse grid, row by row, NaN as null. */
  picture?: { width: number; height: number; values: (number | null)[]; low: number; high: number; caption: string };
  /** Milliseconds. */
  ms: number;
}

/** A look at a step of a run that has ended. */
export interface LookParams {
  /** The run's. */
  token: string;
  step: number;
  /** Which element of each axis before the last two. */
  lead?: number[];
  /** Planes along the axis before the last two, from this one on. */
  grid?: number;
  /** Of an attention, its weights. */
  weights?: boolean;
}

export interface ForgetParams {
  token: string;
}

/** A plane of a tensor on a grid, row by row, NaN as null. */
interface Plane {
  width: number;
  height: number;
  values: (number | null)[];
  low: number;
  high: number;
}

export interface LookResult {
  /** Sizes of the axes before the last two, and which element of each is shown. */
  axes: number[];
  lead: number[];
  pictures: Plane[];
  /** Of a grid: the first that is shown, of how many. */
  first: number;
  count: number;
}

export interface RunResult {
  state: "finished" | "cancelled" | "failed" | "notRunnable";
  /** Why it failed or cannot run, in plain words. */
  message?: string;
  /** Where it failed; the line counts from 1. */
  file?: string;
  line?: number;
  backend?: string;
  seed: number;
  ms: number;
  done: number;
  total: number;
  /** Modules that ran, that `ExecutedStep.module` points into. */
  modules: { path: string; class: string; parent: number; line?: number; file?: string }[];
  /** What was assumed: random inputs, initial weights. */
  notes?: string[];
  /** Where it was asked for. */
  learnt?: Learnt;
}

/** The gradients of a run, and what was tried with them. */
export interface Learnt {
  /** By parameter, from the input on. Norm and root of the mean square are null where they are not finite. */
  gradients: { name: string; norm: number | null; rms: number | null; unused: boolean; zero: boolean }[];
  /** What is conspicuous of them, in words. */
  remarks: string[];
  /** Why nothing was tried. */
  failed?: string;
  /** The loss of each step on one batch; null where it is not finite. */
  overfit?: { losses: (number | null)[]; optimizer: string; standIn: boolean };
  /** Gradients beside differences: how many there are, and those that are not what the differences say. */
  check?: { count: number; wrong: { name: string; derived: number | null; difference: number | null }[] };
}

/** An entry as a list shows it. */
export interface EntrySummary {
  id: string;
  label: string;
  kind: "given" | "example" | "call" | "annotated" | "symbolic";
  inputs: { name: string; value: ShapeJson }[];
  output: ShapeJson;
  totals: Totals;
  runnable: boolean;
  notRunnable?: string;
}

export interface SubjectEntries {
  /** What `LensArguments` name: of a cell's classes and functions the notebook. */
  uri: string;
  subject: string;
  kind: "class" | "function";
  /** Where its name stands now, lines and columns from 0, as LSP counts. */
  line: number;
  column: number;
  /** First and last line of its definition, from 0, as far as it is known. */
  lastLine: number;
  /** Id of the entry that is shown. */
  shown: string | undefined;
  /** What that entry gives, and how many parameters it has: `(2, 1000) · 117 k`. */
  brief: string;
  entries: EntrySummary[];
}

/** One forward pass, whole. */
export interface ForwardResult {
  uri: string;
  /** Absolute path of the document. */
  file: string;
  subject: string;
  entry: EntrySummary & {
    assumed: string[];
    /** The mode of its modules, in words, where the program does not say it. */
    mode: string[];
    requirements: string[];
    uncounted: { op: string; count: number }[];
    symbols: { name: string; origin: string; line?: number }[];
  };
  /** Module calls as a tree, outermost first; empty where nothing ran. */
  calls: CallNode[];
  lines: { line: number; macs: DimJson; flops: DimJson; share: number }[];
  audits: FlopsAudit[];
  /** The other entries of the subject, to switch to. */
  entries: EntrySummary[];
  convention: "macs" | "flops";
  /** Milliseconds that the analysis took. */
  ms: number;
}

/** The cost of a line, to be shown after its text. */
export interface LineCost {
  /** From 0. */
  line: number;
  /** `101 M MACs · 70%` */
  text: string;
  /** Markdown for its hover. */
  detail: string;
  /** Of the entry's total, 0 to 1. */
  share: number;
}

export interface AnalysisStatus {
  uri: string;
  state: "working" | "ready" | "off";
  /** Milliseconds of the last analysis. */
  ms?: number;
  /** Why the answer is part of one: what was given up, and where. */
  partial?: string;
  /** Number of errors and warnings. */
  errors?: number;
  warnings?: number;
  /** Label of the entry that is shown for the first class of the file. */
  entry?: string;
  /** Number of classes and functions with tensors in the file. */
  subjects?: number;
  /** Those of them that could not be followed, and why: some of them. */
  unfollowed?: { name: string; line: number; reason: string }[];
  /** How many those are. */
  unfollowedCount?: number;
  /** Why this text is not analysed, in words that go on from the file's name: its analysis was ended from outside. */
  givenUp?: string;
}
