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
  op: RegExp;
  made: string;
  layer: RegExp;
  argument: string;
  wanted: (input: readonly Dim[], made: readonly Dim[]) => Dim | undefined;
}[] = [
  {
    op: /^linear$/,
    made: "weight",
    layer: /^[\w.]*Linear$/,
    argument: "in_features",
    // All that an image or a sequence has, or the batch among the features: a `flatten` is missing or goes too far.
    wanted: (input, weight) =>
      input.length === 1 || input.at(-1) === weight[1] || product(input.slice(1)) === weight[1]
        ? undefined
        : input.at(-1),
  },
  {
    op: /^conv[123]d$/,
    made: "weight",
    layer: /^[\w.]*Conv[123]d$/,
    argument: "in_channels",
    // The channels come last, or were not put in: the number is right and the order of the dimensions is wrong.
    wanted: (input, weight) =>
      input.length !== weight.length || input[1] === weight[1] || input.at(-1) === weight[1] ? undefined : input[1],
  },
  {
    op: /^batch_norm$/,
    made: "running_mean",
    layer: /^[\w.]*BatchNorm[123]d$/,
    argument: "num_features",
    wanted: (input, mean) => (input[1] === mean[0] || input.at(-1) === mean[0] ? undefined : input[1]),
  },
  {
    op: /^layer_norm$/,
    made: "weight",
    layer: /^[\w.]*LayerNorm$/,
    argument: "normalized_shape",
    wanted: (input, weight) => (weight.length !== 1 || input.includes(weight[0]) ? undefined : input.at(-1)),
  },
];

/** Arithmetic on plain numbers: what may be replaced by a number without a name losing its use. */
const NUMERIC = /^[\d\s*+()-]*\d[\d\s*+()-]*$/;

/** The number in a layer's construction that has to be another one. */
export function fixOf(places: Places, { refused }: PyRaise): FixJson | undefined {
  if (refused === undefined) return undefined;
  const rule = FIRST_ARGUMENTS.find(({ op }) => op.test(refused.op));
  const input = refused.operands.find(({ name }) => name === "input" || name === "self");
  const made = refused.operands.find(({ name }) => name === rule?.made);
  if (rule === undefined || input === undefined || made?.tensor.place === undefined) return undefined;
  const wanted = rule.wanted(input.shape, made.shape);
  const text = places.text(made.tensor.place);
  if (typeof wanted !== "number" || text === undefined || /\bgroups\b/.test(text)) return undefined;
  const call = /^([\w.]+)\(\s*(?:(\w+)\s*=\s*)?([^,()]*(?:\([^()]*\)[^,()]*)*?)\s*[,)]/.exec(text);
  if (call === null) return undefined;
  const [, layer, keyword, value] = call;
  if (!rule.layer.test(layer) || (keyword ?? rule.argument) !== rule.argument || !NUMERIC.test(value)) return undefined;
  const start = made.tensor.place.start + text.indexOf(value, layer.length + 1 + (keyword?.length ?? 0));
  const place: Place = { file: made.tensor.place.file, start, end: start + value.length };
  return { title: `Change \`${rule.argument}\` to ${wanted}`, ...places.range(place), text: String(wanted) };
}
