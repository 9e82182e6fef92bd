import type { Dim } from "../dims";
import type { Device } from "../tensor/device";
import type { DType } from "../tensor/dtype";
import type { Tensor, TensorData, TensorState } from "../tensor/tensor";
import { INPLACE_FUNCTIONS } from "../trace/recorded";
import type { Refusal } from "../trace/refusals";
import { type ArgsOf, parseSchema, type Schema } from "../trace/schema";
import type { Cost, Moves } from "../trace/trace";
import { lacks, type Version } from "../trace/version";
import type { Value } from "../values/value";
import { type CallSchema, type Changes, callSchema } from "./calls";
import type { OpContext } from "./context";

/** A result tensor as a rule describes it. What is absent comes from the row: dtype by its rule, layout contiguous. */
export interface TensorSpec {
  shape: readonly Dim[];
  dtype?: DType;
  /** Default: that of the `device` argument, else that of the tensors. Present and undefined: it is not known. */
  device?: Device;
  /** Present and undefined: the strides are not known. */
  layout?: TensorState["layout"];
  data?: TensorData;
  /** Whether this call shares storage, where that depends on the arguments (`reshape`). */
  view?: boolean;
  /** Elements written, where that is not the whole tensor (`x[0] = 1`). */
  touched?: Dim;
  /** The work, where the rule finds it on its way (`einsum`); comes before the row's `cost`. */
  cost?: Partial<Cost>;
}

/** What a rule may return: one tensor's shape or spec, several, or a Python value that is no tensor. */
export type Outcome = readonly Dim[] | TensorSpec | Several | { value: Value };

interface Several {
  tensors: readonly TensorSpec[];
  /** How the results come back, where that is not a tuple of them all. */
  arrange?: (results: readonly Value[]) => Value;
}

/**
 * How the result's dtype follows from the arguments. `first`: that of the first tensor; `promote`: `torch.result_type` of all Tensor and
 * Operand arguments (a `Scalar` such as `alpha` takes no part); `float`: the same, integers becoming the default float; others: always that type.
 * A `dtype` argument that is given comes before the rule.
 */
type DTypeRule<A> = "first" | "promote" | "float" | DType | ((args: A, at: OpContext) => DType);

/**
 * What arguments share of their devices. `same`: all tensors lie on one, a kernel's wrapper looks at that (`kernel`, with its names of the
 * arguments in its order, where it has others); `scalars`: all but tensors without dimensions, which may come from the CPU, as TensorIterator
 * has it; `indices`: indices lie on the CPU or with the first tensor; `first`: each lies where it likes, and the result with the first.
 */
export type DeviceRule = "same" | "scalars" | "indices" | "first" | NamedDevices;

/** Arguments that lie on one device: by the names and in the order that its kernel has them. */
interface NamedDevices {
  of: Record<string, string>;
  kernel?: string;
  /** How PyTorch says that an argument lies elsewhere than the first one, where that is not the wrapper of its kernel. */
  words?: (argument: string, other: Tensor, first: Tensor) => Refusal;
}

export interface OpRow<A> {
  /**
   * Every name it goes by: `torch.conv2d`, `torch.nn.functional.conv2d`, `Tensor.view`. Default: `torch.NAME`, and `Tensor.NAME` where the first argument is `self`.
   * A name under which the arguments are called otherwise, or not all are taken, says so: `torch.split(tensor, split_size_or_sections, dim=0)`.
   */
  as?: readonly string[];
  /** The versions of PyTorch that have it, where not all have (`Span`). An overload that one lacks is not tried there. */
  since?: Version;
  until?: Version;
  /** The same of single arguments. */
  argumentsSince?: Partial<Record<keyof A & string, Version>>;
  /** Defaults that were others up to a version, as Python writes them. */
  olderDefaults?: Partial<Record<keyof A & string, { until: Version; value: string }>>;
  /** Checks first, then the shape of the one result in one line where it can be. */
  shape?: (args: A, at: OpContext) => readonly Dim[];
  /** Instead of `shape`, where a result is not one tensor with the dtype of the rule. */
  out?: (args: A, at: OpContext) => Outcome;
  dtype?: DTypeRule<A>;
  /** Default: `scalars` of elementwise operators; of others nothing is said, and their result's device is known where all tensors have one. */
  devices?: DeviceRule;
  /** Where it makes tensors that are given no device, whatever the default device is. */
  makes?: "cpu";
  /** Work done. Absent, or undefined for some sizes: it is not counted, and the total says so. Rows that compute nothing say `cost: free`. */
  cost?: (args: A, outputs: readonly Tensor[]) => Partial<Cost> | undefined;
  /** The cost formula for the documentation: `N*K*C*R*S*H'*W'`. */
  costText?: string;
  /** What it reads and writes. Default: `all`. */
  moves?: Moves;
  /** Values of a small result, computed when every tensor argument has values and the result is small. */
  data?: (args: A, shape: readonly Dim[]) => TensorData | undefined;
  /** The result shares its first argument's storage. Costs nothing, needs no `cost`. */
  view?: boolean;
  /**
   * `elementwise`: results are laid out as TensorIterator does, permuted operands giving a permuted result.
   * `memoryFormat`: contiguous operands give a contiguous result, and images or weights in channels_last one in channels_last.
   * `unknown`: the library that computes it decides. Default: row by row.
   */
  layout?: "elementwise" | "memoryFormat" | "unknown";
  /** `NAME_` exists and writes its first argument; for a dunder, `__iNAME__`. */
  inplace?: boolean;
  /** Names under which the first two arguments come swapped: `Tensor.__rsub__`. */
  reflected?: readonly string[];
  /** `out=` must have the result's very dtype, as nothing is cast: how PyTorch refuses another one. */
  exactOut?: (wanted: DType, given: DType) => Refusal;
  /** The in-place form is this row itself (`zero_`, `uniform_`): the name ends in an underscore already. */
  writes?: boolean;
  /** Dimension letters of tensor arguments, for inputs whose rank is not known yet: `{ input: "B C H W" }`; `"... C"` fixes the last only, `"B N?"` is usual. */
  letters?: Partial<Record<keyof A & string, string>>;
  /** Shape rule in letters, for the documentation: `(N, C, H, W), (K, C/groups, R, S) -> (N, K, H', W')`. */
  doc?: string;
}

export interface Op {
  readonly text: string;
  readonly schema: Schema;
  readonly names: readonly string[];
  /** What callers write, under the name by which the operator was looked up; its arguments are the schema's under their names there. */
  readonly call: CallSchema;
  // biome-ignore lint/suspicious/noExplicitAny: rows of one table differ in their argument types
  readonly row: OpRow<any>;
}

/** Declares one operator (or one overload of it). The schema is read when it is first called. */
export function op<S extends string>(text: S, row: OpRow<ArgsOf<S>>): Op {
  const paren = text.indexOf("(");
  const name = text.slice(0, paren).split(".")[0];
  const isMethod = /^\((Tensor|Operand) self\b/.test(text.slice(paren));
  const written = row.as ?? (isMethod ? [`torch.${name}`, `Tensor.${name}`] : [`torch.${name}`]);
  return new Declared(text, row, written);
}

class Declared implements Op {
  readonly names: readonly string[];
  private parsed: Schema | undefined;

  constructor(
    readonly text: string,
    // biome-ignore lint/suspicious/noExplicitAny: rows of one table differ in their argument types
    readonly row: OpRow<any>,
    /** Names as `OpRow.as` has them. */
    readonly written: readonly string[],
  ) {
    this.names = [...new Set(written.map((name) => name.split("(")[0]))];
  }

  /** The schema is read when the operator is first called. */
  get schema(): Schema {
    this.parsed ??= parseSchema(this.text);
    return this.parsed;
  }

  get call(): CallSchema {
    return callSchema(this.schema, this.names[0]);
  }
}

/** An operator under one of its names. */
class Named implements Op {
  private read: CallSchema | undefined;

  constructor(
    private readonly op: Op,
    private readonly name: string,
    private readonly parameters: string | undefined,
    private readonly version: Version | undefined,
  ) {}

  get text(): string {
    return this.op.text;
  }
  get schema(): Schema {
    return this.op.schema;
  }
  get names(): readonly string[] {
    return this.op.names;
  }
  // biome-ignore lint/suspicious/noExplicitAny: rows of one table differ in their argument types
  get row(): OpRow<any> {
    return this.op.row;
  }
  get call(): CallSchema {
    this.read ??= callSchema(this.schema, this.name, this.parameters, this.changes());
    return this.read;
  }

  /** What this version has otherwise than the schema says. */
  private changes(): Changes | undefined {
    const { argumentsSince, olderDefaults } = this.row;
    const { version } = this;
    if (version === undefined || (argumentsSince ?? olderDefaults) === undefined) return undefined;
    return {
      lacks: (field) => argumentsSince?.[field] !== undefined && lacks(version, { since: argumentsSince[field] }),
      default: (field) => {
        const older = olderDefaults?.[field];
        return older === undefined || lacks(version, older) ? undefined : older.value;
      },
    };
  }
}

/** Whether a version has an operator: it has the row, and every argument without which there is no call. */
export function exists({ row, schema }: Op, version: Version): boolean {
  if (lacks(version, row)) return false;
  const { argumentsSince } = row;
  if (argumentsSince === undefined) return true;
  return schema.args.every(({ name, hasDefault, optional, keywordOnly }) => {
    const since = argumentsSince[name];
    return since === undefined || hasDefault || (optional && keywordOnly) || !lacks(version, { since });
  });
}

/** Nothing is computed: views and bookkeeping. */
export const free = (): Partial<Cost> => ({ macs: 0, flops: 0 });

/** A namedtuple's class of results (`torch.return_types.max`) is made from the schema's names. */
export function isSpec(outcome: Outcome): outcome is TensorSpec {
  return !Array.isArray(outcome) && "shape" in outcome;
}

/** `Tensor.add_` of `Tensor.add`, `Tensor.__iadd__` of `Tensor.__add__`. */
function inplaceName(name: string): string {
  return name.endsWith("__") ? name.replace(".__", ".__i") : `${name}_`;
}

/** Methods have their in-place form, of functions a few; Python's operators where there is one to write (`+=`). */
function existsInplace(name: string): boolean {
  if (!name.startsWith("Tensor.")) return INPLACE_FUNCTIONS.has(name);
  return !name.endsWith("__") || INPLACE.test(name.slice("Tensor.".length));
}

const REFLECTED = /^__r(add|sub|mul|truediv|div|floordiv|mod|pow|matmul|and|or|xor|lshift|rshift)__$/;
const INPLACE = /[^_]_$|^__i(add|sub|mul|truediv|div|floordiv|mod|pow|and|or|xor|lshift|rshift)__$/;

const OPERATOR =
  /^__[ri]?(add|sub|mul|truediv|div|floordiv|mod|pow|matmul|and|or|xor|lshift|rshift)__$|^__(lt|le|gt|ge|eq|ne)__$/;

/** Whether a name is that of a method behind one of Python's binary operators: the other side is asked where it does not fit. */
export function isOperatorMethod(name: string): boolean {
  return OPERATOR.test(name);
}

/** Whether a name (without modules) is that of a reflected operator, whose first two arguments come swapped. */
export function isReflected(name: string, overloads: readonly Op[]): boolean {
  return REFLECTED.test(name) && overloads.some((entry) => entry.row.reflected?.includes(`Tensor.${name}`));
}

/** Whether a name (without modules) writes its first argument. */
export function isInplace(name: string, overloads: readonly Op[]): boolean {
  return INPLACE.test(name) && overloads.some((entry) => entry.row.inplace === true);
}

/** All overloads under one public name, in the order in which they are tried: those of a version of PyTorch, or of all. */
export class OpTable {
  private readonly byName = new Map<string, Op[]>();

  constructor(
    families: readonly (readonly Op[])[],
    private readonly version?: Version,
  ) {
    for (const family of families) {
      for (const entry of family) {
        if (version !== undefined && !exists(entry, version)) continue;
        for (const written of entry instanceof Declared ? entry.written : entry.names) {
          const paren = written.indexOf("(");
          const name = paren < 0 ? written : written.slice(0, paren);
          const parameters = paren < 0 ? undefined : written.slice(paren + 1, -1);
          this.add(name, entry, parameters);
          const inplace = inplaceName(name);
          if (entry.row.inplace && existsInplace(inplace)) this.add(inplace, entry, parameters);
        }
        for (const name of entry.row.reflected ?? []) this.add(name, entry);
      }
    }
  }

  private add(name: string, entry: Op, parameters?: string): void {
    const overloads = this.byName.get(name);
    const named = new Named(entry, name, parameters, this.version);
    if (overloads === undefined) this.byName.set(name, [named]);
    else if (parameters === undefined && overloads.some((other) => other.text === entry.text))
      throw new Error(`declared twice: ${name} as ${entry.text}`);
    else overloads.push(named);
  }

  get(name: string): readonly Op[] | undefined {
    return this.byName.get(name);
  }

  /** Last parts of the names directly inside a module or class: `names("torch.nn.functional")`. */
  names(): IterableIterator<string> {
    return this.byName.keys();
  }
}
