import type { Dim } from "../dims";
import { type Snapshot, snapshot } from "../facts/snapshot";
import type { DType } from "../tensor/dtype";
import { Tensor } from "../tensor/tensor";
import { markContents, type Rewind } from "../values/rewind";
import type { Place } from "../values/unknown";
import type { Obj, Value } from "../values/value";
import type { TrainingEvent } from "./events";
import type { Schema } from "./schema";

/** What one operator call costs, beside what it reads and writes. */
export interface Cost {
  /** Multiply-accumulates of matrix products and convolutions. */
  macs: Dim;
  /** Floating-point operations, two a MAC, all work included. */
  flops: Dim;
}

/**
 * What an operator touches of its tensors. `all`: reads every argument and writes every result; `picks`: reads of the tensor
 * of that name only as many elements as it writes (`embedding`, `gather`); `overwrites`: does not read the first tensor (`zero_`, `copy_`);
 * `allocates`: neither reads nor writes (`empty`).
 */
export type Moves = "all" | "overwrites" | "allocates" | { picks: string };

/** One operator call. */
export interface TraceStep {
  index: number;
  /** The schema's name with its overload: `conv2d`, `max.dim`. */
  op: string;
  /** The name that it was called by, without modules: `add`, `__add__`, `relu_`. */
  name: string;
  schema: Schema;
  /** Arguments by the schema's names, defaults filled in. */
  args: Record<string, unknown>;
  outputs: Tensor[];
  /** The shapes at the time of the call: an in-place operator may change a tensor's shape later. */
  outputShapes: (readonly Dim[])[];
  /** The tensor that is written, for an in-place operator. */
  writes: Tensor | undefined;
  /** The step that had made or written that tensor before. */
  before: TraceStep | undefined;
  /** Whether gradients were recorded. */
  gradEnabled: boolean | undefined;
  /** The region of autocast that it is in, where its operands are on that type of device. */
  autocast: { readonly device: string; readonly dtype: DType } | undefined;
  /** The in-place writes until its end (`writesSoFar`). */
  written: number;
  /** True where the outputs share the first tensor argument's storage. */
  view: boolean;
  /** An in-place operator that makes its target another view of its storage (`unsqueeze_`). */
  reviews: boolean;
  cost: Cost;
  moves: Moves;
  /** Elements of the result that are written, where that is not all. */
  touched: Dim | undefined;
  /** False where the operator has no cost rule: it is listed beside the total. */
  counted: boolean;
  /** Another branch of a fork than the one that the totals follow. */
  alternative: boolean;
  /** Innermost place in the user's source. */
  place: Place | undefined;
  call: ModuleCall | undefined;
  /** Whether the operator is called at that place itself, rather than by a library that is called there. */
  direct?: boolean;
}

/** The tensors among a step's arguments, also those in lists, in their order. */
export function operandsOf({ args }: Pick<TraceStep, "args">): Tensor[] {
  const found: Tensor[] = [];
  for (const name in args) {
    const value = args[name];
    if (value instanceof Tensor) found.push(value);
    else if (Array.isArray(value)) for (const item of value) if (item instanceof Tensor) found.push(item);
  }
  return found;
}

/** The step that made a tensor, or wrote it last. */
export function stepOf(tensor: Tensor): TraceStep | undefined {
  return tensor.step as TraceStep | undefined;
}

/** One call of an `nn.Module`, with the calls inside it. */
export interface ModuleCall {
  module: Obj;
  /** Dotted path below the outermost module; "" is that one. */
  path: string;
  /** Whether the outermost module has it below itself: one that is made for a call, or lives elsewhere, has no path of its own. */
  isMember: boolean;
  parent: ModuleCall | undefined;
  /** Indices into the trace's steps: the first inside, and one past the last. */
  begin: number;
  end: number;
  inputs: Value[];
  /** `inputs` by the names of `forward`'s parameters. */
  named: Map<string, Value>;
  output: Value;
  /** What it returned, as it was then: an object may be changed by whoever gets it. */
  returned: Snapshot | undefined;
  place: Place | undefined;
  children: ModuleCall[];
  /** Place of the module's `forward`. */
  forward: Place | undefined;
  /** Raised inside: the call has no output. */
  failed: boolean;
}

/** What is known of a call before it runs. */
export type CallHead = Pick<ModuleCall, "module" | "path" | "isMember" | "inputs" | "named" | "place" | "forward">;

/** All operator calls and module calls of one run, in order. */
export class Trace {
  readonly steps: TraceStep[] = [];
  /** Outermost module calls. */
  readonly roots: ModuleCall[] = [];
  /** Every module call in the order in which the calls ended, as PyTorch's forward hooks see them. */
  readonly finished: ModuleCall[] = [];
  current: ModuleCall | undefined;
  /** What was done beside the steps, in order. */
  readonly events: TrainingEvent[] = [];
  /** Tensors that a data loader stacked: their first dimension counts the samples of a batch. */
  readonly batches = new Set<Tensor>();
  /** `out=` arguments: from step `after` on, `target` holds what `source` does. */
  readonly aliases: { after: number; target: Tensor; source: Tensor }[] = [];
  /** The steps inside calls of autograd functions. */
  readonly functions: { begin: number; end: number }[] = [];
  /** Names of the modules below the outermost one that is running. */
  paths = new Map<Obj, string>();
  /** Above zero inside the second and later branches of a fork: their steps are not part of the totals. */
  alternative = 0;
  /** Whether a pass backward may have been: gradients may be there. */
  passes = false;
  /** Keeps no values of calls that have ended: a run on numbers would hold the numbers of all of them. */
  isForgetful = false;
  /** True while nothing shall be recorded. */
  paused = false;

  /** Marks the present, between two calls: what is recorded later can be dropped. */
  mark(): Rewind {
    const { paths, isForgetful, passes } = this;
    const contents = markContents(
      this.steps,
      this.roots,
      this.finished,
      this.events,
      this.batches,
      this.aliases,
      this.functions,
    );
    return () => {
      contents();
      Object.assign(this, { paths, isForgetful, passes, current: undefined, alternative: 0, paused: false });
    };
  }

  /** `direct`: the user's source calls the operator itself. */
  add(step: TraceStep, direct: boolean): void {
    step.index = this.steps.length;
    step.direct = direct;
    this.steps.push(step);
  }

  /** Runs what a module's call does, and records the call around it. */
  recordCall({ module, path, isMember, inputs, named, place, forward }: CallHead, run: () => Value): Value {
    const parent = this.current;
    const begin = this.steps.length;
    const call: ModuleCall = {
      module,
      path,
      isMember,
      inputs,
      named,
      place,
      forward,
      parent,
      begin,
      end: begin,
      output: null,
      returned: undefined,
      children: [],
      failed: true,
    };
    (parent?.children ?? this.roots).push(call);
    this.current = call;
    try {
      const output = run();
      call.output = output;
      if (!(output instanceof Tensor)) call.returned = snapshot(output);
      call.failed = false;
      return output;
    } finally {
      if (this.isForgetful) Object.assign(call, { inputs: [], named: new Map(), output: null, returned: undefined });
      call.end = this.steps.length;
      this.current = parent;
      this.finished.push(call);
    }
  }
}
