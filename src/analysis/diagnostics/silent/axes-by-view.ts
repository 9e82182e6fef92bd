import { type Dim, equal, mul, product, sampled } from "../../dims";
import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import { operandsOf, type Program, type Remark } from "./program";

/** What puts elements between others on purpose, so that a view moves them: the skew of relative positions. */
const SKEWED: ReadonlySet<string> = new Set(["pad", "constant_pad_nd", "cat", "concat", "concatenate"]);

/** More dimensions between two that stay are not looked through. */
const MAX_DIMS = 5;

/**
 * A `view` or `reshape` to the sizes that a `permute` would give: dimensions have changed places in the shape, and the elements lie where
 * they lay, so that each is cut into pieces of others.
 */
export function* axesByView(program: Program): Iterable<Remark> {
  for (const step of program.steps("view", "reshape")) {
    const { place, args, direct } = step;
    const source = args.self ?? args.input;
    if (place === undefined || direct !== true || !(source instanceof Tensor)) continue;
    const moved = isWritten(step, program) ? movedDims(source.shape, step.outputShapes[0]) : undefined;
    if (moved === undefined) continue;
    const made = program.source(source, step.index);
    if (made !== undefined && SKEWED.has(made.schema.name)) continue;
    if (isFlattened(step.outputs[0], moved, program)) continue;
    yield {
      code: "axes-by-view",
      place,
      message: `\`${step.name}\` gives (${step.outputShapes[0].map(text).join(", ")}) as if the dimensions of (${source.shape.map(text).join(", ")}) had changed places, but the elements stay where they are: \`permute\` or \`transpose\` moves them`,
    };
  }
}

/** What reads dimensions without looking at how many each has. */
const FLATTENING: ReadonlySet<string> = new Set(["view", "reshape", "flatten", "ravel"]);
const PASSING: ReadonlySet<string> = new Set(
  "getitem select unbind squeeze unsqueeze clone contiguous detach to float double half type".split(" "),
);

/** Whether all that is made of a tensor flattens some dimensions that lie side by side: then their sizes are only names. */
function isFlattened(tensor: Tensor | undefined, dims: readonly Dim[], program: Program): boolean {
  const uses = program.trace.steps.filter((step) => operandsOf(step).some((operand) => operand === tensor));
  if (uses.length === 0) return false;
  const all = product(dims);
  return uses.every(({ schema: { name }, outputs }) =>
    outputs.every((output) => {
      const shape = output.shape.filter((dim) => dim !== 1);
      if (FLATTENING.has(name) && (shape.length < 2 || shape.some((dim) => equal(dim, all) === true))) return true;
      const isThere = dims.every((dim, n) => equal(shape.at(n - dims.length) ?? 0, dim) === true);
      return PASSING.has(name) && isThere && isFlattened(output, dims, program);
    }),
  );
}

const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : dim.key);

/** The dimensions between two that stay, where the new ones are the old ones, or products or parts of them, in another order. */
function movedDims(from: readonly Dim[], to: readonly Dim[]): readonly Dim[] | undefined {
  // What is so of all sizes is so of some: most views are told apart by numbers alone.
  if (!from.concat(to).every((dim) => typeof dim === "number") && !permuted(from.map(at), to.map(at))) return undefined;
  const between = permuted(from, to);
  return between === undefined || isSplit(between.before[0], between.after[0]) ? undefined : between.after;
}

/** A size with a number in place of each symbol, another one for each name. */
function at(dim: Dim): Dim {
  return typeof dim === "number" ? dim : sampled(dim, numberOf);
}

function numberOf(name: string): number {
  let number = 7;
  for (let n = 0; n < name.length; n++) number = (number * 31 + name.charCodeAt(n)) % 1009;
  return 1000 + number;
}

/** What lies between the dimensions that stay, where those have changed places. */
function permuted(
  from: readonly Dim[],
  to: readonly Dim[],
): { before: readonly Dim[]; after: readonly Dim[] } | undefined {
  let [a, b] = [from.filter((dim) => dim !== 1), to.filter((dim) => dim !== 1)];
  while (a.length > 0 && b.length > 0 && equal(a[0], b[0]) === true) [a, b] = [a.slice(1), b.slice(1)];
  while (a.length > 0 && b.length > 0 && equal(a.at(-1)!, b.at(-1)!) === true)
    [a, b] = [a.slice(0, -1), b.slice(0, -1)];
  if (a.length < 2 || b.length < 2 || a.length > MAX_DIMS || b.length > MAX_DIMS) return undefined;
  const [fine, coarse] = a.length < b.length ? [b, a] : [a, b];
  if (fine.some((dim, n) => fine.slice(n + 1).some((other) => equal(dim, other) === true))) return undefined;
  // What is merged or split in order needs no other reading.
  if (isRegrouping(a, b) || !isPermuted(fine, coarse)) return undefined;
  return { before: a, after: b };
}

/** Whether some dimension ends at the same element before and after: then the parts on either side are regrouped in order. */
function isRegrouping(a: readonly Dim[], b: readonly Dim[]): boolean {
  const ends = (dims: readonly Dim[]) => dims.slice(0, -1).map((_, n) => product(dims.slice(0, n + 1)));
  const others = ends(b);
  return ends(a).some((end) => others.some((other) => equal(end, other) === true));
}

/** Whether the first dimension may be cut into groups, of channels or heads, that only happen to be as many as another one has. */
function isSplit(before: Dim, after: Dim): boolean {
  return typeof before === "number" && typeof after === "number" && after < before && before % after === 0;
}

/** Whether each of some dimensions is one of the others or a product of several, each used once. */
function isPermuted(a: readonly Dim[], b: readonly Dim[]): boolean {
  if (b.length === 0) return a.length === 0;
  const [first, ...rest] = b;
  for (let mask = 1; mask < 1 << a.length; mask++) {
    const taken = a.filter((_, n) => mask & (1 << n));
    const left = a.filter((_, n) => !(mask & (1 << n)));
    if (
      equal(
        taken.reduce((all, dim) => mul(all, dim), 1 as Dim),
        first,
      ) === true &&
      isPermuted(left, rest)
    )
      return true;
  }
  return false;
}

/** Whether the sizes are more than numbers that were written out, as an example of a view has them. */
function isWritten(step: TraceStep, program: Program): boolean {
  const call = program.callOf(step);
  if (call === undefined) return false;
  const sizes = call.args.flatMap((arg) => (arg.kind === "Tuple" || arg.kind === "List" ? arg.elements : [arg]));
  return sizes.some(({ kind }) => kind === "Name" || kind === "Attribute" || kind === "Subscript" || kind === "Call");
}
