import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Attention: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  [
    "torch.nn.functional.scaled_dot_product_attention(torch.empty(B, H, L, E), torch.empty(B, H, S, E), torch.empty(B, H, S, V))",
    "(B, H, L, V) float32; macs B*E*H*L*S + B*H*L*S*V",
  ],
  [
    "torch.nn.functional.scaled_dot_product_attention(torch.empty(B, 8, L, E), torch.empty(B, 2, S, E), torch.empty(B, 2, S, E), enable_gqa=True)",
    "(B, 8, L, E) float32; macs 16*B*E*L*S",
  ],
  [
    "torch.nn.functional._scaled_dot_product_attention(torch.empty(5, 4, 6), torch.empty(5, 3, 6), torch.empty(5, 3, 7), None, 0.0, True)",
    "[(5, 4, 7) float32, (5, 4, 3) float32]; macs 780",
  ],
  [
    "torch.nn.functional._scaled_dot_product_attention(torch.empty(5, 4, 6), torch.empty(5, 3, 5), torch.empty(5, 3, 7))",
    "RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [5, 6] but got: [5, 5].",
  ],
  [
    "torch.nn.functional._scaled_dot_product_attention(torch.empty(5, 4, 6), torch.empty(5, 3, 6), torch.empty(5, 2, 7))",
    "RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [5, 3] but got: [5, 2].",
  ],
  [
    "torch.nn.functional._scaled_dot_product_attention(torch.empty(5, 4, 6), torch.empty(5, 3, 6), torch.empty(5, 3, 7), torch.empty(4, 3), is_causal=True)",
    "RuntimeError: _scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True",
  ],
  [
    "torch.nn.functional._scaled_dot_product_attention(torch.empty(5, 4, 6), torch.empty(5, 3, 6), torch.empty(5, 3, 7), torch.empty(4, 4))",
    "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 2",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  [
    "torch.nn.functional.scaled_dot_product_attention(torch.empty(B, H, L, E), torch.empty(B, H, S, E), torch.empty(B, H, S, V))",
    "2*B*E*H*L*S + 2*B*H*L*S*V + 6*B*H*L*S",
  ],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
