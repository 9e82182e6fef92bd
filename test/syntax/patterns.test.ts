import { describe, expect, it } from "vitest";
import { problems, tree } from "./python";

// A case is (pattern guard body).
const ROWS: [source: string, tree: string][] = [
  [
    `match x:
  case 1 | -2 | "a": pass
  case None | True: pass`,
    `(Match x [((MatchOr [(MatchValue (Int 1)) (MatchValue (UnaryOp "-" (Int 2))) (MatchValue (Str "a"))]) - [(Pass)]) ((MatchOr [(MatchValue (Constant -)) (MatchValue (Constant true))]) - [(Pass)])])`,
  ],
  [
    `match x, y:
  case _: pass`,
    "(Match (Tuple [x y]) [((MatchAs - -) - [(Pass)])])",
  ],
  [
    `match x:
  case a if a > 1: pass`,
    `(Match x [((MatchAs - "a") (Compare a [">"] [(Int 1)]) [(Pass)])])`,
  ],
  [
    `match x:
  case A.B: pass
  case a.b.C(x, 1, y=z): pass`,
    `(Match x [((MatchValue (Attribute A "B")) - [(Pass)]) ((MatchClass (Attribute (Attribute a "b") "C") [(MatchAs - "x") (MatchValue (Int 1))] [("y" (MatchAs - "z"))]) - [(Pass)])])`,
  ],
  [
    `match x:
  case [a, *_, b]: pass
  case (a, *rest): pass
  case (a): pass
  case (a,): pass
  case a, b: pass`,
    `(Match x [((MatchSequence [(MatchAs - "a") (MatchStar -) (MatchAs - "b")]) - [(Pass)]) ((MatchSequence [(MatchAs - "a") (MatchStar "rest")]) - [(Pass)]) ((MatchAs - "a") - [(Pass)]) ((MatchSequence [(MatchAs - "a")]) - [(Pass)]) ((MatchSequence [(MatchAs - "a") (MatchAs - "b")]) - [(Pass)])])`,
  ],
  [
    `match x:
  case {"a": 1, A.B: [c], -1: d, **rest}: pass
  case {}: pass`,
    `(Match x [((MatchMapping [(Str "a") (Attribute A "B") (UnaryOp "-" (Int 1))] [(MatchValue (Int 1)) (MatchSequence [(MatchAs - "c")]) (MatchAs - "d")] "rest") - [(Pass)]) ((MatchMapping [] [] -) - [(Pass)])])`,
  ],
  [
    `match x:
  case (1 | 2) as y: pass
  case A() as a: pass`,
    `(Match x [((MatchAs (MatchOr [(MatchValue (Int 1)) (MatchValue (Int 2))]) "y") - [(Pass)]) ((MatchAs (MatchClass A [] []) "a") - [(Pass)])])`,
  ],
  [
    `match x:
  case -1 + 2j: pass
  case 1 - 2j: pass`,
    `(Match x [((MatchValue (BinOp (UnaryOp "-" (Int 1)) "+" (Complex 2))) - [(Pass)]) ((MatchValue (BinOp (Int 1) "-" (Complex 2))) - [(Pass)])])`,
  ],
];

describe("match statements", () => {
  it.each(ROWS)("%s", (source, expected) => {
    expect(tree(source)).toBe(expected);
    expect(problems(source)).toEqual([]);
  });
});
