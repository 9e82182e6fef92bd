#!/usr/bin/env python3
"""Record the memory of models by PyTorch's own tracker, one JSON object a line.

    python3 tools/record/memory.py test/oracle/memory.jsonl

Runs in any Python that has torch; the programs lie beside the recording. `torch.distributed._tools.mem_tracker.MemTracker` follows the storages that are alive; tensors are
fake (`FakeTensorMode`), so that nothing is computed. `inference` is a pass in `eval()` without gradients; `training` the forward and the backward pass
of one step in `train()`, with the one number among the outputs as its loss, else their sum, and no gradients before it; `flops` what `FlopCounterMode` counts of both. Bytes are of
the peak beside parameters, buffers and inputs. What an optimizer adds is a formula, held to its source in `test/analysis/cost/memory`.

`loop` is a program with a loop of its own: it runs on numbers, since the step of an optimizer reads some, from its first line to its last; `peak` is of all that it makes,
models and batches among it, and `state` what its optimizers keep.
"""
import argparse, json, os, sys

import torch
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.distributed._tools.mem_tracker import MemTracker
from torch.utils.flop_counter import FlopCounterMode

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.path.join(HERE, "../../test/oracle/memory-programs.py")
LOOPS = os.path.join(HERE, "../../test/oracle/loop-programs.py")

#: Calls of the programs beside the recording.
OWN = [
    "Language(vocabulary=1000, width=64, heads=4, depth=3, length=48)(torch.zeros(4, 48, dtype=torch.long))",
    "language_loss(Language(vocabulary=1000, width=64, heads=4, depth=3, length=48), torch.zeros(4, 48, dtype=torch.long))",
    "Language(vocabulary=500, width=64, heads=4, depth=6, length=48, again=True)(torch.zeros(8, 48, dtype=torch.long))",
    # The sizes of GPT-2's smallest: twelve sequences of 1024 tokens.
    "trained(Language(50304, 768, 12, 12, 1024, drop=0.0), torch.zeros(12, 1024, dtype=torch.long), torch.zeros(12, 1024, dtype=torch.long))",
    "Scored(500, 64)(torch.zeros(6, 32, dtype=torch.long), torch.zeros(6, 32, dtype=torch.long))",
    "Gated(32)(torch.empty(6, 20, 32))",
    "Small()(torch.empty(8, 3, 32, 32))",
    "Squeezed(16)(torch.empty(4, 16, 24, 24))",
    "Dense(5)(torch.empty(2, 16, 32, 32))",
    "Attending(64, 4)(torch.empty(3, 48, 64))",
    "Frozen(64, 4)(torch.empty(32, 64))",
    "Small()(torch.empty(4, 3, 32, 32, requires_grad=True))",
    *(f"{name}()(torch.empty(10, 100, requires_grad=True))" for name in "Rebound Named Passed Listed Given Nested".split()),
]

#: Loops of the programs beside the recording.
LOOP = ["mixed()", "accumulated()", "adversarial()", "clipped()", "frozen()", "averaged()", "scheduled()",
        "truncated()", "two_losses()", "checkpointed()", "followed()", "halved()", "critic()", "lion()"]  # fmt: skip


def tensors(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from tensors(item)
    elif isinstance(value, dict):
        yield from tensors(list(value.values()))
    elif hasattr(value, "__dict__"):
        yield from tensors(list(vars(value).values()))


def loss_of(result):
    """The one number among the outputs, beside which the program's own loop holds the others (`logits, loss = model(x, y)`); else their sum, and nothing is held."""
    found = [one for one in tensors(result) if one.requires_grad]
    numbers = [one for one in found if not one.dim()]
    if len(numbers) == 1:
        return numbers[0], result
    return sum(one.sum() if one.dim() else one for one in found), None


def total(tracker, kind):
    return sum(bytes for snapshot in [tracker.get_tracker_snapshot(kind)] for by in snapshot.values() for name, bytes in by.items() if name == "Total")


def parts(text, names):
    """The module and the function of it that a call runs, without running it."""
    import ast
    call = ast.parse(text, mode="eval").body
    if isinstance(call.func, ast.Call):
        module = eval(compile(ast.Expression(call.func), "<call>", "eval"), names)
        given = [eval(compile(ast.Expression(arg), "<call>", "eval"), names) for arg in call.args]
        return module, lambda given: module(*given), given
    module, *given = [eval(compile(ast.Expression(arg), "<call>", "eval"), names) for arg in call.args]
    function = eval(compile(ast.Expression(call.func), "<call>", "eval"), names)
    return module, lambda given: function(module, *given), given


class Tracker(MemTracker):
    """Looks at no gradients of parameters one by one: that fails where some are frozen, and only sorts the bytes."""

    def _track_module_params_and_buffers(self, module, install_grad_hooks=True):
        return super()._track_module_params_and_buffers(module, install_grad_hooks=False)


class Modules:
    """In the place of what tells a tracker of modules: its hooks make circles, in which tensors live until they are collected."""

    is_bw = False
    parents = frozenset()

    def register_user_hooks(self, *_):
        pass

    clear_user_hooks = register_user_hooks
    __enter__ = __exit__ = register_user_hooks


class LoopTracker(MemTracker):
    """Keeps no account of modules, which the tracker has for one pass alone: what is alive is the same."""

    def __init__(self):
        super().__init__()
        self._mod_tracker = Modules()


def measured(module, run, given, train):
    tracker = Tracker()
    module.train(train)
    if not train:
        given = [one.detach() for one in given]
    tracker.track_external(module, *given)
    before = total(tracker, "current")
    with tracker:
        if train:
            loss, named = loss_of(run(given))
            loss.backward()
            del loss, named
        else:
            with torch.no_grad():
                run(given)
    for one in [*module.parameters(), *given]:
        one.grad = None
    return total(tracker, "peak") - before


def flops(module, run, given):
    module.train(True)
    counter = FlopCounterMode(display=False)
    with counter:
        result = run(given)
    forward = counter.get_total_flops()
    counter = FlopCounterMode(display=False)
    with counter:
        loss_of(result)[0].backward()
    return {"forward": forward, "backward": counter.get_total_flops()}


def record(text, names):
    with FakeTensorMode(allow_non_fake_inputs=True):
        module, run, given = parts(text, names)
        size = lambda found: sum(one.numel() * one.element_size() for one in found)
        return {
            "call": text,
            "torch": torch.__version__.split("+")[0],
            "parameters": size(module.parameters()),
            "buffers": size(module.buffers()),
            "inputs": size(tensors(given)),
            "inference": measured(module, run, given, False),
            "training": measured(module, run, given, True),
            "flops": flops(module, run, given),
        }


def record_loop(text, names):
    """A whole program under the tracker: what it makes and keeps, from its first line on."""
    # Later calls of the same operators take what is made at their first call from a cache.
    eval(text, names)
    tracker = LoopTracker()
    with tracker:
        modules, optimizers = eval(text, names)
    size = lambda found: sum({one.untyped_storage()._cdata: one.untyped_storage().nbytes() for one in found}.values())
    return {
        "loop": text,
        "torch": torch.__version__.split("+")[0],
        "parameters": size(one for module in modules for one in module.parameters()),
        "buffers": size(one for module in modules for one in module.buffers()),
        "state": size(tensors([list(state.values()) for one in optimizers for state in one.state.values()])),
        "peak": total(tracker, "peak"),
    }


def without_initialisation():
    """Weights are not looked at: initialisation that depends on numbers can't run on fake tensors."""
    for name in dir(torch.nn.init):
        if name.endswith("_") and not name.startswith("_"):
            setattr(torch.nn.init, name, lambda tensor, *_, **__: tensor)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--loops", action="store_true", help="those alone")
    options = parser.parse_args()
    without_initialisation()
    own = {"torch": torch}
    exec(compile(open(PROGRAMS).read(), PROGRAMS, "exec"), own)
    found = [] if options.loops else [record(text, own) for text in OWN]
    loops = {}
    exec(compile(open(LOOPS).read(), LOOPS, "exec"), loops)
    found += [record_loop(text, loops) for text in LOOP]
    with open(options.output, "w") as file:
        for one in found:
            file.write(json.dumps(one) + "\n")


if __name__ == "__main__":
    main()
