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
}

export type Phase = "forward" | "backward" | "optimizer";

/** Counts the bytes that are alive, moment by moment. */
export class Meter {
  readonly moments: Moment[] = [];
  live = 0;
  gradients = 0;
  activations = 0;
  step = -1;
  phase: Phase = "forward";
  /** Floating-point operations as `torch.utils.flop_counter` counts them: matrix products, convolutions, attention. */
  readonly flops: Record<Phase, number> = { forward: 0, backward: 0, optimizer: 0 };

  allocated(bytes: number): Phase {
    const { step, phase } = this;
    this.live += bytes;
    if (phase === "forward") this.activations += bytes;
    this.moments.push({ live: this.live, step, phase, gradients: this.gradients, activations: this.activations });
    return phase;
  }

  freed(bytes: number, made: Phase | undefined): void {
    this.live -= bytes;
    if (made === "forward") this.activations -= bytes;
  }

  work(flops: number): void {
    this.flops[this.phase] += flops;
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

/** A stretch of memory, alive as long as something refers to it. */
export class Storage {
  private references = 1;
  private readonly made: Phase | undefined;

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
    if (--this.references === 0 && !this.lasting) this.meter.freed(this.bytes, this.made);
  }
}
