import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Recurrent layers: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  [
    "torch.lstm(torch.empty(T, B, 10), (torch.empty(1, B, 20), torch.empty(1, B, 20)), [torch.empty(80, 10), torch.empty(80, 20), torch.empty(80), torch.empty(80)], True, 1, 0.0, False, False, False)",
    "[(T, B, 20) float32, (1, B, 20) float32, (1, B, 20) float32]; macs 2400*B*T",
  ],
  [
    "torch.lstm(torch.empty(B, T, 10), (torch.empty(1, B, 20), torch.empty(1, B, 20)), [torch.empty(80, 10), torch.empty(80, 20)], False, 1, 0.0, False, False, True)",
    "[(B, T, 20) float32, (1, B, 20) float32, (1, B, 20) float32]; macs 2400*B*T",
  ],
  [
    "torch.lstm(torch.empty(5, 3, 10), (torch.empty(1, 3, 7), torch.empty(1, 3, 20)), [torch.empty(80, 10), torch.empty(80, 7), torch.empty(80), torch.empty(80), torch.empty(7, 20)], True, 1, 0.0, False, False, False)",
    "[(5, 3, 7) float32, (1, 3, 7) float32, (1, 3, 20) float32]; macs 22500",
  ],
  [
    "torch.gru(torch.empty(5, 3, 11), torch.empty(1, 3, 20), [torch.empty(60, 10), torch.empty(60, 20), torch.empty(60), torch.empty(60)], True, 1, 0.0, False, False, False)",
    "RuntimeError: addmm: mat1 and mat2 shapes cannot be multiplied (15x11 and 10x60)",
  ],
  [
    "torch.lstm(torch.empty(5, 3, 10), (torch.empty(1, 3, 20), torch.empty(1, 3, 20)), [torch.empty(80, 10), torch.empty(80, 20), torch.empty(80)], True, 1, 0.0, False, False, False)",
    "RuntimeError: got an incorrect number of RNN parameters",
  ],
  [
    "torch.lstm(torch.empty(8, 10), torch.tensor([3, 2, 2, 1]), (torch.empty(1, 3, 20), torch.empty(1, 3, 20)), [torch.empty(80, 10), torch.empty(80, 20), torch.empty(80), torch.empty(80)], True, 1, 0.0, False, False)",
    "[(8, 20) float32, (1, 3, 20) float32, (1, 3, 20) float32]; macs 19200",
  ],
  [
    "torch.gru(torch.empty(T, B, 10), torch.empty(2, B, 20), [torch.empty(60, 10), torch.empty(60, 20), torch.empty(60, 10), torch.empty(60, 20)], False, 1, 0.0, False, True, False)",
    "[(T, B, 40) float32, (2, B, 20) float32]; macs 3600*B*T",
  ],
  [
    "torch.rnn_tanh(torch.empty(T, B, 10), torch.empty(1, B, 20), [torch.empty(20, 10), torch.empty(20, 20)], False, 1, 0.0, False, False, False)",
    "[(T, B, 20) float32, (1, B, 20) float32]; macs 600*B*T",
  ],
  [
    "torch.lstm_cell(torch.empty(B, 10), (torch.empty(B, 20), torch.empty(B, 20)), torch.empty(80, 10), torch.empty(80, 20), torch.empty(80), torch.empty(80))",
    "[(B, 20) float32, (B, 20) float32]; macs 2400*B",
  ],
  [
    "torch.lstm_cell(torch.empty(3, 11), (torch.empty(3, 20), torch.empty(3, 20)), torch.empty(80, 10), torch.empty(80, 20))",
    "RuntimeError: input has inconsistent input_size: got 11 expected 10",
  ],
  [
    "torch.gru_cell(torch.empty(B, 10), torch.empty(B, 20), torch.empty(60, 10), torch.empty(60, 20))",
    "(B, 20) float32; macs 1800*B",
  ],
  [
    "torch.rnn_relu_cell(torch.empty(3), torch.empty(3), torch.empty(3, 3), torch.empty(3, 3))",
    "RuntimeError: Expected 2D input (batch x feature), but got 1D input",
  ],
  [
    "torch.rnn_relu_cell(torch.empty(1, 3), torch.empty(3), torch.empty(3, 3), torch.empty(3, 3))",
    "RuntimeError: Expected 2D hidden0 (batch x hidden_size), but got 1D tensor",
  ],
  [
    "torch.rnn_relu_cell(torch.tensor(3.0), torch.empty(3), torch.empty(1), torch.empty(2, 3))",
    "RuntimeError: weight_ih first dim must be 1 * hidden_size = 3, but got 1",
  ],
  [
    "torch.rnn_relu_cell(torch.empty(2, 3), torch.empty(2, 3), torch.empty(3, 3), torch.empty(4, 3))",
    "RuntimeError: weight_hh first dim must be 1 * hidden_size = 3, but got 4",
  ],
  [
    "torch.rnn_relu_cell(torch.empty(1, 3), torch.empty(1, 3), torch.empty(3, 3), torch.empty(3))",
    "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)",
  ],
  [
    "torch.rnn_relu_cell(torch.empty(2, 3), torch.empty(2, 3), torch.tensor(1.0), torch.empty(3, 3))",
    "IndexError: Dimension specified as 0 but tensor has no dimensions",
  ],
  [
    "torch.rnn_relu_cell(torch.empty(3, 10), torch.empty(3, 21), torch.empty(20, 10), torch.empty(20, 20))",
    "RuntimeError: hidden0 has inconsistent hidden_size: got 21, expected 20",
  ],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  [
    "torch.lstm(torch.empty(T, B, 10), (torch.empty(1, B, 20), torch.empty(1, B, 20)), [torch.empty(80, 10), torch.empty(80, 20), torch.empty(80), torch.empty(80)], True, 1, 0.0, False, False, False)",
    "5140*B*T",
  ],
  [
    "torch.gru(torch.empty(T, B, 10), torch.empty(2, B, 20), [torch.empty(60, 10), torch.empty(60, 20), torch.empty(60, 10), torch.empty(60, 20)], False, 1, 0.0, False, True, False)",
    "7600*B*T",
  ],
  [
    "torch.rnn_tanh(torch.empty(T, B, 10), torch.empty(1, B, 20), [torch.empty(20, 10), torch.empty(20, 20)], False, 1, 0.0, False, False, False)",
    "1220*B*T",
  ],
  [
    "torch.lstm_cell(torch.empty(B, 10), (torch.empty(B, 20), torch.empty(B, 20)), torch.empty(80, 10), torch.empty(80, 20), torch.empty(80), torch.empty(80))",
    "5140*B",
  ],
  ["torch.gru_cell(torch.empty(B, 10), torch.empty(B, 20), torch.empty(60, 10), torch.empty(60, 20))", "3800*B"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
