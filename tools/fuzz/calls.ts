import fc from "fast-check";
import type { Callable } from "./tables";

/** Values that nobody expects, as Python expressions over `PREAMBLE`. */
const ODD = [
  ..."None True False 0 1 -1 2 7 -2**63 2**63 2**70 10**400 1.5 -0.0 1e308 1e-320 float('nan') float('inf') -float('inf') 1j complex('nan') ... NotImplemented".split(
    " ",
  ),
  ..."'' 'a' 'abc' '%s' '{}' '{0.x[1]!r:>{1}}' '(' '\\x00' '\\ud800' '😀' 'é'*50 'cuda' 'float32' 'bhqd,bhkd->bhqk' 'b (h w) -> b h w' b'' b'\\xff'".split(
    / (?=['b])/,
  ),
  ..."[] [1] [[]] [None] () (1,) (0,) (-1,) (1, 2, 3) ((1,),) {} {1: 2} {'a': None} set() {1, 'a'} frozenset()".split(
    / (?=[[({sf])/,
  ),
  "range(0)",
  "range(5, -5, -2)",
  "range(10**6)",
  "slice(None)",
  "slice(1, 0, 0)",
  "slice('a')",
  "object()",
  "object",
  "type",
  "int",
  "int.__add__",
  "len",
  "lambda: 1",
  "lambda *a, **k: a",
  "(i for i in (1, 2))",
  "iter([1])",
  "zip((1,), (2,))",
  "map(str, [1])",
  "Exception('x')",
  "ValueError",
  "open('x')",
  "input()",
  "int(input())",
  "odd",
  "odd.missing",
  "Odd",
  "recursive",
  "cyclic",
  "recursive_dict",
  "torch",
  "math",
  "property()",
  "staticmethod(1)",
  "super",
  "__name__",
  "'x' * 10**5",
  "[0] * 10**5",
];

const TENSORS = [
  "torch.zeros(())",
  "torch.zeros(0)",
  "torch.zeros(2)",
  "torch.zeros(2, 3)",
  "torch.zeros(1, 0, 3)",
  "torch.zeros(2, 3, 4)",
  "torch.zeros(1, 3, 8, 8)",
  "torch.zeros(2, 3, 4, 5, 6)",
  "torch.zeros(2**40, 2**20)",
  "torch.tensor(3)",
  "torch.tensor([1, 2])",
  "torch.tensor([True, False])",
  "torch.tensor(1.5)",
  "torch.arange(3)",
  "torch.zeros(2, 2, dtype=torch.complex64)",
  "torch.zeros(3, dtype=torch.int8)",
  "torch.zeros(2, 3, dtype=torch.bool)",
  "torch.zeros(2, 3, requires_grad=True)",
  "torch.zeros(4, 4).t()",
  "torch.zeros(1, 3, 1).expand(5, 3, 2)",
  "torch.empty(int(input()), 3)",
  "nn.Parameter(torch.zeros(3))",
  "np.zeros((2, 3))",
];

const FITTING: Record<string, string[]> = {
  Tensor: TENSORS,
  Operand: [...TENSORS, "2", "1.5", "True"],
  int: ["0", "1", "2", "3", "-1", "-2", "-10", "100", "2**31", "2**63", "torch.tensor(1)", "int(input())", "True"],
  float: ["0.0", "1.0", "-1.0", "0.5", "1e-5", "float('nan')", "float('inf')", "2**70"],
  bool: ["True", "False", "0", "bool(input())"],
  str: [
    "''",
    "'mean'",
    "'sum'",
    "'none'",
    "'bilinear'",
    "'reflect'",
    "'ij'",
    "'ij,jk->ik'",
    "'nearest'",
    "'x y -> y x'",
  ],
  Scalar: ["0", "1", "-1", "2.5", "1j", "float('nan')", "2**70", "True"],
  ScalarType: ["torch.float32", "torch.int64", "torch.bool", "torch.complex64", "torch.float16", "torch.uint8"],
};

const LISTS: Record<string, string[]> = {
  Tensor: ["[]", "[torch.zeros(2)]", "[torch.zeros(2, 3), torch.zeros(2, 3)]", "(torch.zeros(1), torch.zeros(2, 2))"],
  int: [
    "()",
    "[]",
    "0",
    "1",
    "-1",
    "(0,)",
    "(1, 2)",
    "(-1, -1)",
    "(0, 0)",
    "(2, 3, 4)",
    "(1, 1, 1, 1)",
    "(2**40, 2**40)",
  ],
  float: ["()", "(0.5,)", "(1.0, 2.0)", "(float('nan'),)"],
  bool: ["()", "(True,)", "(True, False)"],
};

/** What the calls stand on: an object whose methods all misbehave, and values that hold themselves. */
export const PREAMBLE = `import math, torch, numpy as np
from torch import nn
import torch.nn.functional as F
class Odd:
    def __len__(self): return -1
    def __iter__(self): return self
    def __next__(self): raise KeyError(self)
    def __getitem__(self, i): return self
    def __index__(self): return 'a'
    def __bool__(self): return 2
    def __hash__(self): return None
    def __eq__(self, other): return other
    def __call__(self, *args): return args
    def __repr__(self): return 1
    def __add__(self, other): return NotImplemented
    def __getattr__(self, name): return self if name != 'missing' else name
odd = Odd()
recursive = []
recursive.append(recursive)
recursive_dict = {}
recursive_dict['x'] = recursive_dict
cyclic = [1, (2, recursive)]
`;

const odd = fc.constantFrom(...ODD, ...TENSORS);

/** Statements of Python's own operations on two values. */
const OPERATIONS =
  "a + b;a - b;a * b;a / b;a // b;a % b;a ** b;a @ b;a << b;a >> b;a & b;a | b;a ^ b;a < b;a == b;a in b;a is b;not a;-a;~a;+a;a[b];a[b:a];a[b, a];a[...];a[None];a[a][b];a(b);a(*b);a(**b);a.x;a.shape;f'{a}';f'{a!r:{b}}';f'{a:>{b}}';f'{a:08.3f}';'%s' % a;'%d %s' % (a, b);'{:{}}'.format(a, b);[*a, *b];{**a, **b};{a: b};{a, b};(a, *b);x, *y = a;(x, y), z = a, b;a[b] = a;a[:] = b;a[::2] = b;del a[b];a.x = b;del a.x;a += b;a *= b;a @= b;a |= b;[x for x in a];{x: b for x in a};sum(x for x in a);sorted(a, key=b);isinstance(a, b);class C(a): pass;class C(metaclass=a): pass;raise a;raise a from b;assert a, b;hash(a);repr(a);str(a);len(a);type(a)(b);a.__class__(b);type(a).__mro__;a.__dict__;dir(a);vars(a);getattr(a, b);next(iter(a));int(a);float(a);bool(a);list(a);dict(a);a if b else a;a and b;a < b < a;print(a, sep=b);lambda x=a: b;with a: pass;with a as x: pass;for x in a: break;while a: break;import math as x;global x;async def f(): await a;match a:\n    case [x, *y]: pass\n    case {'k': v, **r}: pass\n    case int(x) | str(x): pass;try:\n    raise a\nexcept b: pass;@a\ndef f(x: b = a) -> a: return x".split(
    ";",
  );

/** One argument for a type of an operator's schema, or for anything. */
function argument(type: string | undefined): fc.Arbitrary<string> {
  const fitting = type?.endsWith("[]") ? LISTS[type.slice(0, -2)] : FITTING[type ?? ""];
  if (fitting === undefined) return odd;
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...fitting) }, { weight: 1, arbitrary: odd });
}

function callOf(callable: Callable): fc.Arbitrary<string> {
  const { name, args } = callable;
  const given = args.map(({ name: parameter, type, keywordOnly, required }) =>
    fc.tuple(argument(type), fc.integer({ min: 0, max: 9 })).map(([value, way]) => {
      if (!required && way < 5) return undefined;
      return keywordOnly || way === 9 ? `${parameter}=${value}` : value;
    }),
  );
  const extra = fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: odd.map((value) => `*${value}`) },
    { weight: 1, arbitrary: odd.map((value) => `**${value}`) },
    { weight: 1, arbitrary: odd.map((value) => `unheard=${value}`) },
  );
  return fc.tuple(fc.tuple(...given), extra, fc.integer({ min: 0, max: 19 })).map(([list, more, cut]) => {
    const positional = list.filter((item) => item !== undefined && !/^\w+=[^=]/.test(item));
    const named = list.filter((item) => item !== undefined && /^\w+=[^=]/.test(item));
    const all = [...positional, ...named, ...(more === undefined ? [] : [more])];
    return `${name}(${(cut === 0 ? all.slice(1) : all).join(", ")})`;
  });
}

/** What is done with a result: it may be fine until it is looked at. */
const USES = [
  "",
  "",
  "",
  "; repr(r)",
  "; str(r); len(r)",
  "; list(r)",
  "; r == r; hash(r)",
  "; r + r",
  "; r[0]; bool(r)",
];

function statement(callables: readonly Callable[]): fc.Arbitrary<string> {
  const call = fc
    .nat()
    .chain((n) => callOf(callables[n % callables.length]))
    .chain((text) => fc.constantFrom(...USES).map((use) => `r = ${text}${use}`));
  const operation = fc
    .tuple(fc.constantFrom(...OPERATIONS), odd, odd)
    .map(([text, a, b]) => `a = ${a}; b = ${b}\n${text}`);
  return fc.oneof({ weight: 4, arbitrary: call }, { weight: 1, arbitrary: operation });
}

/** Calls in one file. */
export const CALLS = 20;

/** Files of twenty calls each: statements of the file's own, some of them inside a `forward` whose input has sizes in symbols. */
export function callFile(callables: readonly Callable[]): fc.Arbitrary<{ text: string; modules: string[] }> {
  const known = [...new Set(callables.flatMap(({ module }) => module ?? []))];
  const modulesOf = (text: string) => known.filter((module) => text.includes(`${module}.`));
  const plain = fc.array(statement(callables), { minLength: CALLS, maxLength: CALLS });
  const inside = plain.map((all) =>
    all.map((text, n) => {
      const body = text
        .replaceAll("torch.zeros(2, 3)", "x")
        .replaceAll("torch.zeros(2)", "x")
        .replaceAll("7", "x.shape[0]");
      return `class M${n}(nn.Module):\n    def forward(self, x: torch.Tensor):\n${body.replace(/^/gm, "        ")}\n        return x`;
    }),
  );
  return fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: inside }).map((all) => {
    const modules = modulesOf(all.join("\n"));
    return { modules, text: `${modules.map((module) => `import ${module}\n`).join("")}${PREAMBLE}${all.join("\n")}\n` };
  });
}
