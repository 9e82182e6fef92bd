import type { Interpreter } from "../machine/machine";
import type { Policy } from "../machine/policy";
import type { Schema } from "../trace/schema";
import { classes, type PyClass, type Unknown, type Value } from "../values";
import { type Assumption, Choice } from "./assumption";
import { EntryInput, genericNames, Restart, type Spec } from "./inputs";

/** The ranks that are tried for a tensor, the usual ones first. */
const RANKS = [4, 3, 2, 5, 1, 0, 6];

/** What a tensor whose dtype nobody tells may hold: numbers of each kind. */
const DTYPES = [undefined, "int64", "bool"] as const;

/** Classes beside tensors of which an input may be. */
const OTHERS = ["list", "tuple", "dict", "set", "str"] as const;

/** Likewise, in modules of the prelude: arrays and packed sequences share many of a tensor's methods. */
const OTHERS_ELSEWHERE = [
  ["numpy", "ndarray"],
  ["torch.nn", "Module"],
  ["torch.nn.utils.rnn", "PackedSequence"],
] as const;

/**
 * How a run answers that is to prove something: nothing is decided, chosen or guessed. Of an input is learnt only what the program leaves no
 * doubt of, on a way that every call takes: an operator that takes nothing but a tensor there, a number that is a size. All else is unknown.
 */
export class PinnedPolicy implements Policy {
  /** Nothing but choices that the driver makes, one after the other. */
  readonly certain = true;

  constructor(private readonly machine: Interpreter) {}

  decide(): undefined {}

  attribute(unknown: Unknown, name: string): Value | undefined {
    if (!(unknown instanceof EntryInput)) return undefined;
    if (name === "__class__") return unknown.type === "Tensor" ? classes.Tensor : undefined;
    if (classes.Tensor.lookup(name) !== undefined && (unknown.type === "Tensor" || this.isOnlyATensors(name)))
      this.choose(unknown, `\`.${name}\` is asked of it`);
    return undefined;
  }

  call(): undefined {}
  item(unknown: Unknown): undefined {
    if (unknown instanceof EntryInput && unknown.type === "Tensor") this.choose(unknown, "it is indexed");
  }
  iterate(): undefined {}
  unpack(): undefined {}
  length(): undefined {}
  number(): undefined {}
  isNone(): undefined {}
  compare(): undefined {}
  names(): void {}
  named(): void {}
  count(): undefined {}
  misused(): void {}

  size(unknown: Unknown): void {
    if (unknown instanceof EntryInput && this.everyCallComesHere()) throw new Restart(unknown.path, { kind: "int" });
  }

  tensor(
    unknown: Unknown,
    _letters: string | undefined,
    schema: Schema,
    bound: Record<string, unknown>,
  ): Value | undefined {
    if (!(unknown instanceof EntryInput)) return undefined;
    const argument = schema.args.find(({ name }) => bound[name] === unknown);
    if (argument === undefined || argument.list !== false || argument.optional) return undefined;
    if (argument.type === "int") this.size(unknown);
    if (argument.type === "Tensor") this.choose(unknown, `\`${schema.name}\` takes a tensor`);
    return undefined;
  }

  /** The input is a tensor: the run begins anew in every rank, with every kind of number. */
  private choose(input: EntryInput, reason: string): void {
    if (!this.everyCallComesHere()) return;
    throw new Choice(input.path, tensorOf(input.path, reason));
  }

  /** Outside of branches that are not decided, and of what follows a branch that left the function. */
  private everyCallComesHere(): boolean {
    const { forkDepth, tryDepth } = this.machine;
    if (forkDepth > 0 || tryDepth > 0) return false;
    for (let frame = this.machine.top; frame !== undefined; frame = frame.caller)
      if (frame.pending !== undefined) return false;
    return true;
  }

  /** Whether nothing else that a caller may give has such a method. */
  private isOnlyATensors(name: string): boolean {
    if (OTHERS.some((one) => (classes[one] as PyClass).lookup(name) !== undefined)) return false;
    return OTHERS_ELSEWHERE.every(([module, cls]) => {
      const other = this.machine.findattr(this.machine.import(module) as never, cls);
      return (other as PyClass | undefined)?.lookup(name) === undefined;
    });
  }
}

/** An input that is a tensor, of which neither rank nor dtype is told. */
function tensorOf(name: string, reason: string): Assumption {
  const alternatives = RANKS.flatMap((rank) =>
    DTYPES.map(
      (dtype): Spec => ({
        kind: "tensor",
        names: genericNames(rank),
        generic: true,
        ...(dtype !== undefined && { dtype }),
      }),
    ),
  );
  return { name, reason, alternatives, told: false };
}
