import { expect, it } from "vitest";
import { lineCosts } from "../../src/features/lineCosts";
import { LineIndex } from "../../src/features/places";
import { View } from "../../src/features/view";
import { attention, madeUp } from "../fixtures/made-up";

const index = new LineIndex(attention);
const offsetOf = (line: number) => index.startOfLine(line - 1);

it("tell the cost and part of the lines that cost most", () => {
  const costs = lineCosts(new View(madeUp()), "macs", offsetOf);
  expect(costs.map(({ line, text }) => [line, text])).toEqual([
    [15, "86.7 M MACs · 60%"],
    [18, "14.8 M MACs · 10%"],
    [20, "14.8 M MACs · 10%"],
    [21, "28.9 M MACs · 20%"],
  ]);
  expect(costs[0].detail).toContain("86.7 M MACs, 173 M FLOPs: 60% of the whole");
});

it("are at most eight for a run, the dearest", () => {
  const analysis = madeUp();
  analysis.entries[0].lines = Array.from({ length: 20 }, (_, i) => ({
    line: i + 7,
    macs: (i + 1) * 1e6,
    flops: 2,
    share: 0,
  }));
  const costs = lineCosts(new View(analysis), "macs", offsetOf);
  expect(costs.map(({ line }) => line)).toEqual([19, 20, 21, 22, 23, 24, 25, 26]);
});
