import { type Dim, equal, print, product, same, sub, sum } from "../../dims";
import { isFloating } from "../../tensor/dtype";
import { Tensor } from "../../tensor/tensor";
import type { TensorMachine } from "../../trace/port";
import { Either, native, PyDict, PyList, PyTuple, Unknown, type Value } from "../../values";
import { callOp } from "../dispatch";
import { operators } from "../families";
import { op } from "../registry";
import { ELLIPSIS, PatternError, parseSide, splitPattern } from "./pattern";
import { type Question, transform } from "./transform";

/**
 * einops' functions (https://einops.rocks/api/rearrange). They make reshapes, permutations, reductions and expansions of a pattern, and
 * those are what the trace records.
 */

const torchSize = (shape: readonly Dim[]) => `torch.Size([${shape.map(show).join(", ")}])`;
const show = (dim: Dim) => (typeof dim === "number" ? String(dim) : print(dim));

/** Calls one of PyTorch's functions. */
const torch = (m: TensorMachine, name: string, args: readonly Value[]) =>
  callOp(m, name, operators.get(`torch.${name}`) ?? [], args, undefined);

/** Where an entry's input has no shape yet, the pattern tells its rank and the names of its dimensions. */
const asking = op("einops(Tensor tensor) -> Tensor", { shape: ({ tensor }) => tensor.shape });

function demanded(m: TensorMachine, unknown: Unknown, pattern: Value): Value {
  const letters = typeof pattern === "string" ? lettersOf(pattern) : undefined;
  const found = letters && m.demand(unknown, letters, asking.schema, { tensor: unknown });
  return found === undefined ? unknown.of("Tensor") : found;
}

function lettersOf(pattern: string): string | undefined {
  try {
    const side = parseSide((splitPattern(pattern) ?? [pattern])[0]);
    if (side.ellipsis) return undefined;
    return side.dimensions
      .map((axes) => (axes as readonly unknown[]).filter((axis) => typeof axis === "string").join("") || "N")
      .join(" ");
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

/** The tensor of a call: a list of tensors is stacked first. Anything else ends the call with what it gives. */
function withTensor(
  m: TensorMachine,
  given: Value,
  pattern: Value,
  run: (tensor: Tensor, listed: boolean) => Value,
): Value {
  if (given instanceof Either) return m.join(given.options.map((one) => () => withTensor(m, one, pattern, run)));
  if (given instanceof Unknown) {
    const found = demanded(m, given, pattern);
    return found instanceof Tensor ? run(found, false) : found;
  }
  if (given instanceof PyList || given instanceof PyTuple) {
    if (given.items.length === 0)
      return m.raise("TypeError", "Rearrange/Reduce/Repeat can't be applied to an empty list");
    const stacked = torch(m, "stack", [given]);
    return stacked instanceof Tensor ? run(stacked, true) : stacked;
  }
  if (given instanceof Tensor) return run(given, false);
  return m.raise("RuntimeError", `Tensor type unknown to einops ${m.repr(m.call(m.builtin("type"), [given]))}`);
}

/** Named lengths; undefined where one of them is not a size. */
function lengthsOf(m: TensorMachine, given: Value): Map<string, Dim> | Unknown {
  const lengths = new Map<string, Dim>();
  if (!(given instanceof PyDict)) return lengths;
  for (const [name, value] of given.items()) {
    const length = m.asDim(value);
    if (length === undefined) return m.unknown(`the length of the axis ${m.str(name)} is not known`, "Tensor");
    lengths.set(m.str(name), length);
  }
  return lengths;
}

const sizes = (dims: readonly Dim[]) => new PyTuple(dims);

function apply(m: TensorMachine, operation: string, given: Value, pattern: Value, axes: Value): Value {
  return withTensor(m, given, pattern, (tensor, listed) => {
    if (typeof pattern !== "string") return m.unknown("the pattern is not known", "Tensor");
    const lengths = lengthsOf(m, axes);
    if (lengths instanceof Unknown) return lengths;
    const question: Question = {
      operation,
      pattern,
      lengths,
      facts: m.assumptions,
      require: (relation) => m.require(relation),
    };
    try {
      return carryOut(m, operation, tensor, question);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      return refuse(m, operation, pattern, tensor, listed, lengths, error);
    }
  });
}

function carryOut(m: TensorMachine, operation: string, tensor: Tensor, question: Question): Value {
  const steps = transform(question, tensor.shape);
  let result: Value = tensor;
  if (steps.split !== undefined) result = m.callMethod(result, "reshape", [sizes(steps.split)]);
  if (steps.order.some((from, to) => from !== to)) result = m.callMethod(result, "permute", [sizes(steps.order)]);
  const rank = steps.order.length;
  if (steps.reduced > 0) {
    if (operation === "mean" && !isFloating(tensor.dtype))
      return m.raise("NotImplementedError", "reduce_mean is not available for non-floating tensors");
    result = reduced(
      m,
      operation,
      result,
      Array.from({ length: steps.reduced }, (_, n) => rank - steps.reduced + n),
    );
  }
  if (steps.added.length > 0) result = withAxes(m, result, steps.added);
  if (!(result instanceof Tensor)) return result;
  const fits = result.rank === steps.join.length && result.shape.every((size, n) => same(size, steps.join[n]));
  return fits ? result : m.callMethod(result, "reshape", [sizes(steps.join)]);
}

/** `prod`, `any` and `all` take one dimension at a time. */
function reduced(m: TensorMachine, operation: string, tensor: Value, dims: readonly number[]): Value {
  const method = { min: "amin", max: "amax", sum: "sum", mean: "mean" }[operation];
  if (method !== undefined) return m.callMethod(tensor, method, [sizes(dims)]);
  return [...dims].reverse().reduce((result: Value, dim) => m.callMethod(result, operation, [dim]), tensor);
}

function withAxes(m: TensorMachine, tensor: Value, added: readonly { position: number; length: Dim }[]): Value {
  let result = tensor;
  for (const { position } of added) result = m.callMethod(result, "unsqueeze", [position]);
  if (!(result instanceof Tensor)) return result;
  const shape = [...result.shape];
  for (const { position, length } of added) shape[position] = length;
  return m.callMethod(result, "expand", [sizes(shape)]);
}

function refuse(
  m: TensorMachine,
  operation: string,
  pattern: string,
  tensor: Tensor,
  listed: boolean,
  lengths: ReadonlyMap<string, Dim>,
  { message }: PatternError,
): never {
  if (splitPattern(pattern) === undefined) return m.raise("ValueError", message);
  const info = `{${[...lengths].map(([name, length]) => `'${name}': ${show(length)}`).join(", ")}}`;
  const input = listed ? "Input is list. " : `Input tensor shape: ${torchSize(tensor.shape)}. `;
  return m.raise(
    "EinopsError",
    ` Error while processing ${operation}-reduction pattern "${pattern}".\n ${input}Additional info: ${info}.\n ${message}`,
  );
}

// --- einsum, pack and unpack ---

/** `einsum(a, b, "i j, j k -> i k")`: names become letters, and PyTorch does the rest. */
function einsum(m: TensorMachine, given: readonly Value[]): Value {
  const pattern = given[given.length - 1];
  if (pattern instanceof Unknown) return m.unknown("the pattern is not known", "Tensor");
  if (typeof pattern !== "string")
    return m.raise(
      "ValueError",
      "The last argument passed to `einops.einsum` must be a string, representing the einsum pattern.",
    );
  if (!pattern.includes("->")) return m.raise("ValueError", "Einsum pattern must contain '->'.");
  const letters = new Map<string, string>();
  const letter = (name: string) => {
    if (!letters.has(name))
      letters.set(name, String.fromCharCode(letters.size < 26 ? 97 + letters.size : 39 + letters.size));
    return letters.get(name) as string;
  };
  const [left, right] = splitPattern(pattern) as [string, string];
  try {
    const term = (text: string) => {
      const side = parseSide(text);
      if (side.ellipsisInside || /[()]/.test(text))
        m.raise("NotImplementedError", "Shape rearrangement is not yet supported in einsum.");
      if (side.anonymous || side.dimensions.some((axes) => axes.length === 0))
        m.raise("NotImplementedError", "Singleton () axes are not yet supported in einsum.");
      return side.dimensions.map((axes) => (axes === ELLIPSIS ? "..." : letter(axes[0] as string))).join("");
    };
    const inputs = left.split(",").map(term);
    const equation = `${inputs.join(",")}->${term(right)}`;
    return torch(m, "einsum", [equation, ...given.slice(0, -1)]);
  } catch (error) {
    if (error instanceof PatternError) return m.raise("EinopsError", error.message);
    throw error;
  }
}

/** The axes before and behind the `*` of a pattern for `pack` and `unpack`. */
function packAxes(m: TensorMachine, pattern: string, name: string): { before: number; behind: number } {
  const axes = pattern.split(" ").filter((axis) => axis !== "");
  if (new Set(axes).size < axes.length)
    m.raise("EinopsError", `Duplicates in axes names in ${name}(..., "${pattern}")`);
  const star = axes.indexOf("*");
  if (star < 0) m.raise("EinopsError", `No *-axis in ${name}(..., "${pattern}")`);
  return { before: star, behind: axes.length - star - 1 };
}

function pack(m: TensorMachine, tensors: Value, pattern: Value): Value {
  const items = m.list(tensors);
  if (items instanceof Unknown || typeof pattern !== "string") return m.unknown("the tensors to pack are not known");
  const { before, behind } = packAxes(m, pattern, "pack");
  const shapes: Value[] = [];
  const flat: Value[] = [];
  for (const [n, item] of items.entries()) {
    const tensor = item instanceof Unknown ? demanded(m, item, "") : item;
    if (!(tensor instanceof Tensor)) return m.unknown("a tensor to pack is not known");
    if (tensor.rank < before + behind)
      return m.raise(
        "EinopsError",
        `packed tensor #${n} (enumeration starts with 0) has shape ${torchSize(tensor.shape)}, while pattern ${pattern} assumes at least ${before + behind} axes`,
      );
    const end = tensor.rank - behind;
    shapes.push(new PyTuple(tensor.shape.slice(before, end)));
    const joined = product(tensor.shape.slice(before, end));
    flat.push(
      m.callMethod(tensor, "reshape", [sizes([...tensor.shape.slice(0, before), joined, ...tensor.shape.slice(end)])]),
    );
  }
  const packed = torch(m, "cat", [new PyList(flat), before]);
  return new PyTuple([packed, new PyList(shapes)]);
}

function unpack(m: TensorMachine, given: Value, packedShapes: Value, pattern: Value): Value {
  const tensor = given instanceof Unknown ? demanded(m, given, "") : given;
  const listed = m.list(packedShapes);
  if (!(tensor instanceof Tensor) || listed instanceof Unknown || typeof pattern !== "string")
    return m.unknown("what to unpack is not known");
  const { before, behind } = packAxes(m, pattern, "unpack");
  if (tensor.rank !== before + 1 + behind)
    return m.raise(
      "EinopsError",
      `unpack(..., ${pattern}) received input of wrong dim with shape ${torchSize(tensor.shape)}`,
    );
  const shapes: Dim[][] = [];
  for (const shape of listed) {
    const items = m.list(shape);
    if (items instanceof Unknown) return items;
    shapes.push(items.map((item) => m.asDim(item) ?? m.freshDim("a packed shape is not known")));
  }
  const whole = tensor.shape[before];
  const lengths = shapes.map((shape) => (shape.includes(-1) ? undefined : product(shape)));
  if (lengths.filter((length) => length === undefined).length > 1)
    return m.raise(
      "EinopsError",
      `unpack(..., ${pattern}) received more than one -1 in ${m.repr(packedShapes)} and can't infer dimensions`,
    );
  if (!lengths.includes(undefined) && equal(sum(lengths as Dim[]), whole, m.assumptions) === false)
    return m.raise(
      "EinopsError",
      `Error during unpack(..., "${pattern}"): could not split axis of size ${show(whole)} into requested ${m.repr(packedShapes)}`,
    );
  const parts = m.callMethod(tensor, "split", [new PyList(allLengths(whole, lengths)), before]);
  const pieces = m.list(parts);
  if (pieces instanceof Unknown) return pieces;
  return new PyList(
    pieces.map((piece, n) =>
      m.callMethod(piece, "reshape", [
        sizes([...tensor.shape.slice(0, before), ...shapes[n], ...tensor.shape.slice(before + 1)]),
      ]),
    ),
  );
}

/** The length that is left for the one shape with a -1 in it. */
function allLengths(whole: Dim, lengths: readonly (Dim | undefined)[]): Dim[] {
  const left = sub(whole, sum(lengths.filter((length) => length !== undefined)));
  return lengths.map((length) => length ?? left);
}

function parseShape(m: TensorMachine, given: Value, pattern: Value): Value {
  return withTensor(m, given, pattern, (tensor) => {
    if (typeof pattern !== "string") return m.unknown("the pattern is not known");
    const dims = torchSize(tensor.shape);
    const side = (() => {
      try {
        return parseSide(pattern.replace(/(^|\s)_(?=\s|$)/g, "$1anonymous0").replace(/anonymous0/g, numbered()));
      } catch (error) {
        if (error instanceof PatternError) return m.raise("EinopsError", error.message);
        throw error;
      }
    })();
    if (side.dimensions.some((axes) => axes !== ELLIPSIS && axes.length > 1))
      return m.raise("RuntimeError", `Can't parse shape with composite axes: ${pattern} ${dims}`);
    const named = side.dimensions.length - (side.ellipsis ? 1 : 0);
    if (side.ellipsis ? tensor.rank < named : tensor.rank !== named)
      return m.raise(
        "RuntimeError",
        `Can't parse shape with ${side.ellipsis ? "this number of dimensions" : "different number of dimensions"}: ${pattern} ${dims}`,
      );
    const result = new PyDict();
    const place = side.dimensions.indexOf(ELLIPSIS);
    side.dimensions.forEach((axes, n) => {
      if (axes === ELLIPSIS) return;
      const size = tensor.shape[place >= 0 && n > place ? tensor.rank - side.dimensions.length + n : n];
      const [axis] = axes;
      if (typeof axis === "string" && !axis.startsWith(SKIPPED)) result.set(axis, size);
    });
    return result;
  });
}

/** `_` stands for a dimension without a name, and may come several times. */
const SKIPPED = "anonymous";
function numbered(): () => string {
  let count = 0;
  return () => `${SKIPPED}${count++}`;
}

export const einops: Record<string, Value> = {
  rearrange: native(
    "rearrange(tensor, pattern, **axes_lengths)",
    (m: TensorMachine, { tensor, pattern, axes_lengths }) => apply(m, "rearrange", tensor, pattern, axes_lengths),
  ),
  reduce: native(
    "reduce(tensor, pattern, reduction, **axes_lengths)",
    (m: TensorMachine, { tensor, pattern, reduction, axes_lengths }) => {
      if (typeof reduction === "string") return apply(m, reduction, tensor, pattern, axes_lengths);
      return m.unknown("the reduction is a function of the program", "Tensor");
    },
  ),
  repeat: native("repeat(tensor, pattern, **axes_lengths)", (m: TensorMachine, { tensor, pattern, axes_lengths }) =>
    apply(m, "repeat", tensor, pattern, axes_lengths),
  ),
  einsum: native("einsum(*tensors_and_pattern)", (m: TensorMachine, { tensors_and_pattern }) =>
    einsum(m, (tensors_and_pattern as PyTuple).items),
  ),
  pack: native("pack(tensors, pattern)", (m: TensorMachine, { tensors, pattern }) => pack(m, tensors, pattern)),
  unpack: native("unpack(tensor, packed_shapes, pattern)", (m: TensorMachine, { tensor, packed_shapes, pattern }) =>
    unpack(m, tensor, packed_shapes, pattern),
  ),
  parse_shape: native("parse_shape(x, pattern)", (m: TensorMachine, { x, pattern }) => parseShape(m, x, pattern)),
  asnumpy: native("asnumpy(tensor)", (m: TensorMachine, { tensor }) => m.callMethod(tensor, "numpy")),
};
