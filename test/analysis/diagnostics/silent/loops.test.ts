import { describe, expect, it } from "vitest";
import { net, told } from "./told";

const begin = [
  "model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 1))",
  "optimizer = torch.optim.Adam(model.parameters())",
  "x, y = torch.randn(8, 4), torch.randn(8, 1)",
];

/** The lines of a loop; the first is line 6. */
const loop = (...lines: string[]) => told(...begin, "for step in range(6):", ...lines.map((line) => `    ${line}`));

describe("gradients that add up", () => {
  it("are told where nothing sets them to zero between two steps", () => {
    expect(loop("F.mse_loss(model(x), y).backward()", "optimizer.step()")).toEqual(["7 gradients-add-up"]);
    expect(
      told(
        ...begin,
        "optimizer.zero_grad()",
        "for step in range(6):",
        "    F.mse_loss(model(x), y).backward()",
        "    optimizer.step()",
      ),
    ).toEqual(["8 gradients-add-up"]);
  });

  it("are not told where the optimizer, the model or the program itself does", () => {
    for (const zero of ["optimizer.zero_grad()", "model.zero_grad()", "for p in model.parameters(): p.grad = None"])
      expect(loop(zero, "F.mse_loss(model(x), y).backward()", "optimizer.step()")).toEqual([]);
  });

  it("are not told where they are accumulated on purpose", () => {
    expect(
      loop(
        "(F.mse_loss(model(x), y) / 3).backward()",
        "if (step + 1) % 3 == 0:",
        "    optimizer.step()",
        "    optimizer.zero_grad()",
      ),
    ).toEqual([]);
  });

  it("are not told of an optimizer that something unknown was given", () => {
    expect(
      told(
        "from elsewhere import wrap",
        ...begin,
        "wrap(optimizer)",
        "for step in range(6):",
        "    F.mse_loss(model(x), y).backward()",
        "    optimizer.step()",
      ).filter((line) => line.includes("gradients-add-up")),
    ).toEqual([]);
  });
});

describe("a step that is missing", () => {
  it("is told where gradients are set to zero and never taken", () => {
    expect(loop("F.mse_loss(model(x), y).backward()", "optimizer.zero_grad()")).toEqual(["6 step-missing"]);
  });

  it("is not told of an optimizer of the program's own", () => {
    expect(
      told(
        "class Plain(torch.optim.Optimizer):",
        "    def __init__(self, params):",
        "        super().__init__(params, {})",
        "    def step(self):",
        "        for group in self.param_groups:",
        "            for p in group['params']:",
        "                p.data.add_(p.grad, alpha=-0.1)",
        "model = nn.Linear(3, 1)",
        "optimizer = Plain(model.parameters())",
        "for _ in range(3):",
        "    model(torch.randn(4, 3)).sum().backward()",
        "    optimizer.step()",
        "    optimizer.zero_grad()",
      ),
    ).toEqual([]);
  });

  it("is told where they are set to zero just before it", () => {
    expect(loop("F.mse_loss(model(x), y).backward()", "optimizer.zero_grad()", "optimizer.step()")).toEqual([
      "7 step-missing",
    ]);
  });

  it("is not told of a closure, of a scaler, or of a loader of whose batches only some are made", () => {
    expect(
      loop(
        "def closure():",
        "    optimizer.zero_grad()",
        "    loss = F.mse_loss(model(x), y)",
        "    loss.backward()",
        "    return loss",
        "optimizer.step(closure)",
      ),
    ).toEqual([]);
    expect(
      told(
        ...begin,
        "scaler = torch.amp.GradScaler('cuda')",
        "for step in range(6):",
        "    optimizer.zero_grad()",
        "    scaler.scale(F.mse_loss(model(x), y)).backward()",
        "    scaler.step(optimizer)",
      ),
    ).toEqual([]);
    expect(
      told(
        ...begin,
        "for n, (a, b) in enumerate(DataLoader(TensorDataset(torch.randn(640, 4), torch.randn(640, 1)), batch_size=8)):",
        "    F.mse_loss(model(a), b).backward()",
        "    if n % 4 == 3:",
        "        optimizer.step()",
        "    model.zero_grad()",
      ),
    ).toEqual([]);
  });
});

describe("a scheduler", () => {
  const round = ["optimizer.zero_grad()", "F.mse_loss(model(x), y).backward()", "optimizer.step()"];
  const scheduled = (...lines: string[]) =>
    told(
      ...begin,
      "scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2)",
      "for step in range(6):",
      ...lines.map((line) => `    ${line}`),
    );
  it("is told before its optimizer, and not behind it", () => {
    expect(scheduled("scheduler.step()", ...round)).toEqual(["7 scheduler-first"]);
    expect(scheduled(...round, "scheduler.step()")).toEqual([]);
  });
});

describe("a sum of losses", () => {
  const round = (...last: string[]) =>
    told(
      ...begin,
      "total = 0",
      "for step in range(6):",
      "    optimizer.zero_grad()",
      "    loss = F.mse_loss(model(x), y)",
      "    loss.backward()",
      "    optimizer.step()",
      ...last.map((line) => `    ${line}`),
    );
  it("is told where it keeps their graphs", () => {
    expect(round("total += loss")).toEqual(["11 total-keeps-graphs"]);
    expect(round("total = total + loss")).toEqual(["11 total-keeps-graphs"]);
  });

  it("is not told of numbers, and not where the sum is what is trained", () => {
    expect(round("total += loss.item()")).toEqual([]);
    expect(round("total += loss.detach()")).toEqual([]);
    expect(
      told(
        ...begin,
        "optimizer.zero_grad()",
        "total = 0",
        "for step in range(6):",
        "    total += F.mse_loss(model(x), y)",
        "total.backward()",
        "optimizer.step()",
      ),
    ).toEqual([]);
  });
});

describe("a functional dropout", () => {
  it("is told in a module that does not pass its mode", () => {
    expect(told(...net("self.p = 0.2", "return F.dropout(x, self.p)"), "Net()(torch.ones(3))")).toEqual([
      "7 endless-dropout",
    ]);
  });

  it("is not told where training is passed, in whatever way, or outside of a module", () => {
    for (const call of [
      "F.dropout(x, self.p, training=True)",
      "F.dropout(x, self.p, self.training)",
      "F.dropout(x, 0)",
    ])
      expect(told(...net("self.p = 0.2", `return ${call}`), "Net()(torch.ones(3))")).toEqual([]);
    expect(told("noisy = F.dropout(torch.ones(3), 0.1)")).toEqual([]);
    const asked = net("self.p = 0.2", "if self.training:", "    x = F.dropout(x, self.p)", "return x");
    expect(told(...asked, "Net()(torch.ones(3))")).toEqual([]);
  });
});

describe("the mode of a model", () => {
  const round = ["optimizer.zero_grad()", "F.mse_loss(model(x), y).backward()", "optimizer.step()"];
  const measure = ["with torch.no_grad():", "    error = F.mse_loss(model(x), y)"];
  it("is told where training goes on in eval()", () => {
    expect(loop(...round, "model.eval()", ...measure)).toEqual(["7 trains-in-eval"]);
  });

  it("is told where a trained model is measured in train()", () => {
    expect(loop(...round, ...measure)).toEqual(["10 evaluates-in-training"]);
  });

  it("is not told where both are set, nor of a forward pass that the training itself makes use of", () => {
    expect(loop("model.train()", ...round, "model.eval()", ...measure)).toEqual([]);
    expect(
      loop(
        "optimizer.zero_grad()",
        "with torch.no_grad():",
        "    before = model(x)",
        "F.mse_loss(model(x), before + y).backward()",
        "optimizer.step()",
      ),
    ).toEqual([]);
  });

  it("is told of a model that was loaded and is asked in train()", () => {
    const asked = (...lines: string[]) =>
      told(begin[0], "model.load_state_dict(torch.load('m.pt', weights_only=True))", ...lines);
    const ask = ["with torch.no_grad():", "    y = model(torch.ones(2, 4))"];
    expect(asked(...ask)).toEqual(["5 evaluates-in-training"]);
    expect(asked("model.eval()", ...ask)).toEqual([]);
  });

  it("is not told of a model that does the same in both", () => {
    expect(
      told(
        "model = nn.Linear(4, 1)",
        ...begin.slice(1),
        "for step in range(3):",
        ...[...round, "model.eval()", ...measure].map((line) => `    ${line}`),
      ),
    ).toEqual([]);
  });
});
