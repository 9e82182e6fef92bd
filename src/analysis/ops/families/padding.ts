import { add, type Dim, equal, less, lessEqual, mul } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import { before, formerly, refusal, refusals } from "../../trace/refusals";
import type { OpContext } from "../context";
import { free, op } from "../registry";
import { text } from "../shape/spatial";

/** Padding. The list goes from the last dimension to the first, two numbers each: before and after. It copies and computes nothing. */

/** Sizes with what `pad` adds; negative numbers cut off. */
function padded(self: Tensor, pad: readonly Dim[]): readonly Dim[] {
  return self.shape.map((size, dim) => {
    const n = self.rank - 1 - dim;
    return 2 * n < pad.length ? add(size, add(pad[2 * n], pad[2 * n + 1])) : size;
  });
}

/** Negative padding takes a part of the tensor, first from the start and then from the end. */
function checkCut(at: OpContext, size: Dim, before: Dim, after: Dim): void {
  if (less(before, 0, at.assumptions) === true)
    at.refuseUnless(lessEqual(0, add(size, before), at.assumptions), () => refusals.cut(mul(-1, before), size), {
      kind: "ge",
      left: size,
      right: mul(-1, before),
    });
  const left = less(before, 0, at.assumptions) === true ? add(size, before) : size;
  at.refuseUnless(
    less(after, 0, at.assumptions) === true ? lessEqual(0, add(left, after), at.assumptions) : true,
    () => refusals.cutEnd(left, after),
    { kind: "ge", left, right: mul(-1, after) },
  );
}

function constant(at: OpContext, self: Tensor, pad: readonly Dim[]): readonly Dim[] {
  if (pad.length % 2 !== 0) at.fail("argument", `Length of pad must be even but instead it equals ${pad.length}`);
  if (pad.length / 2 > self.rank)
    at.fail(
      "argument",
      `Length of pad should be no more than twice the number of dimensions of the input. Pad length is ${pad.length}while the input has ${self.rank}dimensions.`,
    );
  for (let n = 0; n < pad.length / 2; n++) checkCut(at, self.dim(-1 - n), pad[2 * n], pad[2 * n + 1]);
  return padded(self, pad);
}

function mirrored(at: OpContext, self: Tensor, pad: readonly Dim[], mode: string): readonly Dim[] {
  const count = pad.length / 2;
  const space = self.shape.slice(-count);
  if (self.shape.slice(self.rank === count + 2 ? 1 : 0).some((size) => equal(size, 0, at.assumptions) === true))
    at.fail(
      "rank",
      `${count + 1}D or ${count + 2}D (batch mode) tensor expected for input, but got: [ torch.FloatTensor{${self.shape.map(text).join(",")}} ]`,
    );
  for (let n = 0; n < count; n++) {
    const size = space[count - 1 - n];
    const [before, after] = [pad[2 * n], pad[2 * n + 1]];
    for (const extra of [before, after]) {
      if (mode === "reflect")
        at.refuseUnless(
          less(extra, size, at.assumptions),
          () => refusals.reflection(n, before, after, self.shape, count),
          { kind: "gt", left: size, right: extra },
        );
      if (mode === "circular")
        at.check(
          lessEqual(extra, size, at.assumptions),
          "window",
          "Padding value causes wrapping around more than once.",
          {
            kind: "ge",
            left: size,
            right: extra,
          },
        );
    }
  }
  const shape = padded(self, pad);
  if (mode === "circular") return shape;
  const axes = ["W", "H", "D"];
  shape.slice(-count).forEach((size, n) => {
    at.check(
      lessEqual(1, size, at.assumptions),
      "window",
      () => {
        const name = axes[count - 1 - n];
        return `input (${name}: ${text(space[n])}) is too small. Calculated output ${name}: ${text(size)}`;
      },
      { kind: "ge", left: size, right: 1 },
    );
  });
  return shape;
}

function padWith(at: OpContext, self: Tensor, pad: readonly Dim[], mode: string, value: number | null) {
  if (pad.length % 2 !== 0) at.fail("argument", "Padding length must be divisible by 2");
  if (pad.length / 2 > self.rank) at.refuse(refusals.padding(pad.length, self.rank));
  if (mode === "constant") return constant(at, self, pad);
  if (value !== null && value !== 0) at.fail("argument", `Padding mode "${mode}" doesn't take in value argument`);
  if (mode !== "reflect" && mode !== "replicate" && mode !== "circular")
    at.fail("argument", `Unrecognised padding mode ${mode}`, "NotImplementedError");
  const count = pad.length / 2;
  if (self.rank !== count + 1 && self.rank !== count + 2) {
    at.refuse(
      before(
        refusal(
          "rank",
          `Padding size ${pad.length} is not supported for ${self.rank}D input tensor.`,
          "NotImplementedError",
        ),
        "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now",
      ),
    );
  }
  at.refuseUnless(mode !== "circular" || pad.length === 2 * (self.rank - 2), () =>
    formerly(refusal("rank", `Invalid padding size, expected ${2 * (self.rank - 2)} but got ${pad.length}`)),
  );
  return mirrored(at, self, pad, mode);
}

const SPECIFIC = (["reflection", "replication"] as const).flatMap((kind) =>
  ([1, 2, 3] as const).map((rank) => ({ kind, rank })),
);

export const padding = [
  op("pad(Tensor self, int[] pad, str mode='constant', float? value=None) -> Tensor", {
    as: ["torch.nn.functional.pad", "torch._C._nn.pad"],
    cost: free,
    shape: ({ self, pad, mode, value }, at) => padWith(at, self, pad, mode, value),
    doc: "(..., N) -> (..., before + N + after)",
  }),
  op("constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor", {
    as: ["torch.constant_pad_nd"],
    cost: free,
    shape: ({ self, pad }, at) => constant(at, self, pad),
    doc: "(..., N) -> (..., before + N + after)",
  }),
  ...SPECIFIC.map(({ kind, rank }) =>
    op(
      `${kind}_pad${rank}d(Tensor self, int[${2 * rank}] padding) -> Tensor` as "reflection_pad1d(Tensor self, int[2] padding) -> Tensor",
      {
        as: [`torch._C._nn.${kind}_pad${rank}d`],
        cost: free,
        shape: ({ self, padding: pad }, at) =>
          padWith(at, self, pad, kind === "reflection" ? "reflect" : "replicate", null),
        doc: "(..., N) -> (..., before + N + after)",
      },
    ),
  ),
];
