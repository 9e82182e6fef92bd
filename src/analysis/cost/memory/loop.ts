import { Tensor } from "../../tensor/tensor";
import { namedTensors } from "../../torch/nnmodule";
import type { TrainingEvent } from "../../trace/events";
import { Obj, PyDict, PyFloat, PyList, PyTuple, type Value } from "../../values";
import { backward, type Leaf } from "./graph";
import { type OptimizerMemory, optimizerMemory, stateBytes, stepBytes } from "./optimizers";
import { Account, type AccountOptions, type Happening, rootOf } from "./pass";
import { base, lastingOf, type Program, parametersOf, spent, type Training } from "./training";

/** A program with a training loop of its own: what it does between its operators, in order. */
export interface LoopProgram extends Program {
  readonly events: readonly { readonly event: TrainingEvent; readonly moment: number }[];
  /** The optimizers that it makes. */
  readonly optimizers: readonly Value[];
}

/** What the account of a loop does not follow, in words. */
export class NotFollowed {
  constructor(readonly reason: string) {}
}

/** Classes of the optimizers of a loop, in the order in which they are made or take their first steps. */
export function optimizersOf({ events, optimizers }: LoopProgram): string[] {
  const stepping = events.filter(({ event }) => event.kind === "step").map(({ event }) => event.subject);
  return [...new Set([...optimizers, ...stepping])].flatMap((one) => (one instanceof Obj ? [one.cls.name] : []));
}

/** Whether a program trains something: a pass backward, and mostly a step. */
export function isLoop({ events }: LoopProgram): boolean {
  return events.some(({ event }) => event.kind === "backward" && event.detail !== "gives");
}

/**
 * The loop as the program has it: its own losses, optimizers, regions of autocast, the batches whose gradients it adds up, and when it drops them. State
 * of an optimizer is there from its first step on. A loop of which one round alone is seen goes round twice, so that what is left of a round is there
 * while the next one runs. Throws `Symbolic` and `NotFollowed`.
 */
export function loopTraining(program: LoopProgram, options?: AccountOptions): Training {
  const account = new Account(program, { checkpoints: program.checkpoints, ...options });
  const loop = new Loop(account, program);
  loop.run();
  const { meter, tape } = account;
  const lasting = lastingOf({ ...program, inputs: [] }, account);
  const parameters = parametersOf(lasting, account, [...tape.leaves]);
  const peak = meter.peak()!;
  const { flops, kept } = loop;
  const own = ownStates(program, account);
  return {
    ...lasting,
    gradientBytes: loop.gradientBytes,
    optimizerBytes: meter.states + own,
    activationBytes: Math.max(0, loop.activationBytes - own),
    temporaryBytes: peak.live - peak.gradients - peak.activations - peak.states,
    peakBytes: base(lasting) + peak.live,
    peak,
    forwardFlops: flops.forward,
    backwardFlops: flops.backward,
    moments: meter.moments,
    spent: () => ({ ...spent(meter, peak, meter.held(kept), parameters), flops: loop.flopsOf }),
    bytesOf: (tensor) => account.of(tensor).storage.bytes,
    stateOf: (tensor) => loop.states.get(rootOf(tensor)) ?? 0,
    accumulates: false,
  };
}

class Loop {
  /** Bytes that optimizers keep of each parameter. */
  readonly states = new Map<Tensor, number>();
  gradientBytes = 0;
  activationBytes = 0;
  /** The instant at which the passes forward have left most. */
  kept = 0;
  /** Of the last round. */
  flops = { forward: 0, backward: 0, optimizer: 0 };
  flopsOf: Training["spent"] extends () => { flops: infer Flops } ? Flops : never;
  /** The optimizer whose steps end rounds: the one that takes fewest. */
  private readonly ending: Value;
  private readonly rounds: number;

  constructor(
    private readonly account: Account,
    private readonly program: LoopProgram,
  ) {
    this.flopsOf = account.meter.flopsOf;
    const steps = new Map<Value, number>();
    for (const { event } of program.events)
      if (event.kind === "step") steps.set(event.subject, (steps.get(event.subject) ?? 0) + 1);
    const [fewest] = [...steps].sort(([, a], [, b]) => a - b);
    this.ending = fewest?.[0] ?? null;
    this.rounds = fewest?.[1] ?? program.events.filter(({ event }) => event.kind === "backward").length;
  }

  run(): void {
    const { account, program } = this;
    const between = program.events.map(({ event, moment }): Happening => ({ moment, run: () => this.happen(event) }));
    account.forward(true, between);
    if (this.rounds > 1) return;
    account.rewind();
    account.forward(true, between);
  }

  private happen({ kind, subject, detail }: TrainingEvent): void {
    const { account } = this;
    if (kind === "backward") this.backward(subject, detail);
    else if (kind === "zero") {
      if (detail !== false) for (const parameter of parametersIn(subject)) this.forget(parameter);
    } else if (kind === "step") this.step(subject);
    else if (kind === "autocast") account.endAutocast();
    else if (kind === "grad" && subject instanceof Tensor) {
      if (detail === false) this.forget(subject);
      else if (detail instanceof Tensor) account.isGradient(detail, subject);
    }
  }

  private leafOf(parameter: Tensor): Leaf | undefined {
    return this.account.of(parameter).leaf;
  }

  private forget(parameter: Tensor): void {
    this.leafOf(parameter)?.forget(this.account.meter);
  }

  private backward(subject: Value, detail: Value): void {
    if (detail === "gives") throw new NotFollowed("what `torch.autograd.grad` gives is not followed");
    if (detail === "creates") throw new NotFollowed("a pass backward with `create_graph` is not followed");
    const losses = subject instanceof PyList || subject instanceof PyTuple ? subject.items : [subject];
    if (!losses.every((loss) => loss instanceof Tensor)) throw new NotFollowed("a loss is not known");
    const { account } = this;
    const { meter, tape } = account;
    if (meter.activations > this.activationBytes) {
      this.activationBytes = meter.activations;
      this.kept = meter.mark();
    }
    const roots = losses.map((loss) => ({ entry: account.of(loss as Tensor) }));
    backward(tape, roots, detail === "retains");
    this.gradientBytes = Math.max(this.gradientBytes, meter.gradients);
    if (this.ending === null) this.endRound();
  }

  private step(optimizer: Value): void {
    const { account, states } = this;
    const { meter } = account;
    meter.phase = "optimizer";
    meter.step = -1;
    const groups = groupsOf(optimizer).map(({ parameters, settings }) => {
      const rule = ruleOf(optimizer, settings);
      const trained = parameters.filter((parameter) => this.leafOf(parameter)?.gradient !== undefined);
      return { rule, trained, foreach: settings("foreach") === true };
    });
    for (const { rule, trained } of groups)
      for (const parameter of trained) {
        const root = rootOf(parameter);
        if (states.has(root)) continue;
        const bytes = stateBytes(rule, [account.of(parameter).storage.bytes]);
        states.set(root, bytes);
        if (bytes > 0) meter.settle(bytes);
      }
    for (const { rule, trained, foreach } of groups) {
      const sizes = trained.map((parameter) => account.of(parameter).storage.bytes);
      meter.passing(stepBytes(rule, sizes, foreach));
    }
    meter.phase = "forward";
    if (optimizer === this.ending) this.endRound();
  }

  private endRound(): void {
    const { meter } = this.account;
    this.flops = { ...meter.flops };
    this.flopsOf = {
      forward: new Map(meter.flopsOf.forward),
      backward: new Map(meter.flopsOf.backward),
      optimizer: new Map(meter.flopsOf.optimizer),
    };
    meter.beginRound();
  }
}

/** What optimizers of the program's own, whose steps are followed as any code, keep in `state`. */
function ownStates({ optimizers }: LoopProgram, account: Account): number {
  const states = optimizers.map((one) => (one instanceof Obj ? one.attrs?.get("state") : undefined));
  const tensors = new Set(states.flatMap((state) => (state instanceof PyDict ? state.values().flatMap(kept) : [])));
  return [...tensors].reduce((all, tensor) => all + account.of(tensor).storage.bytes, 0);
}

function kept(value: Value): Tensor[] {
  if (value instanceof Tensor) return [value];
  return value instanceof PyDict ? value.values().flatMap(kept) : [];
}

/** The parameters of an optimizer, or of a module. */
function parametersIn(subject: Value): Tensor[] {
  const groups = groupsOf(subject);
  if (groups.length > 0) return groups.flatMap(({ parameters }) => parameters);
  return subject instanceof Obj
    ? namedTensors(subject).flatMap(({ tensor, parameter }) => (parameter ? [tensor] : []))
    : [];
}

/** An optimizer's groups of parameters; none of what is no optimizer. */
function groupsOf(optimizer: Value): { parameters: Tensor[]; settings: (name: string) => unknown }[] {
  const groups = optimizer instanceof Obj ? optimizer.attrs?.get("param_groups") : undefined;
  if (!(groups instanceof PyList)) return [];
  return groups.items.flatMap((group) => {
    const params = group instanceof PyDict ? group.get("params") : undefined;
    if (!(group instanceof PyDict && params instanceof PyList)) return [];
    const parameters = params.items.filter((one) => one instanceof Tensor);
    const settings = (name: string) => {
      const value = group.get(name);
      return value instanceof PyFloat ? value.value : value;
    };
    return [{ parameters, settings }];
  });
}

/** What an optimizer does to a group: by the first of its classes that is one of PyTorch's. */
function ruleOf(optimizer: Value, settings: (name: string) => unknown): OptimizerMemory {
  const cls =
    optimizer instanceof Obj ? optimizer.cls.mro.find(({ module }) => module.startsWith("torch.optim")) : undefined;
  const rule = cls && optimizerMemory(cls.name, settings);
  if (rule === undefined) throw new NotFollowed(`what a step of ${cls?.name ?? "the optimizer"} takes is not known`);
  return rule;
}
