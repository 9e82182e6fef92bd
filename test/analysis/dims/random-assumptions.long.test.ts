/** Random assumptions: whatever is concluded from them holds at every small assignment that satisfies them. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  Assumptions,
  divides,
  equal,
  evaluate,
  less,
  lessEqual,
  print,
  printRelation,
  type Relation,
  type RelationKind,
} from "../../../src/analysis/dims";
import { assignments, build, naive, type Tree, trees } from "./trees";

/** Each is held against 2401 assignments: CI takes more of them. */
const runs = { numRuns: Number(process.env.RUNS ?? 400) };
const names = ["N", "M", "H", "k"];

interface RelationTree {
  kind: RelationKind;
  left: Tree;
  right: Tree;
}

const kinds: RelationKind[] = ["eq", "eq", "divisible", "divisible", "ge", "gt", "ne"];
const relationTrees: fc.Arbitrary<RelationTree> = fc.record({
  kind: fc.constantFrom(...kinds),
  left: trees(names, 2),
  right: trees(names, 1),
});

const allAssignments = [...assignments(names, 7)];

/** Whether the relation holds at these values; undefined where Python raises. */
function truth({ kind, left, right }: RelationTree, at: Record<string, number>): boolean | undefined {
  const a = naive(left, (name) => at[name]);
  const b = naive(right, (name) => at[name]);
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  switch (kind) {
    case "eq":
      return a === b;
    case "ne":
      return a !== b;
    case "ge":
      return a >= b;
    case "gt":
      return a > b;
    case "divisible":
      return b === 0 ? undefined : a % b === 0;
  }
}

function relationOf({ kind, left, right }: RelationTree): Relation | undefined {
  const a = build(left);
  const b = build(right);
  return a === undefined || b === undefined ? undefined : { kind, left: a, right: b };
}

/** Assumes what can be assumed; gives the assignments that satisfy all of it, and the story for messages. */
function assumeAll(assumptions: Assumptions, all: readonly RelationTree[], from = allAssignments) {
  let allowed = from;
  const story: string[] = [];
  for (const tree of all) {
    const relation = relationOf(tree);
    if (!relation) continue;
    const satisfied = allowed.filter((at) => truth(tree, at) === true);
    if (assumptions.assume(relation)) {
      allowed = satisfied;
      story.push(printRelation(relation));
    } else {
      expect(satisfied[0], `${printRelation(relation)} contradicts ${story.join(", ")}`).toBeUndefined();
    }
  }
  return { allowed, story: story.join(", ") };
}

describe("random assumptions", () => {
  test("simplify keeps the value, the questions are answered rightly or not at all", () => {
    fc.assert(
      fc.property(
        fc.array(relationTrees, { minLength: 1, maxLength: 4 }),
        trees(names, 3),
        trees(names, 2),
        fc.constantFrom(...kinds),
        (all, left, right, kind) => {
          const assumptions = new Assumptions();
          const { allowed, story } = assumeAll(assumptions, all);
          const a = build(left);
          const b = build(right);
          if (a === undefined || b === undefined) return;
          const simple = assumptions.simplify(a);
          const claims: [
            RelationKind | "less" | "lessEqual",
            boolean | undefined,
            (x: number, y: number) => boolean,
          ][] = [
            ["eq", equal(a, b, assumptions), (x, y) => x === y],
            ["less", less(a, b, assumptions), (x, y) => x < y],
            ["lessEqual", lessEqual(a, b, assumptions), (x, y) => x <= y],
            ["divisible", divides(b, a, assumptions), (x, y) => x % y === 0],
          ];
          const held = assumptions.holds({ kind, left: a, right: b });
          for (const at of allowed) {
            const x = naive(left, (name) => at[name]);
            const y = naive(right, (name) => at[name]);
            if (!Number.isFinite(x) || Math.abs(x) > 2 ** 40) continue;
            const place = () => `assuming ${story}, at ${JSON.stringify(at)}`;
            const value = evaluate(simple, (name) => at[name]);
            if (value !== x) expect.fail(`${print(a)} = ${x} became ${print(simple)} = ${value}, ${place()}`);
            if (!Number.isFinite(y) || Math.abs(y) > 2 ** 40) continue;
            for (const [relation, answer, holds] of claims) {
              if (answer === undefined || (relation === "divisible" && y === 0) || holds(x, y) === answer) continue;
              expect.fail(`${relation}(${print(a)}, ${print(b)}) is said to be ${answer}, ${place()}`);
            }
            const actual = truth({ kind, left, right }, at);
            if (held !== undefined && actual !== undefined && actual !== held) {
              expect.fail(`${kind}(${print(a)}, ${print(b)}) is said to be ${held}, ${place()}`);
            }
          }
        },
      ),
      runs,
    );
  });

  test("what was assumed holds", () => {
    fc.assert(
      fc.property(fc.array(relationTrees, { minLength: 1, maxLength: 4 }), (all) => {
        const assumptions = new Assumptions();
        for (const tree of all) {
          const relation = relationOf(tree);
          if (relation && assumptions.assume(relation)) expect(assumptions.holds(relation)).not.toBe(false);
        }
      }),
      runs,
    );
  });

  test("after a rollback the answers are those of before", () => {
    fc.assert(
      fc.property(
        fc.array(relationTrees, { maxLength: 2 }),
        fc.array(relationTrees, { minLength: 1, maxLength: 3 }),
        trees(names, 3),
        (before, inBetween, tree) => {
          const d = build(tree);
          if (d === undefined) return;
          const assumptions = new Assumptions();
          assumeAll(assumptions, before);
          const observe = () => ({
            simple: print(assumptions.simplify(d)),
            zero: equal(d, 0, assumptions),
            relations: assumptions.relations().map(printRelation),
          });
          const expected = observe();
          const mark = assumptions.mark();
          for (const each of inBetween) {
            const relation = relationOf(each);
            if (relation) assumptions.assume(relation);
          }
          assumptions.rollback(mark);
          expect(observe()).toEqual(expected);
        },
      ),
      runs,
    );
  });
});
