import { describe, expect, it } from "vitest";
import { problems, tree } from "./python";

// Trees as CPython's ast has them; see show() for the notation.
const ROWS: [source: string, tree: string][] = [
  ["x = y = 1", "(Assign [x y] (Int 1))"],
  ["a, *b = c", "(Assign [(Tuple [a (Starred b)])] c)"],
  ["(a), [b, c] = d", "(Assign [(Tuple [a (List [b c])])] d)"],
  ["x: int = 1", "(AnnAssign x int (Int 1))"],
  ["self.x: List[int]", `(AnnAssign (Attribute self "x") (Subscript List int) -)`],
  [`x: Float[Tensor, "b c"]`, `(AnnAssign x (Subscript Float (Tuple [Tensor (Str "b c")])) -)`],
  ["x: a[b].c | None", `(AnnAssign x (BinOp (Attribute (Subscript a b) "c") "|" (Constant -)) -)`],
  ["x: tuple[int, ...] = ()", `(AnnAssign x (Subscript tuple (Tuple [int (Constant "...")])) (Tuple []))`],
  ["x **= 2", `(AugAssign x "**" (Int 2))`],
  ["x = yield", "(Assign [x] (Yield -))"],
  ["x = yield from f()", "(Assign [x] (YieldFrom (Call f [] [])))"],
  ["x = await f()", "(Assign [x] (Await (Call f [] [])))"],
  ["return", "(Return -)"],
  ["return a, *b", "(Return (Tuple [a (Starred b)]))"],
  ["del a, b[0]", "(Delete [a (Subscript b (Int 0))])"],
  ["raise", "(Raise - -)"],
  ["raise A(b) from c", "(Raise (Call A [b] []) c)"],
  [`assert a, "b"`, `(Assert a (Str "b"))`],
  ["import a.b as c, d", `(Import [("a.b" "c") ("d" -)])`],
  ["from . import a", `(ImportFrom "" 1 [("a" -)])`],
  ["from ..a.b import (c as d, e,)", `(ImportFrom "a.b" 2 [("c" "d") ("e" -)])`],
  ["from a import *", `(ImportFrom "a" 0 [("*" -)])`],
  ["from __future__ import annotations", `(ImportFrom "__future__" 0 [("annotations" -)])`],
  ["global a, b", `(Global ["a" "b"])`],
  ["nonlocal a", `(Nonlocal ["a"])`],
  [
    "pass; break; continue",
    `(Pass)
(Break)
(Continue)`,
  ],
  [
    `if a: b
elif c: d
elif e: f
else: g`,
    "(If a [(ExprStmt b)] [(If c [(ExprStmt d)] [(If e [(ExprStmt f)] [(ExprStmt g)])])])",
  ],
  [
    `for i, (a, b) in x: pass
else: y`,
    "(For (Tuple [i (Tuple [a b])]) x [(Pass)] [(ExprStmt y)])",
  ],
  ["for x in *a, b: pass", "(For x (Tuple [(Starred a) b]) [(Pass)] [])"],
  [
    `async def f():
    async for x in y: pass
    async with a as b: pass`,
    `(FunctionDef "f" ([] [] - [] -) - [(For x y [(Pass)] [] isAsync) (With [(a b)] [(Pass)] isAsync)] [] isAsync)`,
  ],
  [
    `while x: y
else: z`,
    "(While x [(ExprStmt y)] [(ExprStmt z)])",
  ],
  ["with a, b as c: pass", "(With [(a -) (b c)] [(Pass)])"],
  ["with (a as b, c as (d, e),): pass", "(With [(a b) (c (Tuple [d e]))] [(Pass)])"],
  ["with (a as b): pass", "(With [(a b)] [(Pass)])"],
  ["with (a, b) as c: pass", "(With [((Tuple [a b]) c)] [(Pass)])"],
  [
    `try: a
except (A, B) as e: b
except C: c
except: d
else: e
finally: f`,
    `(Try [(ExprStmt a)] [((Tuple [A B]) "e" [(ExprStmt b)]) (C - [(ExprStmt c)]) (- - [(ExprStmt d)])] [(ExprStmt e)] [(ExprStmt f)])`,
  ],
  ["try: a\nexcept A, e: b", `(Try [(ExprStmt a)] [(A "e" [(ExprStmt b)])] [] [])`],
  ["try: a\nexcept A, B: b", "(Try [(ExprStmt a)] [((Tuple [A B]) - [(ExprStmt b)])] [] [])"],
  [
    `try: a
except* A: b`,
    "(Try [(ExprStmt a)] [(A - [(ExprStmt b)])] [] [])",
  ],
  [
    "def f(a, b: int, /, c=1, *args: str, d, e: int = 2, **kw) -> None: pass",
    `(FunctionDef "f" ([("a" - -) ("b" int -)] [("c" - (Int 1))] ("args" str -) [("d" - -) ("e" int (Int 2))] ("kw" - -)) (Constant -) [(Pass)] [])`,
  ],
  ["def f(*, a): pass", `(FunctionDef "f" ([] [] - [("a" - -)] -) - [(Pass)] [])`],
  ["def f[T: int](x: T): pass", `(FunctionDef "f" ([] [("x" T -)] - [] -) - [(Pass)] [])`],
  [
    `def f():
    def g(): yield 1
    return lambda: (yield)`,
    `(FunctionDef "f" ([] [] - [] -) - [(FunctionDef "g" ([] [] - [] -) - [(ExprStmt (Yield (Int 1)))] [] isGenerator) (Return (Lambda ([] [] - [] -) (Yield -)))] [])`,
  ],
  ["def f(): return [(yield x)]", `(FunctionDef "f" ([] [] - [] -) - [(Return (List [(Yield x)]))] [] isGenerator)`],
  [
    `@a.b
@c(1)
class D(E, metaclass=F): pass`,
    `(ClassDef "D" [E] [("metaclass" F)] [(Pass)] [(Attribute a "b") (Call c [(Int 1)] [])])`,
  ],
  ["class A[T]: pass", `(ClassDef "A" [] [] [(Pass)] [])`],
  [
    `@a
async def f(): pass`,
    `(FunctionDef "f" ([] [] - [] -) - [(Pass)] [a] isAsync)`,
  ],
  ["type A[T] = list[T]", "(Assign [A] ErrorExpr)"],
  ["type A[T: int = bool, *Ts = *tuple[int, ...], **P = [int]] = list[T]", "(Assign [A] ErrorExpr)"],
  ["class A[T = int](Base[T]): pass", `(ClassDef "A" [Base] [] [(Pass)] [])`],
  ["class A[T: (int, str) = int, U = list[T]]: pass", `(ClassDef "A" [] [] [(Pass)] [])`],
  ["type(self).x = 1", `(Assign [(Attribute (Call type [self] []) "x")] (Int 1))`],
  ["type = match = case = print", "(Assign [type match case] print)"],
  ["match(x)", "(ExprStmt (Call match [x] []))"],
];

describe("statements", () => {
  it.each(ROWS)("%s", (source, expected) => {
    expect(tree(source)).toBe(expected);
    expect(problems(source)).toEqual([]);
  });
});
