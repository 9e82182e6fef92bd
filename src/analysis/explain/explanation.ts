import type { DimJson, ShapeJson, SpanJson } from "../report";

/** Why a value has its shape: the chain from the input, as plain data. */
export interface Explanation extends SpanJson {
  /** Source text of what is explained. */
  text: string;
  /** Label of the entry that it is seen in. */
  entry: string;
  value: ShapeJson;
  /** Sizes that are not plain to see: computed by a step, found in data, not known. Indices of dimensions. */
  surprising: number[];
  /** From the input on; of an unknown, its reason is the first. */
  steps: ExplanationStep[];
}

export interface ExplanationStep extends SpanJson {
  kind: "input" | "parameter" | "module" | "name" | "operator" | "data" | "requirement" | "unknown";
  /** Source text of the place. */
  text: string;
  /** The operator's name: `conv2d`. */
  op?: string;
  /** The library's module that called it: `Conv2d`, with its path below the outermost module. */
  module?: { class: string; path: string };
  /** Shapes of the tensors that went in, parameters left out, and of what came out. */
  before: DimJson[][];
  after?: DimJson[];
  /** Dimensions of the explained tensor that it has a part in. */
  dims: number[];
  /** What it did to them, in plain words. */
  notes: string[];
}

/** What is asked to be explained: an expression by its offsets (the innermost one around an empty range), in an entry where one is named. */
export interface ExplainRequest {
  start: number;
  end: number;
  entryId?: string;
}

export type Explained = { explanation: Explanation } | { nothing: string };
