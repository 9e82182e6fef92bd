/** A moment of a pass: something was just allocated. */
export interface Moment {
  /** Bytes that are alive. */
  readonly live: number;
  /** The step of the trace that is under way, or whose derivative is; -1 outside of any. */
  readonly step: number;
  readonly phase: Phase;
  /** Of them, gradients that parameters have got. */
  readonly gradients: number;
  /** Of them, what the forward pass has made. */
  readonly activations: number;
  /** Of them, what optimizers keep from step to step. */
  readonly states: number;
}

export type Phase = "forward" | "backward" | "optimizer";

/** A stretch of memory that came or went: `bytes` are negative where it went. */
interface Change {
  readonly bytes: number;
  /** The step and the phase in which it had come. */
  readonly step: number;
  readonly phase: Phase;
}

/** Bytes that are alive, by the step and the phase in which they came. */
export interface Held {
  readonly step: number;
  readonly phase: Phase;
  readonly bytes: number;
}

/** Counts the bytes that are alive, moment by moment. */
export class Meter {
  readonly moments: Moment[] = [];
  private readonly changes: Change[] = [];
  /** How many changes there were at each moment. */
  private readonly changesAt: number[] = [];
  /** Gradients that parameters have got, by the step in which they were made, and how many changes there were then. */
  private readonly gathered: (Pick<Held, "step" | "bytes"> & { at: number })[] = [];
  live = 0;
  gradients = 0;
  activations = 0;
  states = 0;
  step = -1;
  phase: Phase = "forward";
  /** Floating-point operations as `torch.utils.flop_counter` counts them: matrix products, convolutions, attention. */
  readonly flops: Record<Phase, number> = { forward: 0, backward: 0, optimizer: 0 };
  /** The same by step. */
  readonly flopsOf: Record<Phase, Map<number, number>> = {
    forward: new Map(),
    backward: new Map(),
    optimizer: new Map(),
  };

  allocated(bytes: number): Made {
    const { step, phase } = this;
    this.live += bytes;
    if (phase === "forward") this.activations += bytes;
    this.changes.push({ bytes, step, phase });
    this.happened();
    return { step, phase };
  }

  private happened(): void {
    const { live, step, phase, gradients, activations, states } = this;
    this.changesAt.push(this.changes.length);
    this.moments.push({ live, step, phase, gradients, activations, states });
  }

  /** Something is there for a moment. */
  passing(bytes: number): void {
    if (bytes > 0) this.freed(bytes, this.allocated(bytes));
  }

  /** An optimizer makes what it keeps. */
  settle(bytes: number): void {
    this.live += bytes;
    this.states += bytes;
    this.happened();
  }

  freed(bytes: number, made: Made): void {
    this.live -= bytes;
    if (made.phase === "forward") this.activations -= bytes;
    this.changes.push({ bytes: -bytes, ...made });
  }

  /** A parameter has got a gradient. */
  gather(bytes: number): void {
    this.gradients += bytes;
    this.gathered.push({ step: this.step, bytes, at: this.changes.length });
  }

  /** A parameter's gradient is dropped, which it had got in that step. */
  ungather(bytes: number, step: number): void {
    this.gradients -= bytes;
    this.gathered.push({ step, bytes: -bytes, at: this.changes.length });
  }

  /** A round of training begins: what was computed before is no part of it. */
  beginRound(): void {
    for (const phase of ["forward", "backward", "optimizer"] as const) {
      this.flops[phase] = 0;
      this.flopsOf[phase].clear();
    }
  }

  /** The gradients that parameters had at a moment. */
  gradientsAt(moment: Moment): Pick<Held, "step" | "bytes">[] {
    const upTo = this.markOf(moment);
    return this.gathered.filter(({ at }) => at < upTo);
  }

  work(flops: number): void {
    this.flops[this.phase] += flops;
    const counted = this.flopsOf[this.phase];
    counted.set(this.step, (counted.get(this.step) ?? 0) + flops);
  }

  /** This instant, as `held` takes it. */
  mark(): number {
    return this.changes.length;
  }

  /** The instant of a moment. */
  markOf(moment: Moment): number {
    return this.changesAt[this.moments.indexOf(moment)];
  }

  /** What was alive at an instant. */
  held(upTo: number): Held[] {
    const found = new Map<string, { step: number; phase: Phase; bytes: number }>();
    for (const { bytes, step, phase } of this.changes.slice(0, upTo)) {
      const key = `${phase} ${step}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { step, phase, bytes });
      else known.bytes += bytes;
    }
    return [...found.values()].filter(({ bytes }) => bytes !== 0);
  }

  /** The moment at which most is alive, the first of them. */
  peak(phase?: Phase): Moment | undefined {
    let most: Moment | undefined;
    for (const moment of this.moments)
      if ((phase === undefined || moment.phase === phase) && (most === undefined || moment.live > most.live))
        most = moment;
    return most;
  }
}

/** In which step and phase something was allocated. */
interface Made {
  readonly step: number;
  readonly phase: Phase;
}

/** A stretch of memory, alive as long as something refers to it. */
export class Storage {
  private references = 1;
  private readonly made: Made | undefined;

  constructor(
    private readonly meter: Meter,
    readonly bytes: number,
    /** Weights and inputs: they outlive the pass, and are counted apart. */
    readonly lasting = false,
  ) {
    this.made = lasting ? undefined : meter.allocated(bytes);
  }

  /** Whether one alone refers to it. */
  get single(): boolean {
    return this.references === 1;
  }

  retain(): this {
    this.references++;
    return this;
  }

  release(): void {
    if (--this.references === 0 && this.made !== undefined) this.meter.freed(this.bytes, this.made);
  }
}
