import { expect, test } from "vitest";
import { createParser } from "./expressions";
import { flops, told } from "./told";

const parser = await createParser();

/** Fourier transforms: expression, and what it gives, needs and multiplies, or PyTorch's refusal. */
test.each([
  ["torch.fft.fft(torch.empty(B, N))", "(B, N) complex64"],
  ["torch.fft.rfft(torch.empty(B, N))", "(B, N//2 + 1) complex64"],
  ["torch.fft.irfft(torch.empty(B, N, dtype=torch.complex64), n=10)", "(B, 10) float32"],
  ["torch.fft.irfft(torch.empty(4, 6, dtype=torch.complex64))", "(4, 10) float32"],
  ["torch.fft.fft(torch.empty(4, 0))", "RuntimeError: Invalid number of data points (0) specified"],
  [
    "torch.fft.rfft(torch.empty(4, dtype=torch.complex64))",
    "TypeError: rfft expects a real input tensor, but got ComplexFloat",
  ],
  ["torch.fft.fft(torch.empty(4), norm='unit')", 'RuntimeError: Invalid normalization mode: "unit"'],
  ["torch.fft.fft2(torch.empty(B, H, W))", "(B, H, W) complex64"],
  ["torch.fft.rfft2(torch.empty(B, H, W), (8, 8))", "(B, 8, 5) complex64"],
  [
    "torch.fft.irfftn(torch.empty(B, H, W, dtype=torch.complex64), dim=(1, 2))",
    "(B, H, 2*W - 2) float32; needs 2*W - 2 >= 1",
  ],
  [
    "torch.fft.fft2(torch.empty(3, 4, 5), (6,))",
    "RuntimeError: When given, dim and shape arguments must have the same length",
  ],
  ["torch.fft.fftn(torch.empty(3, 4), dim=(0, 0))", "RuntimeError: FFT dims must be unique"],
  [
    "torch.fft.fftshift(torch.empty(3, 4), dim=5)",
    "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 5)",
  ],
  ["torch.fft.rfftfreq(N)", "(N//2 + 1) float32"],
  ["torch.stft(torch.empty(B, L), 16, return_complex=True)", "(B, 9, L//4 + 1) complex64; needs L > 8"],
  ["torch.stft(torch.empty(100), 16, 8, center=False, return_complex=True)", "(9, 11) complex64"],
  [
    "torch.stft(torch.empty(5), 16, return_complex=True)",
    "RuntimeError: Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (8, 8) at dimension 2 of input [1, 1, 5]",
  ],
  ["torch.istft(torch.ones(2, 9, 26, dtype=torch.complex64), 16, window=torch.ones(16))", "(2, 100) float32"],
])("%s", (source, expected) => {
  expect(told(parser, source)).toBe(expected);
});

/** FLOPs, everything counted. */
test.each([
  ["torch.fft.fft(torch.empty(B, N))", "not counted"],
  ["torch.fft.rfft(torch.empty(B, N))", "not counted"],
  ["torch.fft.irfft(torch.empty(B, N, dtype=torch.complex64), n=10)", "not counted"],
  ["torch.fft.fft2(torch.empty(B, H, W))", "not counted"],
  ["torch.fft.rfft2(torch.empty(B, H, W), (8, 8))", "not counted"],
  ["torch.fft.irfftn(torch.empty(B, H, W, dtype=torch.complex64), dim=(1, 2))", "not counted"],
  ["torch.fft.rfftfreq(N)", "N//2 + 1"],
  ["torch.stft(torch.empty(B, L), 16, return_complex=True)", "176*B*(L//4) + 176*B"],
])("the work of %s", (source, expected) => {
  expect(flops(parser, source)).toBe(expected);
});
