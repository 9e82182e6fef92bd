import { type Dim, divideExactly, divides, floordiv, lessEqual, mul, product, sub } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import { sizes } from "../../trace/sizes";
import type { OpContext } from "../context";
import { free, op } from "../registry";
import { extent, text, windowCount } from "../shape/spatial";

/** Images to columns of sliding blocks and back. `unfold` copies; `fold` adds up where blocks overlap. */

interface Blocks {
  kernel_size: readonly Dim[];
  dilation: readonly Dim[];
  padding: readonly Dim[];
  stride: readonly Dim[];
}

const pair = (dims: readonly Dim[]) => `(${dims.map(text).join(", ")})`;

function checkBlocks(at: OpContext, a: Blocks): void {
  for (const [name, list] of Object.entries({
    kernel_size: a.kernel_size,
    dilation: a.dilation,
    padding: a.padding,
    stride: a.stride,
  }))
    if (list.length !== 2) at.fail("argument", `It is expected ${name} equals to 2, but got size ${list.length}`);
  const low = (list: readonly Dim[], least: number) =>
    list.some((dim) => lessEqual(least, dim, at.assumptions) === false);
  const both = (name: string, list: readonly Dim[]) =>
    `${name}_height: ${text(list[0])} ${name}_width: ${text(list[1])}`;
  if (low(a.kernel_size, 1))
    at.fail("argument", `kernel size should be greater than zero, but got ${both("kernel", a.kernel_size)}`);
  if (low(a.dilation, 1))
    at.fail("argument", `dilation should be greater than zero, but got ${both("dilation", a.dilation)}`);
  if (low(a.padding, 0)) at.fail("argument", `padding should be non-negative, but got ${both("pad", a.padding)}`);
  if (low(a.stride, 1)) at.fail("argument", `stride should be greater than zero, but got ${both("stride", a.stride)}`);
}

const counts = (space: readonly Dim[], a: Blocks): Dim[] =>
  space.map((size, n) =>
    windowCount(size, a.padding[n], a.padding[n], extent(a.kernel_size[n], a.dilation[n]), a.stride[n]),
  );

function columns(at: OpContext, self: Tensor, a: Blocks): readonly Dim[] {
  if (self.rank < 3) at.axis(2, self.rank);
  checkBlocks(at, a);
  if ((self.rank !== 3 && self.rank !== 4) || self.shape.slice(self.rank - 3).includes(0))
    at.fail(
      "rank",
      `Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${sizes(self.shape)}`,
    );
  const space = self.shape.slice(-2);
  const blocks = counts(space, a);
  blocks.forEach((count, n) => {
    const fits = lessEqual(1, count, at.assumptions);
    at.check(
      fits,
      "shape-mismatch",
      () =>
        `Given input with spatial size ${pair(space)}, kernel_size=${pair(a.kernel_size)}, dilation=${pair(a.dilation)}, padding=${pair(a.padding)}, calculated shape of the array of sliding blocks as ${pair(blocks)}, but its components must be at least one.`,
      { kind: "ge", left: space[n], right: sub(extent(a.kernel_size[n], a.dilation[n]), mul(2, a.padding[n])) },
    );
  });
  return [...self.shape.slice(0, -3), mul(self.dim(-3), product(a.kernel_size)), product(blocks)];
}

function image(at: OpContext, self: Tensor, outputSize: readonly Dim[], a: Blocks): readonly Dim[] {
  if (outputSize.length !== 2)
    at.fail("argument", `It is expected output_size equals to 2, but got size ${outputSize.length}`);
  checkBlocks(at, a);
  if (self.rank !== 2 && self.rank !== 3)
    at.fail(
      "rank",
      `Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: ${sizes(self.shape)}`,
    );
  const [rows, length] = self.shape.slice(-2);
  const area = product(a.kernel_size);
  at.check(
    divides(area, rows, at.assumptions),
    "divisible",
    () =>
      `Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${text(rows)} and kernel_size=${pair(a.kernel_size)}.`,
    { kind: "divisible", left: rows, right: area },
  );
  const blocks = counts(outputSize, a);
  at.same(
    length,
    product(blocks),
    "shape-mismatch",
    () =>
      `Given output_size=${pair(outputSize)}, kernel_size=${pair(a.kernel_size)}, dilation=${pair(a.dilation)}, padding=${pair(a.padding)}, stride=${pair(a.stride)}, expected size of input's dimension 2 to match the calculated number of sliding blocks ${blocks.map(text).join(" * ")} = ${text(product(blocks))}, but got input.size(2)=${text(length)}.`,
  );
  const channels = divideExactly(rows, area, at.assumptions) ?? floordiv(rows, area);
  return [...self.shape.slice(0, -2), channels, ...outputSize];
}

export const folding = [
  op("im2col(Tensor input, int[2] kernel_size, int[2] dilation=1, int[2] padding=0, int[2] stride=1) -> Tensor", {
    as: ["torch.nn.functional.unfold", "torch._C._nn.im2col"],
    letters: { input: "B C H W" },
    cost: free,
    shape: ({ input, ...a }, at) => columns(at, input, a),
    doc: "(N, C, H, W) -> (N, C*prod(kernel), L)",
  }),
  op(
    "col2im(Tensor input, int[2] output_size, int[2] kernel_size, int[2] dilation=1, int[2] padding=0, int[2] stride=1) -> Tensor",
    {
      as: ["torch.nn.functional.fold", "torch._C._nn.col2im"],
      letters: { input: "B C L" },
      shape: ({ input, output_size, ...a }, at) => image(at, input, output_size, a),
      cost: ({ input }) => ({ flops: input.numel() }),
      costText: "numel(input)",
      doc: "(N, C*prod(kernel), L) -> (N, C, *output_size)",
    },
  ),
];
