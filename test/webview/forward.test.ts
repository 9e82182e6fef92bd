import { describe, expect, test } from "vitest";
import { markdownTable, textTable } from "../../src/webview/common/markdown";
import { visibleRows } from "../../src/webview/common/tree";
import { forwardColumns } from "../../src/webview/forward/columns";
import { forwardTree } from "../../src/webview/forward/rows";
import { agreement } from "../../src/webview/run/executed";
import { executedSteps, file, forwardResult, symbolicForwardResult } from "./fixtures";

const rowsOf = (result: Parameters<typeof forwardTree>[0]) => visibleRows(forwardTree(result), { rows: {} });

describe("the forward pass as rows", () => {
  test("modules hold their steps, named without their parent's path", () => {
    expect(
      rowsOf(forwardResult()).map((row) => `${row.level} ${row.item.value.name} ${row.item.value.class}`.trim()),
    ).toEqual([
      "1 WindowAttention",
      "2 qkv Linear",
      "3 linear",
      "2 reshape",
      "2 permute",
      "2 mul",
      "2 transpose",
      "2 matmul",
      "2 add",
      "2 softmax Softmax",
      "3 softmax",
      "2 matmul",
      "2 reshape",
      "2 proj Linear",
      "3 linear",
    ]);
  });

  test("shares are of the cost that the settings name", () => {
    const result = forwardResult();
    const share = (convention: "macs" | "flops"): number | undefined =>
      rowsOf({ ...result, convention }).find((row) => row.item.label === "softmax")?.item.value.share;
    expect(share("macs")).toBe(0);
    expect(share("flops")).toBeCloseTo(2_304_960 / Number(result.entry.totals.flops), 10);
  });

  test("a formula has no share", () => {
    expect(rowsOf(symbolicForwardResult())[1]?.item.value.share).toBeUndefined();
  });
});

describe("copies", () => {
  const columns = forwardColumns({ file, levels: 3 }, "macs", false);
  const rows = rowsOf(forwardResult()).slice(0, 3);

  test("as Markdown", () => {
    expect(markdownTable(columns, rows)).toBe(`\
| Module / step | Line | Input | Output | MACs | Share | FLOPs | Params |
| --- | ---: | --- | --- | ---: | --- | ---: | ---: |
| WindowAttention | 43 | (64, 49, 96) | (64, 49, 96) | 145,108,992 | 100% | 294,489,216 | 37,788 |
| &emsp;qkv: Linear | 44 | (64, 49, 96) | (64, 49, 288) | 86,704,128 | 60% | 174,311,424 | 27,936 |
| &emsp;&emsp;linear | 44 | (64, 49, 96), (288, 96), (288,) | (64, 49, 288) | 86,704,128 | 60% | 174,311,424 |  |
`);
  });

  test("as text, in columns", () => {
    expect(textTable(columns, rows).split("\n")[1]).toMatch(
      /^WindowAttention +43 +\(64, 49, 96\) +\(64, 49, 96\) +145,108,992 /,
    );
  });
});

describe("a shape as executed beside the one as analysed", () => {
  const forward = forwardResult();
  const row = rowsOf(forward).find((it) => it.item.value.step === 15)!.item.value;
  const step = executedSteps(forward).find((it) => it.index === 15)!;

  test("is the same, differs, or was left open", () => {
    expect(agreement(row, step)).toBe("same");
    expect(agreement(row, { ...step, executed: { shape: [64, 3, 49, 48], dtype: "float32" } })).toBe("differs");
    expect(agreement(row, { ...step, executed: { shape: [64, 3, 49, 49], dtype: "int64" } })).toBe("differs");
    expect(agreement({ ...row, output: { shape: [64, 3, "N", 49], dtype: "float32" } }, step)).toBe("open");
    expect(agreement({ ...row, output: { shape: [32, 3, "N", 49], dtype: "float32" } }, step)).toBe("differs");
  });

  test("has no mark before it ran", () => {
    expect(agreement(row, undefined)).toBeUndefined();
  });
});
