import { describe, expect, it } from "vitest";
import { problems, tree } from "./python";

// Trees as CPython's ast has them; see show() for the notation.
const ROWS: [source: string, tree: string][] = [
  ["a + b * c - d", `(BinOp (BinOp a "+" (BinOp b "*" c)) "-" d)`],
  ["-x ** 2 ** -1", `(UnaryOp "-" (BinOp x "**" (BinOp (Int 2) "**" (UnaryOp "-" (Int 1)))))`],
  ["a | b & c ^ d", `(BinOp a "|" (BinOp (BinOp b "&" c) "^" d))`],
  ["await x ** 2", `(BinOp (Await x) "**" (Int 2))`],
  ["not a in b is not c not in d", `(UnaryOp "not" (Compare a ["in" "is not" "not in"] [b c d]))`],
  ["a and b and (c and d) or e", `(BoolOp "or" [(BoolOp "and" [a b (BoolOp "and" [c d])]) e])`],
  ["0 <= x < n", `(Compare (Int 0) ["<=" "<"] [x n])`],
  ["x if c else y if d else z", "(IfExp c x (IfExp d y z))"],
  ["f(a, *b, c=1, *d, **e)", `(Call f [a (Starred b) (Starred d)] [("c" (Int 1)) (- e)])`],
  ["f(x for x in y)", "(Call f [(GeneratorExp x [(x y [])])] [])"],
  ["x.shape[-2:]", `(Subscript (Attribute x "shape") (Slice (UnaryOp "-" (Int 2)) - -))`],
  ["x[:, None, ..., ::2]", `(Subscript x (Tuple [(Slice - - -) (Constant -) (Constant "...") (Slice - - (Int 2))]))`],
  ["x[1,]", "(Subscript x (Tuple [(Int 1)]))"],
  ["x[*a, 1]", "(Subscript x (Tuple [(Starred a) (Int 1)]))"],
  ["x[a:b:c]", "(Subscript x (Slice a b c))"],
  ["(y := f(x))", "(NamedExpr y (Call f [x] []))"],
  ["lambda: 0", "(Lambda ([] [] - [] -) (Int 0))"],
  [
    "lambda a, /, b=1, *c, d, e=2, **f: a if b else c",
    `(Lambda ([("a" - -)] [("b" - (Int 1))] ("c" - -) [("d" - -) ("e" - (Int 2))] ("f" - -)) (IfExp b a c))`,
  ],
  ["lambda *, a: a", `(Lambda ([] [] - [("a" - -)] -) a)`],
  ["[x for x in a if x if x > 1 for y in x]", `(ListComp x [(x a [x (Compare x [">"] [(Int 1)])]) (y x [])])`],
  ["{k: v for k, v in d.items()}", `(DictComp k v [((Tuple [k v]) (Call (Attribute d "items") [] []) [])])`],
  ["{x async for x in y}", "(SetComp x [(x y [] isAsync)])"],
  [`{"a": 1, **b}`, `(Dict [(Str "a") -] [(Int 1) b])`],
  ["{1, *a}", "(Set [(Int 1) (Starred a)])"],
  ["(), (a,), (a), [*a, b]", "(Tuple [(Tuple []) (Tuple [a]) a (List [(Starred a) b])])"],
  ["*a.b, *f(x)[0], c", `(Tuple [(Starred (Attribute a "b")) (Starred (Subscript (Call f [x] []) (Int 0))) c])`],
  ["print", "print"],
  ["print >> f, x", `(Tuple [(BinOp print ">>" f) x])`],
  ["0xFF + 0o17 + 0b11 + 1_000", `(BinOp (BinOp (BinOp (Int 255) "+" (Int 15)) "+" (Int 3)) "+" (Int 1000))`],
  [
    "1. + .5 + 1e-5 + 1_0.5E3 + 2j + 1.5J",
    `(BinOp (BinOp (BinOp (BinOp (BinOp (Float 1) "+" (Float 0.5)) "+" (Float 0.00001)) "+" (Float 10500)) "+" (Complex 2)) "+" (Complex 1.5))`,
  ],
  ["9007199254740993", `(Int ("9007199254740993"))`],
  ["...", `(Constant "...")`],
  ["None, True, False", "(Tuple [(Constant -) (Constant true) (Constant false)])"],
  [
    `a \\
  + b`,
    `(BinOp a "+" b)`,
  ],
  ["a @ b // c % d << e >> f", `(BinOp (BinOp (BinOp (BinOp (BinOp a "@" b) "//" c) "%" d) "<<" e) ">>" f)`],
];

describe("expressions", () => {
  it.each(ROWS)("%s", (source, expected) => {
    expect(tree(source)).toBe(`(ExprStmt ${expected})`);
    expect(problems(source)).toEqual([]);
  });
});
