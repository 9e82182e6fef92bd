import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Edit, Shift, smallestEdit } from "../../src/features/edits";

function shift(...edits: Edit[]): Shift {
  const made = new Shift();
  for (const edit of edits) made.add(edit);
  return made;
}

describe("a range of the old text", () => {
  it("stays where it is when something after it changes", () => {
    expect(shift({ start: 20, end: 25, length: 1 }).range(5, 10)).toEqual({ start: 5, end: 10 });
  });

  it("moves with what is typed before it", () => {
    expect(shift({ start: 0, end: 0, length: 3 }, { start: 3, end: 3, length: 2 }).range(5, 10)).toEqual({
      start: 10,
      end: 15,
    });
  });

  it("is given up when something inside it changes", () => {
    expect(shift({ start: 7, end: 8, length: 1 }).range(5, 10)).toBeUndefined();
  });

  it("does not grow by what is typed at its edges", () => {
    expect(shift({ start: 10, end: 10, length: 4 }).range(5, 10)).toEqual({ start: 5, end: 10 });
    expect(shift({ start: 5, end: 5, length: 4 }).range(5, 10)).toEqual({ start: 9, end: 14 });
  });
});

it("keeps a replaced place near by", () => {
  expect(shift({ start: 4, end: 9, length: 2 }).near(6)).toBe(4);
  expect(shift({ start: 4, end: 9, length: 2 }).near(9)).toBe(6);
  expect(shift({ start: 4, end: 9, length: 2 }).forward(6)).toBeUndefined();
});

it("has no old place for text that was typed since", () => {
  const typed = shift({ start: 4, end: 4, length: 6 });
  expect(typed.backward(7)).toBeUndefined();
  expect(typed.backward(12)).toBe(6);
});

it("finds every character that was not touched, forward and back", () => {
  const edit = fc.record({ at: fc.nat(), remove: fc.nat(5), insert: fc.nat(4) });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), fc.array(edit, { maxLength: 8 }), (length, edits) => {
      // Each old character is its own number, so that it can be found again.
      let text: (number | null)[] = Array.from({ length }, (_, i) => i);
      const moved = new Shift();
      for (const { at, remove, insert } of edits) {
        const start = at % (text.length + 1);
        const end = Math.min(text.length, start + remove);
        moved.add({ start, end, length: insert });
        text = [...text.slice(0, start), ...new Array(insert).fill(null), ...text.slice(end)];
      }
      for (let old = 0; old < length; old++) {
        const now = text.indexOf(old);
        const range = moved.range(old, old + 1);
        if (now < 0) expect(range).toBeUndefined();
        else {
          expect(range).toEqual({ start: now, end: now + 1 });
          expect(moved.forward(old)).toBe(now);
          expect(moved.backward(now)).toBe(old);
        }
      }
    }),
  );
});

it("finds what really changed in a replaced text", () => {
  expect(smallestEdit("        qkv = x", "        # projection\n        qkv = x", 40)).toEqual({
    start: 48,
    end: 48,
    length: 21,
  });
  expect(smallestEdit("aaa", "aa")).toEqual({ start: 2, end: 3, length: 0 });
  expect(smallestEdit("abc", "abc")).toEqual({ start: 3, end: 3, length: 0 });
});
