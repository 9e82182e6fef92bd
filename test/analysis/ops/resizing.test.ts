import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Resampling: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.nn.functional.interpolate(torch.empty(B, C, H, W), scale_factor=2)", "(B, C, 2*H, 2*W) float32"],
  [
    "torch.nn.functional.interpolate(torch.empty(B, C, H, W), scale_factor=0.5, mode='bilinear')",
    "(B, C, H//2, W//2) float32; needs H//2 >= 1, W//2 >= 1",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(B, C, H, W), size=(h, w), mode='bilinear', align_corners=False)",
    "(B, C, h, w) float32",
  ],
  ["torch.nn.functional.interpolate(torch.empty(2, 3, 5), scale_factor=1.6)", "(2, 3, 8) float32"],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4))",
    "ValueError: either size or scale_factor should be defined",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4), size=2, scale_factor=2)",
    "ValueError: only one of size or scale_factor should be defined",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4, 4), size=(2, 2, 2))",
    "ValueError: Input and output must have the same number of spatial dimensions, but got input with spatial dimensions of [4, 4] and output size of (2, 2, 2). Please provide input tensor in (N, C, d1, d2, ...,dK) format and output size in (o1, o2, ...,oK) format.",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4, 4), scale_factor=(2.0, 2.0, 2.0))",
    "ValueError: Input and scale_factor must have the same number of spatial dimensions, but got input with spatial dimensions of [4, 4] and scale_factor of shape (2.0, 2.0, 2.0). Please provide input tensor in (N, C, d1, d2, ...,dK) format and scale_factor in (s1, s2, ...,sK) format.",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4, 4), size=2, mode='linear')",
    "NotImplementedError: Got 4D input, but linear mode needs 3D input",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4, 4), size=2, mode='cubic')",
    "NotImplementedError: Input Error: Only 3D, 4D and 5D input Tensors supported (got 4D) for the modes: nearest | linear | bilinear | bicubic | trilinear | lanczos | area | nearest-exact (got cubic)",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4, 4), size=2, mode='nearest', align_corners=True)",
    "ValueError: align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4, 4), scale_factor=0.1)",
    "RuntimeError: Input and output sizes should be greater than 0, but got input (H: 4, W: 4) output (H: 0, W: 0)",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4, 4), size=2, recompute_scale_factor=True)",
    "ValueError: recompute_scale_factor is not meaningful with an explicit size.",
  ],
  [
    "torch.nn.functional.interpolate(torch.empty(2, 3, 4, 4, dtype=torch.int64), size=2)",
    "NotImplementedError: \"compute_indices_weights_nearest\" not implemented for 'Long'",
  ],
  ["torch.nn.functional.upsample_bilinear(torch.empty(2, 3, 4, 4), scale_factor=2)", "(2, 3, 8, 8) float32"],
  ["torch._C._nn.upsample_bilinear2d(torch.empty(2, 3, 4, 4), None, False, (2.0, 2.0))", "(2, 3, 8, 8) float32"],
  ["torch.nn.functional.grid_sample(torch.empty(B, C, H, W), torch.empty(B, h, w, 2))", "(B, C, h, w) float32"],
  [
    "torch.nn.functional.grid_sample(torch.empty(2, 3, 4, 4), torch.empty(2, 5, 5, 3))",
    "RuntimeError: grid_sampler(): expected grid to have size 2 in last dimension, but got grid with sizes [2, 5, 5, 3]",
  ],
  [
    "torch.nn.functional.grid_sample(torch.empty(2, 3, 4, 4), torch.empty(1, 5, 5, 2))",
    "RuntimeError: grid_sampler(): expected grid and input to have same batch size, but got input with sizes [2, 3, 4, 4] and grid with sizes [1, 5, 5, 2]",
  ],
  [
    "torch.nn.functional.grid_sample(torch.empty(2, 3, 4, 4), torch.empty(2, 5, 5, 2), mode='cubic')",
    "ValueError: nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: 'cubic'",
  ],
  ["torch.nn.functional.affine_grid(torch.empty(B, 2, 3), (B, C, H, W))", "(B, H, W, 2) float32"],
  [
    "torch.nn.functional.affine_grid(torch.empty(2, 3, 3), (2, 3, 4, 4))",
    "ValueError: Expected a batch of 2D affine matrices of shape Nx2x3 for size (2, 3, 4, 4). Got torch.Size([2, 3, 3]).",
  ],
  ["torch.nn.functional.pixel_shuffle(torch.empty(B, C, H, W), 2)", "(B, C//4, 2*H, 2*W) float32; needs C % 4 == 0"],
  [
    "torch.nn.functional.pixel_shuffle(torch.empty(2, 3, 4, 4), 2)",
    "RuntimeError: pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=3 is not divisible by 4",
  ],
  ["torch.nn.functional.pixel_unshuffle(torch.empty(B, C, 8, 8), 2)", "(B, 4*C, 4, 4) float32"],
  [
    "torch.nn.functional.pixel_unshuffle(torch.empty(2, 3, 4, 5), 2)",
    "RuntimeError: pixel_unshuffle expects width to be divisible by downscale_factor, but input.size(-1)=5 is not divisible by 2",
  ],
  [
    "torch.nn.functional.channel_shuffle(torch.empty(2, 3, 4, 5), 2)",
    "RuntimeError: Number of channels must be divisible by groups. Got 3 channels and 2 groups.",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  [
    "torch.nn.functional.interpolate(torch.empty(B, C, H, W), scale_factor=0.5, mode='bilinear')",
    "8*B*C*(H//2)*(W//2)",
  ],
  ["torch.nn.functional.grid_sample(torch.empty(B, C, H, W), torch.empty(B, h, w, 2))", "8*B*C*h*w"],
  ["torch.nn.functional.affine_grid(torch.empty(B, 2, 3), (B, C, H, W))", "12*B*H*W"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
