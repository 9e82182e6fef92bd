import { describe, expect, it } from "vitest";
import { Tensor } from "../../../src/analysis/tensor/tensor";
import { analyze } from "../support";

/** The dtype of an expression in a region of autocast on a device: `h` is in the region's lower type, `f` float32, `s` a sequence. */
function dtype(device: "cpu" | "cuda", expression: string): string {
  const low = device === "cpu" ? "bfloat16" : "float16";
  const { value, failures } = analyze(
    [
      "import torch, torch.nn as nn, torch.nn.functional as F",
      `make = dict(device="${device}")`,
      `h = torch.zeros(4, 8, dtype=torch.${low}, **make)`,
      "f = torch.zeros(4, 8, **make)",
      "s = torch.zeros(2, 5, 8, **make)",
      "y = torch.zeros(4, dtype=torch.int64, **make)",
      `with torch.autocast("${device}"):`,
      `    result = ${expression}`,
    ].join("\n"),
  );
  if (failures.length > 0) return failures[0];
  const found = value("result");
  return found instanceof Tensor ? found.dtype : String(found);
}

/** What PyTorch 2.15 gives in `torch.autocast(device)`, on the CPU by itself and on a GPU as its lists have it. */
describe("a region of autocast", () => {
  it.each([
    ["F.linear(f, f)", "bfloat16", "float16"],
    ["h @ f.T", "bfloat16", "float16"],
    ["torch.einsum('ij,kj->ik', f, f)", "bfloat16", "float16"],
    ["torch.linalg.multi_dot([f, f.T, f])", "bfloat16", "float16"],
    ["F.scaled_dot_product_attention(s, s, s)", "bfloat16", "float16"],
    ["nn.MultiheadAttention(8, 2, **make)(s, s, s)[0]", "bfloat16", "float16"],
    ["nn.GRU(8, 6, **make)(s)[0]", "float32", "float16"],
    ["nn.LSTMCell(8, 6, **make)(f)[0]", "float32", "float16"],
    ["h.softmax(1)", "bfloat16", "float32"],
    ["F.softmin(h, 1)", "bfloat16", "float32"],
    ["h.sum()", "bfloat16", "float32"],
    ["h.prod()", "float32", "float32"],
    ["h.exp()", "bfloat16", "float32"],
    ["F.layer_norm(h, (8,))", "bfloat16", "float32"],
    ["F.cross_entropy(h, y)", "float32", "float32"],
    ["F.mse_loss(h, f)", "float32", "float32"],
    ["F.max_pool3d(h.view(1, 1, 2, 4, 4), 2)", "float32", "float16"],
    ["torch.cat([h, f])", "float32", "float32"],
    ["F.interpolate(h.view(1, 1, 4, 8), scale_factor=2)", "bfloat16", "float32"],
    ["F.interpolate(h.view(1, 1, 4, 8), scale_factor=2, mode='area')", "bfloat16", "float16"],
    ["F.pad(h.view(1, 1, 4, 8), (1, 1, 1, 1), mode='reflect')", "float32", "float16"],
  ])("makes of %s %s on the CPU, %s on a GPU", (expression, cpu, cuda) =>
    expect([dtype("cpu", expression), dtype("cuda", expression)]).toEqual([cpu, cuda]),
  );

  it("refuses binary_cross_entropy on a GPU", () => {
    expect(dtype("cpu", "F.binary_cross_entropy(h.sigmoid(), f)")).toBe("float32");
    expect(dtype("cuda", "F.binary_cross_entropy(h.sigmoid(), f)")).toMatch(
      /^RuntimeError: torch\.nn\.functional\.binary_cross_entropy and torch\.nn\.BCELoss are unsafe to autocast\.\n/,
    );
  });
});
