import { expect, test } from "vitest";
import { createParser, evaluate, shown } from "./expressions";

const parser = await createParser();

/** Random tensors: expression, and the shape, dtype and known values of its result, or PyTorch's refusal. */
test.each([
  ["torch.rand(2, N)", "(2, N) float32"],
  ["torch.randn((2, 3), dtype=torch.float64)", "(2, 3) float64"],
  ["torch.rand(2, dtype=torch.int64)", "NotImplementedError: \"check_uniform_bounds\" not implemented for 'Long'"],
  ["torch.randint(10, (2, N))", "(2, N) int64"],
  ["torch.randint(3, 1, (2,))", "RuntimeError: random_ expects 'from' to be less than 'to', but got from=3 >= to=1"],
  ["torch.randperm(N)", "(N) int64"],
  ["torch.rand_like(torch.empty(2, N))", "(2, N) float32"],
  ["torch.randint_like(torch.empty(2), 5)", "(2) float32"],
  ["torch.normal(0.0, torch.empty(2, 3))", "(2, 3) float32"],
  ["torch.normal(0, 1, (2, 3))", "(2, 3) float32"],
  ["torch.bernoulli(torch.empty(2, 3))", "(2, 3) float32"],
  ["torch.bernoulli(torch.tensor([1]))", "NotImplementedError: \"bernoulli_tensor_cpu_p_\" not implemented for 'Long'"],
  ["torch.multinomial(torch.empty(4, 10), 3)", "(4, 3) int64"],
  [
    "torch.multinomial(torch.empty(4, 10), 11)",
    "RuntimeError: cannot sample n_sample > prob_dist.size(-1) samples without replacement",
  ],
  ["torch.multinomial(torch.empty(2, 2, 2), 1)", "RuntimeError: prob_dist must be 1 or 2 dim"],
  ["torch.zeros(2).uniform_(-1, 1)", "(2) float32"],
  [
    "torch.zeros(2).uniform_(1, 0)",
    "RuntimeError: uniform_ expects to return a [from, to) range, but found from=1 > to=0",
  ],
  ["torch.zeros(2).normal_(0, 0.02)", "(2) float32"],
  [
    "torch.zeros(2, dtype=torch.int64).normal_()",
    "NotImplementedError: \"normal_kernel_cpu\" not implemented for 'Long'",
  ],
  ["torch.zeros(2, dtype=torch.int64).random_(5)", "(2) int64"],
  ["torch.zeros(2).bernoulli_(0.5)", "(2) float32"],
])("%s", (source, expected) => {
  expect(shown(evaluate(parser, source))).toBe(expected);
});
