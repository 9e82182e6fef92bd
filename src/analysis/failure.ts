/**
 * What an exception is about: its kind, with the values that it speaks of. Whoever raises knows it, and nobody has to read it out of a
 * message again. The class and the words are Python's and PyTorch's and stay with the exception.
 */
export type Failure =
  // ---- tensors
  /** The inner sizes of a matrix product differ. */
  | { kind: "matmul-sizes" }
  /** Sizes that must be equal, or 1, are neither. */
  | { kind: "broadcast" }
  /** Sizes that must be equal differ. */
  | { kind: "shape-mismatch" }
  /** Tensors that are joined differ beside the axis along which they are. */
  | { kind: "join-sizes" }
  /** A layer is made for other channels or features than it gets. */
  | { kind: "channels" }
  /** A target does not go with what it is compared to; `transposed`: its classes may be in the wrong place. */
  | { kind: "target"; transposed?: true }
  /** A size is no multiple of another one. */
  | { kind: "divisible" }
  /** The elements do not fill the new shape. */
  | { kind: "reshape" }
  /** The strides do not allow it. */
  | { kind: "view" }
  /** A window, a padding or a slice is larger than what it goes over, or leaves nothing. */
  | { kind: "window" }
  /** There are no elements. */
  | { kind: "empty" }
  /** Too few dimensions, or too many. */
  | { kind: "rank" }
  /** A dimension's number is out of range. */
  | { kind: "dimension"; dim?: number; rank?: number }
  /** No dimension is named where one is wanted; `dim` is the one that a tensor of this rank is taken along. */
  | { kind: "implicit-dim"; dim: number; rank: number }
  /** Dimensions that are listed do not list each once. */
  | { kind: "permutation" }
  /** A tensor's elements are of the wrong type. `wanted`: the types that would do, where the operator says so; `number`: any but bool. */
  | { kind: "dtype"; wanted?: "floating" | "integral" | "number" | "same" }
  /** Tensors lie on several devices that should lie on one, or one lies where it can't be used so. */
  | { kind: "device" }
  /** A tensor of several elements stands where one number is wanted. */
  | { kind: "scalar" }
  /** A gradient is asked of what has none, or a value of what needs one. */
  | { kind: "gradient" }
  /** An einsum's equation or an einops pattern. */
  | { kind: "pattern" }
  /** What `nn.Module` wants of its attributes. */
  | { kind: "module"; lacks: "init" | "parameter" | "module" | "buffer" }
  // ---- calls
  /** A function's arguments: missing, too many, of the wrong type. */
  | { kind: "argument"; callee?: string; argument?: string; got?: string }
  /** An abstract class is made. */
  | { kind: "abstract"; cls: string }
  // ---- Python
  | { kind: "attribute"; owner: string; name: string }
  | { kind: "name"; name: string }
  /** `name` is absent where the module itself was not found. */
  | { kind: "import"; module: string; name?: string }
  | { kind: "key" }
  | { kind: "index" }
  /** `got` is absent where there are more than are counted. */
  | { kind: "unpack"; expected: number; got?: number }
  /** An object of these classes can't be used so; `use` where a repair depends on it. */
  | { kind: "type"; types: readonly string[]; use?: "call" | "subscript" }
  /** An argument's value, of the right type. */
  | { kind: "value" }
  | { kind: "zero-division" }
  | { kind: "overflow" }
  | { kind: "not-implemented" }
  | { kind: "runtime" }
  /** The program's own `raise` or `assert`; `about`: what the conditions before it look at, the nearest first; `alone`: a `raise` with nothing to raise again. */
  | { kind: "raised"; about: readonly Aspect[]; alone?: true }
  // ---- what a call breaks
  /** What a class needs of its callers: `size % divisor == 0`, where it is so. */
  | { kind: "requirement"; size?: number; divisor?: number };

/** What a condition looks at: of a tensor, or `version`: that of Python or of a package. */
export type Aspect = "rank" | "sizes" | "divisibility" | "dtype" | "device" | "version";

export type FailureKind = Failure["kind"];

/** The failures of a kind. */
export type FailureOf<K extends FailureKind> = Extract<Failure, { kind: K }>;

/** Kinds that need not speak of values. */
export type PlainKind = { [K in FailureKind]: { kind: K } extends FailureOf<K> ? K : never }[FailureKind];

/** A failure, or its kind alone. */
export type About = Failure | PlainKind;

/** The classes of the objects that it speaks of. */
export function typesOf(failure: Failure): readonly string[] {
  if (failure.kind === "attribute") return [failure.owner];
  return failure.kind === "type" ? failure.types : [];
}

export function failure(about: About): Failure {
  return typeof about === "string" ? ({ kind: about } as Failure) : about;
}
