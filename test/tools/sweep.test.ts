import { expect, it } from "vitest";
import { byKind, compare, type Judged, kindOf, type Told } from "../../tools/sweep/compare.mjs";

const message = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (4x16 and 17x2)";
const kind = kindOf(message);
const told = (file: string, text: string, of = kind): Told => ({ repository: "who/net", file, text, kind: of });
const judged = (one: Told, verdict: boolean): Judged & { why: string } => ({ ...one, verdict, why: "" });

it("the kind of an error is its message without names, sizes and numbers", () => {
  expect(kind).toBe("RuntimeError: mat1 and mat2 shapes cannot be multiplied …");
  expect(kindOf("NameError: name 'x' is not defined\nsecond line")).toBe("NameError: name … is not defined");
  expect(kindOf("ValueError: size mismatch (got input: [3], target: [N_y])")).toBe(
    "ValueError: size mismatch (got input: …, target: …)",
  );
  expect(kindOf("TypeError: f() missing 2 required positional arguments")).toBe(
    "TypeError: f() missing N required positional arguments",
  );
});

it("an error is known by its repository, file, line of source and kind, wherever the line is", () => {
  const [right, wrong, other] = [told("a.py", "return self.fc(x)"), told("b.py", "x + y"), told("b.py", "x - y")];
  const list = [judged(right, true), judged(wrong, false)];
  const moved = { ...right, line: 99 };
  expect(compare([moved, wrong, other], list, new Set(["who/net"]))).toEqual({
    right: [{ error: moved, entry: list[0] }],
    wrong: [{ error: wrong, entry: list[1] }],
    unjudged: [other],
    lost: [],
    gone: [],
  });
  const another = told("a.py", "return self.fc(x)", "TypeError: …");
  expect(compare([another], list, new Set(["who/net"])).unjudged).toEqual([another]);
});

it("what is no longer told is lost where it was true, and gone where it was false", () => {
  const list = [judged(told("a.py", "x"), true), judged(told("b.py", "x"), false)];
  expect(compare([], list, new Set(["who/net"]))).toMatchObject({ lost: [list[0]], gone: [list[1]] });
  // Nothing is known of a repository that was not looked at.
  expect(compare([], list, new Set())).toMatchObject({ lost: [], gone: [] });
});

it("an entry without a file is of every error of its kind that has none of its own", () => {
  const print = told("old.py", 'print "x"', "SyntaxError: Invalid syntax");
  const ours = told("new.py", "match x:", "SyntaxError: Invalid syntax");
  const all = { repository: "who/net", kind: print.kind, verdict: true, why: "Python 2" };
  const found = compare([print, ours], [all, judged(ours, false)], new Set(["who/net"]));
  expect(found.right).toEqual([{ error: print, entry: all }]);
  expect(found.wrong.map(({ error }) => error)).toEqual([ours]);
});

it("kinds are counted, the most frequent first", () => {
  expect(byKind([told("a", "x", "B"), told("a", "y", "A"), told("a", "z", "B"), told("a", "z", "C")])).toEqual([
    ["B", 2],
    ["A", 1],
    ["C", 1],
  ]);
});

it("holds several errors in lines of one text to an entry each", () => {
  const one = told("a.py", "x = F(y)");
  const list = [judged(one, true), judged(one, true)];
  expect(compare([one, one], list, new Set(["who/net"]))).toMatchObject({ lost: [], unjudged: [] });
  expect(compare([one], list, new Set(["who/net"])).lost).toEqual([list[1]]);
});
