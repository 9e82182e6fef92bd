import { describe, expect, it } from "vitest";
import { Either } from "../../../src/analysis/values";
import { analyze } from "../support";

/** Values that may be one of two, and what is not known, as a program gets them from its command line and from packages that are not there. */
const HEAD = `import absent, collections, copy, functools, itertools, json, math, operator, os, random, re, sys
import numpy as np
import torch
from torch import nn
n = len(sys.argv)
I = 2 if n > 3 else 3
F = 2.5 if n > 3 else 3.5
S = "ab" if n > 3 else "cd"
L = [1, 2] if n > 3 else [3, 4]
D = {"a": 1} if n > 3 else {"a": 2}
T = (1, 2) if n > 3 else (3, 4)
C = int if n > 3 else float
E = {1} if n > 3 else {2}
fn = abs if n > 3 else round
U = absent.value()
V = [U[i] for i in range(len(U))]
W = [c for c in str(U)]
`;

describe("what takes one value takes each of several, and what is not known", () => {
  it.each([
    "issubclass(C, object), issubclass(C, (str, int)), isinstance(1, C), callable(fn), fn(1), type('X', (object,), D)",
    "len(L), sum(L), max(L), min(T), sorted(L, key=fn), list(reversed(L)), list(zip(L, T)), list(map(fn, L)), list(filter(fn, L))",
    "abs(I), round(F, I), pow(I, 2), divmod(7, I), chr(I), hex(I), int('12', I + 8), complex(I), -I, ~I, 2 ** I, 7 // I",
    "tuple(L), set(L), frozenset(L), dict(D), {**D}, [*L], list(range(I)), 'abc'[I - 3], [0] * I, L[:I], E | {3}",
    "math.sqrt(I), math.floor(F), math.prod(L), math.gcd(I, 4), math.isclose(F, 2.5), math.atan2(F, I)",
    "os.path.join(S, 'x'), os.path.basename(S), json.dumps(D), re.match(S, 'abc'), re.sub('a', S, 'abc')",
    "list(itertools.chain(L, T)), list(itertools.product(L, T)), list(itertools.islice(L, I)), functools.reduce(operator.add, L)",
    "collections.OrderedDict(D), collections.Counter(S), collections.deque(L), copy.deepcopy(L), random.choice(L), random.sample(L, 1)",
    "S.upper(), S.split('a'), 'x'.join(S), '%s' % S, f'{F:.2f}', f'{I:03d}', '{}'.format(S), 'abc'.replace(S, 'x'), 'abc'.center(I)",
    "np.zeros(T, dtype=C), np.array(L), np.arange(I), np.dtype(C), np.zeros(2).astype(C), np.full(T, F), np.tile(np.zeros(2), I)",
    "torch.zeros(T), torch.tensor(L), torch.cat([torch.zeros(2)] * I), torch.zeros(2, 3).sum(0 if n > 3 else 1), torch.arange(5)[:I]",
    "nn.Linear(I, 2), nn.LSTM(4, I, num_layers=I), nn.Sequential(*[nn.ReLU()] * I), (nn.ReLU if n > 3 else nn.GELU)()",
    "tuple(np.array(V)), np.array(V).shape[0], V[0], len(V), V + [1], sorted(V), isinstance(V, list) or [][0]",
    "W[0], W + ['a'], isinstance(W, list) or [][0], isinstance(list(str(U)), list) or [][0], isinstance(range(U), range) or [][0]",
  ])("%s", (expressions) => {
    expect(analyze(`${HEAD}result = (${expressions})\n`).failures).toEqual([]);
  });

  it.each([
    "np.zeros(3, dtype=T)['t'], np.zeros(3, dtype=object)[0].x, np.empty(3, dtype=[('a', int), ('b', float)])['a']",
    "np.array([(0, np.zeros((2, 2)))] * 5, dtype=T), np.array([[1], [1, 2]], dtype=object), np.array([], dtype=T)['t']",
  ])("takes arrays of records and of objects: %s", (expressions) => {
    const records = "T = np.dtype([('t', np.int32), ('s', np.uint8, (2, 2))])\n";
    expect(analyze(`${HEAD}${records}result = (${expressions})\n`).failures).toEqual([]);
  });

  it("and fails where each of them fails", () => {
    expect(analyze(`${HEAD}issubclass(I, int)\n`).failures).toEqual([
      "TypeError: issubclass() arg 1 must be a class (line 18)",
    ]);
  });
});

describe("an attribute of a class that is one of several", () => {
  const head = `import sys, torch
from torch import nn
n = len(sys.argv)
def one(self, x): return x
def other(self, x, y=2): return x + y
class A:
    f = one if n > 3 else other
    __call__ = one if n > 3 else other
    p = property(lambda self: 1) if n > 3 else property(lambda self: 2)
    s = staticmethod(one) if n > 3 else staticmethod(other)
class Net(nn.Module):
    @(torch.inference_mode if n > 3 else torch.no_grad)()
    def forward(self, x, size=3): return x
`;

  it.each(["A().f(3)", "A()(3)", "A().p + 1", "A().s(A(), 3)", "A.f(A(), 3)", "Net()(torch.zeros(3), size=4)"])(
    "is bound as each of them: %s",
    (expression) => expect(analyze(`${head}${expression}\n`).failures).toEqual([]),
  );

  it("refuses what each of them refuses", () => {
    expect(analyze(`${head}A().f()\n`).failures).toEqual([
      "TypeError: one() missing 1 required positional argument: 'x' (line 14)",
    ]);
  });
});

describe("a special method that is no function", () => {
  it.each([
    ["partialmethod", "class B(A): __call__ = functools.partialmethod(A.__call__, 4)\nresult = B(1, 2)()", "5"],
    [
      "partialmethod as a constructor",
      "class B(A): __init__ = functools.partialmethod(A.__init__, b=3)\nx = B(1)\nresult = (x.a, x.b)",
      "(1, 3)",
    ],
    ["staticmethod", "class B: __call__ = staticmethod(lambda x: x)\nresult = B()(3)", "3"],
    ["classmethod", "class B: __call__ = classmethod(lambda cls, x: (cls.__name__, x))\nresult = B()(3)", "('B', 3)"],
    ["an object", "class B: __call__ = functools.partial(lambda x, y: x + y, 3)\nresult = B()(4)", "7"],
  ])("is bound as it wishes: %s", (_, program, expected) => {
    const head = `import functools
class A:
    def __init__(self, a, b): self.a, self.b = a, b
    def __call__(self, x): return self.a + x
`;
    const { repr, failures } = analyze(`${head}${program}\n`);
    expect(failures).toEqual([]);
    expect(repr("result")).toBe(expected);
  });
});

it("what one of several objects has is not known to be there, and what none has is not", () => {
  const program = `import sys
class A:
    both = one = 1
class B:
    both = 2
x = A() if len(sys.argv) > 3 else B()
result = hasattr(x, "both"), hasattr(x, "none"), isinstance(hasattr(x, "one"), bool)
found = "here" if hasattr(x, "one") else "not here"
`;
  const outcome = analyze(program);
  expect(outcome.repr("result")).toBe("(True, False, True)");
  expect(outcome.value("found")).toBeInstanceOf(Either);
});
