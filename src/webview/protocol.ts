import type { CallNode, EntryAnalysis, ShapeJson, Totals } from "../analysis/report";

/**
 * Messages between the extension and the panels' pages. Plain data only: they cross a process boundary.
 * A page says `ready` whenever it (re)loads and is then sent all that it shows; it holds nothing that the extension could not send again.
 */

/** What a panel is about. A page keeps it in its state, so that a restored panel finds its subject again. */
export interface Target {
  /** URI of the file. */
  uri: string;
  /** Name of the class or function. */
  subject: string;
  /** `EntryAnalysis.id`; empty for the first entry of the subject. */
  entry: string;
}

/** A place in the source. Offsets are UTF-16 code units; the line counts from 1. */
export interface Place {
  file: string;
  line: number;
  start?: number;
  end?: number;
}

/** One way in which the subject was run, as the header's picker shows it. */
export interface EntryChoice {
  id: string;
  label: string;
}

/** All that the Forward panel shows. */
export interface ForwardView {
  target: Target;
  /** Path of the file relative to its workspace folder. */
  file: string;
  entries: EntryChoice[];
  /** Absent where nothing ran; `reason` then says why. */
  entry?: Pick<
    EntryAnalysis,
    | "id"
    | "label"
    | "kind"
    | "assumed"
    | "inputs"
    | "output"
    | "totals"
    | "requirements"
    | "uncounted"
    | "runnable"
    | "notRunnable"
  > & { calls: CallNode[] };
  reason?: string;
  /** The file no longer parses or its analysis is under way: what is shown is the last good answer. */
  stale?: boolean;
}

export type ToForward = { type: "forward"; view: ForwardView };

export type FromForward =
  | FromPanel
  /** Show another entry of the same subject. */
  | { type: "entry"; id: string }
  /** Open the Run panel for what is shown. */
  | { type: "run" };

/** What both panels' pages say. */
export type FromPanel =
  | { type: "ready" }
  /** Select the place in the editor; `focus` moves the keyboard there too. */
  | { type: "reveal"; place: Place; focus: boolean }
  | { type: "copy"; text: string };

/** Values of a tensor on a coarse grid, for the eye. */
export interface TensorPicture {
  width: number;
  height: number;
  /** Row by row; NaN as null. */
  values: (number | null)[];
  /** The values that the ends of the colour scale stand for. */
  low: number;
  high: number;
  /** Which part of the tensor it is: `[0, 0, :, :]`. */
  caption: string;
}

/** Counts in equal bins from `low` to `high`. */
export interface TensorHistogram {
  counts: number[];
  low: number;
  high: number;
}

/** One executed step. */
export interface RunStep {
  index: number;
  op: string;
  /** Index into `RunView.modules`, or -1. */
  module: number;
  place?: Place;
  /** As executed; absent for a step that failed or gave no tensor. */
  executed?: { shape: number[]; dtype: string };
  /** As analysed. */
  analysed: ShapeJson;
  mean: number;
  std: number;
  min: number;
  max: number;
  nan: number;
  histogram?: TensorHistogram;
  picture?: TensorPicture;
  /** Milliseconds. */
  ms: number;
}

export interface RunModule {
  path: string;
  class: string;
  /** Index into `RunView.modules`, or -1. */
  parent: number;
  place?: Place;
}

/** How far a run is, or how it ended. */
export type RunStatus =
  | { state: "running"; done: number; total: number; step: string }
  | { state: "finished"; ms: number }
  | { state: "cancelled"; done: number; total: number; ms: number }
  | { state: "failed"; message: string; done: number; total: number; ms: number; place?: Place }
  /** Nothing was run: it can't be, or a restored panel has lost its results. */
  | { state: "empty"; reason: string; canRun: boolean };

/** All that the Run panel shows. */
export interface RunView {
  target: Target;
  file: string;
  label: string;
  seed: number;
  /** `wasm`, `cpu` or `node`; absent until it is known. */
  backend?: string;
  status: RunStatus;
  modules: RunModule[];
  steps: RunStep[];
}

export type ToRun = { type: "run"; view: RunView } | { type: "status"; status: RunStatus };

export type FromRun = FromPanel | { type: "cancel" } | { type: "again"; seed: number };

export type { CallNode, ShapeJson, Totals };
