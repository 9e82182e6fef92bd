import { describe, expect, it } from "vitest";
import { analyze } from "../analysis/support";

const outcome = (program: string) => analyze(program, {}, { roots: ["/project"] });

function result(program: string): string {
  const { failures, repr } = outcome(program);
  expect(failures).toEqual([]);
  return repr("result");
}

describe("brackets", () => {
  it.each([
    [
      "of a module that is generic",
      `import torch
from torch import nn
from typing import Generic, TypeVar
T = TypeVar("T")
class Head(nn.Module, Generic[T]):
    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(4, width)
    def forward(self, x):
        return self.fc(x)
class Wide(Head[int]):
    pass
result = (Head[int](3)(torch.zeros(2, 4)).shape, Wide(5)(torch.zeros(2, 4)).shape, Wide.__orig_bases__)`,
      "(torch.Size([2, 3]), torch.Size([2, 5]), (program.Head[int],))",
    ],
    [
      "of a class that is derived from one of Python's own",
      `class Names(list):
    pass
result = (Names[str], Names[str](["a"]), type(Names[str]).__name__)`,
      "(program.Names[str], ['a'], 'GenericAlias')",
    ],
    [
      "with what is not known, which may be a variable",
      `import absent
from typing import Generic, Optional, TypeVar, Union, get_args
class Box(Generic[absent.T]):
    def size(self):
        return 1
class Small(Box[absent.Item]):
    pass
class Many(Box[absent.T, absent.S]):
    pass
result = (Small().size(), Many[int, str]().size(), get_args(Union[int, absent.Item, int])[0], Optional[absent.Item] is None)`,
      "(1, 1, <class 'int'>, False)",
    ],
    [
      "of a protocol that is looked at by isinstance",
      `from typing import Protocol, runtime_checkable
@runtime_checkable
class Sized(Protocol):
    def size(self): ...
class Box:
    def size(self):
        return 1
result = (isinstance(Box(), Sized), isinstance(3, Sized))`,
      "(True, False)",
    ],
  ])("%s", (_, program, expected) => expect(result(program)).toBe(expected));

  it.each([
    ["class A: pass\nA[int]", "TypeError: type 'A' is not subscriptable (line 2)"],
    ["int[str]", "TypeError: type 'int' is not subscriptable (line 1)"],
    [
      "def f(): pass\nisinstance(1, f)",
      "TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union (line 2)",
    ],
    [
      "from typing import Dict\nDict[int]",
      "TypeError: Too few arguments for typing.Dict; actual 1, expected 2 (line 2)",
    ],
    [
      "from typing import Protocol\nclass P(Protocol):\n    x: int\nP()",
      "TypeError: Protocols cannot be instantiated (line 4)",
    ],
  ])("%s", (program, told) => expect(outcome(program).failures).toEqual([told]));

  it("of a class that only a stand-in is known of are no error", () =>
    expect(outcome("import queue\nqueue.Queue[int]").failures).toEqual([]));
});

describe("what a parser gives", () => {
  it.each(["p", "p.add_argument_group('more')"])("may be more after %s was given away", (given) =>
    expect(
      outcome(`import argparse, absent
p = argparse.ArgumentParser()
absent.fill(${given})
p.parse_args().rate`).failures,
    ).toEqual([]),
  );

  it("is else what was added", () =>
    expect(
      outcome(`import argparse
p = argparse.ArgumentParser()
p.add_argument("--lr")
p.parse_args().rate`).failures,
    ).toEqual(["AttributeError: 'Namespace' object has no attribute 'rate' (line 4)"]));
});

it("what is printed goes where the program says", () =>
  expect(
    result(`import contextlib, io
text = io.StringIO()
with contextlib.redirect_stdout(text):
    print("a", 1, sep="-")
print("b")
print("c", end="", file=text)
result = text.getvalue()`),
  ).toBe("'a-1\\nc'"));

it("numbers of a class of their own are numbers to operators", () =>
  expect(
    result(`import torch
class Rate(float):
    def twice(self):
        return self * 2
rate = Rate(0.5)
dropped = torch.nn.Dropout(rate)(torch.zeros(2, 3))
result = (type(rate).__name__, rate.twice(), {0.5: "half"}[rate], f"{rate:.2f}", dropped.shape, torch.full((2,), rate).tolist())`),
  ).toBe("('Rate', 1.0, 'half', '0.50', torch.Size([2, 3]), [0.5, 0.5])"));

it("messages name compiled classes with their module", () =>
  expect(outcome("import collections\ncollections.deque().first").failures).toEqual([
    "AttributeError: 'collections.deque' object has no attribute 'first' (line 2)",
  ]));
