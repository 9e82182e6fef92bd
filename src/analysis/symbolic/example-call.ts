import { type Dim, SymInt, sampled, symbol } from "../dims";
import { withoutNone } from "../facts/annotations";
import type { Interpreter } from "../machine/machine";
import { Tensor } from "../tensor/tensor";
import { Obj, type Parameter, PyClass, PyFunction, type PyModule, unwrapped, type Value } from "../values";
import { isTensor } from "./annotations";
import { genericNames, type InputDType, Inputs, type Spec } from "./inputs";
import { guessedSpec, type SymbolicRun } from "./symbolic";
import { numberFor, OTHER_NUMBER } from "./usual-sizes";

type Origin = "constructor" | "forward" | "function";

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

/** An argument of a call, as far as a run without a call has learnt what it is: text, with sizes in it, or a tensor. */
export type Argument = { parts: readonly (string | { size: Dim })[] } | { shape: readonly Dim[]; dtype?: InputDType };

/** A parameter, and what may be given for it. */
export interface Written {
  name: string;
  /** It is given by its name. */
  byName: boolean;
  /** It has no default. */
  required: boolean;
  /** What stands there where nothing is given. */
  default: Value | undefined;
  argument: Argument;
}

/** A call with its parameters: of the constructor, where it is a class that has one of its own, and of the function or `forward`. */
export interface WrittenCall {
  name: string;
  isClass: boolean;
  constructor: readonly Written[];
  forward: readonly Written[];
}

/**
 * How a class or function is called, from its parameters and from what a run without a call has learnt of them; undefined for what is neither.
 * Instances of settings are given what they must have, and the optional settings of which `isSetting` is true.
 */
export function writtenCall(
  machine: Interpreter,
  module: PyModule,
  name: string,
  learnt: Pick<SymbolicRun, "inputs" | "run"> | undefined,
  isSetting: (name: string, value: Value | undefined) => boolean = () => false,
): WrittenCall | undefined {
  const called = machine.findattr(module, name);
  const simplify = (dim: Dim) => learnt?.run.state.assumptions.simplify(dim) ?? dim;
  const writer = new Writer(machine, module, learnt?.inputs ?? new Inputs(new Map()), simplify, isSetting);
  if (called instanceof PyFunction)
    return { name, isClass: false, constructor: [], forward: writer.args(called, "function") };
  if (!(called instanceof PyClass)) return undefined;
  const [init, forward] = [called.lookup("__init__"), called.lookup("forward")];
  if (!(forward instanceof PyFunction)) return undefined;
  const isOwn = init instanceof PyFunction && !init.place.file.startsWith("<prelude>");
  const built = isOwn ? writer.args(init, "constructor") : [];
  return { name, isClass: true, constructor: built, forward: writer.args(forward, "forward") };
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
  const call = writtenCall(machine, module, name, learnt);
  if (call === undefined) return undefined;
  const given = `(${toGive(call.forward, true)})`;
  return `${name}${call.isClass ? `(${toGive(call.constructor, false)})` : ""}${given}`;
}

/** The arguments that must be given; where none must, the first optional tensor if there may be one. */
function toGive(args: readonly Written[], orTensor: boolean): string {
  const required = args.filter((arg) => arg.required);
  if (required.length > 0)
    return required.map(({ name, byName, argument }) => `${byName ? `${name}=` : ""}${textOf(argument)}`).join(", ");
  const optional = orTensor ? args.find(({ argument }) => "shape" in argument) : undefined;
  return optional === undefined ? "" : `${optional.name}=${textOf(optional.argument)}`;
}

function textOf(argument: Argument): string {
  if ("shape" in argument) return tensorText(argument.shape.map(numberOf), argument.dtype);
  return argument.parts.map((part) => (typeof part === "string" ? part : numberOf(part.size))).join("");
}

/** A size at the numbers that its names stand for. */
export function numberOf(size: Dim): number {
  const number = sampled(size, numberFor);
  return number >= 1 ? number : OTHER_NUMBER;
}

class Writer {
  constructor(
    private readonly machine: Interpreter,
    private readonly module: PyModule,
    private readonly inputs: Inputs,
    /** A size with what the run has learnt of it. */
    private readonly simplify: (dim: Dim) => Dim,
    private readonly isSetting: (name: string, value: Value | undefined) => boolean,
  ) {}

  args(called: PyFunction, what: Origin): Written[] {
    const fn = unwrapped(called);
    const params = (what === "function" ? fn.params : fn.params.slice(1)).filter(
      ({ kind }) => kind === "positional" || kind === "positionalOnly" || kind === "keywordOnly",
    );
    return params.map((param) => ({
      name: param.name,
      byName: param.kind === "keywordOnly",
      required: param.default === undefined,
      default: param.default,
      argument: this.argument(fn, param, what),
    }));
  }

  private argument(fn: PyFunction, param: Parameter, what: Origin): Argument {
    const origin = what === "constructor" ? what : "forward";
    const path = this.inputs.pathOf(param.name, origin);
    const known = this.inputs.specs.get(path);
    // An optional tensor is written only where its annotation says that it is one.
    const spec = known ?? guessedSpec(fn, param, origin);
    if (param.default !== undefined && known === undefined && !isAnnotatedTensor(param))
      return { parts: [PLACEHOLDER] };
    return this.written(spec, path, param.name);
  }

  private written(spec: Spec, path: string, name: string): Argument {
    const made = this.inputs.made.get(path);
    switch (spec.kind) {
      case "int":
        return { parts: [{ size: made instanceof SymInt ? this.simplify(made) : symbol(name) }] };
      case "number":
        return { parts: [`${spec.value}`] };
      case "value":
        return { parts: [this.machine.repr(spec.value)] };
      case "tuple": {
        const items = Array.from({ length: spec.count }, (_, n) => this.item(`${path}[${n}]`, name, spec.of));
        return { parts: ["(", ...separated(items), `${items.length === 1 ? "," : ""})`] };
      }
      case "tensor": {
        const shape = made instanceof Tensor ? this.sizesOf(made, spec.ranks?.[0]) : sizes(spec.names);
        return { shape, ...(spec.dtype && { dtype: spec.dtype }) };
      }
      case "settings":
        return { parts: made instanceof Obj ? this.settings(made, path) : [PLACEHOLDER] };
      case "open":
        if (spec.type === "Tensor") return unranked(name, spec.dtype);
        return { parts: [PLAIN[spec.type] ?? PLACEHOLDER] };
      default:
        return { parts: [PLACEHOLDER] };
    }
  }

  /** Where every rank was tried in vain, the first one stands, with the last size that was learnt. */
  private sizesOf({ shape }: Tensor, rank = shape.length): Dim[] {
    if (rank === shape.length) return shape.map((dim) => this.simplify(dim));
    const [generic, last] = [sizes(genericNames(rank)), shape.at(-1)];
    return last === undefined || this.simplify(last) === last
      ? generic
      : [...generic.slice(0, -1), this.simplify(last)];
  }

  private item(path: string, name: string, of: "Tensor" | undefined): Parts {
    const spec = this.inputs.specs.get(path) ?? (of === undefined ? { kind: "int" } : { kind: "open", type: of });
    const written = this.written(spec, path, name);
    return "shape" in written ? [textOf(written)] : written.parts;
  }

  /** An instance of a class of settings, as far as the file has a name for the class. */
  private settings({ cls }: Obj, path: string): Parts {
    if (this.machine.findattr(this.module, cls.name) !== cls) return [PLACEHOLDER];
    const init = cls.lookup("__init__");
    const params = init instanceof PyFunction ? unwrapped(init).params.slice(1) : [];
    const given = params.flatMap((param): Parts[] => {
      const made = this.inputs.made.get(`${path}.${param.name}`);
      if (!mustBeGiven(param) && !this.isSetting(param.name, made)) return [];
      const size = made instanceof SymInt && !mustBeGiven(param) ? this.simplify(made) : symbol(param.name);
      return [[`${param.name}=`, { size }]];
    });
    return [`${cls.name}(`, ...separated(given), ")"];
  }
}

type Parts = readonly (string | { size: Dim })[];

function separated(items: readonly Parts[]): Parts {
  return items.flatMap((item, n) => (n === 0 ? item : [", ", ...item]));
}

function isAnnotatedTensor({ annotation }: Parameter): boolean {
  return annotation !== undefined && isTensor(withoutNone(annotation));
}

function mustBeGiven({ kind, default: value }: { kind: string; default?: Value }): boolean {
  return value === undefined && kind !== "vararg" && kind !== "kwarg";
}

/** A tensor of which no rank is known: as its name says, else as the rank that is guessed first. */
function unranked(name: string, dtype: InputDType | undefined): Argument {
  const [, names, kind] = TENSORS.find(([pattern]) => pattern.test(name)) ?? [undefined, genericNames(3)];
  const shape = sizes(dtype === "int64" ? names.slice(0, 2) : names);
  const numbers = dtype ?? kind;
  return { shape, ...(numbers && { dtype: numbers }) };
}

function sizes(names: readonly (string | number)[]): Dim[] {
  return names.map((name) => (typeof name === "number" ? name : symbol(name)));
}

function tensorText(dims: readonly number[], dtype?: InputDType): string {
  const shape = dims.length === 0 ? "()" : dims.join(", ");
  if (dtype === undefined) return `torch.empty(${shape})`;
  if (dtype === "complex64") return `torch.empty(${shape}, dtype=torch.complex64)`;
  return dtype === "bool" ? `torch.ones(${shape}, dtype=torch.bool)` : `torch.zeros(${shape}, dtype=torch.long)`;
}
