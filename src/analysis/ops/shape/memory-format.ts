import type { Dim } from "../../dims";
import { channelsLast, type Layout, layoutOf } from "../../tensor/layout";
import type { MemoryFormat } from "../../tensor/memory-format";
import type { OpContext } from "../context";

/** The rank of the tensors that a format is for, where it is for one. */
export const ranksOfFormats: Readonly<Partial<Record<MemoryFormat, number>>> = {
  channels_last: 4,
  channels_last_3d: 5,
};

/**
 * The layout of what is made under a `memory_format` (https://pytorch.org/docs/stable/tensor_attributes.html#torch-memory-format).
 * `kept`: under `torch.preserve_format`, which is what most operators take where nothing is given.
 */
export function formatted(at: OpContext, shape: readonly Dim[], format: MemoryFormat | null, kept: Layout): Layout {
  if (format === null || format === "preserve_format") return kept;
  if (format === "contiguous_format") return "contiguous";
  const rank = ranksOfFormats[format];
  if (rank === undefined) return undefined;
  if (shape.length !== rank) at.fail("rank", `required rank ${rank} tensor to use ${format} format`);
  return layoutOf(shape, channelsLast(shape), at.assumptions);
}
