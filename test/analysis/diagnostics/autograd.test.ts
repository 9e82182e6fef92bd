import { describe, expect, it } from "vitest";
import { diagnosticsOf, errorsOf } from "../support";

const HEAD = "import torch\nfrom torch import nn\n";
const SPOILED =
  "RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: ";
const HINT =
  " Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).";
const SECOND =
  "RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate " +
  "values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the " +
  "graph a second time or if you need to access saved tensors after calling backward.";

/** Programs that PyTorch 2.15 refuses, with the line and its words, and like ones that run. */
const CASES: { name: string; fails: string; told: string; runs: string }[] = [
  {
    name: "gradients of what is not known of inputs that are",
    fails:
      "v, w = torch.randn(2, requires_grad=True), torch.randn(2, requires_grad=True)\ntorch.autograd.grad(w.sum(), v)",
    told: "4: RuntimeError: The differentiated Tensor at index 0 appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.",
    runs: "import a\nv = torch.randn(2, requires_grad=True)\ntorch.autograd.grad(a.loss(v), v)",
  },
  {
    name: "a write into a result that was kept",
    fails: "layer = nn.Linear(4, 3)\ny = torch.sigmoid(layer(torch.randn(2, 4)))\ny += 1\ny.sum().backward()",
    told: `5: ${SPOILED}[torch.FloatTensor [2, 3]] is at version 1; expected version 0 instead.${HINT}`,
    runs: "layer = nn.Linear(4, 3)\ny = layer(torch.randn(2, 4)) * 2\ny += 1\ny.sum().backward()",
  },
  {
    name: "a write through a view into an argument that was kept",
    fails: "layer = nn.Linear(4, 3)\ny = layer(torch.randn(2, 4))\nz = y ** 2\ny[:, 0] = 0\nz.sum().backward()",
    told: `6: ${SPOILED}[torch.FloatTensor [2, 3]] is at version 1; expected version 0 instead.${HINT}`,
    runs: "layer = nn.Linear(4, 3)\ny = layer(torch.randn(2, 4))\nz = y + 2\ny[:, 0] = 0\nz.sum().backward()",
  },
  {
    name: "an optimizer's step between a loss and its pass",
    fails: `actor, critic = nn.Linear(4, 4), nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
optimizer = torch.optim.SGD(critic.parameters(), lr=0.1)
value = critic(actor(torch.randn(2, 4))).mean()
critic(torch.randn(2, 4)).mean().backward()
optimizer.step()
value.backward()`,
    told: `7: ${SPOILED}[torch.FloatTensor [1, 4]] is at version 2; expected version 1 instead.${HINT}`,
    runs: `actor, critic = nn.Linear(4, 4), nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
optimizer = torch.optim.SGD(critic.parameters(), lr=0.1)
value = critic(actor(torch.randn(2, 4))).mean()
value.backward()
optimizer.step()`,
  },
  {
    name: "a second pass through a graph that is freed",
    fails: "w = torch.randn(3, requires_grad=True)\nloss = (w * w).sum()\nloss.backward()\nloss.backward()",
    told: `6: ${SECOND}`,
    runs: "w = torch.randn(3, requires_grad=True)\nloss = (w * w).sum()\nloss.backward(retain_graph=True)\nloss.backward()",
  },
  {
    name: "a hidden state that is kept with its graph",
    fails: `lstm = nn.LSTM(4, 4)
state = (torch.zeros(1, 2, 4), torch.zeros(1, 2, 4))
for _ in range(2):
    out, state = lstm(torch.randn(5, 2, 4), state)
    out.sum().backward()`,
    told: `7: ${SECOND}`,
    runs: `lstm = nn.LSTM(4, 4)
state = (torch.zeros(1, 2, 4), torch.zeros(1, 2, 4))
for _ in range(2):
    out, state = lstm(torch.randn(5, 2, 4), tuple(s.detach() for s in state))
    out.sum().backward()`,
  },
  {
    name: "a loss without a graph",
    fails: "layer = nn.Linear(4, 3)\nloss = torch.tensor(layer(torch.randn(2, 4)).sum().item())\nloss.backward()",
    told: "5: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn",
    runs: "layer = nn.Linear(4, 3)\nloss = layer(torch.randn(2, 4)).sum()\nloss.backward()",
  },
  {
    name: "a write into a leaf",
    fails: "w = torch.zeros(3, requires_grad=True)\nw += 1",
    told: "4: RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.",
    runs: "w = torch.zeros(3, requires_grad=True)\nwith torch.no_grad():\n    w += 1\nw.data += 1\nnn.init.ones_(w)",
  },
  {
    name: "a write into a view of a leaf",
    fails: "layer = nn.Linear(4, 3)\nlayer.weight[0] = 0",
    told: "4: RuntimeError: a view of a leaf Variable that requires grad is being used in an in-place operation.",
    runs: "layer = nn.Linear(4, 3)\nwith torch.no_grad():\n    layer.weight[0] = 0\n    layer.weight[1].zero_()",
  },
  {
    name: "a flag of what was computed",
    fails: "w = torch.zeros(3, requires_grad=True)\ny = w * 2\ny.requires_grad = False",
    told:
      "5: RuntimeError: you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't " +
      "require differentiation use var_no_grad = var.detach().",
    runs: "w = torch.zeros(3, requires_grad=True)\ny = (w * 2).detach()\ny.requires_grad = True",
  },
  {
    name: "a copy of what was computed",
    fails: "import copy\nw = torch.zeros(3, requires_grad=True)\ncopy.deepcopy(w * 2)",
    told:
      "5: RuntimeError: Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you were attempting " +
      "to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001",
    runs:
      "import copy\nlayer = nn.Linear(2, 3)\ntarget = copy.deepcopy(layer)\nfor p in target.parameters():\n    p.requires_grad = False\n" +
      "w = nn.Parameter(layer.weight.clone())\nw.requires_grad = False\ncopy.deepcopy((w * 2).detach())",
  },
  {
    name: "an optimizer of what was computed",
    fails: "w = torch.zeros(3, requires_grad=True) * 2\ntorch.optim.SGD([w], lr=0.1)",
    told: "4: ValueError: can't optimize a non-leaf Tensor",
    runs: "w = (torch.zeros(3) * 2).requires_grad_()\ntorch.optim.SGD([w], lr=0.1)",
  },
  {
    name: "a parameter in two groups",
    fails: "net = nn.Linear(4, 3)\ntorch.optim.SGD([{'params': net.parameters()}, {'params': [net.bias]}], lr=0.1)",
    told: "4: ValueError: some parameters appear in more than one parameter group",
    runs: "net = nn.Linear(4, 3)\ntorch.optim.SGD([{'params': [net.weight]}, {'params': [net.bias]}], lr=0.1)",
  },
  {
    name: "a gradient before the first pass",
    fails: "w = torch.zeros(3, requires_grad=True)\nw.grad.zero_()",
    told: "4: AttributeError: 'NoneType' object has no attribute 'zero_'",
    runs: "w = torch.zeros(3, requires_grad=True)\n(w * 2).sum().backward()\nw.grad.zero_()",
  },
  {
    name: "an input without a part in the output",
    fails:
      "a, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)\ntorch.autograd.grad((a * 2).sum(), [a, b])",
    told: "4: RuntimeError: The differentiated Tensor at index 1 appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.",
    runs: "a, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)\ntorch.autograd.grad((a * 2).sum(), [a, b], allow_unused=True)",
  },
  {
    name: "a gradient of another shape",
    fails: "a = torch.ones(2, requires_grad=True)\n(a * 2).sum().backward(torch.ones(1))",
    told: "4: RuntimeError: Mismatch in shape: grad_output[0] has a shape of torch.Size([1]) and output[0] has a shape of torch.Size([]).",
    runs: "a = torch.ones(2, requires_grad=True)\n(a * 2).sum().backward(torch.tensor(1.0))",
  },
];

/** A program with an autograd function of which `pass` uses `Scaled`, by what `forward` gives and what `backward` gives. */
const scaled = (forward: string, backward: string, pass: string) => `class Scaled(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, k):
        ctx.save_for_backward(x)
        return ${forward}
    @staticmethod
    def backward(ctx, g):
        return ${backward}
w = torch.ones(2, 3, requires_grad=True)
${pass}`;
const PASS = "Scaled.apply(w, 2).sum().backward()";
const RIGHT = scaled("x * k", "g * 2, None", PASS);

/** Calls of autograd functions, whose gradients `backward` computes. */
const FUNCTIONS: { name: string; fails: string; told: string; runs: string }[] = [
  {
    name: "fewer gradients than inputs",
    fails: scaled("x * k", "g * 2", PASS),
    told: "12: RuntimeError: function ScaledBackward returned an incorrect number of gradients (expected 2, got 1)",
    runs: RIGHT,
  },
  {
    name: "more gradients than inputs",
    fails: scaled("x * k", "g * 2, None, g", PASS),
    told: "12: RuntimeError: function ScaledBackward returned an incorrect number of gradients (expected 2, got 3)",
    runs: scaled("x * k", "g * 2, None, None, None", PASS),
  },
  {
    name: "a gradient of what is no tensor",
    fails: scaled("x * k", "g * 2, g", PASS),
    told: "12: RuntimeError: function ScaledBackward returned a gradient different than None at position 2, but the corresponding forward input was not a Variable",
    runs: RIGHT,
  },
  {
    name: "a gradient of another shape than its input",
    fails: scaled("x * k", "g.sum(0)[:2], None", PASS),
    told: "12: RuntimeError: Function ScaledBackward returned an invalid gradient at index 0 - got [2] but expected shape compatible with [2, 3]",
    runs: scaled("x * k", "g.expand(4, 2, 3), None", PASS),
  },
  {
    name: "a gradient that is no tensor",
    fails: scaled("x * k", "2.0, None", PASS),
    told: "12: RuntimeError: expected Variable or None (got float)",
    runs: scaled("x * k", "None, None", PASS),
  },
  {
    name: "a gradient on another device",
    fails: scaled("x * k", 'g.to("meta"), None', PASS),
    told: "12: RuntimeError: Function ScaledBackward returned an invalid gradient at index 0 - expected device cpu but got meta",
    runs: scaled("x * k", 'g.to("cpu"), None', PASS),
  },
  {
    name: "more results than backward takes",
    fails: scaled("(x * k, x)", "g, None", "Scaled.apply(w, 2)[0].sum().backward()"),
    told: "12: TypeError: Scaled.backward() takes 2 positional arguments but 3 were given",
    runs: scaled("(x * k, x)", "g, None", "Scaled.apply(w, 2)"),
  },
  {
    name: "no gradient for the input that needs one",
    fails: scaled(
      "x * k",
      "(None, g) if ctx.needs_input_grad[1] else g",
      "Scaled.apply(w, torch.ones(3)).sum().backward()",
    ),
    told: "12: RuntimeError: function ScaledBackward returned an incorrect number of gradients (expected 2, got 1)",
    runs: scaled(
      "x * k",
      "(None, g) if ctx.needs_input_grad[0] else g",
      "Scaled.apply(w, torch.ones(3)).sum().backward()",
    ),
  },
  {
    name: "what was saved and written since",
    fails: scaled(
      "x * k",
      "g * ctx.saved_tensors[0], None",
      "y = w * 1\nz = Scaled.apply(y, 2)\ny += 1\nz.sum().backward()",
    ),
    told: `10: ${SPOILED}[torch.FloatTensor [2, 3]] is at version 1; expected version 0 instead.${HINT}`,
    runs: scaled("x * k", "g * 2, None", "y = w * 1\nz = Scaled.apply(y, 2)\ny += 1\nz.sum().backward()"),
  },
  {
    name: "what was saved and freed",
    fails: scaled(
      "x * k",
      "g * ctx.saved_tensors[0], None",
      "z = Scaled.apply(w, 2).sum()\nz.backward()\nz.backward()",
    ),
    told: `10: ${SECOND}`,
    runs: scaled("x * k", "g * 2, None", "z = Scaled.apply(w, 2).sum()\nz.backward()\nz.backward()"),
  },
  {
    name: "what is no tensor and saved",
    fails: RIGHT.replace("save_for_backward(x)", "save_for_backward(x, k)"),
    told: "12: TypeError: save_for_backward can only save variables, but argument 1 is of type int",
    runs: RIGHT,
  },
  {
    name: "inputs in a list, which are none of its inputs",
    fails: scaled("x[0] * k", "g, None", "Scaled.apply([w], 2).sum().backward()"),
    told: "12: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn",
    runs: RIGHT,
  },
  {
    name: "writes into what only forward keeps",
    fails: scaled("x.exp().add_(1)", "g", PASS),
    told: "12: RuntimeError: function ScaledBackward returned an incorrect number of gradients (expected 2, got 1)",
    runs: scaled("x.exp().add_(1)", "g, None", PASS),
  },
];

describe.each([...CASES, ...FUNCTIONS])("$name", ({ fails, told, runs }) => {
  it("is refused as PyTorch refuses it", () => expect(errorsOf(HEAD + fails)).toEqual([told]));
  it("is silent where PyTorch runs", () => expect(errorsOf(HEAD + runs)).toEqual([]));
});

it.each([
  ["a method", "loss.backward()", "7: the backward pass that needs it fails here"],
  ["a function", "torch.autograd.grad(loss, layer.weight)", "7: the backward pass that needs it fails here"],
])("tells at a write what has kept the tensor, and the pass that fails: %s", (_, pass, fails) => {
  const program = `${HEAD}layer = nn.Linear(4, 3)\ny = torch.sigmoid(layer(torch.randn(2, 4)))\ny += 1\nloss = y.sum()\n${pass}\n`;
  const told = diagnosticsOf(program).map(({ line, code, related = [] }) => ({
    line,
    code,
    related: related.map((one) => `${one.line}: ${one.message}`),
  }));
  expect(told).toEqual([
    {
      line: 5,
      code: "gradient",
      related: expect.arrayContaining(["4: `sigmoid` has kept it for its gradient here", fails]),
    },
  ]);
});

it("says nothing where it is not certain which tensor is meant", () => {
  const program = `${HEAD}from settings import flag
layer = nn.Linear(4, 3)
y = layer(torch.randn(2, 4))
y = torch.sigmoid(y) if flag else y * 2
y += 1
y.sum().backward()
if flag:
    y.sum().backward()
`;
  expect(errorsOf(program)).toEqual([]);
});

it.each([
  ["under no_grad", "with torch.no_grad():\n    z = y * 2"],
  ["through integers", "z = (y * 2).long().float()"],
])("does not follow a gradient %s", (_, between) => {
  const program = `${HEAD}w = torch.ones(3, requires_grad=True)\ny = w.exp()\n${between}\ny += 1\n(z + w).sum().backward()\n`;
  expect(errorsOf(program)).toEqual([]);
});

it("lets NumPy have what requires a gradient where none is recorded", () => {
  const refused =
    "6: RuntimeError: Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.";
  const program = `${HEAD}w = torch.ones(3, requires_grad=True)\nwith torch.no_grad():\n    w.numpy()\n`;
  expect(errorsOf(program)).toEqual([]);
  expect(errorsOf(`${program}w.numpy()\n`)).toEqual([refused]);
});
