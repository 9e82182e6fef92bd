/** Texts of one thing over and over: what is quadratic, recursive or greedy shows here. */

const line = (text: string, n: number) => text.repeat(n);
const around = (open: string, inner: string, close: string, n: number) => open.repeat(n) + inner + close.repeat(n);

/** `n` lines, each indented deeper than the last. */
function stairs(head: string, last: string, n: number): string {
  const steps = Array.from({ length: n }, (_, depth) => " ".repeat(depth) + head);
  return `${steps.join("\n")}\n${" ".repeat(n)}${last}\n`;
}

/** By name: the text of about `n` repetitions. */
export const floods: Record<string, (n: number) => string> = {
  "open parentheses": (n) => `x = ${line("(", n)}\n`,
  "open brackets": (n) => `x = ${line("[", n)}\n`,
  "open braces": (n) => `x = ${line("{", n)}\n`,
  "closing brackets": (n) => `x = ${line(")]}", n)}\n`,
  "mixed brackets": (n) => `x = ${line("([{)", n)}\n`,
  "nested lists": (n) => `x = ${around("[", "1", "]", n)}\n`,
  "nested parentheses": (n) => `x = ${around("(", "1", ")", n)}\n`,
  "nested dictionaries": (n) => `x = ${around("{1: ", "1", "}", n)}\n`,
  "nested calls": (n) => `x = ${around("str(", "1", ")", n)}\n`,
  "nested subscripts": (n) => `x = ${around("x[", "0", "]", n)}\n`,
  "nested tensors": (n) => `import torch\nx = torch.zeros(2)\n${line("x = torch.stack([x, x])\n", n % 40)}`,
  "nested lambdas": (n) => `f = ${line("lambda x: ", n)}1\n`,
  "nested conditions": (n) => `x = ${line("1 if 0 else ", n)}2\n`,
  "nested f-strings": (n) => `x = ${line('f"{', n)}1${line('}"', n)}\n`,
  "nested comprehensions": (n) => `x = ${around("[", "0", " for i in range(2)]", n)}\n`,
  "chained comparisons": (n) => `x = 1${line(" < 2", n)}\n`,
  "chained additions": (n) => `x = 1${line(" + 1", n)}\n`,
  "chained concatenations": (n) => `x = 'a'${line(" + 'a'", n)}\n`,
  "chained powers": (n) => `x = 2${line(" ** 1", n)}\n`,
  "chained attributes": (n) => `import torch\nx = torch.zeros(2)${line(".T", n)}\n`,
  "chained methods": (n) => `import torch\nx = torch.zeros(2)${line(".relu()", n)}\n`,
  "chained assignments": (n) => `${line("a = ", n)}1\n`,
  "chained and": (n) => `x = 1${line(" and 1", n)}\n`,
  operators: (n) => `x = 1 ${line("+ - * / ", n)}\n`,
  "unary minus": (n) => `x = ${line("-", n)}1\n`,
  not: (n) => `x = ${line("not ", n)}1\n`,
  "adjacent strings": (n) => `x = ${line("'a' ", n)}\n`,
  quotes: (n) => `x = ${line("'", n)}\n`,
  "double quotes": (n) => `x = ${line('"', n)}\n`,
  "triple quotes": (n) => line('"""\n', n),
  "backslash lines": (n) => `x = 1${line(" \\\n", n)}\n`,
  backslashes: (n) => `x = ${line("\\", n)}\n`,
  comments: (n) => line("# (B, C, H, W) -> (B, C)\n", n),
  "example comments": (n) => line("# shapescope: f(1)\n", n),
  "long comment": (n) => `# ${line("(B, C) ", n)}\n`,
  "comment patterns": (n) => `x = 1  # ${line("[", n)}${line("N, ", n)}\n`,
  elifs: (n) => `if 0:\n    pass\n${line("elif 0:\n    pass\n", n)}`,
  elses: (n) => line("else:\n    pass\n", n),
  excepts: (n) => `try:\n    pass\n${line("except ValueError:\n    pass\n", n)}`,
  cases: (n) => `x = 1\nmatch x:\n${line("    case 2:\n        pass\n", n)}`,
  "nested patterns": (n) => `match 1:\n    case ${around("[", "x", "]", n)}:\n        pass\n`,
  decorators: (n) => `${line("@property\n", n)}def f(): pass\n`,
  "nested ifs": (n) => stairs("if 1:", "x = 1", Math.min(n, 300)),
  "nested loops": (n) => stairs("for i in range(2):", "x = 1", Math.min(n, 300)),
  "nested functions": (n) => stairs("def f():", "return 1", Math.min(n, 300)),
  "nested classes": (n) => stairs("class C:", "x = 1", Math.min(n, 300)),
  "nested tries": (n) => stairs("try:", "x = 1", Math.min(n, 300)),
  "nested with": (n) => stairs("with open('a') as f:", "x = 1", Math.min(n, 300)),
  statements: (n) => line("x = 1\n", n),
  semicolons: (n) => `x = 1${line("; x = x + 1", n)}\n`,
  "empty lines": (n) => line("\n", n),
  tabs: (n) => `if 1:\n${line("\t", n)}x = 1\n`,
  names: (n) => `${line("a", n)} = 1\n`,
  digits: (n) => `x = ${line("9", n)}\n`,
  "long list": (n) => `x = [${line("1, ", n)}]\n`,
  "long call": (n) => `f(${line("1, ", n)})\n`,
  "many parameters": (n) => `def f(${Array.from({ length: n }, (_, i) => `a${i}`).join(", ")}): pass\n`,
  "many unpackings": (n) => `${line("a, ", n)} = ${line("1, ", n)}\n`,
  "stars in a call": (n) => `print(${line("*[], ", n)})\n`,
  imports: (n) => line("from torch import nn\n", n),
  walrus: (n) => `x = ${around("(y := ", "1", ")", n)}\n`,
  colons: (n) => `x = a[${line(":", n)}]\n`,
  commas: (n) => `x = ${line(",", n)}\n`,
  dots: (n) => `x = ${line(".", n)}\n`,
  await: (n) => `async def f():\n    ${line("await ", n)}g()\n`,
  yields: (n) => `def f():\n    x = ${around("(yield ", "1", ")", n)}\n`,
  "chained classes": (n) =>
    `class C0: pass\n${Array.from({ length: Math.min(n, 1000) }, (_, i) => `class C${i + 1}(C${i}): pass\n`).join("")}`,
  "recursive calls": (n) => `def f(n):\n    return n if n <= 0 else f(n - 1)\nf(${n})\n`,
  "long loop": (n) => `x = 0\nfor i in range(${n} ** 2):\n    x += i\n`,
  "many branches": (n) =>
    `def f(a: bool):\n    x = 0\n${line("    if a: x = x + 1\n    else: x = x - 1\n", Math.min(n, 500))}    return x\nf(bool(input()))\n`,
  "symbolic sizes": (n) =>
    `import torch\nfrom torch import nn\nclass M(nn.Module):\n    def forward(self, x):\n        b = x.shape[0]\n${line("        b = (b * 3 + 1) % 7\n", Math.min(n, 300))}        return torch.zeros(b)\n`,
};

export const floodNames = Object.keys(floods);

/** A flood of at most 200,000 characters. */
export function flood(name: string, n: number): string {
  return floods[name](n).slice(0, 200_000);
}
