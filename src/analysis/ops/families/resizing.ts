import { type Dim, divideExactly, divides, equal, floordiv, lessEqual, mul, pow } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import { before, refusal } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import { PyList, PyTuple } from "../../values";
import { givenFor } from "../bind";
import type { OpContext } from "../context";
import { free, op } from "../registry";
import { needsFloat } from "../shape/checks";
import { scaledSize, text } from "../shape/spatial";

/**
 * Resampling. FLOPs: a product and a sum for each of the input's elements that an element of the result is made of
 * (2 a dimension when linear, 4 a dimension when cubic, the elements of the window when averaging over an area, none when nearest).
 */

const F = "torch.nn.functional";

/** Modes with the ranks of input that they take, and with how many elements of each dimension they work. */
const MODES: Record<string, { ranks: readonly number[]; taps: number; corners: boolean }> = {
  nearest: { ranks: [3, 4, 5], taps: 0, corners: false },
  "nearest-exact": { ranks: [3, 4, 5], taps: 0, corners: false },
  area: { ranks: [3, 4, 5], taps: 0, corners: false },
  linear: { ranks: [3], taps: 2, corners: true },
  bilinear: { ranks: [4], taps: 2, corners: true },
  trilinear: { ranks: [5], taps: 2, corners: true },
  bicubic: { ranks: [4], taps: 4, corners: true },
};

interface Resize {
  size: readonly Dim[] | null;
  scale_factor: readonly number[] | null;
  mode: string;
  align_corners: boolean | null;
  recompute_scale_factor: boolean | null;
  antialias: boolean;
}

const tuple = (items: readonly (Dim | number)[]) => `(${items.map(text).join(", ")}${items.length === 1 ? "," : ""})`;

/** A list of sizes or factors as the caller wrote it: a list, a tuple or a `torch.Size`. */
function asGiven<T extends Dim | number>(items: readonly T[], print: (item: T) => string = text): string {
  const value = givenFor(items);
  const list = `[${items.map(print).join(", ")}]`;
  if (value instanceof PyList) return list;
  if (value instanceof PyTuple && value.cls.name === "Size") return `torch.Size(${list})`;
  return `(${items.map(print).join(", ")}${items.length === 1 ? "," : ""})`;
}

function resized(at: OpContext, input: Tensor, a: Resize): readonly Dim[] {
  const mode = MODES[a.mode];
  if (a.align_corners !== null && mode !== undefined && !mode.corners)
    at.fail(
      "argument",
      "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear",
      "ValueError",
    );
  const space = input.shape.slice(2);
  if (a.size !== null && a.scale_factor !== null)
    at.fail("argument", "only one of size or scale_factor should be defined", "ValueError");
  if (a.size === null && a.scale_factor === null)
    at.fail("argument", "either size or scale_factor should be defined", "ValueError");
  if (a.size !== null && a.recompute_scale_factor === true)
    at.fail("argument", "recompute_scale_factor is not meaningful with an explicit size.", "ValueError");
  const output = a.size !== null ? fullSize(at, space, a.size) : scaled(at, space, a.scale_factor as readonly number[]);
  if (a.antialias && a.mode !== "bilinear" && a.mode !== "bicubic")
    at.fail("argument", "Anti-alias option is only supported for bilinear and bicubic modes", "ValueError");
  if (mode === undefined || !mode.ranks.includes(input.rank)) refuseRank(at, input.rank, a.mode);
  if (input.shape.slice(1, 2).some((size) => equal(size, 0, at.assumptions) === true))
    at.fail("empty", `Non-empty ${input.rank}D data tensor expected but got a tensor with sizes ${sizes(input.shape)}`);
  if (a.mode !== "area") checkPositive(at, space, output);
  if (a.mode.startsWith("nearest") && input.dtype === "uint8") return [...input.shape.slice(0, 2), ...output];
  needsFloat(at, input, mode.corners ? "compute_indices_weights_linear" : "compute_indices_weights_nearest");
  return [...input.shape.slice(0, 2), ...output];
}

function fullSize(at: OpContext, space: readonly Dim[], size: readonly Dim[]): readonly Dim[] {
  if (size.length === 1 && space.length !== 1 && givenFor(size) === undefined) return space.map(() => size[0]);
  if (size.length !== space.length)
    at.fail(
      "rank",
      `Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of ${sizes(space)} and output size of ${asGiven(size)}. Please provide input tensor in (N, C, d1, d2, ...,dK) format and output size in (o1, o2, ...,oK) format.`,
      "ValueError",
    );
  return size;
}

function scaled(at: OpContext, space: readonly Dim[], factors: readonly number[]): readonly Dim[] {
  const each = factors.length === 1 && givenFor(factors) === undefined ? space.map(() => factors[0]) : factors;
  if (each.length !== space.length)
    at.fail(
      "rank",
      `Input and scale_factor must have the same number of spatial dimensions, but got input with spatial dimensions of ${sizes(space)} and scale_factor of shape ${asGiven(factors, (factor) => (Number.isInteger(factor) ? `${factor}.0` : String(factor)))}. Please provide input tensor in (N, C, d1, d2, ...,dK) format and scale_factor in (s1, s2, ...,sK) format.`,
      "ValueError",
    );
  return space.map((size, n) => scaledSize(at, size, each[n]));
}

function refuseRank(at: OpContext, rank: number, mode: string): never {
  const needs = { linear: 3, bilinear: 4, trilinear: 5 }[mode];
  if (needs !== undefined && rank >= 3 && rank <= 5)
    at.fail("rank", `Got ${rank}D input, but ${mode} mode needs ${needs}D input`, "NotImplementedError");
  const modes = (known: string) =>
    `Input Error: Only 3D, 4D and 5D input Tensors supported (got ${rank}D) for the modes: ${known} | area | nearest-exact (got ${mode})`;
  const known = "nearest | linear | bilinear | bicubic | trilinear";
  at.refuse(before(refusal("rank", modes(`${known} | lanczos`), "NotImplementedError"), modes(known)));
}

function checkPositive(at: OpContext, space: readonly Dim[], output: readonly Dim[]): void {
  const axes = ["D", "H", "W"].slice(3 - space.length);
  const list = (dims: readonly Dim[]) => dims.map((dim, n) => `${axes[n]}: ${text(dim)}`).join(", ");
  for (const size of output)
    at.check(
      lessEqual(1, size, at.assumptions),
      "shape-mismatch",
      () =>
        `Input and output sizes should be greater than 0, but got input (${list(space)})${space.length === 1 ? " and" : ""} output (${list(output)})`,
      { kind: "ge", left: size, right: 1 },
    );
}

/** FLOPs of resampling in a mode. */
function work(mode: string, input: Tensor, out: Tensor): { flops: Dim } {
  if (mode === "area") return { flops: input.numel() };
  const taps = MODES[mode]?.taps ?? 0;
  return { flops: mul(out.numel(), taps === 0 ? 0 : 2 * taps ** (input.rank - 2)) };
}

const named = { size: null, scale_factor: null, align_corners: null, recompute_scale_factor: null, antialias: false };

/** The functions behind `interpolate`, one a mode and rank. */
const NATIVE = [
  ...([1, 2, 3] as const).flatMap((rank) => [
    { name: `upsample_nearest${rank}d`, mode: "nearest", corners: false },
    { name: `_upsample_nearest_exact${rank}d`, mode: "nearest-exact", corners: false },
  ]),
  { name: "upsample_linear1d", mode: "linear", corners: true },
  { name: "upsample_bilinear2d", mode: "bilinear", corners: true },
  { name: "_upsample_bilinear2d_aa", mode: "bilinear", corners: true },
  { name: "upsample_bicubic2d", mode: "bicubic", corners: true },
  { name: "_upsample_bicubic2d_aa", mode: "bicubic", corners: true },
  { name: "upsample_trilinear3d", mode: "trilinear", corners: true },
];

const INTERPOLATED = "(N, C, ...) -> (N, C, *size) or (N, C, floor(scale*...))";

// --- sampling at given places ---

function sampled(at: OpContext, input: Tensor, grid: Tensor, mode: string, paddingMode: string): readonly Dim[] {
  if (mode !== "bilinear" && mode !== "nearest" && mode !== "bicubic")
    at.fail(
      "argument",
      `nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '${mode}'`,
      "ValueError",
    );
  if (paddingMode !== "zeros" && paddingMode !== "border" && paddingMode !== "reflection")
    at.fail(
      "argument",
      `nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '${paddingMode}'`,
      "ValueError",
    );
  const both = () => `input with sizes ${sizes(input.shape)} and grid with sizes ${sizes(grid.shape)}`;
  at.same(
    input.shape[0],
    grid.shape[0],
    "shape-mismatch",
    () => `grid_sampler(): expected grid and input to have same batch size, but got ${both()}`,
  );
  at.same(
    grid.dim(-1),
    input.rank - 2,
    "shape-mismatch",
    () =>
      `grid_sampler(): expected grid to have size ${input.rank - 2} in last dimension, but got grid with sizes ${sizes(grid.shape)}`,
  );
  if ((input.rank !== 4 && input.rank !== 5) || input.rank !== grid.rank)
    at.fail(
      "rank",
      `grid_sampler(): expected ${input.rank === 5 ? "5D" : "4D"} input and grid with same number of dimensions, but got ${both()}`,
    );
  if (mode === "bicubic" && input.rank !== 4)
    at.fail("rank", "grid_sampler(): bicubic interpolation only supports 4D input");
  return [...input.shape.slice(0, 2), ...grid.shape.slice(1, -1)];
}

function affine(at: OpContext, theta: Tensor, size: readonly Dim[]): readonly Dim[] {
  const rank = size.length - 2;
  if (rank !== 2 && rank !== 3)
    at.fail(
      "rank",
      `affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size ${tuple(size)}.`,
      "NotImplementedError",
    );
  const message = () =>
    `Expected a batch of ${rank}D affine matrices of shape Nx${rank}x${rank + 1} for size ${tuple(size)}. Got torch.Size(${sizes(theta.shape)}).`;
  if (theta.rank !== 3) at.fail("rank", message(), "ValueError");
  at.same(theta.shape[1], rank, "shape-mismatch", message, "ValueError");
  at.same(theta.shape[2], rank + 1, "shape-mismatch", message, "ValueError");
  at.same(
    theta.shape[0],
    size[0],
    "matmul-sizes",
    () =>
      `Expected size for first two dimensions of batch2 tensor to be: [${text(size[0])}, ${rank + 1}] but got: [${text(theta.shape[0])}, ${rank + 1}].`,
  );
  return [size[0], ...size.slice(2), rank];
}

// --- channels to space and back ---

function needsImage(at: OpContext, name: string, self: Tensor): void {
  if (self.rank < 3)
    at.fail(
      "rank",
      `${name} expects input to have at least 3 dimensions, but got input with ${self.rank} dimension(s)`,
    );
}

function shuffled(at: OpContext, self: Tensor, factor: Dim): readonly Dim[] {
  needsImage(at, "pixel_shuffle", self);
  if (lessEqual(factor, 0, at.assumptions) === true)
    at.fail("argument", `pixel_shuffle expects a positive upscale_factor, but got ${text(factor)}`);
  const square = pow(factor, 2);
  const channels = self.dim(-3);
  at.check(
    divides(square, channels, at.assumptions),
    "divisible",
    () =>
      `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${text(channels)} is not divisible by ${text(square)}`,
    { kind: "divisible", left: channels, right: square },
  );
  return [
    ...self.shape.slice(0, -3),
    divideExactly(channels, square, at.assumptions) ?? floordiv(channels, square),
    mul(self.dim(-2), factor),
    mul(self.dim(-1), factor),
  ];
}

function unshuffled(at: OpContext, self: Tensor, factor: Dim): readonly Dim[] {
  needsImage(at, "pixel_unshuffle", self);
  if (lessEqual(factor, 0, at.assumptions) === true)
    at.fail("argument", `pixel_unshuffle expects a positive downscale_factor, but got ${text(factor)}`);
  const part = (axis: -2 | -1): Dim => {
    const size = self.dim(axis);
    at.check(
      divides(factor, size, at.assumptions),
      "divisible",
      () =>
        `pixel_unshuffle expects ${axis === -2 ? "height" : "width"} to be divisible by downscale_factor, but input.size(${axis})=${text(size)} is not divisible by ${text(factor)}`,
      { kind: "divisible", left: size, right: factor },
    );
    return divideExactly(size, factor, at.assumptions) ?? floordiv(size, factor);
  };
  const [height, width] = [part(-2), part(-1)];
  return [...self.shape.slice(0, -3), mul(self.dim(-3), pow(factor, 2)), height, width];
}

function regrouped(at: OpContext, self: Tensor, groups: Dim): readonly Dim[] {
  if (self.rank <= 2)
    at.fail("rank", `channel_shuffle expects input with > 2 dims, but got input with sizes ${sizes(self.shape)}`);
  if (lessEqual(groups, 0, at.assumptions) === true)
    at.fail("argument", `Number of groups to divide channels in must be positive. Value of groups:${text(groups)}`);
  at.check(
    divides(groups, self.shape[1], at.assumptions),
    "divisible",
    () =>
      `Number of channels must be divisible by groups. Got ${text(self.shape[1])} channels and ${text(groups)} groups.`,
    { kind: "divisible", left: self.shape[1], right: groups },
  );
  return self.shape;
}

export const resizing = [
  op(
    "interpolate(Tensor input, int[1]? size=None, float[1]? scale_factor=None, str mode='nearest', bool? align_corners=None, bool? recompute_scale_factor=None, bool antialias=False) -> Tensor",
    {
      as: [
        `${F}.interpolate`,
        `${F}.upsample(input, size=None, scale_factor=None, mode='nearest', align_corners=None)`,
      ],
      layout: "memoryFormat",
      shape: ({ input, ...a }, at) => resized(at, input, a),
      cost: ({ input, mode }, [out]) => work(mode, input, out),
      costText: "2*numel(out)*taps**dims",
      doc: INTERPOLATED,
    },
  ),
  op("upsample_nearest(Tensor input, int[1]? size=None, float[1]? scale_factor=None) -> Tensor", {
    as: [`${F}.upsample_nearest`],
    layout: "memoryFormat",
    shape: ({ input, ...a }, at) => resized(at, input, { ...named, ...a, mode: "nearest" }),
    cost: free,
    doc: INTERPOLATED,
  }),
  op("upsample_bilinear(Tensor input, int[1]? size=None, float[1]? scale_factor=None) -> Tensor", {
    as: [`${F}.upsample_bilinear`],
    letters: { input: "B C H W" },
    layout: "memoryFormat",
    shape: ({ input, ...a }, at) => resized(at, input, { ...named, ...a, mode: "bilinear", align_corners: true }),
    cost: ({ input }, [out]) => work("bilinear", input, out),
    costText: "8*numel(out)",
    doc: INTERPOLATED,
  }),
  ...NATIVE.map(({ name, mode, corners }) =>
    op(
      `${name}(Tensor input, int[]? output_size${corners ? ", bool align_corners" : ""}, float[]? scale_factors=None) -> Tensor` as "upsample(Tensor input, int[]? output_size, float[]? scale_factors=None) -> Tensor",
      {
        as: [`torch._C._nn.${name}`],
        layout: "memoryFormat",
        shape: ({ input, output_size, scale_factors }, at) =>
          resized(at, input, {
            ...named,
            mode,
            size: output_size,
            scale_factor: output_size === null ? scale_factors : null,
          }),
        cost: ({ input }, [out]) => work(mode, input, out),
        costText: "2*numel(out)*taps**dims",
        doc: INTERPOLATED,
      },
    ),
  ),
  op(
    "grid_sample(Tensor input, Tensor grid, str mode='bilinear', str padding_mode='zeros', bool? align_corners=None) -> Tensor",
    {
      devices: "same",
      as: [`${F}.grid_sample`],
      shape: ({ input, grid, mode, padding_mode }, at) => sampled(at, input, grid, mode, padding_mode),
      cost: ({ input, mode }, [out]) => work(mode === "bilinear" && input.rank === 5 ? "trilinear" : mode, input, out),
      costText: "2*numel(out)*taps**dims",
      doc: "(N, C, H, W), (N, H', W', 2) -> (N, C, H', W')",
    },
  ),
  op(
    "grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor",
    {
      devices: "same",
      as: ["torch.grid_sampler", "torch.grid_sampler_2d", "torch.grid_sampler_3d"],
      shape: ({ input, grid }, at) => sampled(at, input, grid, "bilinear", "zeros"),
      cost: ({ input }, [out]) => work(input.rank === 5 ? "trilinear" : "bilinear", input, out),
      costText: "2*numel(out)*taps**dims",
      doc: "(N, C, H, W), (N, H', W', 2) -> (N, C, H', W')",
    },
  ),
  op("affine_grid(Tensor theta, int[] size, bool? align_corners=None) -> Tensor", {
    as: [`${F}.affine_grid`, "torch.affine_grid_generator"],
    shape: ({ theta, size }, at) => affine(at, theta, size),
    cost: ({ theta }, [out]) => ({ flops: mul(2, mul(out.numel(), theta.dim(-1))) }),
    costText: "2*numel(out)*(dims + 1)",
    doc: "(N, 2, 3), (N, C, H, W) -> (N, H, W, 2)",
  }),
  op("pixel_shuffle(Tensor self, int upscale_factor) -> Tensor", {
    as: ["torch.pixel_shuffle", `${F}.pixel_shuffle`],
    letters: { self: "B C H W" },
    cost: free,
    shape: ({ self, upscale_factor }, at) => shuffled(at, self, upscale_factor),
    doc: "(..., C*r**2, H, W) -> (..., C, H*r, W*r)",
  }),
  op("pixel_unshuffle(Tensor self, int downscale_factor) -> Tensor", {
    as: ["torch.pixel_unshuffle", `${F}.pixel_unshuffle`],
    letters: { self: "B C H W" },
    cost: free,
    shape: ({ self, downscale_factor }, at) => unshuffled(at, self, downscale_factor),
    doc: "(..., C, H*r, W*r) -> (..., C*r**2, H, W)",
  }),
  op("channel_shuffle(Tensor self, int groups) -> Tensor", {
    as: [
      "torch.channel_shuffle",
      "torch.native_channel_shuffle",
      `${F}.channel_shuffle`,
      `${F}.native_channel_shuffle`,
    ],
    letters: { self: "B C H W" },
    cost: free,
    shape: ({ self, groups }, at) => regrouped(at, self, groups),
    doc: "(N, C, ...) -> (N, C, ...)",
  }),
];
