import type { Places } from "../facts/places";
import type { PyModule } from "../values";
import type { Interpreter } from "./machine";
import type { RunState } from "./run-state";

/** One run of a file with what it learnt. */
export interface Run {
  machine: Interpreter;
  module: PyModule;
  places: Places;
  state: RunState;
}
