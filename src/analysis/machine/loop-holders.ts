import type { EventKind, TrainingEvent } from "../trace/events";
import type { Value } from "../values";
import { Stopped } from "../work";
import { Holders } from "./holders";
import { Frame } from "./machine";

/** Steps of each optimizer that are followed: state is there from the second on, and what is left of a round when the next one begins. */
const ROUNDS = 3;

/** Steps of all optimizers together that are followed in any case where one of them takes none. */
const MOST = 48;

/** What changes which tensors are there, beside operators. */
const CHANGING: ReadonlySet<EventKind> = new Set<EventKind>(["backward", "zero", "step", "grad", "autocast"]);

/** The same for a program with a training loop of its own: it begins with the last optimizer that is made before the first pass backward. */
export class LoopHolders extends Holders {
  override readonly endsLoops = true;
  /** What the program did beside its operators, and when: after the step before, and before that of the next index. */
  readonly events: { readonly event: TrainingEvent; readonly moment: number }[] = [];
  /** Enough rounds were seen: the run has ended by that. */
  sawEnough = false;
  private readonly steps = new Map<Value, number>();
  readonly optimizers: Value[] = [];
  private passed = false;

  override noted(event: TrainingEvent, top: object | undefined): void {
    const { kind, subject, at } = event;
    if (kind === "optimizer") {
      if (!this.passed) {
        this.startAt(at);
        this.events.length = 0;
      }
      this.steps.set(subject, 0);
      this.optimizers.push(subject);
    }
    if (this.begin === undefined || !CHANGING.has(kind)) return;
    if (kind === "backward") this.passed = true;
    const last = this.events.at(-1)?.moment ?? 0;
    // Between the step that was, `at - 1`, and the one that comes.
    const moment = (Math.max(last, at - 1) + at) / 2;
    this.release(moment, top instanceof Frame ? top : undefined);
    this.events.push({ event, moment });
    if (kind === "step") this.stepped(subject);
  }

  private stepped(optimizer: Value): void {
    this.steps.set(optimizer, (this.steps.get(optimizer) ?? 0) + 1);
    const counts = [...this.steps.values()];
    const all = counts.reduce((sum, count) => sum + count);
    if (all < MOST && counts.some((count) => count < ROUNDS)) return;
    this.sawEnough = true;
    throw new Stopped("seen");
  }
}
