import type { Call, Expr } from "../../syntax/ast";
import type { Edit, Site } from "./site";

/** Ways to change the expression of an error. None looks at sizes: the analysis of the changed text says which one fits. */

/** Names that stand for modules and objects rather than tensors. */
const NO_TENSOR: ReadonlySet<string> = new Set(["self", "torch", "nn", "F", "np", "math", "functional"]);

function isTensor(expression: Expr): boolean {
  if (expression.kind === "Name") return !NO_TENSOR.has(expression.id);
  return expression.kind !== "Call" || expression.func.kind !== "Name" || expression.func.id !== "super";
}

/** Literals, and what is spread or made on the spot. */
const NO_OPERAND: ReadonlySet<string> = new Set([
  ...["Int", "Float", "Complex", "Str", "Bytes", "Constant", "Starred", "Lambda", "List", "Tuple", "JoinedStr"],
]);

/** Expressions that need no parentheses before a dot. */
const ATOMS: ReadonlySet<string> = new Set(["Name", "Attribute", "Call", "Subscript"]);

/** What an operator is applied to: arguments, the object of a method, both sides of `@`, the index of `x[i]`. */
function operands({ expression }: Site): Expr[] {
  switch (expression.kind) {
    case "Call": {
      const { func, args, keywords } = expression;
      const receiver = func.kind === "Attribute" && isTensor(func.value) ? [func.value] : [];
      const given = [...args, ...keywords.map(({ value }) => value)];
      return [...given, ...receiver].filter(({ kind }) => !NO_OPERAND.has(kind));
    }
    case "BinOp":
      return [expression.right, expression.left];
    case "Subscript":
      return [expression.slice, expression.value];
    default:
      return expression.kind === "Name" || expression.kind === "Attribute" ? [expression] : [];
  }
}

/** `torch.matmul(q, k)` and `q @ k`: the second factor is the one that is mostly meant. */
export function secondFactor(site: Site, suffix: string): Edit[] {
  const [first, second, ...rest] = operands(site);
  if (first === undefined || second === undefined || rest.length > 0) return [];
  const factors = site.expression.kind === "BinOp" || isMethod(site) ? [first, second] : [second, first];
  return factors.map((factor) => withSuffix(site, factor, suffix));
}

function isMethod({ expression }: Site): boolean {
  return expression.kind === "Call" && expression.func.kind === "Attribute" && isTensor(expression.func.value);
}

/** Each operand with something behind it: `x` → `x.flatten(1)`. */
export function behind(site: Site, ...suffixes: readonly string[]): Edit[] {
  return suffixes.flatMap((suffix) => operands(site).map((operand) => withSuffix(site, operand, suffix)));
}

/** As `behind`, for one operand after the other. */
export function behindEach(site: Site, ...suffixes: readonly string[]): Edit[] {
  return operands(site).flatMap((operand) => suffixes.map((suffix) => withSuffix(site, operand, suffix)));
}

function withSuffix(site: Site, operand: Expr, suffix: string): Edit {
  const { start, end } = operand;
  const text = site.text(operand);
  const atom = ATOMS.has(operand.kind);
  return { start, end, text: atom ? text + suffix : `(${text})${suffix}` };
}

/** A method's name, or a function's: `x.view(…)` → `x.reshape(…)`. */
export function renamed(site: Site, from: string, to: string): Edit[] {
  return site.inside("Call").flatMap(({ func }) => {
    if (func.kind !== "Attribute" || func.attr !== from) return [];
    return [{ start: func.attrStart, end: func.end, text: to }];
  });
}

/** Calls of methods or functions of these names in the expression, and in the places where its operands come from. */
function calls(site: Site, ...names: readonly string[]): Call[] {
  return [site, ...site.related()].flatMap((one) => one.inside("Call").filter((call) => names.includes(nameOf(call))));
}

export function nameOf({ func }: Call): string {
  return func.kind === "Attribute" ? func.attr : func.kind === "Name" ? func.id : "";
}

/** One more argument at the end of a call. */
export function withArgument(site: Site, call: Call, argument: string): Edit {
  const inside = site.source.text.slice(call.func.end + 1, call.end - 1).trimEnd();
  const text = inside.trim() === "" ? argument : `${inside.endsWith(",") ? " " : ", "}${argument}`;
  const at = call.func.end + 1 + inside.length;
  return { start: at, end: at, text };
}

/** An argument by its name or place set to another value; added by its name where it is not given. */
export function withSetting(site: Site, call: Call, name: string, place: number, value: string): Edit {
  const given = call.keywords.find((keyword) => keyword.name === name)?.value ?? call.args[place];
  return given === undefined ? withArgument(site, call, `${name}=${value}`) : { ...spanOf(given), text: value };
}

export function spanOf({ start, end }: Expr): { start: number; end: number } {
  return { start, end };
}

/** The calls around the error get a batch of one: `net(image)` → `net(image.unsqueeze(0))`. */
export function batchOfOne(site: Site): Edit[] {
  return [...site.callers()].reverse().flatMap((caller) => {
    const [input] = operands(caller);
    return input === undefined ? [] : [withSuffix(caller, input, ".unsqueeze(0)")];
  });
}

/** `x + self.pos` → `x + self.pos[:, :x.shape[1]]` */
export function cutToLength(site: Site): Edit[] {
  const { expression } = site;
  if (expression.kind !== "BinOp" || expression.left.kind !== "Name") return [];
  return [withSuffix(site, expression.right, `[:, :${expression.left.id}.shape[1]]`)];
}

/** Axes behind an operand of few dimensions that is combined with one of more: `scale[:, :, None, None]`. */
export function trailingAxes(site: Site): Edit[] {
  const ranks = site.shapes.map((shape) => shape.length);
  const [most, least] = [Math.max(...ranks), Math.min(...ranks)];
  if (ranks.length < 2 || most === least || least === 0) return [];
  const spatial = least === 1 ? most - 2 : most - least;
  if (spatial < 1) return [];
  return behind(site, `[${[...Array<string>(least).fill(":"), ...Array<string>(spatial).fill("None")].join(", ")}]`);
}

/** A view with a batch size as a number: `x.view(64, -1)` → `x.view(x.size(0), -1)`. */
export function batchOfInput(site: Site): Edit[] {
  return site.inside("Call").flatMap(({ func, args }) => {
    if (func.kind !== "Attribute" || (func.attr !== "view" && func.attr !== "reshape") || args[0]?.kind !== "Int")
      return [];
    if (func.value.kind !== "Name" || !isTensor(func.value)) return [];
    return [{ ...spanOf(args[0]), text: `${func.value.id}.size(0)` }];
  });
}

/** `torch.zeros(n)` → `torch.zeros(n, device=x.device)`, where `x` is what the function is given. */
export function deviceOfInput(site: Site): Edit[] {
  return site.inside("Call").flatMap(({ func, args, keywords, end }) => {
    if (func.kind !== "Attribute" || func.value.kind !== "Name" || func.value.id !== "torch") return [];
    if (keywords.some(({ name }) => name === "device" || name === null)) return [];
    const comma = args.length + keywords.length > 0 ? ", " : "";
    return inputsOf(site).map((name) => ({ start: end - 1, end: end - 1, text: `${comma}device=${name}.device` }));
  });
}

/** `torch.from_numpy(a)` → `torch.from_numpy(a).to(x.device)`, where `x` is what the function is given. */
export function movedToInput(site: Site): Edit[] {
  return inputsOf(site).map((name) => withSuffix(site, site.expression, `.to(${name}.device)`));
}

/** What the function around it is given. */
function inputsOf(site: Site): string[] {
  const params = site.function?.params;
  const names = [...(params?.positionalOnly ?? []), ...(params?.positional ?? [])].map(({ name }) => name);
  return names.filter((name) => name !== "self" && name !== "cls").slice(0, 2);
}

/** `x.t()` → `x.transpose(-2, -1)` */
export function transposedLast(site: Site): Edit[] {
  return site.inside("Call").flatMap(({ func, end }) => {
    if (func.kind !== "Attribute" || func.attr !== "t") return [];
    return [{ start: func.attrStart, end, text: "transpose(-2, -1)" }];
  });
}

/** `layers(x)` of a list of modules → `nn.Sequential(*layers)(x)` */
export function inSequence(site: Site): Edit[] {
  const { expression } = site;
  if (expression.kind !== "Call") return [];
  return [{ ...spanOf(expression.func), text: `nn.Sequential(*${site.text(expression.func)})` }];
}

/** The value that is assigned, as a parameter. */
export function asParameter(site: Site): Edit[] {
  return [{ ...spanOf(site.expression), text: `nn.Parameter(${site.text(site.expression)})` }];
}

/** `torch.flatten(x)` → `torch.flatten(x, 1)`, in the expression or where its operand comes from. */
export function flattensAfterBatch(site: Site): Edit[] {
  return calls(site, "flatten", "Flatten").flatMap((call) => {
    const method = call.func.kind === "Attribute" && isTensor(call.func.value);
    if (call.keywords.length > 0 || call.args.length > 1) return [];
    return call.args.length === (method ? 0 : 1) ? [withArgument(site, call, "1")] : [];
  });
}

/** `nn.Flatten()` before each `Linear` of the Sequential that is called. */
export function flattenInSequential(site: Site): Edit[] {
  const { expression } = site;
  if (expression.kind !== "Call") return [];
  const built = expression.func.kind === "Call" ? expression.func : site.assigned(expression.func);
  if (built?.kind !== "Call" || nameOf(built) !== "Sequential") return [];
  const prefix = site.text(built.func).slice(0, -"Sequential".length);
  return built.args.flatMap((layer, n) => {
    if (layer.kind !== "Call" || nameOf(layer) !== "Linear") return [];
    const before = built.args[n - 1];
    const between = before === undefined ? ", " : site.source.text.slice(before.end, layer.start);
    return [{ start: layer.start, end: layer.start, text: `${prefix}Flatten()${between}` }];
  });
}

/** Numbers of a `transpose` or `permute`. */
function axes(call: Call): number[] | undefined {
  const list = call.args.map(numberOf);
  return list.length > 1 && list.every((axis) => axis !== undefined) ? (list as number[]) : undefined;
}

function numberOf(node: Expr): number | undefined {
  if (node.kind === "Int") return Number(node.value);
  if (node.kind !== "UnaryOp" || node.op !== "-") return undefined;
  const size = numberOf(node.operand);
  return size === undefined ? undefined : -size;
}

/** The transposes in the expression, of other axes. */
export function otherTransposes(site: Site): Edit[] {
  const pairs = ["-2, -1", "1, 2", "0, 1", "2, 3", "1, 3"];
  return calls(site, "transpose", "swapaxes").flatMap((call) => {
    const given = axes(call);
    if (given?.length !== 2) return [];
    return pairs.map((pair) => ({ start: call.args[0].start, end: call.args[1].end, text: pair }));
  });
}

/** The last `permute` before the error in its function, in another order: the batch stays where it is, or two axes change places. */
export function otherPermutations(site: Site): Edit[] {
  const body = site.function?.body ?? site.source.tree.body;
  const before = site
    .within(body, "Call")
    .filter((call) => nameOf(call) === "permute" && call.start <= site.expression.end)
    .sort((a, b) => a.start - b.start);
  const call = before.at(-1);
  const order = call === undefined ? undefined : axes(call);
  if (call === undefined || order === undefined) return [];
  const seen = new Set([order.join()]);
  const others = [
    ...(order.length <= 4 ? permutations(order.slice(1)).map((rest) => [order[0], ...rest]) : []),
    ...swaps(order),
  ];
  return others
    .filter((other) => !seen.has(other.join()) && seen.add(other.join()))
    .map((other) => ({ start: call.args[0].start, end: call.args[call.args.length - 1].end, text: other.join(", ") }));
}

/** `x.permute(2, 0, 1)` of a batch: the batch first. */
export function permutationOfBatch(site: Site): Edit[] {
  return site.inside("Call").flatMap((call) => {
    const order = nameOf(call) === "permute" ? axes(call) : undefined;
    if (order === undefined) return [];
    const text = [0, ...order.map((axis) => (axis < 0 ? axis : axis + 1))].join(", ");
    return [{ start: call.args[0].start, end: call.args[call.args.length - 1].end, text }];
  });
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, n) => permutations(items.toSpliced(n, 1)).map((rest) => [item, ...rest]));
}

function swaps(items: readonly number[]): number[][] {
  const found: number[][] = [];
  for (let a = 0; a < items.length; a++)
    for (let b = a + 1; b < items.length; b++) found.push(items.with(a, items[b]).with(b, items[a]));
  return found;
}

/** A whole number in a call, or the default of the parameter that stands there. */
function numbersIn(site: Site, call: Call): Expr[] {
  const params = site.function?.params;
  const defaults = [...(params?.positional ?? []), ...(params?.keywordOnly ?? [])];
  return [...call.args, ...call.keywords.map(({ value }) => value)].flatMap((value) => {
    const node = value.kind === "Name" ? defaults.find(({ name }) => name === value.id)?.default : value;
    return node?.kind === "Int" ? [node] : [];
  });
}

/** At most this many divisors are tried for one number. */
const MAX_DIVISORS = 2;

/** A number in a call that does not divide another one: the divisors nearest to it. */
export function nearestDivisors(site: Site): Edit[] {
  return site.inside("Call").flatMap((call) => {
    const numbers = numbersIn(site, call);
    return numbers.flatMap((node) => {
      const divisor = Number((node as { value?: unknown }).value);
      return numbers.flatMap((other) => {
        const size = Number((other as { value?: unknown }).value);
        if (size <= divisor || divisor < 2 || size % divisor === 0 || size > 1e6) return [];
        return divisors(size)
          .sort((a, b) => Math.abs(a - divisor) - Math.abs(b - divisor) || b - a)
          .slice(0, MAX_DIVISORS)
          .map((value) => ({ ...spanOf(node), text: String(value) }));
      });
    });
  });
}

/** `Net(100)` where `dim % 8 == 0` is needed: the nearest multiples. */
export function nearestMultiples(site: Site): Edit[] {
  const { failure } = site.diagnostic;
  const { divisor, size } = failure?.kind === "requirement" ? failure : {};
  if (divisor === undefined || size === undefined) return [];
  const down = size - (size % divisor);
  const multiples = size - down <= divisor / 2 && down > 0 ? [down, down + divisor] : [down + divisor];
  return site
    .inside("Call")
    .flatMap((call) => numbersIn(site, call))
    .filter((node) => numberOf(node) === size)
    .flatMap((node) => multiples.map((value) => ({ ...spanOf(node), text: String(value) })));
}

function divisors(size: number): number[] {
  return Array.from({ length: size }, (_, n) => n + 1).filter((value) => size % value === 0);
}

/** `cat` and `stack` along each other dimension. */
export function otherDims(site: Site): Edit[] {
  return site
    .inside("Call")
    .filter((call) => ["cat", "concat", "concatenate"].includes(nameOf(call)))
    .flatMap((call) => [1, 0, 2, 3].map((dim) => withSetting(site, call, "dim", 1, String(dim))));
}

/** Functions that take a `dim` behind their input, and layers that are built with one. */
const SOFTMAXES: Record<string, number> = {
  softmax: 1,
  log_softmax: 1,
  softmin: 1,
  Softmax: 0,
  LogSoftmax: 0,
  Softmin: 0,
};

/** `F.softmax(x)` → `F.softmax(x, dim=1)`, or where the layer is built that is called. */
function softmaxAlong(site: Site, dim: number): Edit[] {
  const { expression } = site;
  const layer = expression.kind === "Call" ? site.assigned(expression.func) : undefined;
  return [expression, layer].flatMap((part) =>
    site.within(part, "Call").flatMap((call) => {
      const place = SOFTMAXES[nameOf(call)];
      return place === undefined ? [] : [withSetting(site, call, "dim", place, String(dim))];
    }),
  );
}

/** The dimension that PyTorch takes where none is named. */
export function dimTaken(site: Site): Edit[] {
  const { failure } = site.diagnostic;
  return failure?.kind === "implicit-dim" ? softmaxAlong(site, failure.dim) : [];
}

/** The last dimension, where that is another one, or may be. */
export function lastDim(site: Site): Edit[] {
  const { failure, symbolic } = site.diagnostic;
  const taken = failure?.kind === "implicit-dim" && failure.dim >= failure.rank - 1;
  return taken && symbolic !== true ? [] : softmaxAlong(site, -1);
}

const REDUCTIONS = ["mean", "sum", "amax", "amin", "std", "var", "norm", "prod", "logsumexp"];

/** Reductions keep their dimension. */
export function keptDims(site: Site): Edit[] {
  return calls(site, ...REDUCTIONS)
    .filter((call) => call.args.length + call.keywords.length > 0)
    .map((call) => withArgument(site, call, "keepdim=True"));
}

/** `x.shape(0)` → `x.shape[0]` */
export function indexed(site: Site): Edit[] {
  return site.inside("Call").flatMap((call) => {
    if (call.func.kind !== "Attribute" || call.func.attr !== "shape") return [];
    return [
      { ...spanOf(call), text: `${site.text(call.func)}[${site.source.text.slice(call.func.end + 1, call.end - 1)}]` },
    ];
  });
}

/** `x.size[0]` → `x.size(0)` */
export function called(site: Site): Edit[] {
  return site
    .inside("Subscript")
    .map((node) => ({ ...spanOf(node), text: `${site.text(node.value)}(${site.text(node.slice)})` }));
}

/** `nn.Sequential([…])` → `nn.Sequential(*[…])` */
export function unpacked(site: Site): Edit[] {
  return site.inside("Call").flatMap(({ args }) => {
    const list = args.length === 1 && ["List", "ListComp", "Name"].includes(args[0].kind) ? args[0] : undefined;
    return list === undefined ? [] : [{ start: list.start, end: list.start, text: "*" }];
  });
}

/** `1 - mask` → `~mask` */
export function inverted(site: Site): Edit[] {
  const { expression } = site;
  if (expression.kind !== "BinOp" || expression.op !== "-" || numberOf(expression.left) !== 1) return [];
  const { right } = expression;
  const text = site.text(right);
  return [
    { ...spanOf(expression), text: right.kind === "Name" || right.kind === "Attribute" ? `~${text}` : `~(${text})` },
  ];
}

/** Names that other libraries have for PyTorch's arguments. */
const FOREIGN_NAMES: Record<string, readonly string[]> = {
  axis: ["dim", "dims"],
  axes: ["dims", "dim"],
  dims: ["dim"],
  dimension: ["dim"],
  keepdims: ["keepdim"],
  keep_dims: ["keepdim"],
  shape: ["size"],
  size: ["shape"],
  rate: ["p"],
  prob: ["p"],
  epsilon: ["eps"],
  labels: ["target"],
  targets: ["target"],
  weights: ["weight"],
  kernel: ["kernel_size"],
  filters: ["out_channels"],
  units: ["out_features"],
  strides: ["stride"],
  pad: ["padding"],
  dilation_rate: ["dilation"],
  heads: ["num_heads", "nhead"],
};

/** An argument by PyTorch's name for it: `axis=1` → `dim=1`. */
export function namedByPyTorch(site: Site): Edit[] {
  return site
    .inside("Call")
    .flatMap(({ keywords }) =>
      keywords.flatMap(({ name, start }) =>
        (FOREIGN_NAMES[name ?? ""] ?? []).map((text) => ({ start, end: start + name!.length, text })),
      ),
    );
}

/** `super().__init__()` first. */
export function superFirst(site: Site): Edit[] {
  const first = site.function?.name === "__init__" ? site.function.body[0] : undefined;
  if (first === undefined) return [];
  const indent = " ".repeat(site.source.position(first.start).column - 1);
  return [{ start: first.start, end: first.start, text: `super().__init__()\n${indent}` }];
}
