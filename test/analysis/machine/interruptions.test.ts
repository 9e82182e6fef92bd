import { describe, expect, it } from "vitest";
import { errorsOf } from "../support";

describe("a handler that only an exception from outside enters", () => {
  it("fails for certain where it is entered", () => {
    expect(
      errorsOf(`import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 4)

    def save_memory(self):
        self.body = torch.utils.checkpoint(self.body)

net = Net()
try:
    net.body(torch.zeros(2, 4))
except torch.cuda.OutOfMemoryError:
    net.save_memory()
`),
    ).toEqual(["10: TypeError: 'module' object is not callable"]);
  });

  it("is told of a function that returns from its block, and of a key that was pressed", () => {
    expect(
      errorsOf(`import service

def work():
    try:
        return service.work()
    except KeyboardInterrupt:
        return result

work()
`),
    ).toEqual(["7: NameError: name 'result' is not defined"]);
  });

  it("finds what its block binds in any state", () => {
    expect(
      errorsOf(`import service
connection = None
try:
    connection = service.connect()
    connection = None
except KeyboardInterrupt:
    connection.close()
`),
    ).toEqual([]);
  });

  it("may raise and exit as it likes, and leaves nothing behind", () => {
    expect(
      errorsOf(`import service, sys
state = []
try:
    service.work()
except FileNotFoundError:
    raise ValueError("there is no such file")
except OSError:
    state.append(1)
    raise
except KeyboardInterrupt:
    sys.exit(1)
except MemoryError:
    state = None
assert len(state) == 0
state.count(missing)
`),
    ).toEqual(["15: NameError: name 'missing' is not defined"]);
  });

  it("says nothing of a handler for what another version of a library raises", () => {
    expect(
      errorsOf(`import time
try:
    now = time.perf_counter()
except AttributeError:
    now = time.clock()
`),
    ).toEqual([]);
  });
});
