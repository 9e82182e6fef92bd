import { mul } from "../../dims";
import type { Tensor } from "../../tensor/tensor";
import type { OpContext } from "../context";
import { op } from "../registry";

/** Dropout. In training a comparison and a product for each element; otherwise nothing. */

const F = "torch.nn.functional";

function checkProbability(at: OpContext, p: number): void {
  if (p < 0 || p > 1) {
    const shown = Number.isInteger(p) ? p.toFixed(1) : String(p);
    at.fail("argument", `dropout probability has to be between 0 and 1, but got ${shown}`, "ValueError");
  }
}

const cost = ({ training }: { training: boolean }, [out]: readonly Tensor[]) => ({
  flops: training ? mul(2, out.numel()) : 0,
});

const about = {
  inplace: true,
  layout: "elementwise",
  cost,
  costText: "2*numel(out) in training, else 0",
  doc: "(...) -> (...)",
} as const;

function dropped(at: OpContext, self: Tensor, p: number, training: boolean) {
  checkProbability(at, p);
  if (training && (self.dtype === "bool" || self.dtype === "int64" || self.dtype === "int32"))
    at.fail(
      "dtype",
      `result type Float can't be cast to the desired output type ${self.dtype === "bool" ? "Bool" : self.dtype === "int64" ? "Long" : "Int"}`,
    );
  return { shape: self.shape, layout: self.layout, data: training ? undefined : self.data };
}

const CHANNELS = ["dropout1d", "dropout2d", "dropout3d"] as const;
const LOOSE = ["alpha_dropout", "feature_alpha_dropout", "feature_dropout"] as const;

export const dropout = [
  op("dropout(Tensor self, float p=0.5, bool training=True, bool inplace=False) -> Tensor", {
    ...about,
    as: [`${F}.dropout`],
    out: ({ self, p, training }, at) => dropped(at, self, p, training),
  }),
  op("dropout.native(Tensor input, float p, bool train) -> Tensor", {
    ...about,
    as: ["torch.dropout"],
    cost: ({ train }, out) => cost({ training: train }, out),
    out: ({ input, p, train }, at) => dropped(at, input, p, train),
  }),
  op("native_dropout(Tensor input, float p, bool? train) -> (Tensor, Tensor)", {
    ...about,
    inplace: false,
    cost: ({ train }, out) => cost({ training: train === true }, out),
    out: ({ input }) => ({ tensors: [{ shape: input.shape }, { shape: input.shape, dtype: "bool" }] }),
  }),
  ...CHANNELS.map((name) =>
    op(`${name}(Tensor self, float p=0.5, bool training=True, bool inplace=False) -> Tensor`, {
      ...about,
      as: [`${F}.${name}`],
      out: ({ self, p, training }, at) => {
        checkProbability(at, p);
        if (name === "dropout1d" && self.rank !== 2 && self.rank !== 3)
          at.fail(
            "rank",
            `dropout1d: Expected 2D or 3D input, but received a ${self.rank}D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).`,
          );
        return dropped(at, self, p, training);
      },
    }),
  ),
  ...LOOSE.map((name) =>
    op(`${name}(Tensor self, float p=0.5, bool training=False, bool inplace=False) -> Tensor`, {
      ...about,
      as: [`torch.${name}(input, p, train)`, ...(name === "feature_dropout" ? [] : [`${F}.${name}`])],
      shape: ({ self, p }, at) => {
        checkProbability(at, p);
        return self.shape;
      },
    }),
  ),
];
