import { type Dim, symbol } from "../dims";
import { type Device, MODULE } from "../tensor/device";
import { Tensor } from "../tensor/tensor";
import { classes, PyTuple, Unknown, type UnknownType, type Value } from "../values";
import { markContents, type Rewind } from "../values/rewind";

/** Numbers of an input that are not floats. */
export type InputDType = "int64" | "bool" | "complex64";

/**
 * What a symbolic entry has learnt of one of its inputs. It begins as a guess from the parameter's name and annotation,
 * and changes when the program uses the input in another way; the run then begins anew.
 */
export type Spec =
  | { kind: "int" }
  | { kind: "number"; value: number; why: string }
  | { kind: "tuple"; count: number; of?: "Tensor"; written?: boolean }
  | {
      kind: "tensor";
      /** What the sizes are called; a number is a size itself. */
      names: (string | number)[];
      generic: boolean;
      /** Ranks still to be tried, where the rank was guessed. */
      guesses?: number[];
      /** All ranks that a guessed one may be, where the program leaves no doubt that it is a tensor. */
      ranks?: readonly number[];
      dtype?: InputDType;
      /** From a docstring or an annotation: a hint that gives way to the code. */
      written?: boolean;
      /** From an annotation, which a type checker may hold the program to. */
      annotated?: boolean;
    }
  | { kind: "value"; value: Value }
  /** An instance of the class of settings that the program says it is. */
  | { kind: "settings" }
  | { kind: "open"; type: UnknownType; dtype?: InputDType }
  /** Anything a caller may give: nothing is learnt of it. */
  | { kind: "any" };

/** Where an input is: a parameter, and what is taken of it (`window_size[0]`, `config.hidden_size`). */
export interface Way {
  parameter: string;
  steps: readonly (string | number)[];
}

/** Whose parameter an input is. */
export type Origin = "constructor" | "forward";

/** What a symbol stands for: an input, or a dimension of one. */
export interface SymbolSource extends Way {
  path: string;
  axis?: number;
  origin: Origin;
}

/** Whether a tensor's rank is one of several that the program takes. */
export function isGuessedRank(spec: Spec): boolean {
  return spec.kind === "tensor" && spec.guesses !== undefined;
}

/** An input of a symbolic entry: a parameter, an item of one (`window_size[0]`) or an attribute of one (`config.hidden_size`). */
export class EntryInput extends Unknown {
  constructor(
    readonly path: string,
    readonly origin: Origin,
    type: UnknownType,
  ) {
    super(`\`${path}\` is given by the caller`, undefined, type);
  }

  /** What comes of an input is another thing: of that nothing is learnt. */
  override of(type: UnknownType): Unknown {
    return new Unknown(this.reason, this.place, type);
  }

  override inside(): Unknown {
    return this.of("any");
  }
}

/** `x.shape` of an input whose rank is not known yet. */
export class EntryShape extends Unknown {
  constructor(readonly input: EntryInput) {
    super(`the shape of \`${input.path}\` is not known`);
  }
}

/** The run must begin anew: something was learnt of an input. */
export class Restart {
  constructor(
    readonly path: string,
    readonly spec: Spec,
  ) {}
}

/** Names of a tensor's dimensions by its rank, where the program has none of its own. */
const GENERIC_NAMES: Record<number, string[]> = {
  0: [],
  1: ["N"],
  2: ["B", "C"],
  3: ["B", "N", "C"],
  4: ["B", "C", "H", "W"],
  5: ["B", "C", "T", "H", "W"],
};

export function genericNames(rank: number): string[] {
  return GENERIC_NAMES[rank] ?? Array.from({ length: rank }, (_, n) => `d${n}`);
}

/** Constructor parameters are kept where an equation lets a tensor's axis be replaced by one. */
const RANKS = { constructor: 2, forward: 1 };

/** Makes the values of a run from what is known of the inputs, and remembers which symbol stands for what. */
export class Inputs {
  /** Every name in use, so that two sizes do not share one. */
  private readonly taken = new Map<string, string>();
  readonly symbols = new Map<string, SymbolSource>();
  readonly made = new Map<string, Value>();
  /** What a size is where nobody says otherwise, by path. */
  readonly defaults = new Map<string, number>();
  private readonly origins = new Map<string, Origin>();
  private readonly ways = new Map<string, Way & { origin: Origin }>();
  /** A function also takes `*args` or `**kwargs`, for which nothing was passed: what fails may fail for want of them. */
  incomplete = false;
  /** Whether they are those of a module, which lies on one device with them. */
  ofModule = false;
  /** The number of the first tensor that is made after the module was. */
  builtSince = Number.POSITIVE_INFINITY;
  /** The parameter of `forward` that comes first. */
  firstInput: string | undefined;

  constructor(
    readonly specs: Map<string, Spec>,
    /** Names of sizes that are not the inputs'. */
    private readonly others: { has(name: string): boolean } = new Set(),
    /** What a size is called, where that is not up to the inputs. */
    private readonly called?: (name: string) => string,
  ) {}

  /** The path of a parameter: one of `forward` is another thing than the constructor's of the same name. */
  pathOf(name: string, origin: Origin): string {
    const owner = this.origins.get(name);
    const path = owner !== undefined && owner !== origin ? `${origin}.${name}` : name;
    if (path === name) this.origins.set(name, origin);
    this.ways.set(path, { parameter: name, steps: [], origin });
    return path;
  }

  /** The path of an item or an attribute of an input. */
  pathIn(owner: string, step: string | number): string {
    const path = typeof step === "number" ? `${owner}[${step}]` : `${owner}.${step}`;
    const { parameter, steps, origin } = this.wayTo(owner);
    this.ways.set(path, { parameter, steps: [...steps, step], origin });
    return path;
  }

  private wayTo(path: string): Way & { origin: Origin } {
    return this.ways.get(path) ?? { parameter: path, steps: [], origin: "constructor" };
  }

  /** Whose parameter a path leads to. */
  originOf(path: string): Origin {
    return this.wayTo(path).origin;
  }

  /** Marks the present: values that are made later, and their names, can be dropped. What is learnt of inputs stays. */
  mark(): Rewind {
    const { incomplete, ofModule, builtSince, firstInput } = this;
    const contents = markContents(this.taken, this.symbols, this.made, this.defaults, this.origins, this.ways);
    return () => {
      contents();
      Object.assign(this, { incomplete, ofModule, builtSince, firstInput });
    };
  }

  value(path: string, origin: Origin): Value {
    const known = this.made.get(path);
    if (known !== undefined) return known;
    const value = this.make(path, origin, this.specs.get(path) ?? { kind: "open", type: "any" });
    this.made.set(path, value);
    return value;
  }

  private make(path: string, origin: Origin, spec: Spec): Value {
    switch (spec.kind) {
      case "int":
        return this.symbol(this.called?.(this.nameOf(path)) ?? this.free(this.nameOf(path), path), path, origin);
      case "number":
        return spec.value;
      case "tuple":
        return new PyTuple(
          Array.from({ length: spec.count }, (_, n) => this.item(this.pathIn(path, n), origin, spec.of)),
        );
      case "tensor": {
        const dims: Dim[] = spec.names.map((name, axis) =>
          typeof name === "number" ? name : this.symbol(this.free(name, path), path, origin, axis),
        );
        const tensor = new Tensor(dims, spec.dtype ?? "float32", classes.Tensor);
        tensor.device = this.deviceOf(path);
        return tensor;
      }
      case "value":
        return spec.value;
      case "open":
        return new EntryInput(path, origin, spec.type);
      case "settings":
        return new EntryInput(path, origin, "any");
      case "any":
        return new Unknown(`\`${path}\` is given by the caller`);
    }
  }

  /** What a module gets first lies where it does; of what else it gets, such as lengths, that is not said. */
  private deviceOf(path: string): Device {
    return this.ofModule && path === this.firstInput ? MODULE : undefined;
  }

  /** An attribute of an input is called as the program calls it: `hidden_size` of `config.hidden_size`. */
  private nameOf(path: string): string {
    const last = this.wayTo(path).steps.at(-1);
    return typeof last === "string" ? last : path;
  }

  private item(path: string, origin: Origin, type: "Tensor" | undefined): Value {
    if (!this.specs.has(path)) this.specs.set(path, type === undefined ? { kind: "int" } : { kind: "open", type });
    return this.value(path, origin);
  }

  private symbol(name: string, path: string, origin: Origin, axis?: number): Dim {
    this.taken.set(name, path);
    this.symbols.set(name, { ...this.wayTo(path), path, ...(axis === undefined ? {} : { axis }), origin });
    return symbol(name, { min: 1, rank: RANKS[origin], serial: this.symbols.size });
  }

  /** The name itself, or one with the parameter's name where another input has it. */
  private free(name: string, path: string): string {
    const plain = name === "" || name === "_" ? "d" : name;
    for (const candidate of [plain, `${plain}_${path}`, ...Array.from({ length: 20 }, (_, n) => `${plain}${n + 1}`)]) {
      const owner = this.taken.get(candidate);
      if (owner === undefined && !this.others.has(candidate)) {
        this.taken.set(candidate, path);
        return candidate;
      }
    }
    return `${plain}_${path}_${this.taken.size}`;
  }
}
