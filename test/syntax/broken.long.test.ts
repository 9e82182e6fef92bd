import { describe, expect, it } from "vitest";
import { repair } from "../../src/syntax/repair/repair";
import { parse, problems, show, tree } from "./python";

const NO_PARAMS = "([] [] - [] -)";
const SELF = '([] [("self" - -)] - [] -)';

describe("code as it is being typed", () => {
  it("keeps the statements after an unclosed bracket", () => {
    const text = "x = foo(\ny = 2\n";
    expect(tree(text)).toBe("(Assign [x] ErrorExpr)\n(Assign [y] (Int 2))");
    expect(problems(text)).toEqual([`1:8 "(": '(' was never closed`]);
  });

  it.each([
    ["in one line", "x = (1, \\\n".repeat(20_000)],
    ["in thousands", "$?! x = (\n".repeat(20_000)],
  ])("reads a flood of open brackets %s a few times at most", (_, text) => {
    let checked = 0;
    const check = (part: string) => {
      checked += part.length;
      return { start: 0, end: part.length };
    };
    const mended = repair(text, [], check, true);
    expect(checked).toBeLessThan(text.length);
    expect(mended?.problems[0].message).toMatch(/^'\(' was never closed$|^Invalid syntax$/);
  });

  it("keeps the methods around an unfinished attribute", () => {
    const text = "class A(B):\n    def f(self):\n        self.\n    def g(self):\n        return 1\n";
    expect(tree(text)).toBe(
      `(ClassDef "A" [B] [] [(FunctionDef "f" ${SELF} - [(ExprStmt ErrorExpr)] []) (FunctionDef "g" ${SELF} - [(Return (Int 1))] [])] [])`,
    );
    expect(problems(text)).toEqual(['3:13 ".": Invalid syntax: the line is not complete']);
  });

  it("keeps the methods around an unclosed call in the middle of a class", () => {
    const text =
      "class A(B):\n  def __init__(self):\n    self.a = nn.Linear(3,\n    self.b = nn.Linear(3, 4)\n  def g(self):\n    return self.b([1, 2\nz = 3\n";
    expect(tree(text)).toBe(
      [
        `(ClassDef "A" [B] [] [(FunctionDef "__init__" ${SELF} - [(Assign [(Attribute self "a")] ErrorExpr)`,
        '(Assign [(Attribute self "b")] (Call (Attribute nn "Linear") [(Int 3) (Int 4)] []))] [])',
        `(FunctionDef "g" ${SELF} - [(Return ErrorExpr)] [])] [])\n(Assign [z] (Int 3))`,
      ].join(" "),
    );
    expect(problems(text)).toEqual([`3:23 "(": '(' was never closed`, `6:19 "[": '[' was never closed`]);
  });

  it("reads the parameters of a half-written def, and leaves open what others there will be", () => {
    const text = "def forward(self, x\n    y = f(x)\n    return y\n";
    expect(tree(text)).toBe(
      '(FunctionDef "forward" ([] [("self" - -) ("x" - -)] ("_" - -) [] ("_" - -)) - [(Assign [y] (Call f [x] [])) (Return y)] [])',
    );
  });

  it("reads an unfinished line that an attribute would go on from", () => {
    const text = "def f():\n    y = g(x).\n    return y\n";
    expect(tree(text)).toBe(`(FunctionDef "f" ${NO_PARAMS} - [(Assign [y] ErrorExpr) (Return y)] [])`);
  });

  it("ends a docstring that was never closed where code begins", () => {
    const text =
      'class A:\n    """Doc (of A\n\n    Args: of it\n    def f(self):\n        """Returns."""\n        return 1\n';
    expect(tree(text)).toBe(
      `(ClassDef "A" [] [] [(ExprStmt ErrorExpr) (FunctionDef "f" ${SELF} - [(ExprStmt (Str "Returns.")) (Return (Int 1))] [])] [])`,
    );
    expect(problems(text)).toEqual(['2:5 "\\"\\"\\"Doc (of A": Unterminated string']);
  });

  it("keeps a call with keyword arguments at the margin whole after an unclosed bracket", () => {
    const text = "x = (1,\n     2\ny = foo(a=1,\nb=2,\nc=3)\n";
    expect(tree(text)).toBe(
      '(Assign [x] ErrorExpr)\n(Assign [y] (Call foo [] [("a" (Int 1)) ("b" (Int 2)) ("c" (Int 3))]))',
    );
  });
});

describe("lines that make no sense", () => {
  const rows: [source: string, tree: string, problem: string][] = [
    ["x = = 3\ny = 1\n", "(Assign [x] ErrorExpr)\n(Assign [y] (Int 1))", '1:5 "=": Invalid syntax'],
    ["x = 5 6\n", "(Assign [x] ErrorExpr)", '1:5 "5": Invalid syntax'],
    ['x = "abc\ny = 1\n', "(Assign [x] ErrorExpr)\n(Assign [y] (Int 1))", '1:5 "\\"abc": Unterminated string'],
    ["x)\ny = 1\n", "ErrorStmt\n(Assign [y] (Int 1))", '1:2 ")": Unmatched bracket'],
    ["if x = 3:\n  y = 1\n", "(If ErrorExpr [(Assign [y] (Int 1))] [])", '1:6 "= 3": Invalid syntax'],
    ["while x\n  y = 1\n", "(While x [(Assign [y] (Int 1))] [])", "1:7 \"x\": Expected ':'"],
    ["for i in\n  pass\n", "(For i ErrorExpr [(Pass)] [])", '1:8 "n": Invalid syntax: the line is not complete'],
    [
      "def f(a b):\n  return a\n",
      `(FunctionDef "f" ([] [] ("_" - -) [] ("_" - -)) - [(Return a)] [])`,
      '1:9 "b": Invalid syntax',
    ],
    ["class B\n  x = 1\n", '(ClassDef "B" [] [] [(Assign [x] (Int 1))] [])', "1:7 \"B\": Expected ':'"],
    [
      "def f():\nz = 3\n",
      `(FunctionDef "f" ${NO_PARAMS} - [] [])\n(Assign [z] (Int 3))`,
      '1:8 ":": Expected an indented block',
    ],
    [
      'print "a"\nx = 1\n',
      "ErrorStmt\n(Assign [x] (Int 1))",
      `1:1 "print \\"a\\"": Missing parentheses in call to 'print'. Did you mean print(...)?`,
    ],
    ["x = 0777\n", "(Assign [x] ErrorExpr)", `1:5 "0777": Invalid number '0777'`],
    ["x = a <> b\n", "(Assign [x] ErrorExpr)", `1:5 "a <> b": Invalid syntax: '<>' is '!=' in Python 3`],
    ["match x:\n  case 1 2:\n    pass\n", "(Match x [((MatchAs - -) ErrorExpr [(Pass)])])", '2:10 "2": Invalid syntax'],
  ];
  it.each(rows)("%s", (source, expected, problem) => {
    expect(tree(source)).toBe(expected);
    expect(problems(source)).toEqual([problem]);
  });
});

describe("Python that the grammar does not know", () => {
  it.each([
    ["a, *b = c, *[]\n", "(Assign [(Tuple [a (Starred b)])] (Tuple [c (Starred (List []))]))"],
    [
      "def f(): \n  return a, *(b, c)\n",
      `(FunctionDef "f" ${NO_PARAMS} - [(Return (Tuple [a (Starred (Tuple [b c]))]))] [])`,
    ],
  ])("%s", (source, expected) => {
    expect(tree(source)).toBe(expected);
    expect(problems(source)).toEqual([]);
  });
});

describe("places in broken code", () => {
  it("are those of the text as it was written", () => {
    const text = "x = foo(1\nclass É:\n  def f(self, a: int\n    return a  # note\nlast = 1\n";
    const source = parse(text);
    const last = source.tree.body.at(-1)!;
    expect(text.slice(last.start, last.end)).toBe("last = 1");
    const [comment] = source.tree.comments;
    expect(text.slice(comment.start, comment.end)).toBe("# note");
    expect(show(last)).toBe("(Assign [last] (Int 1))");
  });
});

describe("no text makes the parser throw", () => {
  const deep = 50_000;
  it.each([
    ["nothing", "", []],
    ["NUL", "\0", ['1:1 "\\u0000": Invalid syntax']],
    ["closed parentheses", `${"(".repeat(deep)}1${")".repeat(deep)}`, ["Too deeply nested to be analysed"]],
    ["open parentheses", "(".repeat(deep), ["'(' was never closed"]],
    ["signs", `x = ${"-".repeat(deep)}1`, ["Too deeply nested to be analysed"]],
    ["a long sum", `x = ${"1 + ".repeat(deep)}1`, ["Too deeply nested to be analysed"]],
    ["a long chain of attributes", `x = a${".b".repeat(deep)}`, ["Too deeply nested to be analysed"]],
    [
      "nested patterns",
      `match 1:\n  case ${"[".repeat(5000)}x${"]".repeat(5000)}:\n    pass\n`,
      ["Too deeply nested to be analysed"],
    ],
    ["a long chain of elif", `if a:\n  b\n${"elif a:\n  b\n".repeat(20_000)}`, ["Too deeply nested to be analysed"]],
  ])("%s", (_, text, expected) => {
    const found = problems(text);
    expect(found.length > 0).toBe(expected.length > 0);
    for (const message of expected) expect(found[0]).toContain(message);
  });
});

describe("what is nested too deeply", () => {
  it("is a limit of ours, and no error of syntax", () => {
    expect(parse(`x = 1${" + 1".repeat(1000)}\n`).tree.problems.map(({ limit }) => limit)).toEqual([true, true]);
    expect(parse("x = (\n").tree.problems.map(({ limit }) => limit)).toEqual([undefined]);
  });

  it("leaves what is around it as it is", () => {
    const { body } = parse(`if a:\n  b\n${"elif c:\n  d\n".repeat(1000)}else:\n  e\nlast = 1\n`).tree;
    expect(show(body[1])).toBe("(Assign [last] (Int 1))");
    let [branch] = body;
    let depth = 0;
    for (; branch.kind === "If"; branch = branch.orelse[0]) depth++;
    expect([branch.kind, depth]).toEqual(["ErrorStmt", 801]);
  });
});
