import {
  type Dim,
  freeSymbols,
  isSymbol,
  printRelation,
  type Relation,
  reduceRelation,
  SymInt,
  sampled,
} from "../dims";
import type { Interpreter } from "../machine/machine";
import { Undecided } from "../machine/numbers";
import type { Policy } from "../machine/policy";
import { Tensor } from "../tensor/tensor";
import type { Schema } from "../trace/schema";
import { classes, nativeRaw, PyFloat, PyList, type PyRange, PySlice, PyTuple, Unknown, type Value } from "../values";
import { markContents, type Rewind } from "../values/rewind";
import type { Assumption } from "./assumption";
import { EntryInput, EntryShape, genericNames, type Inputs, isGuessedRank, Restart, type Spec } from "./inputs";

/** A loop whose length is a parameter runs this often: enough to see what the rounds do to each other. */
const ROUNDS = 2;

/** How a symbolic entry answers: inputs take the shape that the program expects; open conditions go the common way. */
export class SymbolicPolicy implements Policy {
  /** What was taken for granted to go on. Guessed ranks are with the inputs. */
  readonly assumptions: Assumption[] = [];

  constructor(
    private readonly inputs: Inputs,
    private readonly machine: Interpreter,
  ) {}

  readonly presumes = true;

  /** Marks what was taken for granted by now. */
  mark(): Rewind {
    return markContents(this.assumptions);
  }

  hasSize(name: string): boolean {
    return this.inputs.symbols.has(name);
  }

  isGuessed(size: SymInt): boolean {
    const source = this.inputs.symbols.get(isSymbol(size) ?? "");
    const spec = source && this.inputs.specs.get(source.path);
    return spec !== undefined && isGuessedRank(spec);
  }

  get certain(): boolean {
    return this.assumptions.length === 0 && [...this.inputs.specs.values()].every(({ kind }) => kind !== "settings");
  }

  /** Conditions of the user's own that were decided. */
  get assumed(): string[] {
    return this.assumptions.filter(({ told }) => told).map(({ name }) => name);
  }

  decide(condition: Value): boolean | undefined {
    if (condition instanceof SymInt) return this.isNonzero(condition);
    if (condition instanceof EntryInput) throw new Restart(condition.path, { kind: "value", value: true });
    return condition instanceof Undecided ? this.choose(condition) : undefined;
  }

  /** A size as a condition: `if size % 2`. */
  private isNonzero(size: SymInt): boolean {
    const sides = { left: size, right: 0 };
    return this.choose({ relation: { kind: "ne", ...sides }, opposite: { kind: "eq", ...sides } }) ?? true;
  }

  private choose({ relation, opposite }: Pick<Undecided, "relation" | "opposite">): boolean | undefined {
    const known = relation ?? opposite;
    if (known === undefined || !this.onlyInputs(known)) return undefined;
    const likely = relation === undefined ? !this.plausible(known) : this.plausible(relation);
    const chosen = likely ? relation : opposite;
    if (chosen !== undefined) {
      const own = this.machine.top?.source.prelude === false;
      // PyTorch's own modules ask whether something divides only in order to refuse what does not.
      if (!own && reduceRelation(chosen).kind === "divisible") this.machine.require(chosen);
      else this.machine.assumptions.assume(chosen);
      const reason = "the program goes another way where it does not hold";
      this.assumptions.push({ name: printRelation(chosen), reason, alternatives: [], told: own });
    }
    return likely;
  }

  private plausible(relation: Relation): boolean {
    const { symbols, defaults } = this.inputs;
    return plausible(relation, (name) => defaults.get(symbols.get(name)?.path ?? ""));
  }

  /** Conditions on sizes that depend on data stay open. */
  private onlyInputs({ left, right }: Relation): boolean {
    return [left, right].every((side) =>
      freeSymbols(side).every((one) => {
        const name = isSymbol(one);
        return name !== undefined && this.inputs.symbols.has(name);
      }),
    );
  }

  attribute(unknown: Unknown, name: string): Value | undefined {
    if (unknown instanceof EntryShape) return undefined;
    if (!(unknown instanceof EntryInput)) return undefined;
    if (name === "__class__") return unknown.type === "Tensor" ? classes.Tensor : undefined;
    if (unknown.origin === "constructor" && unknown.type !== "Tensor") return this.member(unknown, name);
    switch (name) {
      case "shape":
        return new EntryShape(unknown);
      case "size":
        return nativeRaw("size", (_, args) =>
          args.length === 0 ? new EntryShape(unknown) : this.axis(unknown, args[0]),
        );
      case "ndim":
      case "dim":
        return undefined;
      case "device":
      case "dtype":
      case "requires_grad":
        return undefined;
      case "permute":
        return nativeRaw("permute", (_, args) => {
          const [first] = args;
          const listed = first instanceof PyTuple || first instanceof PyList;
          const count = listed ? first.items.length : args.length;
          throw new Restart(unknown.path, this.ranked(count));
        });
      case "transpose":
      case "swapaxes":
      case "unbind":
      case "flatten":
      case "mean":
      case "softmax":
        return nativeRaw(name, (_, args, kwargs) => {
          const dims = [...args, ...(kwargs?.values() ?? [])].filter((arg) => typeof arg === "number");
          const least = Math.max(1, ...dims.map((dim) => (dim < 0 ? -dim : dim + 1)));
          throw new Restart(
            unknown.path,
            this.guess(
              [4, 3, 2, 5].filter((rank) => rank >= least),
              true,
            ),
          );
        });
    }
    if (classes.Tensor.lookup(name) !== undefined && unknown.type === "Tensor")
      throw new Restart(unknown.path, this.guess([3, 4, 2, 5], true));
    return undefined;
  }

  /** `config.hidden_size`: an input of its own. */
  private member(owner: EntryInput, name: string): Value {
    const path = this.inputs.pathIn(owner.path, name);
    if (!this.inputs.specs.has(path)) this.inputs.specs.set(path, { kind: "open", type: "any" });
    return this.inputs.value(path, owner.origin);
  }

  call(unknown: Unknown): Value | undefined {
    return unknown instanceof EntryInput ? new Unknown(`\`${unknown.path}\` is given by the caller`) : undefined;
  }

  item(unknown: Unknown, index: Value): Value | undefined {
    if (unknown instanceof EntryShape) return this.axis(unknown.input, index);
    if (!(unknown instanceof EntryInput)) return undefined;
    if (unknown.origin === "constructor") {
      if (typeof index === "number" && index >= 0)
        throw new Restart(unknown.path, { kind: "tuple", count: Math.max(index + 1, 2) });
      return undefined;
    }
    if (unknown.type === "Tensor") {
      const parts = index instanceof PyTuple ? index.items : [index];
      const least = parts.filter((part) => part !== null).length;
      throw new Restart(unknown.path, this.guess([3, 4, 2, 5].filter((rank) => rank >= least)));
    }
    return undefined;
  }

  /** `x.shape[1]`, `x.size(-1)`, `x.shape[-2:]`. */
  private axis(input: EntryInput, index: Value): never {
    const bounds = index instanceof PySlice ? [index.start, index.stop] : [index];
    const least = Math.max(
      1,
      ...bounds
        .filter((at) => typeof at === "number")
        .map((at) => (at < 0 ? -at : at + (index instanceof PySlice ? 0 : 1))),
    );
    throw new Restart(input.path, this.guess([3, 4, 2, 5, 1].filter((rank) => rank >= least)));
  }

  iterate(unknown: Unknown): Value[] | undefined {
    if (unknown instanceof EntryInput && unknown.origin === "constructor")
      throw new Restart(unknown.path, { kind: "tuple", count: ROUNDS });
    return undefined;
  }

  unpack(unknown: Unknown, count: number, star: number, names: readonly (string | undefined)[]): Value[] | undefined {
    if (unknown instanceof EntryShape && star < 0) throw new Restart(unknown.input.path, this.ranked(count, names));
    if (unknown instanceof EntryShape)
      throw new Restart(unknown.input.path, this.guess([3, 4, 2, 5].filter((rank) => rank >= count - 1)));
    if (unknown instanceof EntryInput && unknown.origin === "constructor" && star < 0)
      throw new Restart(unknown.path, { kind: "tuple", count });
    return undefined;
  }

  length(unknown: Unknown): Value | undefined {
    if (unknown instanceof EntryShape) throw new Restart(unknown.input.path, this.guess([3, 4, 2, 5]));
    if (unknown instanceof EntryInput && unknown.origin === "constructor")
      throw new Restart(unknown.path, { kind: "tuple", count: ROUNDS });
    return undefined;
  }

  number(unknown: Unknown, other: Value): Value | undefined {
    if (!(unknown instanceof EntryInput)) return undefined;
    if (unknown.type === "Tensor") {
      if (other instanceof Tensor) throw new Restart(unknown.path, this.like(other));
      if (other === null || typeof other === "string") return undefined;
      throw new Restart(unknown.path, this.guess([3, 4, 2, 5]));
    }
    if (unknown.origin === "forward" && other instanceof Tensor) throw new Restart(unknown.path, this.like(other));
    if (typeof other === "number" || other instanceof SymInt || other instanceof PyFloat || other instanceof EntryInput)
      throw new Restart(unknown.path, { kind: "int" });
    return undefined;
  }

  size(unknown: Unknown): void {
    if (unknown instanceof EntryInput) throw new Restart(unknown.path, { kind: "int" });
  }

  isNone(unknown: Unknown): boolean | undefined {
    if (unknown instanceof EntryInput)
      this.assumptions.push({
        name: `${unknown.path} is not None`,
        reason: "a caller may give None all the same",
        alternatives: [],
        told: false,
      });
    return unknown instanceof EntryInput || unknown instanceof EntryShape ? false : undefined;
  }

  compare(unknown: Unknown, other: Value): Value | undefined {
    if (!(unknown instanceof EntryInput) || unknown.type === "Tensor") return undefined;
    if (typeof other === "number" || other instanceof SymInt) throw new Restart(unknown.path, { kind: "int" });
    return undefined;
  }

  tensor(
    unknown: Unknown,
    letters: string | undefined,
    schema: Schema,
    bound: Record<string, unknown>,
  ): Value | undefined {
    const input = unknown instanceof EntryShape ? unknown.input : unknown;
    if (!(input instanceof EntryInput)) return undefined;
    const argument = schema.args.find((one) => bound[one.name] === unknown);
    if (argument?.type === "int") throw new Restart(input.path, { kind: "int" });
    if (argument !== undefined && argument.type !== "Tensor" && argument.type !== "Operand") return undefined;
    // `torch.cat(xs)`: the whole argument is a list or tuple of tensors.
    if (argument?.list === true) throw new Restart(input.path, { kind: "tuple", count: ROUNDS, of: "Tensor" });
    const names = letters?.split(" ") ?? [];
    if (names.includes("...") && names[0] !== "...")
      throw new Restart(
        input.path,
        this.guess(
          [4, 3, 2, 5].filter((rank) => rank >= names.length - 1),
          true,
        ),
      );
    if (letters?.endsWith("?")) throw new Restart(input.path, this.usual(letters.slice(0, -1).split(" ")));
    if (letters !== undefined && names[0] !== "...") throw new Restart(input.path, this.lettered(names));
    const others = Object.values(bound).filter((value): value is Tensor => value instanceof Tensor && !value.parameter);
    if (letters === undefined && others.length > 0 && argument?.type === "Operand")
      throw new Restart(input.path, this.like(others[0]));
    throw new Restart(input.path, this.guess(letters === undefined ? [3, 4, 2, 5] : [3, 2, 4], true));
  }

  private lettered(names: string[]): Spec & { kind: "tensor" } {
    return { kind: "tensor", names, generic: true };
  }

  /** The usual rank of an operator that takes all. */
  private usual(names: string[]): Spec {
    const others = [1, 2, 3, 4].filter((rank) => rank !== names.length);
    return { ...this.lettered(names), guesses: others, ranks: [names.length, ...others] };
  }

  private ranked(count: number, names?: readonly (string | undefined)[]): Spec {
    const generic = genericNames(count);
    const named = names?.map((name, n) => (isName(name) ? name : generic[n]));
    return { kind: "tensor", names: named ?? generic, generic: named === undefined };
  }

  /** A rank to try first, and others. `sure`: the program itself says that it is a tensor. */
  private guess(ranks: number[], sure = false): Spec {
    const others = sure ? { ranks: [...ranks] } : {};
    return { kind: "tensor", names: genericNames(ranks[0]), generic: true, guesses: ranks.slice(1), ...others };
  }

  private like(other: Tensor): Spec {
    return this.guess([other.rank, ...[4, 3, 2, 5].filter((rank) => rank !== other.rank)]);
  }

  /** `B, N, C = x.shape`: sizes that had no name of the program's own get one. */
  named(size: SymInt, name: string): void {
    this.names(new PyTuple([size]), [name], -1);
  }

  names(value: Value, names: readonly (string | undefined)[], star: number): void {
    if (!(value instanceof PyTuple) || star >= 0 || value.items.length !== names.length) return;
    const renamed = new Map<string, (string | number)[]>();
    value.items.forEach((item, n) => {
      const name = names[n];
      const known = item instanceof SymInt ? isSymbol(item) : undefined;
      const source = known === undefined ? undefined : this.inputs.symbols.get(known);
      if (!isName(name) || source?.axis === undefined || known === name) return;
      const spec = this.inputs.specs.get(source.path);
      if (spec?.kind !== "tensor" || !spec.generic) return;
      const list = renamed.get(source.path) ?? [...spec.names];
      list[source.axis] = name;
      renamed.set(source.path, list);
    });
    for (const [path, list] of renamed) {
      const spec = this.inputs.specs.get(path) as Spec & { kind: "tensor" };
      // A rank that was only guessed stays a guess.
      throw new Restart(path, { ...spec, names: list, generic: false });
    }
  }

  count(_range: PyRange, length: Dim | undefined): number | undefined {
    const [first] = length === undefined ? [] : freeSymbols(length);
    const name = first === undefined ? undefined : isSymbol(first);
    const source = name === undefined ? undefined : this.inputs.symbols.get(name);
    if (length === undefined || source === undefined || source.axis !== undefined) return undefined;
    // The smallest value of the parameter with which the loop runs as often as wanted.
    for (let value = 1; value <= 16; value++) {
      if (sampled(length, (other) => (other === name ? value : ROUNDS)) >= ROUNDS)
        throw new Restart(source.path, { kind: "number", value, why: "a loop runs that often" });
    }
    return undefined;
  }

  misused(size: SymInt, as: Parameters<Policy["misused"]>[1]): void {
    const name = isSymbol(size);
    const source = name === undefined ? undefined : this.inputs.symbols.get(name);
    if (source === undefined || source.axis !== undefined) return;
    if (as === "call") throw new Restart(source.path, { kind: "open", type: "any" });
    if (as === "iterate") throw new Restart(source.path, { kind: "tuple", count: ROUNDS });
    if ("unpack" in as) throw new Restart(source.path, { kind: "tuple", count: as.unpack });
    if (typeof as.index === "number" && as.index >= 0)
      throw new Restart(source.path, { kind: "tuple", count: Math.max(2, as.index + 1) });
    throw new Restart(source.path, { kind: "open", type: "any" });
  }
}

/**
 * Whether a relation holds where all sizes keep their defaults; else at common sizes: powers of two, each name another one, and remainders are 0.
 */
function plausible(relation: Relation, byDefault: (name: string) => number | undefined): boolean {
  const { kind, left, right } = relation;
  const names = [left, right].flatMap((side) => freeSymbols(side).map((one) => isSymbol(one) ?? ""));
  const isSettled = names.every((name) => byDefault(name) !== undefined);
  const sample = (name: string) => {
    const known = byDefault(name);
    if (isSettled && known !== undefined) return known;
    let hash = 0;
    for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) % 5;
    return 3840 + 3840 * hash;
  };
  const value = (dim: Dim) => (typeof dim === "number" ? dim : sampled(dim, sample));
  const [a, b] = [value(left), value(right)];
  switch (kind) {
    case "eq":
      return isSettled || isRemainder(left) || isRemainder(right) ? a === b : false;
    case "ne":
      return isSettled || isRemainder(left) || isRemainder(right) ? a !== b : true;
    case "ge":
      return a >= b;
    case "gt":
      return a > b;
    case "divisible":
      return true;
  }
}

function isRemainder(dim: Dim): boolean {
  return typeof dim !== "number" && / % /.test(String(printRelation({ kind: "eq", left: dim, right: 0 })));
}

/** `_` and `__` say that nobody needs what they stand for. */
function isName(name: string | undefined): name is string {
  return name !== undefined && name.replaceAll("_", "") !== "";
}
