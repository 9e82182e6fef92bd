import type { Expr, Module } from "../../syntax/ast";
import { type Node, visit } from "../../syntax/walk";
import type { Aspect } from "../failure";

/** What a name says: of a tensor (`x.ndim`, `x.size()`, `torch.is_complex(x)`), or of what the program runs on (`sys.version_info`). */
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
  version_info: "version",
  hexversion: "version",
  __version__: "version",
};

/** What a condition looks at, each once. `versions`: names of the file that hold versions. */
export function aspectsOf(test: Expr, versions: ReadonlySet<string>): Aspect[] {
  const found = new Set<Aspect>();
  const counted = new Set<unknown>();
  visit(test, (node) => {
    const expression = node as Node as Expr;
    if (expression.kind === "Name" && versions.has(expression.id)) found.add("version");
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

const known = new WeakMap<Module, ReadonlySet<string>>();

/** Names at the top of a file that are given a version, or what is made of one: `TORCH = tuple(map(int, torch.__version__.split(".")[:2]))`. */
export function versionNames(tree: Module): ReadonlySet<string> {
  const before = known.get(tree);
  if (before !== undefined) return before;
  const names = new Set<string>();
  for (const statement of tree.body) {
    if (statement.kind === "ImportFrom")
      for (const { name, asname } of statement.names) if (ASPECTS[name] === "version") names.add(asname ?? name);
    if (statement.kind === "Assign" && aspectsOf(statement.value, names).includes("version"))
      for (const target of statement.targets) if (target.kind === "Name") names.add(target.id);
  }
  known.set(tree, names);
  return names;
}

function isProduct(expression: Expr): boolean {
  return expression.kind === "BinOp" && expression.op === "*";
}

/** `x.shape`, or the `x.size` of `x.size()`. */
function sizesOf(expression: Expr | undefined): Expr | undefined {
  const attribute = expression?.kind === "Call" && expression.args.length === 0 ? expression.func : expression;
  return attribute?.kind === "Attribute" && ASPECTS[attribute.attr] === "sizes" ? attribute : undefined;
}
