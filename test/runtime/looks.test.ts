import { expect, it } from "vitest";
import { StepValues } from "../../src/runtime/looks";

const counting = (length: number) => Float32Array.from({ length }, (_, n) => n);

it("shows the last two dimensions at a place of those before them", () => {
  const values = new StepValues();
  values.keep(0, { data: counting(24), shape: [2, 3, 2, 2] });
  const looked = values.look({ step: 0, lead: [1, 2] })!;
  expect(looked).toMatchObject({ axes: [2, 3], lead: [1, 2], first: 0, count: 1 });
  expect(looked.pictures).toEqual([{ width: 2, height: 2, values: [20, 21, 22, 23], low: 20, high: 23 }]);
  expect(values.look({ step: 0, lead: [7, -1] })!.lead).toEqual([1, 0]);
});

it("shows maps beside each other, at most 64", () => {
  const values = new StepValues();
  values.keep(3, { data: counting(2 * 70), shape: [1, 70, 1, 2] });
  const grid = values.look({ step: 3, grid: 0 })!;
  expect(grid.pictures).toHaveLength(64);
  expect(grid.pictures[63]!.values).toEqual([126, 127]);
  const rest = values.look({ step: 3, grid: 64 })!;
  expect([rest.first, rest.count, rest.pictures.length]).toEqual([64, 70, 6]);
});

it("shows a vector as a line, and nothing of what is empty or not kept", () => {
  const values = new StepValues();
  values.keep(0, { data: counting(3), shape: [3] });
  values.keep(1, { data: new Float32Array(0), shape: [0, 3, 3] });
  expect(values.look({ step: 0 })!.pictures[0]).toMatchObject({ width: 3, height: 1, values: [0, 1, 2] });
  expect(values.look({ step: 1 })).toBeUndefined();
  expect(values.look({ step: 2 })).toBeUndefined();
});

const attention = {
  query: { data: Float32Array.from([1, 0, 0, 1]), shape: [1, 1, 2, 2] },
  key: { data: Float32Array.from([1, 0, 0, 1]), shape: [1, 1, 2, 2] },
  isCausal: false,
  scale: 1,
};

function weightsOf(more: object): (number | null)[] {
  const values = new StepValues();
  values.keep(0, { data: counting(4), shape: [1, 1, 2, 2], attention: { ...attention, ...more } });
  return values.look({ step: 0, weights: true })!.pictures[0]!.values;
}

it("computes the weights of an attention as PyTorch does", () => {
  // torch.softmax(torch.eye(2) @ torch.eye(2).T, -1)
  expect(weightsOf({})).toEqual([0.7311, 0.2689, 0.2689, 0.7311]);
  expect(weightsOf({ scale: 2 })).toEqual([0.8808, 0.1192, 0.1192, 0.8808]);
  expect(weightsOf({ isCausal: true })).toEqual([1, 0, 0.2689, 0.7311]);
  const kept = { data: Uint8Array.from([0, 1, 1, 1]), shape: [2, 2], isBool: true };
  expect(weightsOf({ mask: kept })).toEqual([0, 1, 0.2689, 0.7311]);
  const added = { data: Float32Array.from([0, -Infinity]), shape: [1, 2], isBool: false };
  expect(weightsOf({ mask: added })).toEqual([1, 0, 1, 0]);
});

it("takes the keys of a head that serves several heads of queries", () => {
  const values = new StepValues();
  const query = { data: Float32Array.from([1, 1, 1, 1]), shape: [1, 4, 1, 1] };
  const key = { data: Float32Array.from([0, 0, 1, 0]), shape: [1, 2, 2, 1] };
  values.keep(0, { data: counting(4), shape: [1, 4, 1, 1], attention: { ...attention, query, key } });
  const of = (head: number) => values.look({ step: 0, weights: true, lead: [0, head] })!.pictures[0]!.values;
  expect(of(1)).toEqual([0.5, 0.5]);
  expect(of(2)).toEqual([0.7311, 0.2689]);
});

it("takes statistics one step after the other, each once", () => {
  const values = new StepValues();
  values.keep(0, { data: Float32Array.from([0, 2, Number.NaN]), shape: [3] });
  values.keep(1, { data: counting(2), shape: [2] });
  const [first, ...more] = values.next(() => false);
  expect(first).toMatchObject({ step: 0, statistics: { mean: 1, zeros: 1, nan: 1, inf: 0 } });
  expect(more).toEqual([]);
  expect(values.next(() => true).map(({ step }) => step)).toEqual([1]);
  expect(values.next(() => true)).toEqual([]);
});

it("keeps no more than there is room for", () => {
  const values = new StepValues(40);
  expect(values.keep(0, { data: counting(8), shape: [8] })).toBe(true);
  expect(values.keep(1, { data: counting(8), shape: [8] })).toBe(false);
  expect(values.look({ step: 1 })).toBeUndefined();
});
