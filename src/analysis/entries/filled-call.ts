import { exactly, freeSymbols, parseDim, print, sampled } from "../dims";

/** What is asked of a person who wants to call a class or function with numbers: plain data. */
export interface CallForm {
  subject: string;
  /** A class is built before it is called. */
  isClass: boolean;
  sizes: FormSize[];
  /** Of the constructor first. */
  arguments: FormArgument[];
  needs: FormNeed[];
}

/** A size that is a name in the analysis. */
interface FormSize {
  name: string;
  /** Where it comes from, in words: "dimension 0 of `x`". */
  origin: string;
  offered: number;
}

/** An argument of the call. */
export interface FormArgument {
  /** `constructor.depth`, `forward.x` */
  id: string;
  name: string;
  /** It cannot be left out. */
  required: boolean;
  /** It may be left out, but the call needs one like it. */
  suggested?: true;
  /** It is given by its name. */
  byName: boolean;
  /** What stands there where it is left out, as Python. */
  default?: string;
  /** Python, where sizes have their places. */
  text?: (string | { size: string })[];
  tensor?: FormTensor;
  /** Names of the sizes that it is made of. */
  sizes: string[];
}

interface FormTensor {
  shape: (string | number)[];
  kind: InputKind;
  /** What the numbers of a tensor of integers stay below, where the program tells that: a size. */
  below?: string | number;
}

/** What a tensor holds. */
export const inputKinds = ["normal", "uniform", "zeros", "ones", "integers", "mask", "complex"] as const;
export type InputKind = (typeof inputKinds)[number];

/** A relation of sizes that the program relies on. */
export interface FormNeed {
  text: string;
  kind: "eq" | "ne" | "ge" | "gt" | "divisible";
  left: string | number;
  right: string | number;
  /** Names of sizes in it. */
  sizes: string[];
}

/** What a person has filled in, as typed. What is absent is as offered. */
export interface FormValues {
  sizes?: Record<string, string>;
  /** Python, by the argument's id; "" leaves it out. */
  arguments?: Record<string, string>;
  /** What tensors hold, by the argument's id; "" leaves it out. */
  kinds?: Record<string, InputKind | "">;
  /** Sizes of tensors, by the argument's id: "B, 16, 2*dim". */
  shapes?: Record<string, string>;
}

/** The call that is filled in, and what is wrong with the fields. */
export interface FilledCall {
  /** Python; absent where a field stands in the way. */
  call?: string;
  /** By the name of a size, or the id of an argument. */
  problems: Record<string, string>;
}

/** More is a slip of the finger. */
const LARGEST_SIZE = 1_000_000_000;

/** Puts what was filled in into a call. */
export function filledCall(form: CallForm, values: FormValues): FilledCall {
  const problems: Record<string, string> = {};
  const numbers = new Map<string, number>();
  const shown = new Set(shownSizes(form, values));
  for (const { name, offered } of form.sizes) {
    const number = numberIn(values.sizes?.[name] ?? `${offered}`);
    if (number === undefined) {
      if (shown.has(name)) problems[name] = "a whole number from 1 on";
    } else numbers.set(name, number);
  }
  for (const need of form.needs) {
    if (!need.sizes.every((name) => numbers.has(name))) continue;
    const wrong = brokenNeed(need, numbers);
    if (wrong === undefined) continue;
    for (const name of need.sizes) if (shown.has(name)) problems[name] ??= wrong;
  }
  const built: string[] = [];
  const called: string[] = [];
  let missing = [...shown].some((name) => !numbers.has(name));
  for (const argument of form.arguments) {
    const text = argumentText(argument, values, numbers);
    if (text === undefined) continue;
    const typed = values.shapes?.[argument.id];
    const stranger = sizesOf(argument, values).find((name) => !form.sizes.some((size) => size.name === name));
    if (typed !== undefined && (stranger !== undefined || shapeIn(typed) === undefined)) {
      problems[argument.id] =
        stranger === undefined ? "sizes with commas between them: 1, 16, 64" : `${stranger} is none of the sizes`;
      missing = true;
      continue;
    }
    if (!sizesOf(argument, values).every((name) => numbers.has(name))) continue;
    if (text.trim() === "" || text.includes("...")) {
      problems[argument.id] = "an expression of Python";
      missing = true;
      continue;
    }
    const args = argument.id.startsWith("constructor.") ? built : called;
    args.push(argument.byName || !argument.required ? `${argument.name}=${text}` : text);
  }
  if (missing) return { problems };
  const object = form.isClass ? `${form.subject}(${built.join(", ")})` : form.subject;
  return { call: `${object}(${called.join(", ")})`, problems };
}

/** Names of the sizes that the call is made of, as it is filled in. */
export function shownSizes(form: CallForm, values: FormValues): string[] {
  const used = new Set(
    form.arguments.filter((argument) => isGiven(argument, values)).flatMap((argument) => sizesOf(argument, values)),
  );
  return form.sizes.map(({ name }) => name).filter((name) => used.has(name));
}

/** Python that was typed is made of no sizes. */
function sizesOf(argument: FormArgument, { arguments: typed, shapes }: FormValues): string[] {
  const { id, text } = argument;
  if (text !== undefined && typed?.[id] !== undefined) return [];
  const shape = shapes?.[id] === undefined ? undefined : shapeIn(shapes[id]);
  return shape?.flatMap((size) => namesIn(size)) ?? argument.sizes;
}

function namesIn(size: string): string[] {
  const dim = parseDim(size);
  return dim === undefined ? [] : freeSymbols(dim).map(print);
}

/** The sizes that somebody wrote; undefined where one of them is none. */
function shapeIn(text: string): string[] | undefined {
  const inner = text.trim().startsWith("(") && text.trim().endsWith(")") ? text.trim().slice(1, -1) : text;
  const sizes = inner.split(",").map((size) => size.trim());
  if (sizes.at(-1) === "") sizes.pop();
  return sizes.every((size) => parseDim(size) !== undefined) ? sizes : undefined;
}

function isGiven({ id, required, suggested, tensor }: FormArgument, values: FormValues): boolean {
  if (tensor !== undefined) {
    const kind = values.kinds?.[id];
    return kind === undefined ? required || suggested === true : kind !== "";
  }
  const typed = values.arguments?.[id];
  return typed === undefined ? required : required || typed.trim() !== "";
}

function numberIn(text: string): number | undefined {
  const number = Number(text);
  return text.trim() !== "" && Number.isSafeInteger(number) && number >= 1 && number <= LARGEST_SIZE
    ? number
    : undefined;
}

/** Why a relation does not hold for these numbers; undefined where it does. */
export function brokenNeed(
  { text, kind, left, right }: FormNeed,
  numbers: ReadonlyMap<string, number>,
): string | undefined {
  const [a, b] = [sizeAt(left, numbers), sizeAt(right, numbers)];
  if (a === undefined || b === undefined || holds(kind, a, b)) return undefined;
  const found = kind === "divisible" ? `${a} % ${b} is ${b === 0 ? "not defined" : a % b}` : `${a} and ${b}`;
  return `needs ${text}: ${found}`;
}

function holds(kind: FormNeed["kind"], a: number, b: number): boolean {
  switch (kind) {
    case "eq":
      return a === b;
    case "ne":
      return a !== b;
    case "ge":
      return a >= b;
    case "gt":
      return a > b;
    case "divisible":
      return b !== 0 && a % b === 0;
  }
}

/** A size at numbers; undefined where it needs one that is not there. */
export function sizeAt(size: string | number, numbers: ReadonlyMap<string, number>): number | undefined {
  if (typeof size === "number") return size;
  const dim = parseDim(size);
  const value = dim === undefined ? Number.NaN : sampled(dim, (name) => numbers.get(name) ?? Number.NaN);
  if (!Number.isFinite(value)) return undefined;
  // A size that is a quotient is told where the division is exact; else the floor is what PyTorch has.
  return Number.isInteger(value) ? value : Math.floor(sampled(dim!, (name) => numbers.get(name)!, exactly));
}

/** The argument as Python; undefined where it is left out. */
function argumentText(
  argument: FormArgument,
  values: FormValues,
  numbers: ReadonlyMap<string, number>,
): string | undefined {
  if (!isGiven(argument, values)) return undefined;
  const { id, tensor, text = [] } = argument;
  if (tensor !== undefined) {
    const typed = values.shapes?.[id];
    const shape = (typed === undefined ? undefined : shapeIn(typed)) ?? tensor.shape;
    return tensorText({ ...tensor, shape }, values.kinds?.[id] || tensor.kind, numbers);
  }
  return (
    values.arguments?.[id] ??
    text.map((part) => (typeof part === "string" ? part : `${sizeAt(part.size, numbers) ?? "..."}`)).join("")
  );
}

function tensorText({ shape, below }: FormTensor, kind: InputKind, numbers: ReadonlyMap<string, number>): string {
  const sizes = shape.map((size) => sizeAt(size, numbers) ?? "...");
  const tuple = sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(", ")})`;
  const plain = sizes.length === 0 ? "()" : sizes.join(", ");
  switch (kind) {
    case "normal":
      return `torch.randn(${plain})`;
    case "uniform":
      return `torch.rand(${plain})`;
    case "zeros":
      return `torch.zeros(${plain})`;
    case "ones":
      return `torch.ones(${plain})`;
    case "integers":
      return `torch.randint(0, ${(below === undefined ? undefined : sizeAt(below, numbers)) ?? 2}, ${tuple})`;
    case "mask":
      return `torch.ones(${plain}, dtype=torch.bool)`;
    case "complex":
      return `torch.randn(${plain}, dtype=torch.complex64)`;
  }
}
