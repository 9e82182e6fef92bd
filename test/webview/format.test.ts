import { describe, expect, test } from "vitest";
import { duration, exact, real } from "../../src/webview/common/format";
import { colourScale, nanColour } from "../../src/webview/run/colours";
import { runColumns } from "../../src/webview/run/columns";
import { executedShape, withSteps } from "../../src/webview/run/executed";
import { executedSteps, file, forwardResult } from "./fixtures";

describe("numbers", () => {
  test("real numbers have three digits, and a dash where there is none", () => {
    expect([0, 1, -0.012345, 123.456, 1.23456e-7, -98_765_432].map(real)).toEqual([
      "0",
      "1",
      "−0.0123",
      "123",
      "1.23e−7",
      "−9.88e+7",
    ]);
    expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, null].map(real)).toEqual([
      "∞",
      "−∞",
      "NaN",
      "–",
    ]);
  });

  test("exact numbers are grouped; formulas stay", () => {
    expect([exact(145_108_992), exact("2*B*N")]).toEqual(["145,108,992", "2*B*N"]);
  });

  test("durations are in milliseconds, then in seconds", () => {
    expect([0.4236, 12.7, 5342].map(duration)).toEqual(["0.424 ms", "13 ms", "5.34 s"]);
  });
});

describe("colours", () => {
  test("are white at zero and alike in strength on both sides of it", () => {
    const { low, high, colour } = colourScale({ low: -1, high: 3 });
    expect([low, high]).toEqual([-3, 3]);
    for (const part of colour(0)) expect(part).toBeGreaterThan(235);
    const [redOfLow, , blueOfLow] = colour(-3);
    const [redOfHigh, , blueOfHigh] = colour(3);
    expect(blueOfLow).toBeGreaterThan(redOfLow);
    expect(redOfHigh).toBeGreaterThan(blueOfHigh);
  });

  test("go from dark to light where all values have one sign", () => {
    const { colour } = colourScale({ low: 0, high: 2 });
    const light = (value: number): number => colour(value).reduce((sum, part) => sum + part, 0);
    expect(light(0)).toBeLessThan(light(1));
    expect(light(1)).toBeLessThan(light(2));
    expect([colour(0), colour(1), colour(2)]).not.toContainEqual(nanColour);
  });

  test("of values that are all the same are those of the lower end", () => {
    expect(colourScale({ low: 5, high: 5 }).colour(5)).toEqual(colourScale({ low: 5, high: 6 }).colour(5));
  });
});

describe("the Run panel's cells", () => {
  const steps = executedSteps(forwardResult());
  const softmax = steps.find((step) => step.op === "softmax.int")!;
  const row = { kind: "step", step: softmax.index, output: { shape: [64, 3, 49, 49], dtype: "float32" } };
  const text = (key: string, step = softmax): string => {
    const columns = runColumns({ file, levels: 1 }, withSteps(new Map(), [step]));
    return columns.find((column) => column.key === key)!.text(row as never);
  };

  test("tell the histogram in words", () => {
    expect(text("histogram")).toBe("0 to 0.8, most near 0.0125");
  });

  test("tell whether the shapes are the same", () => {
    expect(text("analysed")).toBe("(64, 3, 49, 49), as executed");
    const other = { ...softmax, executed: { shape: [64, 3, 49], dtype: "float32" } };
    expect(text("analysed", other)).toBe("(64, 3, 49, 49), differs from the executed shape");
  });

  test("are empty for a step that gave no tensor", () => {
    const none = { ...softmax, executed: undefined };
    expect([text("executed", none), text("mean", none), text("range", none)]).toEqual(["", "", ""]);
  });

  test("name a dtype other than float32", () => {
    expect(executedShape({ ...softmax, executed: { shape: [7], dtype: "int64" } })).toBe("(7,) int64");
  });
});
