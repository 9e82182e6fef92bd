import shared from "../facts/shared-methods.json";
import type { Interpreter } from "../machine/machine";
import type { Policy } from "../machine/policy";
import { operators } from "../ops/families";
import type { Schema, SchemaArgument } from "../trace/schema";
import { Builtin, classes, PyClass, PyFunction, type PyModule, Unknown, type UnknownType, type Value } from "../values";
import { type Assumption, Choice } from "./assumption";
import { EntryInput, genericNames, Restart, type Spec } from "./inputs";

/** An attribute of an input that is a tensor's method if it is called. */
class InputMethod extends Unknown {
  constructor(
    readonly input: EntryInput,
    readonly method: string,
  ) {
    super(input.reason);
  }

  /** What comes of it is no method of the input: `data.sub.size`. */
  override of(type: UnknownType): Unknown {
    return new Unknown(this.reason, this.place, type);
  }
}

/** The ranks that are tried for a tensor, the usual ones first. */
const RANKS = [4, 3, 2, 5, 1, 0, 6];

/** What a tensor whose dtype nobody tells may hold: numbers of each kind. */
const DTYPES = [undefined, "int64", "bool", "complex64"] as const;

/** Methods that objects of other libraries have too: `tools/record/shared_methods.py`. */
const SHARED: ReadonlySet<string> = new Set(shared);

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
  readonly presumes = false;

  constructor(private readonly machine: Interpreter) {}

  hasSize(): boolean {
    return false;
  }

  isGuessed(): boolean {
    return false;
  }

  decide(): undefined {}

  attribute(unknown: Unknown, name: string): Value | undefined {
    if (!(unknown instanceof EntryInput)) return undefined;
    if (name === "__class__") return unknown.type === "Tensor" ? classes.Tensor : undefined;
    const found = classes.Tensor.lookup(name);
    if (found === undefined) return undefined;
    if (unknown.type === "Tensor") this.choose(unknown, asked(name));
    // Settings have attributes of any name, `config.dim` or `config.device`: only a call tells that it is a method.
    else if (isMethod(found) && this.isOnlyATensors(name)) return new InputMethod(unknown, name);
    return undefined;
  }

  call(unknown: Unknown, args: readonly Value[], kwargs?: ReadonlyMap<string, Value>): undefined {
    // What is given other arguments than a tensor's method takes is another object's.
    if (unknown instanceof InputMethod && takes(unknown.method, args.length, [...(kwargs?.keys() ?? [])]))
      this.choose(unknown.input, asked(unknown.method), true);
  }
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
  private choose(input: EntryInput, reason: string, byAttribute = false): void {
    if (!this.everyCallComesHere()) return;
    throw new Choice(input.path, { ...tensorOf(input.path, reason), byAttribute });
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
    // PyTorch's own layers know what they were given.
    if (SHARED.has(name) && this.machine.top?.source.prelude !== true) return false;
    if (this.machine.importer.ownModules().some((module) => hasMethod(module, name))) return false;
    if (OTHERS.some((one) => (classes[one] as PyClass).lookup(name) !== undefined)) return false;
    return OTHERS_ELSEWHERE.every(([module, cls]) => {
      const other = this.machine.findattr(this.machine.import(module) as never, cls);
      return (other as PyClass | undefined)?.lookup(name) === undefined;
    });
  }
}

const asked = (name: string) => `\`.${name}\` is asked of it`;

/** Whether a tensor's method can be called with so many positional arguments and these keywords. */
function takes(method: string, count: number, keywords: readonly string[]): boolean {
  const overloads = operators.get(`Tensor.${method}`);
  return overloads === undefined || overloads.some(({ call: { args } }) => binds(args, count, keywords));
}

/** The first argument is the tensor itself. */
function binds([, ...args]: readonly SchemaArgument[], count: number, keywords: readonly string[]): boolean {
  const positional = args.filter(({ keywordOnly }) => !keywordOnly);
  // Numbers in a row stand for a list of them: `x.view(2, 3)`.
  const spread = positional.some(({ list }) => list !== false);
  if (count > positional.length && !spread) return false;
  const left = [...positional.slice(count), ...args.filter(({ keywordOnly }) => keywordOnly)];
  if (!keywords.every((keyword) => left.some(({ name }) => name === keyword))) return false;
  return left.every(({ name, hasDefault, optional }) => hasDefault || optional || keywords.includes(name));
}

function isMethod(attribute: Value): boolean {
  return attribute instanceof Builtin || attribute instanceof PyFunction;
}

/** Whether a class of the program has a method of that name. */
function hasMethod({ globals }: PyModule, name: string): boolean {
  return [...globals.values()].some((value) => value instanceof PyClass && value.own.has(name));
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
