import type { Call } from "../../syntax/ast";
import { Assumptions, type Relation } from "../dims";
import { Recorder } from "../facts/recorder";
import type { Snapshot } from "../facts/snapshot";
import type { Failure } from "../failure";
import type { Given, Mismatch } from "../tensor/jaxtyping";
import type { Tensor } from "../tensor/tensor";
import type { Executor } from "../trace/executor";
import type { LifetimeObserver } from "../trace/lifetimes";
import { Modes } from "../trace/modes";
import type { Settings } from "../trace/port";
import type { PyRaise } from "../trace/raise";
import type { Tape } from "../trace/tape";
import { Trace, type TraceStep } from "../trace/trace";
import type { Place, Value } from "../values";
import { markContents, type Rewind } from "../values/rewind";
import type { Policy } from "./policy";

/** A tensor that contradicts the jaxtyping annotation of a parameter or of what a function returns. */
export interface Contradiction {
  /** ``​`x` of `f` `` or ``what `f` returns``. */
  what: string;
  given: Given;
  mismatch: Mismatch;
  /** Where the user's source passes or returns it. */
  place: Place;
  /** The annotation. */
  annotation: Place;
}

/** The call of a tensor's method, as a statement, that gave another tensor. */
export interface UnusedResult {
  call: Call;
  receiver: Tensor;
  step: TraceStep;
  place: Place;
}

/** What one run of a program writes down: the same loaded modules can serve several runs, each with a state of its own. */
export class RunState {
  readonly assumptions = new Assumptions();
  readonly trace = new Trace();
  readonly settings: Settings;
  readonly recorder = new Recorder();
  readonly requirements: { relation: Relation; place: Place | undefined }[] = [];
  /** Exceptions that reached the top of a file or an entry. */
  readonly failures: PyRaise[] = [];
  readonly warnings: { cls: string; message: string; about: Failure; place: Place | undefined }[] = [];
  /** Tensors on the CPU that meet those of a module, and where. */
  readonly leftBehind: { tensor: Tensor; met: Place }[] = [];
  /** The first of each such statement. */
  readonly unused = new Map<Call, UnusedResult>();
  /** Tensors that are not what an annotation says. */
  readonly contradictions: Contradiction[] = [];
  /** Functions that something not known, or a pass backward, may call at any later time. */
  readonly callbacks: Value[] = [];
  /** Units of work that calling these may still take; undefined before the first such call. */
  callbackUnits: number | undefined;
  /** Values that the program asked to see: `reveal_shape(x)`. */
  readonly revealed: { value: Snapshot; place: Place | undefined }[] = [];
  /** Computes the operators, in a run on numbers. */
  executor: Executor | undefined;
  /** Follows which tensors are held, in a run that is to tell of memory. */
  holders: LifetimeObserver<object> | undefined;
  /** What gradients are computed from, in a run on numbers that asks for them. */
  tape: Tape | undefined;
  /** What a run on numbers would come to, and could not compute. */
  uncomputed: { reason: string; place: Place | undefined } | undefined;
  /** What was taken for granted of objects that are read from paths. */
  readonly presumed = new Set<string>();
  /** Attributes that were set, and methods that were asked for, of things that are not known: each may be any object of the program. */
  readonly setElsewhere = new Set<string>();
  readonly askedElsewhere = new Set<string>();
  /** How many exceptions had reached the top before anything was presumed: the others may follow from that. */
  private certainFailures = Number.POSITIVE_INFINITY;
  /** How many fresh symbols were made. */
  fresh = 0;

  constructor(
    readonly policy?: Policy,
    /** Leaves PyTorch's initialisation of parameters out: no size follows from it, only an execution needs it. */
    readonly uninitialised = policy !== undefined,
    /** Follows the names of its fresh symbols: those of a library meet those of any run. */
    readonly suffix = "",
    /** How many GPUs the machine has that would run the program; undefined: that is left open. */
    gpus?: number,
  ) {
    // What nobody calls is shown as it is used: its costs are those of `eval()`.
    // What nobody calls is part of a program that has run already.
    this.trace.passes = policy !== undefined;
    this.settings = {
      gradEnabled: true,
      defaultDType: "float32",
      training: policy === undefined,
      modes: new Modes(),
      gpus,
      asked: undefined,
      asksGradients: false,
    };
    this.settings.modes.assumesModule = policy !== undefined;
  }

  /** Takes something for granted, from here on. */
  presume(what: string): void {
    if (this.presumed.size === 0) this.certainFailures = this.failures.length;
    this.presumed.add(what);
  }

  /** Marks the present: what the run writes down later can be dropped. Objects are the business of forks. */
  mark(): Rewind {
    const { executor, holders, tape, uncomputed, certainFailures, fresh, callbackUnits } = this;
    const settings = { ...this.settings };
    const assumed = this.assumptions.mark();
    const marks = [
      this.trace.mark(),
      this.recorder.mark(),
      markContents(this.requirements, this.failures, this.warnings, this.leftBehind, this.unused),
      markContents(
        this.callbacks,
        this.contradictions,
        this.revealed,
        this.presumed,
        this.setElsewhere,
        this.askedElsewhere,
      ),
    ];
    return () => {
      for (const rewind of marks) rewind();
      this.assumptions.rollback(assumed);
      Object.assign(this.settings, settings);
      Object.assign(this, { executor, holders, tape, uncomputed, certainFailures, fresh, callbackUnits });
    };
  }

  /** Runs something of which nothing is written down. */
  unrecorded<T>(run: () => T): T {
    const { trace, recorder } = this;
    const before = { trace: trace.paused, recorder: recorder.paused };
    trace.paused = true;
    recorder.paused = true;
    try {
      return run();
    } finally {
      trace.paused = before.trace;
      recorder.paused = before.recorder;
    }
  }

  /** The exceptions that follow from nothing that was presumed. */
  get provenFailures(): readonly PyRaise[] {
    return this.failures.slice(0, this.certainFailures);
  }
}
