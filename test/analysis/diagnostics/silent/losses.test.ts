import { describe, expect, it } from "vitest";
import { told } from "./told";

const scores = "scores, labels = nn.Linear(4, 3)(torch.randn(8, 4)), torch.randint(0, 3, (8,))";

describe("a loss that normalises its input itself", () => {
  it("is told after a softmax or a sigmoid, wherever its elements were moved to", () => {
    expect(told(scores, "nn.CrossEntropyLoss()(scores.softmax(1).view(-1, 3), labels)")).toEqual([
      "3 normalized-twice",
    ]);
    expect(told(scores, "F.binary_cross_entropy_with_logits(torch.sigmoid(scores)[:, 0], labels.float())")).toEqual([
      "3 normalized-twice",
    ]);
  });

  it("is not told of scores, of a log_softmax, or of probabilities that are the target", () => {
    expect(told(scores, "F.cross_entropy(scores, labels)", "F.cross_entropy(scores.log_softmax(1), labels)")).toEqual(
      [],
    );
    expect(told(scores, "F.cross_entropy(scores, scores.detach().softmax(1))")).toEqual([]);
    expect(told(scores, "F.binary_cross_entropy(torch.sigmoid(scores)[:, 0], labels.float())")).toEqual([]);
  });
});

describe("a loss of logarithms", () => {
  it("is told where it gets probabilities or raw scores", () => {
    expect(told(scores, "F.nll_loss(scores, labels)")).toEqual(["3 log-probabilities"]);
    expect(told(scores, "F.nll_loss(scores.softmax(1), labels)")).toEqual(["3 log-probabilities"]);
    expect(told(scores, "F.kl_div(scores.softmax(1), scores.softmax(1), reduction='sum')")).toEqual([
      "3 log-probabilities",
    ]);
  });

  it("is told where kl_div's target is not what log_target says", () => {
    const call = (target: string, log: string) =>
      `F.kl_div(scores.log_softmax(1), scores.${target}(1), reduction='batchmean', log_target=${log})`;
    expect(told(scores, call("log_softmax", "False"))).toEqual(["3 log-probabilities"]);
    expect(told(scores, call("softmax", "True"))).toEqual(["3 log-probabilities"]);
    expect(told(scores, call("softmax", "False"), call("log_softmax", "True"))).toEqual([]);
  });

  it("is not told of logarithms, or of what was computed otherwise", () => {
    expect(told(scores, "F.nll_loss(scores.log_softmax(1), labels)")).toEqual([]);
    expect(told(scores, "F.nll_loss(scores - scores.logsumexp(1, keepdim=True), labels)")).toEqual([]);
  });
});

describe("the mean of a divergence", () => {
  const call = (reduction: string) => `F.kl_div(scores.log_softmax(1), scores.softmax(1)${reduction})`;
  it("is told by default and by name, and no other reduction is", () => {
    expect(told(scores, call(""), call(", reduction='mean'"))).toEqual(["3 divergence-mean", "4 divergence-mean"]);
    expect(told(scores, call(", reduction='batchmean'"), call(", reduction='none'"))).toEqual([]);
  });
});
