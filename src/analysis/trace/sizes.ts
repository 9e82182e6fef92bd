import { type Dim, print } from "../dims";

/** `[2, 3, H//2]`, as PyTorch prints sizes. */
export function sizes(shape: readonly Dim[]): string {
  return `[${shape.map((dim) => (typeof dim === "number" ? String(dim) : print(dim))).join(", ")}]`;
}

/** `2x3x4`, as PyTorch prints the sizes of matrices. */
export function sizesX(shape: readonly Dim[]): string {
  return shape
    .map((dim) => {
      const text = typeof dim === "number" ? String(dim) : print(dim);
      return text.includes(" ") ? `(${text})` : text;
    })
    .join("x");
}
