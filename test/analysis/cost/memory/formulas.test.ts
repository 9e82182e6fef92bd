import { describe, expect, test } from "vitest";
import { largestBatch } from "../../../../src/analysis/cost/memory/batch";
import { devices } from "../../../../src/analysis/cost/memory/devices";
import { optimizerNames, optimizers, stateBytes, stepBytes } from "../../../../src/analysis/cost/memory/optimizers";
import { perDevice } from "../../../../src/analysis/cost/memory/parallel";
import { likeStrides, resultStrides, viewed } from "../../../../src/analysis/cost/memory/strides";

describe("optimizers", () => {
  test("AdamW's state is two tensors a parameter and a count; its step needs two more of the largest and one of the parameter before", () => {
    expect(stateBytes(optimizers.adamw, [400, 40])).toBe(888);
    // As the tracker has it of vit_b_32, where 768 x 3072 weights follow a bias of 3072.
    expect(stepBytes(optimizers.adamw, [3072 * 4, 768 * 3072 * 4], false)).toBe(18_886_656);
    expect(stepBytes(optimizers.adamw, [400, 40], true)).toBe(440);
  });

  test("SGD keeps nothing, or its momentum, and makes nothing", () => {
    expect(stateBytes(optimizers.sgd, [400])).toBe(0);
    expect(stateBytes(optimizers["sgd-momentum"], [400])).toBe(400);
    expect(stepBytes(optimizers["sgd-momentum"], [400], false)).toBe(0);
    expect(optimizerNames).toContain("adam");
  });
});

describe("the largest batch", () => {
  const at = (batch: number, ...live: number[]) => ({
    batch,
    peakBytes: 1000 + Math.max(...live),
    moments: live.map((bytes) => ({ live: bytes })),
  });

  test("is where the first line leaves the room", () => {
    // 1000 + 10 B, and 1000 + 400 + 2 B.
    expect(largestBatch(at(10, 100, 420), at(20, 200, 440), 2000)).toBe(100);
    expect(largestBatch(at(10, 100, 420), at(20, 200, 440), 1500)).toBe(50);
  });

  test("is 0 where what does not grow is too much, and any where nothing grows", () => {
    expect(largestBatch(at(10, 100, 420), at(20, 200, 420), 1100)).toBe(0);
    expect(largestBatch(at(10, 420), at(20, 420), 2000)).toBe(Number.POSITIVE_INFINITY);
  });

  test("is not told of moments that do not correspond", () => {
    expect(largestBatch(at(10, 100), at(20, 200, 300), 2000)).toBeUndefined();
  });
});

test("devices have the memory that their driver shows", () => {
  expect(devices.get("a100-80gb")?.memoryBytes).toBe(80 * 2 ** 30);
  expect([...devices.keys()]).toEqual(
    expect.arrayContaining(["t4-16gb", "l4-24gb", "rtx-4090-24gb", "a100-40gb", "h100-80gb", "h200-141gb"]),
  );
});

test("devices that share a step keep their part of its states", () => {
  const step = { parameterBytes: 100, gradientBytes: 100, optimizerBytes: 200, peakBytes: 1000 };
  expect(perDevice(step, 4).map(({ strategy, peakBytes }) => [strategy, peakBytes])).toEqual([
    ["DDP", 1100],
    ["ZeRO-1", 850],
    ["ZeRO-2", 775],
    ["ZeRO-3, FSDP", 700],
    ["tensor parallel", 700],
  ]);
});

describe("strides", () => {
  test("of a view, where there is one", () => {
    expect(viewed([2, 3, 4], [12, 4, 1], [6, 4])).toEqual([4, 1]);
    expect(viewed([3, 2, 4], [4, 12, 1], [6, 4])).toBeUndefined();
    expect(viewed([2, 1, 4], [4, 99, 1], [8])).toEqual([1]);
  });

  test("of a result: in the order of its operand's dimensions, without gaps", () => {
    expect(likeStrides([2, 4, 3], [12, 1, 4])).toEqual([12, 1, 4]);
    expect(likeStrides([2, 4, 3], [24, 1, 8])).toEqual([12, 1, 4]);
    expect(
      resultStrides(
        [2, 3],
        [
          [0, 0],
          [1, 2],
        ],
      ),
    ).toEqual([1, 2]);
  });
});
