import { describe, expect, it } from "vitest";
import { problems, tree } from "./python";

// Escapes resolved, adjacent literals joined; a field of an f-string is (value conversion format).
const ROWS: [source: string, tree: string][] = [
  [`'a' "b"`, `(Str "ab")`],
  [`'\\n\\t\\\\\\'\\"\\x41\\101\\u00e9\\U0001F600\\q'`, `(Str "\\n\\t\\\\'\\"AAé😀\\\\q")`],
  [`r'\\n' R"\\d"`, `(Str "\\\\n\\\\d")`],
  [`b'\\x00\\xff\\n' rb'\\x' b"\\u0041"`, `(Bytes "\\u0000ÿ\\n\\\\x\\\\u0041")`],
  [
    `'a\\
b'`,
    `(Str "ab")`,
  ],
  [
    `"""a
 'b' "c" """`,
    `(Str "a\\n 'b' \\"c\\" ")`,
  ],
  ["u'é😀'", `(Str "é😀")`],
  ["'\\N{BULLET}'", `(Str "�")`],
  [`f"a{x}b"`, `(JoinedStr ["a" (x) "b"])`],
  [`f"{x!r:>{w}.{p}f}"`, `(JoinedStr [(x "r" (JoinedStr [">" (w) "." (p) "f"]))])`],
  [`f"{x=}" f"{x = !s}" f"{ y=:.2f}"`, `(JoinedStr ["x=" (x "r") "x = " (x "s") " y=" (y (JoinedStr [".2f"]))])`],
  [`f"{{}}{x}{{"`, `(JoinedStr ["{}" (x) "{"])`],
  [`"a" f"{x}" "b" f"c"`, `(JoinedStr ["a" (x) "bc"])`],
  [`rf"\\n{x}\\d"`, `(JoinedStr ["\\\\n" (x) "\\\\d"])`],
  [`f"{x['a']}{d["b"]}"`, `(JoinedStr [((Subscript x (Str "a"))) ((Subscript d (Str "b")))])`],
  [`f"{a if b else c}{f(x, y=1)}{x,}"`, `(JoinedStr [((IfExp b a c)) ((Call f [x] [("y" (Int 1))])) ((Tuple [x]))])`],
  [`f"{x:%Y-%m}\\n"`, `(JoinedStr [(x (JoinedStr ["%Y-%m"])) "\\n"])`],
  [`f"{x!s}" 'c'`, `(JoinedStr [(x "s") "c"])`],
  [`""`, `(Str "")`],
  [`f""`, "(JoinedStr [])"],
];

describe("strings", () => {
  it.each(ROWS)("%s", (source, expected) => {
    expect(tree(source)).toBe(`(ExprStmt ${expected})`);
    expect(problems(source)).toEqual([]);
  });
});
