import type * as ast from "../../../syntax/ast";
import { type Node, nodesIn } from "../../../syntax/walk";
import { type Assumptions, type Dim, equal, exactly, mul, print, product, sampled } from "../../dims";
import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import { axesOfNames } from "./named-axes";
import { type Program, perProgram, type Remark } from "./program";

/** What puts elements between others on purpose, so that a view moves them: the skew of relative positions. */
const SKEWED: ReadonlySet<string> = new Set(["pad", "constant_pad_nd", "cat", "concat", "concatenate"]);

/** More dimensions between two that stay are not looked through. */
const MAX_DIMS = 5;

/**
 * A `view` or `reshape` to the sizes that a `permute` would give: dimensions have changed places in the shape, and the elements lie where
 * they lay, so that each is cut into pieces of others.
 */
export function* axesByView(program: Program): Iterable<Remark> {
  for (const step of program.steps("view", "reshape", "view_as", "reshape_as")) {
    const { place, args, direct } = step;
    const source = args.self ?? args.input;
    if (place === undefined || direct !== true || !(source instanceof Tensor) || program.isGuessed(source)) continue;
    const [from, to] = [source.shape, step.outputShapes[0]];
    const isNamed = to.length > 1 && isNamedOtherwise(program)(step);
    const moved = movedDims(from, to, program.run.state.assumptions);
    if (!isNamed && (moved === undefined || !isMeant(step, program) || isCoincidence(moved, step, program))) continue;
    const made = program.source(source, step.index);
    if (made !== undefined && SKEWED.has(made.schema.name)) continue;
    if (moved !== undefined && isFlattened(step.outputs[0], moved, program)) continue;
    yield {
      code: "axes-by-view",
      place,
      message: `\`${step.name}\` gives (${step.outputShapes[0].map(print).join(", ")}) as if the dimensions of (${source.shape.map(print).join(", ")}) had changed places, but the elements stay where they are: \`permute\` or \`transpose\` moves them`,
      related: [
        { place: made?.place ?? place, message: "the elements are laid out here", shape: source.shape },
        { place, message: "they are read in this shape", shape: step.outputShapes[0] },
      ],
    };
  }
}

/** What reads dimensions without looking at how many each has. */
const FLATTENING: ReadonlySet<string> = new Set(["view", "reshape", "flatten", "ravel"]);
const PASSING: ReadonlySet<string> = new Set(
  "getitem select unbind squeeze unsqueeze clone contiguous detach to float double half type".split(" "),
);

/** Whether all that is made of a tensor flattens some dimensions that lie side by side: then their sizes are only names. */
function isFlattened(tensor: Tensor, dims: readonly Dim[], program: Program): boolean {
  const uses = program.uses(tensor);
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

/** The dimensions between two that stay, where the new ones are the old ones, or products or parts of them, in another order. */
function movedDims(from: readonly Dim[], to: readonly Dim[], assumptions: Assumptions): readonly Dim[] | undefined {
  const isNumber = (dim: Dim) => typeof dim === "number";
  const number = (dim: Dim) => (isNumber(dim) ? dim : sampled(assumptions.simplify(dim), numberOf, exactly));
  // What is so of all sizes is so of some: most views are told apart by numbers alone.
  const some = permuted(from.map(number), to.map(number), isNear);
  if (some === undefined) return undefined;
  const between = permuted(from, to, (x, y) => equal(x, y, assumptions) === true);
  if (between === undefined) return undefined;
  const { before, after, hasTwins } = between;
  return isSplit(before[0], after[0]) && !(hasTwins && before.length === after.length) ? undefined : after;
}

/** Quotients are no whole numbers here. */
const isNear: Same = (x, y) => Math.abs(Number(x) - Number(y)) <= 1e-9 * Math.abs(Number(x));

/** Another number for each name. */
function numberOf(name: string): number {
  let number = 7;
  for (let n = 0; n < name.length; n++) number = (number * 31 + name.charCodeAt(n)) % 1009;
  return 1000 + number;
}

interface Permuted {
  before: readonly Dim[];
  after: readonly Dim[];
  /** Some sizes are equal. */
  hasTwins: boolean;
}

/** What lies between the dimensions that stay, where those have changed places. */
function permuted(from: readonly Dim[], to: readonly Dim[], same: Same): Permuted | undefined {
  let [a, b] = [from.filter((dim) => dim !== 1), to.filter((dim) => dim !== 1)];
  while (a.length > 0 && b.length > 0 && same(a[0], b[0])) [a, b] = [a.slice(1), b.slice(1)];
  while (a.length > 0 && b.length > 0 && same(a.at(-1)!, b.at(-1)!)) [a, b] = [a.slice(0, -1), b.slice(0, -1)];
  if (a.length < 2 || b.length < 2 || a.length > MAX_DIMS || b.length > MAX_DIMS) return undefined;
  const [fine, coarse] = a.length < b.length ? [b, a] : [a, b];
  const hasTwins = fine.some((dim, n) => fine.slice(n + 1).some((other) => same(dim, other)));
  // Of equal sizes it is not known which is which, but where there is one of each before and after.
  if (hasTwins && a.length !== b.length) return undefined;
  // What is merged or split in order needs no other reading.
  if (isRegrouping(a, b, same) || !isPermuted(fine, coarse, same)) return undefined;
  return { before: a, after: b, hasTwins };
}

type Same = (x: Dim, y: Dim) => boolean;

/** Whether some dimension ends at the same element before and after: then the parts on either side are regrouped in order. */
function isRegrouping(a: readonly Dim[], b: readonly Dim[], same: Same): boolean {
  const ends = (dims: readonly Dim[]) => dims.slice(0, -1).map((_, n) => product(dims.slice(0, n + 1)));
  const others = ends(b);
  return ends(a).some((end) => others.some((other) => same(end, other)));
}

/** Whether the first dimension may be cut into groups, of channels or heads, that only happen to be as many as another one has. */
function isSplit(before: Dim, after: Dim): boolean {
  return typeof before === "number" && typeof after === "number" && after < before && before % after === 0;
}

/** Whether each of some dimensions is one of the others or a product of several, each used once. */
function isPermuted(a: readonly Dim[], b: readonly Dim[], same: Same): boolean {
  if (b.length === 0) return a.length === 0;
  const [first, ...rest] = b;
  for (let mask = 1; mask < 1 << a.length; mask++) {
    const taken = a.filter((_, n) => mask & (1 << n));
    const left = a.filter((_, n) => !(mask & (1 << n)));
    const all = taken.reduce((all, dim) => mul(all, dim), 1 as Dim);
    if (same(all, first) && isPermuted(left, rest, same)) return true;
  }
  return false;
}

/** Each call is read once. */
const isNamedOtherwise = perProgram((program) => {
  const known = new Map<string, boolean>();
  return (step: TraceStep) => {
    const key = `${step.place?.file}:${step.place?.start}`;
    const before = known.get(key) ?? isMovedByName(step, program);
    known.set(key, before);
    return before;
  };
});

/** Whether the sizes are written in another order than the tensor has them: `b, h, w, c = x.shape` and `x.view(b, c, h, w)`. */
function isMovedByName(step: TraceStep, program: Program): boolean {
  const call = program.callOf(step);
  if (call === undefined) return false;
  const axes = axesOfNames(call, step, program);
  if (axes === undefined) return false;
  const sizes = sizesOf(call).map((size) => nodesIn(size).flatMap((node) => axes(node) ?? []));
  const known = sizes.filter((group) => group.length > 0);
  if (known.some((group, n) => known.slice(n + 1).some((later) => Math.min(...group) > Math.max(...later))))
    return true;
  // One that is passed over comes later, or is part of another.
  const { shape } = (step.args.self ?? step.args.input) as Tensor;
  const alone = sizesOf(call).map((size) => axes(size));
  return alone.some((axis, n) => {
    const next = alone[n + 1];
    return axis !== undefined && next !== undefined && shape.slice(axis + 1, next).some((size) => size !== 1);
  });
}

/** Whether a view is more than an example of one: sizes that the program computes, or a result that a layer or a loss takes. */
function isMeant(step: TraceStep, program: Program): boolean {
  const call = program.callOf(step);
  if (call === undefined) return false;
  return step.schema.name.endsWith("_as") || isComputed(call) || isTaken(step, program);
}

/** Numbers that are only as many as others: a size that is written as a product with what is no dimension of the tensor is one by chance. */
function isCoincidence(moved: readonly Dim[], step: TraceStep, program: Program): boolean {
  const call = program.callOf(step);
  if (call === undefined || !moved.every((dim) => typeof dim === "number")) return false;
  const axes = axesOfNames(call, step, program);
  if (axes === undefined) return false;
  const isOther = (node: Node) => node.kind === "Name" && axes(node) === undefined;
  return sizesOf(call).some((size) => size.kind === "BinOp" && size.op === "*" && nodesIn(size).some(isOther));
}

const isComputed = (call: ast.Call) =>
  sizesOf(call).some(({ kind }) => kind === "Name" || kind === "Attribute" || kind === "Subscript" || kind === "Call");

function sizesOf({ args }: ast.Call): readonly ast.Expr[] {
  return args.flatMap((arg) => (arg.kind === "Tuple" || arg.kind === "List" ? arg.elements : [arg]));
}

/** What reads a meaning into dimensions. */
const TAKING: ReadonlySet<string> = new Set(
  "linear conv1d conv2d conv3d lstm gru rnn_tanh rnn_relu cross_entropy nll_loss scaled_dot_product_attention".split(
    " ",
  ),
);

function isTaken({ outputs: [output] }: TraceStep, program: Program): boolean {
  return program.uses(output).some(({ schema }) => TAKING.has(schema.name));
}
