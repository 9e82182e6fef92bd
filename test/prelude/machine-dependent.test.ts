import { describe, expect, it } from "vitest";
import { errorsOf } from "../analysis/support";

// What hangs on the machine, on how PyTorch was built or on how a program is started is no constant.
describe("nothing is certain of", () => {
  it.each([
    ["backends", "import torch\nif not torch.backends.mps.is_available():\n    raise RuntimeError('needs mps')"],
    ["libraries that PyTorch was built with", "import torch\nassert torch.backends.mkl.is_available()"],
    ["cuDNN's version", "import torch\nassert torch.backends.cudnn.version() // 1000 > 8"],
    ["the number of threads", "import torch\nassert torch.get_num_threads() > 1"],
    ["the number of processors", "import torch\nassert torch.multiprocessing.cpu_count() > 1"],
    ["the seed", "import torch\nassert torch.initial_seed() > 0 and torch.Generator().initial_seed() > 0"],
    [
      "what was set",
      "import torch\ntorch.use_deterministic_algorithms(True)\nassert torch.are_deterministic_algorithms_enabled()",
    ],
    ["the number of processes", "import torch.distributed as dist\nassert dist.get_world_size() > 1"],
    [
      "whether there is a process group",
      "import torch.distributed as dist\nif not dist.is_initialized():\n    raise RuntimeError('not begun')",
    ],
    ["contexts of processes", "import torch.multiprocessing as mp\nmp.get_context('spawn').Queue().get()"],
    [
      "a scheduler's state",
      "import torch\nopt = torch.optim.SGD([torch.zeros(1, requires_grad=True)])\ntorch.optim.lr_scheduler.StepLR(opt, 2).state_dict()['last_epoch']",
    ],
    [
      "a schedule",
      "import torch\nopt = torch.optim.SGD([torch.zeros(1, requires_grad=True)])\ns = torch.optim.lr_scheduler.StepLR(opt, 2)\ns.step()\nassert s.last_epoch == 1 and s.get_last_lr()[0] < 1e-3",
    ],
    [
      "an optimizer's state",
      "import torch\np = torch.zeros(1, requires_grad=True)\nopt = torch.optim.Adam([p])\np.sum().backward()\nopt.step()\nassert opt.state[p]['step'] == 1\nopt.state_dict()['state'][0]['exp_avg']",
    ],
    [
      "where CUDA is, and the engine of the backward pass",
      "from torch.utils import cpp_extension\nfrom torch.autograd import Variable\ncpp_extension.CUDA_HOME + '/bin'\nVariable._execution_engine.run_backward()",
    ],
    [
      "modules that nothing here imports",
      `import sys
def entries():
    yield sys.modules.get("apex"), sys.modules.setdefault("amp_C", 3), sys.modules["fused"]
try:
    found = next(entries())
except StopIteration:
    raise
for one in found:
    one.scale()`,
    ],
    ["how far a bar is", "import tqdm\nbar = tqdm.tqdm(total=3)\nbar.update(2)\nassert bar.n == 2"],
    ["where a tensor is kept", "import torch\nassert torch.zeros(3).share_memory_().is_shared()"],
    [
      "the root logger",
      "import logging\nlogging.basicConfig(level=10)\nlogging.root.handlers[0].flush()\nassert logging.root.level == 10",
    ],
    ["a scaler's state", "import torch\ntorch.amp.GradScaler().state_dict()['scale']"],
    [
      "an optimizer's hooks",
      "import torch\nopt = torch.optim.SGD([torch.zeros(1, requires_grad=True)])\nopt.register_step_pre_hook(print).remove()",
    ],
    [
      "a profile",
      "import torch\nwith torch.profiler.profile() as prof:\n    pass\nprof.key_averages().table().split('\\n')[3]",
    ],
    ["a generator's state", "import random\nrandom.getstate()[1]"],
    ["the objects of Python", "import gc\nassert len(gc.get_objects()) > 0"],
    ["the levels of a logger", "import logging\nassert logging.getLogger('a').isEnabledFor(logging.DEBUG)"],
    ["what a formatter writes", "import logging\nlogging.Formatter().format(None).split(' ')[1]"],
    ["other programs", "import os\nif os.system('a') == 0:\n    raise SystemError"],
  ])("%s", (_, program) => {
    expect(errorsOf(program)).toEqual([]);
  });
});

it("what the program says of its processes is known, and there is always a process 0", () => {
  const program = `import torch
import torch.distributed as dist
dist.init_process_group("nccl", world_size=4)
assert dist.is_initialized() and dist.get_world_size() == 4
if dist.get_rank() == 0:
    torch.zeros(2, 3) @ torch.zeros(2, 3)
`;
  expect(errorsOf(program)).toEqual(["6: RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)"]);
});

it("an argument of a parser that resolves conflicts takes the place of an older one, and a group has its arguments", () => {
  const program = (handler: string) => `import argparse
parser = argparse.ArgumentParser(${handler})
group = parser.add_argument_group("model")
group.add_argument("--model-path", "-m", type=str)
parser.add_argument("--model-path", type=int)
assert [action.dest for action in group._group_actions] == ["model_path"]
assert parser.parse_args(["--model-path", "3"]).model_path == 3
`;
  expect(errorsOf(program("conflict_handler='resolve'"))).toEqual([]);
  expect(errorsOf(program(""))).toEqual([
    "5: ArgumentError: argument --model-path: conflicting option string: --model-path",
  ]);
});

it("an argument's own action is made of keywords", () => {
  const program = `import argparse
class FromFile(argparse.Action):
    def __init__(self, option_strings, type, dest, help=None, required=False):
        super().__init__(option_strings=option_strings, type=type, dest=dest, help=help, required=required)
    def __call__(self, parser, namespace, values, option_string):
        setattr(namespace, self.dest, values)
parser = argparse.ArgumentParser()
parser.add_argument("--config", action=FromFile, type=str, help="a file")
parser.add_argument("--seed", action=FromFile, type=int, nargs=2)
`;
  expect(errorsOf(program)).toEqual(["9: TypeError: FromFile.__init__() got an unexpected keyword argument 'nargs'"]);
});
