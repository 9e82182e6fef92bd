import { describe, expect, it } from "vitest";
import { Tensor, type TensorData } from "../../../src/analysis/tensor/tensor";
import { work } from "../../../src/analysis/work";
import { analyze } from "../support";

/** A tensor of numbers, with a view on each `width` of them that tells how often it was asked where it lies. */
function withViews(size: number, width: number) {
  const base = new Tensor([size], "int64");
  base.data = new Array<number>(size).fill(0);
  let asked = 0;
  const views = Array.from({ length: size / width }, (_, n) => {
    const view = new Tensor([width], "int64");
    view.data = new Array<number>(width).fill(0);
    view.becomeView(base);
    view.lieAt(() => {
      asked++;
      return Array.from({ length: width }, (_, at) => n * width + at);
    });
    return view;
  });
  return { base, views, asked: () => asked };
}

describe("views on a storage", () => {
  it("are asked once where they lie, and keep their values where a write does not reach them", () => {
    const { base, views, asked } = withViews(64, 4);
    const before = views.map(({ data }) => data);
    for (let n = 1; n <= 50; n++) views[3].write({ data: [n, n, n, n] });
    expect(asked()).toBe(16);
    expect(base.data?.slice(11, 17)).toEqual([0, 50, 50, 50, 50, 0]);
    const same = views.map(({ data }, n) => data === before[n]);
    expect(same.filter((one) => !one)).toEqual([false]);
    expect(views[3].data).toEqual([50, 50, 50, 50]);
  });

  it("follow what is written through another one that overlaps, and through the base", () => {
    const { base, views } = withViews(8, 4);
    const middle = new Tensor([4], "int64");
    middle.data = [0, 0, 0, 0];
    middle.becomeView(base);
    middle.lieAt((): TensorData => [2, 3, 4, 5]);
    middle.write({ data: [1, 2, 3, 4] });
    expect(views.map(({ data }) => data)).toEqual([
      [0, 0, 1, 2],
      [3, 4, 0, 0],
    ]);
    base.write({ data: [9, 0, 1, 2, 3, 4, 0, 9] });
    expect([...views, middle].map(({ data }) => data)).toEqual([
      [9, 0, 1, 2],
      [3, 4, 0, 9],
      [1, 2, 3, 4],
    ]);
    base.overwrite(true);
    expect([...views, middle].map(({ data }) => data)).toEqual([undefined, undefined, undefined]);
  });

  it("pay for what they follow", () => {
    const { base } = withViews(4096, 1);
    work.begin({});
    base.write({ data: new Array<number>(4096).fill(1) });
    expect(work.spent).toBeCloseTo(122.88);
  });

  it("are written row by row in a program", () => {
    const { repr } = analyze(`import torch
x = torch.zeros(40, 2, dtype=torch.int64)
first = x[0]
for row in range(40):
    for column in range(2):
        x[row][column] = row * 2 + column
x.t()[1, 0] = 7
result = first.tolist(), x[39].tolist(), x[0, 1].item()
`);
    expect(repr("result")).toBe("([0, 7], [78, 79], 7)");
  });

  it("of something that had no values are not taken to lie where it begins", () => {
    const { repr } = analyze(`import torch
def rows(x):
    last = x[2:]
    last.fill_(5)
    one = last[0]
    x.copy_(torch.arange(4))
    return one.item()
result = rows(torch.empty(4, dtype=torch.int64))
`);
    expect(["2", "<unknown>"]).toContain(repr("result"));
  });
});
