import { expect, test } from "vitest";
import { type Dim, evaluate as evaluateDim, type Relation } from "../../../src/analysis/dims";
import { Tensor } from "../../../src/analysis/tensor/tensor";
import { PyList, PyTuple, type Value } from "../../../src/analysis/values";
import { createParser, evaluate } from "./expressions";
import { StubMachine } from "./machine";

const parser = await createParser();

/**
 * Rules on symbols say the same as rules on numbers: for any values, the requirements hold exactly where PyTorch takes the call,
 * and the shapes (and costs) are those of the call with the numbers in place.
 */
const expressions = [
  "torch.empty(B, N, C).view(B, N, H, C // H)",
  "torch.empty(B, N, C).view(B, N, H, -1)",
  "torch.empty(B, N, 3 * C).reshape(B, N, 3, H, C // H)",
  "torch.empty(B, N, C).view(B, H * W, C)",
  "torch.empty(B, H, W, C).view(B, H // 2, 2, W // 2, 2, C)",
  "torch.empty(B, H, W, C).reshape(-1, 4, C)",
  "torch.empty(B, C, H, W).flatten(2).transpose(1, 2)",
  "torch.empty(B, C, H, W).permute(0, 2, 3, 1).reshape(B, -1, C)",
  "torch.empty(2, N).unflatten(1, (H, -1))",
  "torch.empty(B, N).narrow(1, 1, 3)",
  "torch.empty(B, N).select(1, 2)",
  "torch.empty(B, N).select(1, -3)",
  "torch.empty(N, M).diagonal(1)",
  "torch.empty(N, M).diagonal(-1)",
  "torch.empty(B, N).unfold(1, 3, 2)",
  "torch.empty(B, N).split([2, 3], 1)",
  "torch.tensor_split(torch.empty(N), 3)",
  "torch.hsplit(torch.empty(2, N), 2)",
  "torch.cat([torch.empty(B, N), torch.empty(B, M)], 1)",
  "torch.cat([torch.empty(B, N), torch.empty(B, M)], 0)",
  "torch.stack([torch.empty(N), torch.empty(M)])",
  "torch.empty(N, M).repeat(2, 3)",
  "torch.kron(torch.empty(N), torch.empty(2, M))",
  "torch.diag_embed(torch.empty(B, N), 1)",
  "torch.empty(N, 1).expand(N, M)",
  "torch.empty(B, N, K) @ torch.empty(K, 3)",
  "torch.empty(B, N, 4) @ torch.empty(M, 3)",
  "torch.nn.functional.linear(torch.empty(B, N), torch.empty(3, 4), torch.empty(3))",
  "torch.einsum('bnk,mk->bnm', torch.empty(B, N, K), torch.empty(M, K))",
  "torch.nn.functional.conv2d(torch.empty(B, C, H, W), torch.empty(4, 3, 3, 3), stride=2, padding=1)",
  "torch.nn.functional.conv2d(torch.empty(B, 4, H, W), torch.empty(4, 2, 5, 5), groups=2, dilation=2, padding=3)",
  "torch.nn.functional.conv1d(torch.empty(B, 2, N), torch.empty(4, 2, 4), padding='same')",
  "torch.nn.functional.conv_transpose2d(torch.empty(B, 2, H, W), torch.empty(2, 3, 3, 3), stride=2, padding=1, output_padding=1)",
  "torch.nn.functional.max_pool2d(torch.empty(B, C, H, W), 3, 2, 1)",
  "torch.nn.functional.max_pool2d(torch.empty(B, C, H, W), 3, 2, 1, ceil_mode=True)",
  "torch.nn.functional.max_pool2d(torch.empty(B, C, H, W), 2, 3, ceil_mode=True)",
  "torch.nn.functional.avg_pool3d(torch.empty(B, C, N, H, W), (2, 3, 3), (1, 2, 2), (1, 0, 0))",
  "torch.nn.functional.adaptive_avg_pool2d(torch.empty(B, C, H, W), (None, 2))",
  "torch.nn.functional.pad(torch.empty(B, C, H, W), (2, 1, 0, 3))",
  "torch.nn.functional.pad(torch.empty(B, N), (-2, 1))",
  "torch.nn.functional.pad(torch.empty(B, C, H, W), (2, 1, 3, 2), mode='reflect')",
  "torch.nn.functional.interpolate(torch.empty(B, C, H, W), scale_factor=1.5)",
  "torch.nn.functional.interpolate(torch.empty(B, C, H, W), scale_factor=0.5, mode='bilinear')",
  "torch.nn.functional.pixel_shuffle(torch.empty(B, C, H, W), 2)",
  "torch.nn.functional.pixel_unshuffle(torch.empty(B, C, H, W), 2)",
  "torch.nn.functional.unfold(torch.empty(B, C, H, W), (3, 2), padding=1, stride=2)",
  "torch.nn.functional.fold(torch.empty(B, N, 9), (4, 4), 2)",
  "torch.nn.functional.glu(torch.empty(B, N))",
  "torch.nn.functional.batch_norm(torch.empty(B, C, H, W), torch.empty(4), torch.empty(4))",
  "torch.nn.functional.layer_norm(torch.empty(B, N), (4,))",
  "torch.nn.functional.group_norm(torch.empty(2, C, 5), 3)",
  "torch.nn.functional.cross_entropy(torch.empty(B, C, N), torch.zeros(B, M, dtype=torch.int64))",
  "torch.nn.functional.scaled_dot_product_attention(torch.empty(B, N, K), torch.empty(B, M, 4), torch.empty(B, M, 3))",
  "torch.fft.irfft(torch.empty(B, N))",
  "torch.fft.rfft2(torch.empty(B, H, W))",
  "torch.stft(torch.empty(B, N), 8, 3, center=False, return_complex=True)",
  "torch.linalg.svd(torch.empty(B, 3, 3), full_matrices=False)",
  "torch.linalg.solve(torch.empty(N, N), torch.empty(M, 2))",
];

const names = ["B", "C", "H", "W", "N", "M", "K"];

/** Some hundred assignments, small sizes in all combinations that a fixed sequence gives. */
function* assignments(): Generator<Map<string, number>> {
  let state = 12345;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return 1 + (Math.floor(state / 65536) % 9);
  };
  for (let n = 0; n < 120; n++) yield new Map(names.map((name) => [name, next()]));
}

function holds({ kind, left, right }: Relation, value: (dim: Dim) => number): boolean {
  const [a, b] = [value(left), value(right)];
  return { eq: a === b, ne: a !== b, ge: a >= b, gt: a > b, divisible: b !== 0 && a % b === 0 }[kind];
}

function shapes(result: Value, value: (dim: Dim) => number): string {
  if (result instanceof Tensor) return `(${result.shape.map(value).join(", ")})`;
  if (result instanceof PyTuple || result instanceof PyList)
    return `[${result.items.map((item) => shapes(item, value)).join(", ")}]`;
  return String(result);
}

test.each(expressions)("%s", (source) => {
  const general = new StubMachine();
  const symbolic = evaluate(parser, source, general);
  if (!("value" in symbolic)) throw new Error("refused" in symbolic ? symbolic.refused : symbolic.crash);
  const cost = general.trace.steps.at(-1)?.cost;
  for (const sizes of assignments()) {
    const value = (dim: Dim) => (typeof dim === "number" ? dim : evaluateDim(dim, (name) => sizes.get(name) as number));
    const numbers = source.replace(/\b[A-Z]\b/g, (name) => String(sizes.get(name)));
    const special = new StubMachine();
    const concrete = evaluate(parser, numbers, special);
    const met = general.requirements.every((relation) => holds(relation, value));
    expect("refused" in concrete, `${numbers}: ${"refused" in concrete ? concrete.refused : "taken"}`).toBe(!met);
    if (!met || !("value" in concrete)) continue;
    expect(shapes(symbolic.value, value), numbers).toBe(shapes(concrete.value, value));
    const last = special.trace.steps.at(-1)?.cost;
    // Where what is added up has the size 1, a contraction multiplies element by element: a size that has a name is taken for a larger one.
    const isContraction = source.startsWith("torch.einsum") && last?.macs === 0;
    if (cost !== undefined && last !== undefined && cost.flops !== 0 && !isContraction)
      expect([value(cost.macs), value(cost.flops)], numbers).toEqual([last.macs, last.flops]);
  }
});
