/** Docstrings whose prose is Chinese: the shapes in them are read like others. */
import { expect, it } from "vitest";
import { lineAbout, shapeInLine } from "../../../src/syntax/prose/shapes";

const text = `参数:
    x: 输入特征，形状为(num_windows*B, N, C)
    mask (Tensor): 掩码, 形状 [num_windows, N, N]
`;
const sizes = (name: string) => shapeInLine(lineAbout(text, name) ?? "")?.map((size) => size.text);

it("are read behind a parameter's name", () => {
  expect(sizes("x")).toEqual(["num_windows*B", "N", "C"]);
  expect(sizes("mask")).toEqual(["num_windows", "N", "N"]);
});
