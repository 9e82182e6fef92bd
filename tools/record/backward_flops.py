#!/usr/bin/env python3
"""Record the FLOPs of forward and backward passes of torchvision's models as `FlopCounterMode` counts them, one JSON object a line.

    python3 tools/record/backward_flops.py test/oracle/torchvision.jsonl test/oracle/backward-flops.jsonl

Runs in any Python that has torch and torchvision. What the second file has is not recorded again. Calls are those of the first file, with a batch of two: in `train()`, where the models are, batch normalization refuses one value a channel.
Tensors are fake (`FakeTensorMode`), so that nothing is computed; the loss is the sum of the outputs. `backward` without a gradient of the inputs, `withInput` with one.
"""
import argparse, importlib, json, os, re

import torch
import torchvision
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils.flop_counter import FlopCounterMode


def tensors(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from tensors(item)
    elif isinstance(value, dict):
        yield from tensors(list(value.values()))


def counted(run):
    counter = FlopCounterMode(display=False)
    with counter:
        result = run()
    return result, counter.get_total_flops()


def record(file, call):
    names = vars(importlib.import_module(file.removesuffix(".py").replace("/", ".")))
    model, given = re.fullmatch(r"(\w+\(.*?\))\((torch\.empty\(.*\))\)", call).groups()
    given = given.replace("torch.empty(1,", "torch.empty(2,")
    # Built before the mode: some constructors compute their sizes with tensors.
    module = eval(model, dict(names)).train()
    mode = FakeTensorMode()
    weights = {name: mode.from_tensor(one) for name, one in [*module.named_parameters(), *module.named_buffers()]}
    with mode:
        inputs = eval(f"[{given}]", {"torch": torch})
        found = {}
        for name in ("backward", "withInput"):
            for one in inputs:
                one.requires_grad_(name == "withInput")
            outputs, found["forward"] = counted(lambda: torch.func.functional_call(module, weights, tuple(inputs)))
            loss = sum(one.sum() for one in tensors(outputs) if one.requires_grad)
            _, found[name] = counted(loss.backward)
    return {"file": file, "call": f"{model}({given})", "torchvision": torchvision.__version__.split("+")[0], **found}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("calls")
    parser.add_argument("output")
    options = parser.parse_args()
    # Weights are not looked at: initialisation that depends on numbers can't run on fake tensors.
    for name in dir(torch.nn.init):
        if name.endswith("_") and not name.startswith("_"):
            setattr(torch.nn.init, name, lambda tensor, *_, **__: tensor)
    done = set()
    if os.path.exists(options.output):
        done = {json.loads(line)["call"].split("(")[0] for line in open(options.output)}
    with open(options.calls) as calls, open(options.output, "a") as output:
        for line in calls:
            row = json.loads(line)
            if row["call"].split("(")[0] in done:
                continue
            output.write(json.dumps(record(row["file"], row["call"])) + "\n")
            output.flush()


main()
