import type { Dim } from "../dims";
import type { DType } from "../tensor/dtype";
import type { MemoryFormat } from "../tensor/memory-format";
import type { Tensor } from "../tensor/tensor";
import type { Value } from "../values/value";

/**
 * PyTorch's operator schemas (https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/native/README.md), read twice:
 * by the compiler, which gives each rule's arguments their types, and at run time, which binds a call's arguments.
 *
 * Types: `Tensor`, `int` (a size, which may be symbolic), `float`, `bool`, `str`, `Scalar` (a Python number), `ScalarType`,
 * each with `?` (may be None) and `[]`/`[2]` (a list; a fixed length takes a single number too);
 * `Operand` is a Tensor or a Python number; `any` takes whatever comes; `Device`, `Layout` and `Generator` are accepted and ignored.
 */
export interface SchemaArgument {
  name: string;
  type: BaseType;
  optional: boolean;
  /** False, or the length that a single number is spread to (`int[2]`), or true for any length. */
  list: boolean | number;
  /** Items of the list may be None: `int?[2]`. */
  optionalItems: boolean;
  keywordOnly: boolean;
  hasDefault: boolean;
  default: unknown;
}

export type BaseType = keyof BaseTypes;

interface BaseTypes {
  Tensor: Tensor;
  Operand: Tensor | Value;
  int: Dim;
  float: number;
  bool: boolean;
  str: string;
  Scalar: Value;
  ScalarType: DType;
  Device: Value;
  Layout: Value;
  MemoryFormat: MemoryFormat;
  Generator: Value;
  any: Value;
}

export interface Schema {
  name: string;
  overload: string;
  args: SchemaArgument[];
  /** Names of the results, where the schema gives them: `(Tensor values, Tensor indices)`. */
  returnNames: string[] | undefined;
  /** How many tensors come back; `list` for `Tensor[]`. */
  returns: number | "list";
  /** The text of the result: `Tensor`, `(Tensor values, Tensor indices)`, `bool`. */
  returnType: string;
}

type Split<S extends string> = S extends `${infer Head}, ${infer Tail}`
  ? [Head, ...Split<Tail>]
  : S extends ""
    ? []
    : [S];
type Inside<S extends string> = S extends `${string}(${infer Rest}`
  ? Rest extends `${infer Args}) -> ${string}`
    ? Args
    : never
  : never;
type TypeOf<T extends string> = T extends `${infer Base}[${string}]?`
  ? ListOf<Base> | null
  : T extends `${infer Base}[${string}]`
    ? ListOf<Base>
    : T extends `${infer Base}?`
      ? One<Base> | null
      : One<T>;
type ListOf<T extends string> = T extends `${infer Base}?` ? (One<Base> | null)[] : One<T>[];
type One<T extends string> = T extends keyof BaseTypes ? BaseTypes[T] : never;
type Entry<S extends string> = S extends "*"
  ? never
  : S extends `${infer T} ${infer N}=${string}`
    ? [N, TypeOf<T>]
    : S extends `${infer T} ${infer N}`
      ? [N, TypeOf<T>]
      : never;
type Entries<Parts> = Parts extends [infer Head extends string, ...infer Tail] ? Entry<Head> | Entries<Tail> : never;

/** The arguments of a schema by name: `ArgsOf<"relu(Tensor self) -> Tensor">` is `{ self: Tensor }`. */
export type ArgsOf<S extends string> = { [E in Entries<Split<Inside<S>>> as E[0] & string]: E[1] };

const PART = /^([A-Za-z]+)(\?)?(\[(\d*)\])?(\?)?\s+(\w+)(?:=(.*))?$/;

/** Reads a schema. Throws on a malformed one: that is a defect of the table, found by its tests. */
export function parseSchema(text: string): Schema {
  const match = /^([\w.]+?)(?:\.(\w+))?\((.*)\) -> (.*)$/.exec(text);
  if (match === null) throw new Error(`malformed schema: ${text}`);
  const [, name, overload, inside, result] = match;
  const args: SchemaArgument[] = [];
  let keywordOnly = false;
  for (const part of splitTop(inside)) {
    if (part === "*") {
      keywordOnly = true;
      continue;
    }
    const fields = PART.exec(part);
    if (fields === null) throw new Error(`malformed argument "${part}" in ${text}`);
    const [, type, innerOptional, list, size, outerOptional, argument, value] = fields;
    const spread = size === undefined || size === "" ? undefined : Number(size);
    args.push({
      name: argument,
      type: type as BaseType,
      optional: outerOptional !== undefined || (list === undefined && innerOptional !== undefined),
      optionalItems: list !== undefined && innerOptional !== undefined,
      list: list === undefined ? false : size === "" ? true : Number(size),
      keywordOnly,
      hasDefault: value !== undefined,
      default: value === undefined ? undefined : defaultValue(value, spread),
    });
  }
  const names = [...result.matchAll(/Tensor (\w+)/g)].map((found) => found[1]);
  return {
    name,
    overload: overload ?? "",
    args,
    returnNames: names.length > 0 && result.startsWith("(") ? names : undefined,
    returnType: result,
    returns: result.includes("[]") ? "list" : (result.match(/Tensor/g)?.length ?? 0),
  };
}

/** A parameter as Python writes it. */
export interface Parameter {
  name: string;
  keywordOnly: boolean;
  /** Absent where the parameter has none. */
  default?: string;
}

/** Reads `a, b=0, *, c=None`. */
export function parseParameters(text: string): Parameter[] {
  const found: Parameter[] = [];
  let keywordOnly = false;
  for (const part of splitTop(text)) {
    if (part === "*") {
      keywordOnly = true;
      continue;
    }
    const [name, value] = part.split("=");
    found.push({ name, keywordOnly, ...(value !== undefined && { default: value }) });
  }
  return found;
}

function splitTop(text: string): string[] {
  return text === "" ? [] : text.split(/, (?![^[]*\])/);
}

/** `spread` is the length of a list for which the default gives one number: `int[2] padding=0`. */
export function defaultValue(text: string, spread?: number): unknown {
  if (text === "None") return null;
  if (text === "True") return true;
  if (text === "False") return false;
  if (text === "[]") return [];
  if (/^['"]/.test(text)) return text.slice(1, -1);
  if (text.startsWith("[")) return text.slice(1, -1).split(",").map(Number);
  if (/^-?inf$/.test(text)) return text === "inf" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const number = Number(text);
  if (Number.isNaN(number)) return text;
  return spread === undefined ? number : new Array(spread).fill(number);
}
