import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";
import { StubMachine } from "./machine";
import { flops, told } from "./told";

const parser = await createParser();

const MM = "torch.nn.functional.grouped_mm";
const ENDS = "offs=torch.empty(4, dtype=torch.int32)";

/** Products of groups: expression, what it gives and needs, and its FLOPs; MACs are none, as PyTorch's counter has no formula. */
test.each([
  // Rows in groups, a matrix for each of them: what a mixture of experts does.
  [`${MM}(torch.empty(16, 32), torch.empty(4, 32, 64), ${ENDS})`, "(16, 64) float32", "65536"],
  [`${MM}(torch.empty(T, 32), torch.empty(4, 32, N), ${ENDS})`, "(T, N) float32; needs N % 4 == 0", "64*N*T"],
  [`${MM}(torch.empty(T, C), torch.empty(4, K, 64), ${ENDS})`, "(T, 64) float32; needs C == K, C % 4 == 0", "128*C*T"],
  [`${MM}(torch.empty(T, 32), torch.empty(E, 32, 64), ${ENDS})`, "(T, 64) float32; needs E == 4", "4096*T"],
  [`torch._grouped_mm(torch.empty(16, 32), torch.empty(4, 32, 64), ${ENDS})`, "(16, 64) float32", "65536"],
  // Columns in groups; both in groups along what is summed, as the gradient of the weights is; no groups but those of the dimension.
  [`${MM}(torch.empty(4, 16, 32), torch.empty(32, 64), ${ENDS})`, "(16, 64) float32", "65536"],
  [`${MM}(torch.empty(16, 32), torch.empty(32, 64), ${ENDS})`, "(4, 16, 64) float32", "65536"],
  [`${MM}(torch.empty(16, 32), torch.empty(40, 64), ${ENDS})`, "(4, 16, 64) float32", "65536"],
  [`${MM}(torch.empty(B, 16, 32), torch.empty(B, 32, 64))`, "(B, 16, 64) float32", "65536*B"],
  [
    `${MM}(torch.empty(4, 16, 32, dtype=torch.bfloat16), torch.empty(4, 32, 64, dtype=torch.bfloat16), out_dtype=torch.bfloat16)`,
    "(4, 16, 64) bfloat16",
    "262144",
  ],
  // Rows that lie 32 elements apart, columns, and rows of which nothing is known.
  [`${MM}(torch.empty(16, 32)[:, :30], torch.empty(4, 30, 64), ${ENDS})`, "(16, 64) float32", "61440"],
  [`${MM}(torch.empty(16, 32), torch.empty(4, 63, 32).transpose(1, 2), ${ENDS})`, "(16, 63) float32", "64512"],
  [`${MM}(torch.empty(1, 32)[:, :30], torch.empty(4, 30, 64), ${ENDS})`, "(1, 64) float32", "3840"],
])("%s", (source, expected, work) => {
  expect(told(parser, source)).toBe(expected);
  expect(flops(parser, source)).toBe(work);
});

/** PyTorch's refusals. */
test.each([
  [
    `${MM}(torch.empty(16, 32, dtype=torch.float64), torch.empty(4, 32, 64), ${ENDS})`,
    "RuntimeError: Expected mat_a to be Float32, BFloat16 or Float16 matrix, got Double",
  ],
  [
    `${MM}(torch.empty(16), torch.empty(64, dtype=torch.int64))`,
    "RuntimeError: Expected mat_b to be Float32, BFloat16 or Float16 matrix, got Long",
  ],
  [`${MM}(torch.empty(16), torch.empty(64))`, "RuntimeError: mat_a has to be 2 or 3d"],
  [`${MM}(torch.empty(16, 32), torch.empty(1, 4, 32, 64))`, "RuntimeError: mat_b has to be 2 or 3d"],
  [
    `${MM}(torch.empty(4, 16, 32), torch.empty(4, 40, 63))`,
    "RuntimeError: contraction dimension of mat_a and mat_b must match",
  ],
  [
    `${MM}(torch.empty(16, 30), torch.empty(4, 30, 64), ${ENDS})`,
    "RuntimeError: strides should be multiple of 16 bytes",
  ],
  [
    `${MM}(torch.empty(16, 64)[:, ::2], torch.empty(4, 32, 64), ${ENDS})`,
    "RuntimeError: Invalid strides/sizes, got [64, 2] for strides and [16, 32] for sizes",
  ],
  [
    `${MM}(torch.empty(16, 32), torch.empty(4, 32, 64))`,
    "RuntimeError: Have to provide offsets if there is a 2d matrix, or no offset if both matrices are 3d",
  ],
  [
    `${MM}(torch.empty(4, 16, 32), torch.empty(4, 32, 64), ${ENDS})`,
    "RuntimeError: Have to provide offsets if there is a 2d matrix, or no offset if both matrices are 3d",
  ],
  [
    `${MM}(torch.empty(16, 32), torch.empty(4, 32, 64), offs=torch.empty(1, 4, dtype=torch.int64))`,
    "RuntimeError: offs has to be 1D",
  ],
  [
    `${MM}(torch.empty(16, 32), torch.empty(4, 32, 64), offs=torch.empty(4, dtype=torch.int64))`,
    "RuntimeError: Offsets have to be int32",
  ],
  [
    `${MM}(torch.empty(16, 32), torch.empty(5, 32, 64), ${ENDS}, bias=torch.empty(64))`,
    "RuntimeError: Bias not supported yet",
  ],
  [
    `${MM}(torch.empty(16, 32), torch.empty(5, 32, 64), ${ENDS}, out_dtype=torch.bfloat16)`,
    "RuntimeError: Grouped gemm output dtype must match `mat_a` dtype",
  ],
  [`${MM}(torch.empty(16, 32), torch.empty(5, 32, 64), ${ENDS})`, "RuntimeError: matrix batch sizes have to match"],
  [`${MM}(torch.empty(4, 16, 32), torch.empty(5, 32, 64))`, "RuntimeError: batched dimension has to match"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

test("rows of the result that are no multiple of 16 bytes have gaps between them", () => {
  const columns = (count: number) => `torch.empty(4, ${count}, 32).transpose(1, 2)`;
  const viewed = (count: number) => `${MM}(torch.empty(16, 32), ${columns(count)}, ${ENDS}).stride()`;
  expect(shown(evaluate(parser, viewed(64)))).toBe("[64, 1]");
  expect(shown(evaluate(parser, viewed(63)))).toContain("not known");
});

test("1.13 has no grouped product", () => {
  const answer = evaluate(parser, `${MM}(torch.empty(4, 16, 32), torch.empty(4, 32, 64))`, new StubMachine("1.13"));
  expect(shown(answer)).toContain("no operator");
});
