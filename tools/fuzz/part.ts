import type { Failure, FailureKind } from "./judge";

/** One kind of failure, with the smallest input that was seen to have it. */
export interface Finding {
  kind: FailureKind;
  message: string;
  /** Inputs that failed this way. */
  count: number;
  id: string;
  what: string;
  /** What fails, as it is written to a file. */
  text: string;
  extension: "py" | "json";
  /** Makes `text` smaller; absent once that was done. */
  shrink?: (ms: number) => Promise<string>;
}

/** What one input cost. */
export interface Cost {
  id: string;
  what: string;
  value: number;
}

/** How many of the costliest are told. */
const SHOWN = 5;

/** What a part of the work came to. */
export class PartResult {
  cases = 0;
  inputs = 0;
  /** Milliseconds of CPU of each phase, all inputs together. */
  readonly phases: Record<string, number> = {};
  readonly findings = new Map<string, Finding>();
  readonly slowest: Cost[] = [];
  readonly largest: Cost[] = [];

  constructor(
    readonly name: string,
    /** Cases that it should come to, and did not if time ran out. */
    readonly wanted: number,
  ) {}

  /** Milliseconds of CPU, all inputs together. */
  get cpu(): number {
    return Object.values(this.phases).reduce((sum, ms) => sum + ms, 0);
  }

  /** Of an input's phases the longest is told: a budget is a phase's. */
  costs(id: string, what: string, phases: Readonly<Record<string, number>>, bytes: number): void {
    for (const [phase, ms] of Object.entries(phases)) this.phases[phase] = (this.phases[phase] ?? 0) + ms;
    keep(this.slowest, { id, what, value: Math.max(...Object.values(phases)) });
    keep(this.largest, { id, what, value: bytes });
  }

  found(failure: Failure, input: Omit<Finding, "kind" | "message" | "count">): void {
    const known = this.findings.get(failure.signature);
    if (known !== undefined) known.count++;
    if (known !== undefined && known.text.length <= input.text.length) return;
    const { kind, message } = failure;
    this.findings.set(failure.signature, { kind, message, count: known?.count ?? 1, ...input });
  }
}

function keep(costs: Cost[], cost: Cost): void {
  costs.push(cost);
  costs.sort((a, b) => b.value - a.value);
  costs.length = Math.min(costs.length, SHOWN);
}

/** Does the n-th piece of work for every n below `count`, some at a time, until the time is over. */
export async function each(
  count: number,
  workers: number,
  until: number,
  work: (n: number, worker: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (_: unknown, index: number) => {
    while (next < count && Date.now() < until) await work(next++, index);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
