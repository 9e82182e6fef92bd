import type * as ast from "../../../syntax/ast";
import { nodesIn } from "../../../syntax/walk";
import { type Assumptions, type Dim, equal, mul, product } from "../../dims";
import { Tensor } from "../../tensor/tensor";
import type { TraceStep } from "../../trace/trace";
import { axesOfNames } from "./named-axes";
import { operandsOf, type Program, perProgram, type Remark } from "./program";

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
    if (place === undefined || direct !== true || !(source instanceof Tensor)) continue;
    const isMoved =
      (step.outputShapes[0].length > 1 && isNamedOtherwise(program)(step)) ||
      (movedDims(source.shape, step.outputShapes[0], program.run.state.assumptions) && isMeant(step, program));
    if (!isMoved) continue;
    const made = program.source(source, step.index);
    if (made !== undefined && SKEWED.has(made.schema.name)) continue;
    yield {
      code: "axes-by-view",
      place,
      message: `\`${step.name}\` gives (${step.outputShapes[0].map(text).join(", ")}) as if the dimensions of (${source.shape.map(text).join(", ")}) had changed places, but the elements stay where they are: \`permute\` or \`transpose\` moves them`,
      related: [
        { place: made?.place ?? place, message: "the elements are laid out here", shape: source.shape },
        { place, message: "they are read in this shape", shape: step.outputShapes[0] },
      ],
    };
  }
}

const text = (dim: Dim) => (typeof dim === "number" ? String(dim) : dim.key);

/** Whether dimensions between two that stay are the old ones, or products or parts of them, in another order. */
function movedDims(from: readonly Dim[], to: readonly Dim[], assumptions: Assumptions): boolean {
  const same = (x: Dim, y: Dim) => equal(x, y, assumptions) === true;
  let [a, b] = [from.filter((dim) => dim !== 1), to.filter((dim) => dim !== 1)];
  while (a.length > 0 && b.length > 0 && same(a[0], b[0])) [a, b] = [a.slice(1), b.slice(1)];
  while (a.length > 0 && b.length > 0 && same(a.at(-1)!, b.at(-1)!)) [a, b] = [a.slice(0, -1), b.slice(0, -1)];
  if (a.length < 2 || b.length < 2 || a.length > MAX_DIMS || b.length > MAX_DIMS) return false;
  const [fine, coarse] = a.length < b.length ? [b, a] : [a, b];
  const hasTwins = fine.some((dim, n) => fine.slice(n + 1).some((other) => same(dim, other)));
  // Of equal sizes it is not known which is which, but where there is one of each before and after.
  if (hasTwins && a.length !== b.length) return false;
  // What is merged or split in order needs no other reading.
  if (isRegrouping(a, b, same) || (isSplit(a[0], b[0]) && !(hasTwins && a.length === b.length))) return false;
  return isPermuted(fine, coarse, same);
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
  return program.steps(...TAKING).some((step) => operandsOf(step).includes(output));
}
