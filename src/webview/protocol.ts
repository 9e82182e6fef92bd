import type {
  ExecutedStep,
  FillResult,
  FormResult,
  FormValues,
  ForwardResult,
  LookParams,
  LookResult,
  MemoryResult,
  RunParams,
  RunResult,
} from "../server/protocol";

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
  /** Id of the entry; absent for the one that the editor shows. */
  entryId?: string;
}

/** A place in the source. Offsets are UTF-16 code units; the line counts from 1. */
export interface Place {
  file: string;
  line: number;
  start?: number;
  end?: number;
}

/** The sizes that a person is asked for, with what was filled in before. */
export interface FormView extends FormResult {
  values: FormValues;
}

/** What both panels are sent of the analysis. */
interface Subject {
  target: Target;
  /** The file's path relative to its workspace folder. */
  file: string;
  /** The last good answer; absent where nothing ran, and `reason` then says why. */
  forward?: ForwardResult;
  reason?: string;
  /** Present where the sizes of what is shown are no numbers. */
  form?: FormView;
}

/** All that the Forward panel shows. */
export type ForwardView = Subject;

/** How far a run is, or how it ended. */
export type RunStatus =
  | { state: "running"; done: number; total: number; op: string }
  | (Omit<RunResult, "state" | "seed" | "modules"> & {
      state: "finished" | "cancelled" | "failed";
    })
  /** Nothing was run yet: sizes are asked for. */
  | { state: "asking" }
  /** Nothing was run: it can't be, or a restored panel has lost its results. */
  | { state: "empty"; reason: string; canRun: boolean };

/** All that the Run panel shows. */
export interface RunView extends Subject {
  seed: number;
  status: RunStatus;
  /** What ran so far, in order. */
  steps: ExecutedStep[];
  /** The file is not what it was when this ran. */
  edited: boolean;
  trains: boolean;
  /** The file or folder that weights were read from. */
  weights?: string;
  /** An earlier run that is shown beside this one. */
  reference?: { label: string; steps: ExecutedStep[] };
}

/** A file that the page makes; `content` of a picture is its bytes in base64. */
export interface Export {
  format: "json" | "csv" | "png";
  content: string;
}

/** What both panels' pages say. */
export type FromPanel =
  | { type: "ready" }
  /** Select the place in the editor; `focus` moves the keyboard there too. */
  | { type: "reveal"; place: Place; focus: boolean }
  | { type: "copy"; text: string }
  /** What is filled in by now; `turn` comes back with what is to say of it. */
  | { type: "fill"; turn: number; values: FormValues }
  /** Goes on with the call that is filled in. */
  | { type: "submit"; call: string; values: FormValues }
  /** Goes on with a call that has numbers already. */
  | { type: "entry"; id: string }
  /** Writes the call above the class or function. */
  | { type: "write"; call: string };

/** What both pages are told. */
export type ToPanel = { type: "filled"; turn: number; result: FillResult | undefined };

export type ToForward =
  | ToPanel
  | { type: "forward"; view: ForwardView }
  /** What was asked for with `memory`; absent while it is computed. */
  | { type: "memory"; memory?: MemoryResult };

/** A setting of what memory is told of. */
export type MemorySettings = { optimizer: string } | { precision: string };

export type FromForward =
  | FromPanel
  /** Memory is shown, or no longer: it is computed while it is. */
  | { type: "memory"; shown: boolean }
  | { type: "memorySetting"; change: MemorySettings }
  | { type: "pickDevice" }
  /** Open the Run panel for what is shown. */
  | { type: "run" };

export type ToRun =
  | ToPanel
  | { type: "run"; view: RunView }
  /** The run went on; `steps` are those that finished since the last message. */
  | { type: "progress"; status: RunStatus; steps: ExecutedStep[] }
  /** What was looked at; absent where its numbers are no longer there. */
  | { type: "looked"; turn: number; result?: LookResult | undefined }
  | { type: "edited" };

export type FromRun =
  | FromPanel
  | { type: "cancel" }
  /** `learn`: with gradients, as `RunParams` has it. */
  | { type: "again"; seed: number; trains: boolean; learn?: RunParams["learn"] }
  /** Run with weights of a file that a person picks, or (`forget`) with those of the constructor again. */
  | { type: "weights"; forget: boolean }
  /** A look at a step; `turn` comes back with the answer. */
  | { type: "look"; turn: number; at: Omit<LookParams, "token"> }
  /** Keep this run beside the next ones, or no longer. */
  | { type: "compare"; on: boolean }
  | { type: "export"; file: Export }
  /** Ask for the sizes again. */
  | { type: "sizes" };
