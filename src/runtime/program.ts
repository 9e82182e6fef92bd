import type { Asked } from "../analysis/entries/execution";
import type { BackendChoice } from "./backends";
import type { GivenInput } from "./given";
import type { StoredTensors } from "./weights/stored";

/** What is run. */
export interface Program {
  file: string;
  asked: Asked;
  /** Import roots. */
  roots?: readonly string[];
  /** The version of PyTorch whose rules hold. */
  torch?: string;
}

export interface RunOptions {
  seed: number;
  backend: BackendChoice;
  /** Parameters and buffers by `state_dict` names. */
  state?: Readonly<StoredTensors>;
  /** A file or folder that the worker reads such a state from. */
  weights?: string;
  /** Whether names that are missing or too many end the run (default true); what is missing is then initialised as the constructor does. */
  strict?: boolean;
  /** The state tells the versions of modules, as `state_dict()` does. */
  stateIsVersioned?: boolean;
  /** Forward arguments by name; what is not given is random. */
  inputs?: Readonly<Record<string, GivenInput>>;
  /** Paths of modules whose results are kept, for each of their calls. */
  keep?: readonly string[];
  /** Mean, range, histogram and picture of every step's results: at once, or `later`, when they are looked at or nothing else is to be done. */
  statistics?: boolean | "later";
  /** Bytes that a run may need; one that needs more is refused before it starts. */
  memory?: number;
}
