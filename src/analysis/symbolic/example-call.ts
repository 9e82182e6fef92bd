import { type Dim, SymInt, sampled } from "../dims";
import { withoutNone } from "../facts/annotations";
import type { Interpreter } from "../machine/machine";
import { Tensor } from "../tensor/tensor";
import { Obj, type Parameter, PyClass, PyFunction, type PyModule, unwrapped, type Value } from "../values";
import { isTensor } from "./annotations";
import { genericNames, type InputDType, Inputs, type Spec } from "./inputs";
import { guessedSpec, type SymbolicRun } from "./symbolic";

type Origin = "constructor" | "forward" | "function";

/** What stands for a number, by the name of the size or parameter; the first row that fits counts. */
const NUMBERS: readonly (readonly [name: RegExp, number: number])[] = [
  [/^(b|bs|batch(_size)?|bsz|stride|padding|dilation|groups)$/i, 1],
  [/^(depth|((num|n)_)?(hidden_)?layers?|(num_|n_)?blocks?)$/i, 2],
  [/^(in_chans|in_channels|input_channels|img_channels|image_channels|kernel(_size)?)$/i, 3],
  [/(^|_)n?heads?$/i, 4],
  [/^(t|patch(_size)?|window(_size)?)$/i, 8],
  [/class(es)?$|labels$/i, 10],
  [/^(n|l|s|(max_)?seq(uence)?_?len(gth)?|length|block_size|num_patches|num_tokens)$/i, 16],
  [/^(h|w|height|width|img_size|image_size|resolution|size)$/i, 32],
  [/vocab|num_embeddings|n_tokens/i, 1000],
];
const OTHER_NUMBER = 64;

/** Inputs whose rank the program does not tell, by their names. */
const TENSORS: readonly (readonly [name: RegExp, names: readonly string[], dtype?: InputDType])[] = [
  [/(^|_)(img|imgs|image|images|pixels?|pixel_values)$/i, ["B", "in_channels", "H", "W"]],
  [/(^|_)(ids?|idx|tokens?|targets?|labels?)$/i, ["B", "N"], "int64"],
  [/mask$/i, ["B", "N"], "bool"],
];

/** Of what is open, by its type. */
const PLAIN: Partial<Record<string, string>> = { int: "1", float: "0.1", bool: "False", str: '""' };

/** What nothing is known of: Python, and plainly to be filled in. */
const PLACEHOLDER = "...";

function numberFor(name: string): number {
  const owner = name.replace(/(\[\d+\])+$/, "");
  return NUMBERS.find(([pattern]) => pattern.test(owner))?.[1] ?? OTHER_NUMBER;
}

/**
 * An example call of a class or function to begin with: `Net(64)(torch.empty(1, 16, 64))`. It is valid Python made from the parameters and from
 * what a run without a call has learnt of them; a size has the same number wherever its name stands, and what nothing is known of is `...`.
 */
export function exampleCall(
  machine: Interpreter,
  module: PyModule,
  name: string,
  learnt: Pick<SymbolicRun, "inputs" | "run"> | undefined,
): string | undefined {
  const called = machine.findattr(module, name);
  const simplify = (dim: Dim) => learnt?.run.state.assumptions.simplify(dim) ?? dim;
  const writer = new Writer(machine, module, learnt?.inputs ?? new Inputs(new Map()), simplify);
  if (called instanceof PyFunction) return `${name}(${writer.args(called, "function")})`;
  if (!(called instanceof PyClass)) return undefined;
  const [init, forward] = [called.lookup("__init__"), called.lookup("forward")];
  if (!(forward instanceof PyFunction)) return undefined;
  const isOwn = init instanceof PyFunction && !init.place.file.startsWith("<prelude>");
  return `${name}(${isOwn ? writer.args(init, "constructor") : ""})(${writer.args(forward, "forward")})`;
}

class Writer {
  constructor(
    private readonly machine: Interpreter,
    private readonly module: PyModule,
    private readonly inputs: Inputs,
    /** A size with what the run has learnt of it. */
    private readonly simplify: (dim: Dim) => Dim,
  ) {}

  /** The arguments that must be given; where none must, the first optional tensor. */
  args(called: PyFunction, what: Origin): string {
    const fn = unwrapped(called);
    const params = (what === "function" ? fn.params : fn.params.slice(1)).filter(
      ({ kind }) => kind === "positional" || kind === "positionalOnly" || kind === "keywordOnly",
    );
    const required = params.filter((param) => param.default === undefined);
    if (required.length > 0)
      return required
        .map((param) => `${param.kind === "keywordOnly" ? `${param.name}=` : ""}${this.argument(fn, param, what)}`)
        .join(", ");
    const optional =
      what === "constructor"
        ? undefined
        : params.find(({ annotation }) => annotation !== undefined && isTensor(withoutNone(annotation)));
    return optional === undefined ? "" : `${optional.name}=${this.argument(fn, optional, what)}`;
  }

  private argument(fn: PyFunction, param: Parameter, what: Origin): string {
    const origin = what === "constructor" ? what : "forward";
    const path = this.inputs.pathOf(param.name, origin);
    const spec = this.inputs.specs.get(path) ?? guessedSpec(fn, param, origin);
    return this.text(spec, path, param.name);
  }

  private text(spec: Spec, path: string, name: string): string {
    const made = this.inputs.made.get(path);
    switch (spec.kind) {
      case "int":
        return `${made instanceof SymInt ? this.size(made) : numberFor(name)}`;
      case "number":
        return `${spec.value}`;
      case "value":
        return this.machine.repr(spec.value);
      case "tuple": {
        const items = Array.from({ length: spec.count }, (_, n) => this.item(`${path}[${n}]`, name, spec.of));
        return `(${items.join(", ")}${items.length === 1 ? "," : ""})`;
      }
      case "tensor":
        return tensorText(made instanceof Tensor ? this.sizesOf(made, spec.ranks?.[0]) : sizes(spec.names), spec.dtype);
      case "settings":
        return made instanceof Obj ? this.settings(made) : PLACEHOLDER;
      case "open":
        if (spec.type === "Tensor") return unrankedText(name, spec.dtype);
        return PLAIN[spec.type] ?? PLACEHOLDER;
      default:
        return PLACEHOLDER;
    }
  }

  /** Where every rank was tried in vain, the first one stands, with the last size that was learnt. */
  private sizesOf({ shape }: Tensor, rank = shape.length): number[] {
    if (rank === shape.length) return shape.map((dim) => this.size(dim));
    const [generic, last] = [sizes(genericNames(rank)), shape.at(-1)];
    return last === undefined || this.simplify(last) === last ? generic : [...generic.slice(0, -1), this.size(last)];
  }

  private size(dim: Dim): number {
    const number = sampled(this.simplify(dim), numberFor);
    return number >= 1 ? number : OTHER_NUMBER;
  }

  private item(path: string, name: string, of: "Tensor" | undefined): string {
    const spec = this.inputs.specs.get(path) ?? (of === undefined ? { kind: "int" } : { kind: "open", type: of });
    return this.text(spec, path, name);
  }

  /** An instance of a class of settings, as far as the file has a name for the class. */
  private settings({ cls }: Obj): string {
    if (this.machine.findattr(this.module, cls.name) !== cls) return PLACEHOLDER;
    const init = cls.lookup("__init__");
    const required = init instanceof PyFunction ? unwrapped(init).params.slice(1).filter(mustBeGiven) : [];
    return `${cls.name}(${required.map(({ name }) => `${name}=${numberFor(name)}`).join(", ")})`;
  }
}

function mustBeGiven({ kind, default: value }: { kind: string; default?: Value }): boolean {
  return value === undefined && kind !== "vararg" && kind !== "kwarg";
}

/** A tensor of which no rank is known: as its name says, else as the rank that is guessed first. */
function unrankedText(name: string, dtype: InputDType | undefined): string {
  const [, names, kind] = TENSORS.find(([pattern]) => pattern.test(name)) ?? [undefined, genericNames(3)];
  return tensorText(sizes(dtype === "int64" ? names.slice(0, 2) : names), dtype ?? kind);
}

function sizes(names: readonly (string | number)[]): number[] {
  return names.map((name) => (typeof name === "number" ? name : numberFor(name)));
}

function tensorText(dims: readonly number[], dtype?: InputDType): string {
  const shape = dims.length === 0 ? "()" : dims.join(", ");
  if (dtype === undefined) return `torch.empty(${shape})`;
  if (dtype === "complex64") return `torch.empty(${shape}, dtype=torch.complex64)`;
  return dtype === "bool" ? `torch.ones(${shape}, dtype=torch.bool)` : `torch.zeros(${shape}, dtype=torch.long)`;
}
