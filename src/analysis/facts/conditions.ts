import type { Expr } from "../../syntax/ast";
import { type Node, visit } from "../../syntax/walk";
import type { Aspect } from "../failure";

/** What a name says of a tensor: `x.ndim`, `x.size()`, `torch.is_complex(x)`. */
const ASPECTS: Readonly<Record<string, Aspect>> = {
  dim: "rank",
  ndim: "rank",
  ndimension: "rank",
  shape: "sizes",
  size: "sizes",
  numel: "sizes",
  dtype: "dtype",
  is_floating_point: "dtype",
  is_complex: "dtype",
  device: "device",
  is_cuda: "device",
  is_available: "device",
};

/** What a condition looks at, each once. */
export function aspectsOf(test: Expr): Aspect[] {
  const found = new Set<Aspect>();
  const counted = new Set<unknown>();
  visit(test, (node) => {
    const expression = node as Node as Expr;
    if (expression.kind === "BinOp" && expression.op === "%") found.add("divisibility");
    // `head_dim * heads == width`, where `head_dim` is `width // heads`.
    if (expression.kind === "Compare" && [expression.left, ...expression.comparators].some(isProduct))
      found.add("divisibility");
    if (expression.kind === "Call" && expression.func.kind === "Name" && expression.func.id === "len") {
      const sizes = sizesOf(expression.args[0]);
      if (sizes === undefined) return;
      counted.add(sizes);
      found.add("rank");
    }
    const aspect = expression.kind === "Attribute" && !counted.has(expression) ? ASPECTS[expression.attr] : undefined;
    if (aspect !== undefined) found.add(aspect);
  });
  return [...found];
}

function isProduct(expression: Expr): boolean {
  return expression.kind === "BinOp" && expression.op === "*";
}

/** `x.shape`, or the `x.size` of `x.size()`. */
function sizesOf(expression: Expr | undefined): Expr | undefined {
  const attribute = expression?.kind === "Call" && expression.args.length === 0 ? expression.func : expression;
  return attribute?.kind === "Attribute" && ASPECTS[attribute.attr] === "sizes" ? attribute : undefined;
}
