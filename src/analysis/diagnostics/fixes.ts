import type { Expr } from "../../syntax/ast";
import { type Dim, product } from "../dims";
import type { Places } from "../facts/places";
import type { FixJson } from "../report";
import type { PyRaise } from "../trace/raise";
import type { Place } from "../values";

/**
 * Layers whose first argument must be a size of their input. The operator that refuses, the operand that the layer made,
 * the layer as it is written, the argument's name, and the size that it would have to be.
 */
const FIRST_ARGUMENTS: {
  ops: readonly string[];
  made: string;
  layers: readonly string[];
  argument: string;
  wanted: (input: readonly Dim[], made: readonly Dim[]) => Dim | undefined;
}[] = [
  {
    ops: ["linear"],
    made: "weight",
    layers: ["Linear"],
    argument: "in_features",
    // All that an image or a sequence has, or the batch among the features: a `flatten` is missing or goes too far.
    wanted: (input, weight) =>
      input.length === 1 || input.at(-1) === weight[1] || product(input.slice(1)) === weight[1]
        ? undefined
        : input.at(-1),
  },
  {
    ops: ["conv1d", "conv2d", "conv3d"],
    made: "weight",
    layers: ["Conv1d", "Conv2d", "Conv3d"],
    argument: "in_channels",
    // The channels come last, or were not put in: the number is right and the order of the dimensions is wrong.
    wanted: (input, weight) =>
      input.length !== weight.length || input[1] === weight[1] || input.at(-1) === weight[1] ? undefined : input[1],
  },
  {
    ops: ["batch_norm"],
    made: "running_mean",
    layers: ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d"],
    argument: "num_features",
    wanted: (input, mean) => (input[1] === mean[0] || input.at(-1) === mean[0] ? undefined : input[1]),
  },
  {
    ops: ["layer_norm"],
    made: "weight",
    layers: ["LayerNorm"],
    argument: "normalized_shape",
    wanted: (input, weight) => (weight.length !== 1 || input.includes(weight[0]) ? undefined : input.at(-1)),
  },
];

/** The number in a layer's construction that has to be another one. */
export function fixOf(places: Places, { refused }: PyRaise): FixJson | undefined {
  if (refused === undefined) return undefined;
  const rule = FIRST_ARGUMENTS.find(({ ops }) => ops.includes(refused.op));
  const input = refused.operands.find(({ name }) => name === "input" || name === "self");
  const made = refused.operands.find(({ name }) => name === rule?.made);
  if (rule === undefined || input === undefined || made?.tensor.place === undefined) return undefined;
  const wanted = rule.wanted(input.shape, made.shape);
  const call = places.call(made.tensor.place);
  if (typeof wanted !== "number" || call === undefined || call.keywords.some(({ name }) => name === "groups"))
    return undefined;
  const { func } = call;
  const layer = func.kind === "Attribute" ? func.attr : func.kind === "Name" ? func.id : "";
  const value = call.args[0] ?? call.keywords.find(({ name }) => name === rule.argument)?.value;
  if (!rule.layers.includes(layer) || value === undefined || !isNumeric(value)) return undefined;
  const { start, end } = value;
  const place: Place = { file: made.tensor.place.file, start, end };
  return { title: `Change \`${rule.argument}\` to ${wanted}`, ...places.range(place), text: String(wanted) };
}

/** Arithmetic on plain numbers: what may be replaced by a number without a name losing its use. */
function isNumeric(expression: Expr): boolean {
  if (expression.kind === "UnaryOp") return isNumeric(expression.operand);
  if (expression.kind !== "BinOp") return expression.kind === "Int";
  return ["+", "-", "*", "**"].includes(expression.op) && isNumeric(expression.left) && isNumeric(expression.right);
}
