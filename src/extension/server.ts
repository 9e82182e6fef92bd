import type * as vscode from "vscode";
import type {
  AnalysisStatus,
  DocumentEdits,
  EntryParams,
  ExampleParams,
  FillParams,
  FillResult,
  FormParams,
  FormResult,
  ForwardResult,
  GiveParams,
  GiveResult,
  LensArguments,
  LookParams,
  LookResult,
  MemoryResult,
  PickParams,
  RunParams,
  RunResult,
  RunUpdate,
  SubjectEntries,
} from "../server/protocol";

/** The language server as views and commands see it. A request on a server that is gone gives `undefined`, never an error. */
export interface Server {
  entries(uri: string): Promise<SubjectEntries[] | undefined>;
  forward(params: EntryParams): Promise<ForwardResult | undefined>;
  /** Memory of an entry, used and trained. */
  memory(params: EntryParams): Promise<MemoryResult | undefined>;
  pick(params: PickParams): Promise<void>;
  /** What must be known to call a class or function with numbers. */
  form(params: FormParams): Promise<FormResult | undefined>;
  fill(params: FillParams): Promise<FillResult | undefined>;
  give(params: GiveParams): Promise<GiveResult | undefined>;
  /** The edits that write an example call. */
  example(params: ExampleParams): Promise<DocumentEdits | undefined>;
  /**
   * Executes an entry. `update` is called as steps finish, and afterwards, until the run is forgotten, as their statistics are taken; cancelling the
   * token ends the run early with what was done.
   */
  run(
    params: Omit<RunParams, "token">,
    update: (update: RunUpdate) => void,
    cancel: vscode.CancellationToken,
  ): RunHandle;
  /** An analysis began, or a new answer is there. */
  readonly onStatus: vscode.Event<AnalysisStatus>;
}

/** A run that is going on, or has ended and can be looked at. */
export interface RunHandle {
  result: Promise<RunResult | undefined>;
  /** Undefined where its numbers are no longer there. */
  look(at: Omit<LookParams, "token">): Promise<LookResult | undefined>;
  /** Nobody looks at it any more. */
  forget(): void;
}

/** The webview panels, as the commands see them. */
export interface Panels extends vscode.Disposable {
  showForward(target: LensArguments): Promise<void>;
  run(target: LensArguments): Promise<void>;
}

/** `panels.ts` exports this function by the name `createPanels`. */
export type CreatePanels = (context: vscode.ExtensionContext, server: Server) => Panels;
