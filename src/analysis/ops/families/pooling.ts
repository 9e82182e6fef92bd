import { add, type Dim, equal, less, lessEqual, mul, product, sub } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import { before, lately, refusal, refusals } from "../../trace/refusals";
import { sizes } from "../../trace/sizes";
import { givenFor, isSequence } from "../bind";
import type { OpContext } from "../context";
import { type Op, type Outcome, op } from "../registry";
import { checkOutput, extent, pooledSize, scaledSize, text } from "../shape/spatial";

/**
 * Pooling over windows. Max pooling counts a comparison, average pooling an addition, for each place of each window:
 * numel(out)*prod(kernel) FLOPs. Adaptive pooling looks at each element of the input about once.
 */

type Rank = 1 | 2 | 3;

const LETTERS = { 1: "B C L", 2: "B C H W", 3: "B C D H W" } as const;
const SPACE = { 1: "L", 2: "H, W", 3: "D, H, W" } as const;
const docOf = (rank: Rank) => `(N, C, ${SPACE[rank]}) -> (N, C, ${SPACE[rank].replace(/\w/g, "$&'")})`;
const NUMBERS = { 1: "one int", 2: "two ints", 3: "three ints" } as const;

interface Pool {
  kernel: readonly Dim[];
  stride: readonly Dim[] | null;
  padding: readonly Dim[];
  dilation?: readonly Dim[];
  ceil: boolean;
}

function checkLengths(at: OpContext, rank: Rank, name: string, pool: Pool): void {
  const stride = pool.stride === null || pool.stride.length === 0 ? undefined : pool.stride;
  const given: [string, readonly Dim[] | undefined, string][] = [
    ["kernel_size", pool.kernel, "must either be a single int,"],
    ["stride", stride, "must either be omitted, a single int,"],
    ["padding", pool.padding, "must either be a single int,"],
    ["dilation", pool.dilation, "must be either a single int,"],
  ];
  for (const [argument, list, phrase] of given)
    if (list !== undefined && list.length !== rank)
      at.fail("argument", `${name}: ${argument} ${phrase} or a tuple of ${NUMBERS[rank]}`);
}

/** Spatial sizes behind the pool, and the shape that messages call the input's: without the batch. */
function pooled(at: OpContext, rank: Rank, name: string, self: Tensor, pool: Pool): readonly Dim[] {
  checkLengths(at, rank, name, pool);
  if (self.rank !== rank + 1 && self.rank !== rank + 2)
    at.fail("rank", `non-empty ${rank + 1}D or ${rank + 2}D (batch mode) tensor expected for input`);
  const { kernel, padding } = pool;
  const stride = pool.stride === null || pool.stride.length === 0 ? kernel : pool.stride;
  const dilation = pool.dilation ?? new Array(rank).fill(1);
  const space = self.shape.slice(-rank);
  const output = space.map((size, n) => pooledSize(at, size, kernel[n], stride[n], padding[n], dilation[n], pool.ceil));
  const axes = rank === 1 ? ["W"] : rank === 2 ? ["H", "W"] : ["T", "H", "W"];
  const list = (prefix: string, dims: readonly Dim[]) =>
    (rank === 1 ? [1, ...dims] : dims)
      .map((dim, n) => `${prefix}${(rank === 1 ? ["H", "W"] : axes)[n]}: ${text(dim)}`)
      .join(" ");
  const positive = (dims: readonly Dim[]) => dims.every((dim) => lessEqual(dim, 0, at.assumptions) !== true);
  if (!positive(kernel)) at.fail("argument", `kernel size should be greater than zero, but got ${list("k", kernel)}`);
  if (!positive(stride)) at.fail("argument", `stride should be greater than zero, but got ${list("d", stride)}`);
  if (!positive(dilation))
    at.fail("argument", `dilation should be greater than zero, but got ${list("dilation", dilation)}`);
  checkNotEmpty(at, rank, name, self);
  if (rank === 3 && name === "avg_pool3d") checkCovers(at, space, kernel);
  const seen = [self.dim(-rank - 1), ...(rank === 1 ? [1, ...space] : space)];
  checkOutput(at, seen, rank === 1 ? [1, ...output] : output, (n) => {
    const axis = rank === 1 ? n - 1 : n;
    return { left: space[axis], right: sub(extent(kernel[axis], dilation[axis]), mul(2, padding[axis])) };
  });
  return [...self.shape.slice(0, -rank), ...output];
}

/** Only the batch may be empty. */
function checkNotEmpty(at: OpContext, rank: Rank, name: string, self: Tensor): void {
  const batched = self.rank === rank + 2;
  const empty = self.shape.findIndex((size, n) => n >= (batched ? 1 : 0) && equal(size, 0, at.assumptions) === true);
  if (empty < 0) return;
  if (rank === 3) {
    const kernel = name === "avg_pool3d" ? "avg_pool3d_out_cpu" : "max_pool3d_with_indices_out_cpu_template";
    at.refuse(refusals.emptyVolume(kernel, self.shape, empty));
  }
  at.fail(
    "rank",
    `Expected ${rank + 1}D or ${rank + 2}D (batch mode) tensor with optional 0 dim batch size for input, but got:${sizes(self.shape)}`,
  );
}

/** Average pooling over volumes needs room for a whole window before padding. */
function checkCovers(at: OpContext, space: readonly Dim[], kernel: readonly Dim[]): void {
  const list = (prefix: string, dims: readonly Dim[]) =>
    ["T", "H", "W"].map((axis, n) => `${prefix}${axis}: ${text(dims[n])}`).join(" ");
  space.forEach((size, n) => {
    at.check(
      lessEqual(kernel[n], size, at.assumptions),
      "window",
      () => `input image (${list("", space)}) smaller than kernel size (${list("k", kernel)})`,
      { kind: "ge", left: size, right: kernel[n] },
    );
  });
}

/** `max_pool1d` has checks of its own, and lets a result be empty where no gradient is wanted. */
function maxPooled1d(at: OpContext, self: Tensor, pool: Pool): readonly Dim[] {
  checkLengths(at, 1, "max_pool1d", pool);
  if (self.rank !== 2 && self.rank !== 3) at.fail("rank", oneDimension(self));
  const [kernel] = pool.kernel;
  const [stride] = pool.stride === null || pool.stride.length === 0 ? pool.kernel : pool.stride;
  const [padding] = pool.padding;
  const [dilation] = pool.dilation ?? [1];
  const known = (...order: Parameters<typeof lessEqual>) => lessEqual(...order) === true;
  if (known(kernel, 0, at.assumptions))
    at.fail("argument", `max_pool1d() kernel_size must be greater than zero, but got ${text(kernel)}`);
  if (known(stride, 0, at.assumptions))
    at.fail("argument", `max_pool1d() stride must be greater than zero, but got ${text(stride)}`);
  if (less(padding, 0, at.assumptions))
    at.fail("argument", `max_pool1d() padding must be non-negative, but got ${text(padding)}`);
  if (lessEqual(mul(2, padding), extent(kernel, dilation), at.assumptions) === false)
    at.fail(
      "window",
      `max_pool1d() padding should be at most half of kernel size, but got padding=${text(padding)} and kernel_size=${text(kernel)}`,
    );
  if (known(dilation, 0, at.assumptions))
    at.fail("argument", `max_pool1d() dilation must be greater than zero, but got ${text(dilation)}`);
  if (self.shape.slice(self.rank - 2).some((size) => equal(size, 0, at.assumptions) === true))
    at.fail("empty", oneDimension(self));
  const size = pooledSize(at, self.dim(-1), kernel, stride, padding, dilation, pool.ceil);
  const shape = [...self.shape.slice(0, -1), size];
  at.check(
    lessEqual(0, size, at.assumptions),
    "argument",
    () => `Trying to create tensor with negative dimension ${text(size)}: ${sizes(shape)}`,
    { kind: "ge", left: self.dim(-1), right: sub(extent(kernel, dilation), mul(2, padding)) },
  );
  return shape;
}

const oneDimension = (self: Tensor) =>
  `max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:${sizes(self.shape)}`;

const withIndices = (shape: readonly Dim[], indices: boolean): Outcome =>
  indices ? { tensors: [{ shape }, { shape, dtype: "int64" }] } : shape;

const windowCost = ({ kernel_size }: { kernel_size: readonly Dim[] }, [out]: readonly Tensor[]) => ({
  flops: mul(out.numel(), product(kernel_size)),
});

// --- adaptive ---

function adaptive(
  at: OpContext,
  rank: Rank,
  kind: "avg" | "max",
  self: Tensor,
  size: readonly (Dim | null)[],
): readonly Dim[] {
  const name = `adaptive_${kind}_pool${rank}d`;
  if (size.length !== rank) {
    if (size.length > self.rank) at.fail("rank", `Input dimension should be at least ${size.length + 1}`, "ValueError");
    const words =
      rank === 1
        ? `${name}() argument 'output_size' should contain one int (got ${size.length})`
        : kind === "avg"
          ? `${name}: output_size must be ${rank}`
          : `${name}(): internal error: output_size.size() must be ${rank}`;
    at.refuse(before(refusal("argument", words), `${name}: output_size must be ${rank}`));
  }
  // Of `nn.functional`, which looks at the sizes where they are listed.
  const listed = rank > 1 && Array.isArray(size) && isSequence(givenFor(size));
  at.refuseUnless(!listed || self.rank > rank, () =>
    lately(refusal("rank", `Input dimension should be at least ${rank + 1}`, "ValueError")),
  );
  const fits = self.rank === rank + 1 || self.rank === rank + 2;
  if (rank === 1 && !fits)
    at.fail(
      "rank",
      `Expected 2 to 3 dimensions, but got ${self.rank}-dimensional tensor for argument #1 'self' (while checking arguments for ${name})`,
    );
  if (!fits && !(name === "adaptive_avg_pool2d" && self.rank === 2))
    at.fail(
      "rank",
      `${name}(): Expected ${rank + 1}D or ${rank + 2}D tensor, but got${name === "adaptive_avg_pool3d" ? "" : ":"} ${sizes(self.shape)}`,
    );
  const space = self.shape.slice(-rank);
  const output = space.map((own, n) => size[n] ?? own);
  if (kind === "avg" && output.some((dim) => less(dim, 0, at.assumptions) === true))
    at.fail(
      "argument",
      rank === 1
        ? `adaptive_avg_pool2d: elements of output_size must be greater than or equal to 0 but received {1, ${text(output[0])}}`
        : `${name}: elements of output_size must be greater than or equal to 0 but received {${output.slice(0, 2).map(text).join(", ")}${output
            .slice(2)
            .map((dim) => `,${text(dim)}`)
            .join("")}}`,
    );
  const seen = rank === 1 ? [...self.shape.slice(0, -1), 1, ...space] : self.shape;
  const empty = seen.findIndex((dim, n) => n > 0 && equal(dim, 0, at.assumptions) === true);
  // One element for all is a mean, which takes empty tensors too.
  const mean = kind === "avg" && rank > 1 && output.every((dim) => dim === 1);
  if (empty >= 0 && !mean)
    at.fail(
      "empty",
      `adaptive_${kind}_pool${Math.max(rank, 2)}d(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${sizes(seen)} with dimension ${empty} being empty`,
    );
  const shape = [...self.shape.slice(0, -rank), ...output];
  for (const dim of output)
    if (less(dim, 0, at.assumptions) === true)
      at.fail(
        "argument",
        `Trying to create tensor with negative dimension ${text(dim)}: ${sizes(rank === 1 ? [...shape.slice(0, -1), 1, dim] : shape)}`,
      );
  return shape;
}

// --- the way back ---

function unpooled(
  at: OpContext,
  rank: Rank,
  self: Tensor,
  indices: Tensor,
  pool: { kernel: readonly Dim[]; stride: readonly Dim[] | null; padding: readonly Dim[] },
  given: readonly Dim[] | null,
): readonly Dim[] {
  if (self.rank !== rank + 1 && self.rank !== rank + 2)
    at.fail(
      "rank",
      rank === 1
        ? `Input to max_unpooling2d should be a 3d or 4d Tensor, but got a tensor with ${self.rank + 1} dimensions.`
        : `Input to max_unpooling${rank}d should be a ${rank + 1}d or ${rank + 2}d Tensor, but got a tensor with ${self.rank} dimensions.`,
    );
  const stride = pool.stride === null || pool.stride.length === 0 ? pool.kernel : pool.stride;
  if (rank === 3 && stride.some((step) => lessEqual(step, 0, at.assumptions) === true))
    at.fail("argument", `strides should be greater than zero, but got stride: ${sizes(stride)}`);
  const usual = self.shape
    .slice(-rank)
    .map((size, n) => sub(add(mul(sub(size, 1), stride[n]), pool.kernel[n]), mul(2, pool.padding[n])));
  let space: readonly Dim[] = usual;
  if (given !== null && given.length > 0) {
    space = given.length === rank + 2 ? given.slice(2) : given;
    if (space.length !== rank)
      at.fail(
        "argument",
        `output_size should be a sequence containing ${rank} or ${rank + 2} elements, but it has a length of '${given.length}'`,
        "ValueError",
      );
    space.forEach((size, n) => {
      const [low, high] = [sub(usual[n], stride[n]), add(usual[n], stride[n])];
      if (less(low, size, at.assumptions) === false || less(size, high, at.assumptions) === false)
        at.fail(
          "argument",
          `invalid output_size "(${space.map(text).join(", ")}${rank === 1 ? "," : ""})" (dim ${n} must be between ${text(low)} and ${text(high)})`,
          "ValueError",
        );
    });
  }
  const scalars: Partial<Record<string, string>> = { int32: "Int", float32: "Float", float64: "Double" };
  if (indices.dtype !== "int64")
    at.fail(
      { kind: "dtype", wanted: "integral" },
      `elements in indices should be type int64 but got: ${scalars[indices.dtype] ?? indices.dtype}`,
    );
  const seen = (tensor: Tensor) => sizes(rank === 1 ? [...tensor.shape, 1] : tensor.shape);
  const message = () =>
    `Expected shape of indices to be same as that of the input tensor (${seen(self)}) but got indices tensor with shape: ${seen(indices)}`;
  if (indices.rank !== self.rank) at.fail("shape-mismatch", message());
  self.shape.forEach((size, n) => {
    at.same(size, indices.shape[n], "shape-mismatch", message);
  });
  return [...self.shape.slice(0, -rank), ...space];
}

function fractional(
  at: OpContext,
  rank: 2 | 3,
  self: Tensor,
  kernel: readonly Dim[],
  size: readonly Dim[] | null,
  ratio: readonly number[] | null,
): readonly Dim[] {
  const name = `fractional_max_pool${rank}d`;
  if (size === null && ratio === null)
    at.fail("argument", `${name} requires specifying either an output_size or an output_ratio`, "ValueError");
  at.axis(-rank - 1, self.rank);
  const space = self.shape.slice(-rank);
  const output = size ?? space.map((own, n) => scaledSize(at, own, (ratio as readonly number[])[n]));
  const axes = rank === 2 ? ["height", "width"] : ["time", "height", "width"];
  output.forEach((out, n) => {
    const needed = sub(add(out, kernel[n]), 1);
    at.check(
      lessEqual(needed, space[n], at.assumptions),
      "window",
      () =>
        `${name}${rank === 3 ? "_out" : ""}(): pool ${axes[n]} ${text(kernel[n])} too large relative to input ${axes[n]} ${text(space[n])}`,
      { kind: "ge", left: space[n], right: needed },
    );
  });
  return [...self.shape.slice(0, -rank), ...output];
}

/** Only the pools of one dimension are all functions of `torch` too, under the same names. */
const publicly = (name: string, rank: Rank) => [
  `torch.nn.functional.${name}`,
  rank === 1 ? `torch.${name}` : `torch._C._nn.${name}`,
];

const WINDOW = "input, kernel_size, stride=None, padding=0";

function pools(rank: Rank): Op[] {
  const about = { letters: { self: LETTERS[rank] }, layout: "memoryFormat", doc: docOf(rank) } as const;
  return [
    op(
      `max_pool${rank}d(Tensor self, int[${rank}] kernel_size, int[${rank}]? stride=None, int[${rank}] padding=0, int[${rank}] dilation=1, bool ceil_mode=False, bool return_indices=False) -> Tensor`,
      {
        ...about,
        as: [`torch.nn.functional.max_pool${rank}d`, `torch.max_pool${rank}d(${WINDOW}, dilation=1, ceil_mode=False)`],
        out: ({ self, kernel_size, stride, padding, dilation, ceil_mode, return_indices }, at) => {
          const pool = { kernel: kernel_size, stride, padding, dilation, ceil: ceil_mode };
          if (rank === 1 && !return_indices) return maxPooled1d(at, self, pool);
          return withIndices(pooled(at, rank, `max_pool${rank}d`, self, pool), return_indices);
        },
        cost: windowCost,
        costText: "numel(out)*prod(kernel)",
      },
    ),
    op(
      `max_pool${rank}d_with_indices(Tensor self, int[${rank}] kernel_size, int[${rank}]? stride=None, int[${rank}] padding=0, int[${rank}] dilation=1, bool ceil_mode=False, bool return_indices=False) -> (Tensor, Tensor)`,
      {
        ...about,
        as: [
          `torch.nn.functional.max_pool${rank}d_with_indices`,
          `${rank === 1 ? "torch" : "torch._C._nn"}.max_pool${rank}d_with_indices(${WINDOW}, dilation=1, ceil_mode=False)`,
        ],
        out: ({ self, kernel_size, stride, padding, dilation, ceil_mode }, at) =>
          withIndices(
            pooled(at, rank, `max_pool${rank}d`, self, {
              kernel: kernel_size,
              stride,
              padding,
              dilation,
              ceil: ceil_mode,
            }),
            true,
          ),
        cost: windowCost,
        costText: "numel(out)*prod(kernel)",
      },
    ),
    op(
      `avg_pool${rank}d(Tensor self, int[${rank}] kernel_size, int[${rank}]? stride=None, int[${rank}] padding=0, bool ceil_mode=False, bool count_include_pad=True, int? divisor_override=None) -> Tensor`,
      {
        ...about,
        as: publicly(`avg_pool${rank}d`, rank).map((name) =>
          rank === 1 ? `${name}(${WINDOW}, ceil_mode=False, count_include_pad=True)` : name,
        ),
        shape: ({ self, kernel_size, stride, padding, ceil_mode, divisor_override }, at) => {
          if (rank === 1 && self.rank !== 2 && self.rank !== 3)
            at.fail(
              "rank",
              `Expected 2 to 3 dimensions, but got ${self.rank}-dimensional tensor for argument #1 'self' (while checking arguments for avg_pool1d)`,
            );
          if (divisor_override === 0) at.fail("argument", "divisor must be not zero");
          return pooled(at, rank, `avg_pool${rank}d`, self, { kernel: kernel_size, stride, padding, ceil: ceil_mode });
        },
        cost: windowCost,
        costText: "numel(out)*prod(kernel)",
      },
    ),
    op(`adaptive_avg_pool${rank}d(Tensor self, int?[${rank}] output_size) -> Tensor`, {
      ...about,
      as: publicly(`adaptive_avg_pool${rank}d`, rank),
      shape: ({ self, output_size }, at) => adaptive(at, rank, "avg", self, output_size),
      cost: ({ self }) => ({ flops: self.numel() }),
      costText: "numel(input)",
    }),
    op(`adaptive_max_pool${rank}d(Tensor self, int?[${rank}] output_size, bool return_indices=False) -> Tensor`, {
      ...about,
      as: [`torch.nn.functional.adaptive_max_pool${rank}d`],
      out: ({ self, output_size, return_indices }, at) =>
        withIndices(adaptive(at, rank, "max", self, output_size), return_indices),
      cost: ({ self }) => ({ flops: self.numel() }),
      costText: "numel(input)",
    }),
    op(
      `adaptive_max_pool${rank}d_with_indices(Tensor self, int?[${rank}] output_size, bool return_indices=False) -> (Tensor, Tensor)`,
      {
        ...about,
        as: [
          `torch.nn.functional.adaptive_max_pool${rank}d_with_indices`,
          `${rank === 1 ? "torch" : "torch._C._nn"}.adaptive_max_pool${rank}d(input, output_size)`,
        ],
        out: ({ self, output_size }, at) => withIndices(adaptive(at, rank, "max", self, output_size), true),
        cost: ({ self }) => ({ flops: self.numel() }),
        costText: "numel(input)",
      },
    ),
    op(
      `lp_pool${rank}d(Tensor input, float norm_type, int[${rank}] kernel_size, int[${rank}]? stride=None, bool ceil_mode=False) -> Tensor`,
      {
        as: [`torch.nn.functional.lp_pool${rank}d`],
        since: rank === 3 ? "2.15" : undefined,
        letters: { input: LETTERS[rank] },
        shape: ({ input, kernel_size, stride, ceil_mode }, at) =>
          pooled(at, rank, `avg_pool${rank}d`, input, {
            kernel: kernel_size,
            stride,
            padding: new Array(rank).fill(0),
            ceil: ceil_mode,
          }),
        cost: ({ input, kernel_size }, [out]) => ({
          flops: add(input.numel(), mul(out.numel(), add(product(kernel_size), 1))),
        }),
        costText: "numel(input) + numel(out)*(prod(kernel) + 1)",
        doc: docOf(rank),
      },
    ),
    op(
      `max_unpool${rank}d(Tensor input, Tensor indices, int[${rank}] kernel_size, int[${rank}]? stride=None, int[${rank}] padding=0, int[]? output_size=None) -> Tensor`,
      {
        as: [`torch.nn.functional.max_unpool${rank}d`],
        shape: ({ input, indices, kernel_size, stride, padding, output_size }, at) =>
          unpooled(at, rank, input, indices, { kernel: kernel_size, stride, padding }, output_size),
        cost: () => ({ flops: 0 }),
        costText: "0",
        doc: `(N, C, ${SPACE[rank].replace(/\w/g, "$&'")}), indices -> (N, C, ${SPACE[rank]})`,
      },
    ),
  ];
}

function fractionalPools(rank: 2 | 3): Op[] {
  return [true, false].map((always) =>
    op(
      `fractional_max_pool${rank}d${always ? "_with_indices" : ""}(Tensor input, int[${rank}] kernel_size, int[${rank}]? output_size=None, float[${rank}]? output_ratio=None, bool return_indices=False, Tensor? _random_samples=None) -> Tensor`,
      {
        as: [`torch.nn.functional.fractional_max_pool${rank}d${always ? "_with_indices" : ""}`],
        letters: { input: LETTERS[rank] },
        out: ({ input, kernel_size, output_size, output_ratio, return_indices }, at) =>
          withIndices(fractional(at, rank, input, kernel_size, output_size, output_ratio), always || return_indices),
        cost: windowCost,
        costText: "numel(out)*prod(kernel)",
        doc: docOf(rank),
      },
    ),
  );
}

export const pooling = [...pools(1), ...pools(2), ...pools(3), ...fractionalPools(2), ...fractionalPools(3)];
