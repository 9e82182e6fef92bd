import type { Asked } from "../analysis/entries/execution";
import type { BackendChoice } from "./backends";
import type { Tensors } from "./result";

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
  /** Parameters and buffers by `state_dict` names; what is not given is initialised as PyTorch does. */
  state?: Tensors;
  /** Forward arguments by name; what is not given is random. */
  inputs?: Tensors;
  /** Mean, range, histogram and picture of every step's results. */
  statistics?: boolean;
  /** Bytes that a run may need; one that needs more is refused before it starts. */
  memory?: number;
}
