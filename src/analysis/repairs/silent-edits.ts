import type { Call, Expr } from "../../syntax/ast";
import { visit } from "../../syntax/walk";
import { DEPRECATED } from "../facts/deprecated";
import { nameOf, spanOf, withArgument, withSetting } from "./edits";
import type { Edit, Site } from "./site";

/** Ways to change what raises nothing and is wrong all the same. */

/** Functions without their own name for what does the same. */
const LOGARITHMS = new Set(["log"]);

const call = ({ expression }: Site): Call | undefined => (expression.kind === "Call" ? expression : undefined);

/** What a function or a method is applied to. */
function subjectOf({ func, args }: Call): Expr | undefined {
  if (args[0] !== undefined) return args[0];
  return func.kind === "Attribute" ? func.value : undefined;
}

/** `total += loss` → `total += loss.item()` */
export function ofNumbers(site: Site): Edit[] {
  const { expression } = site;
  const added = expression.kind === "BinOp" ? [expression.right, expression.left] : [expression];
  return added
    .filter(({ kind }) => kind === "Name" || kind === "Attribute" || kind === "Call")
    .flatMap((one) => [".item()", ".detach()"].map((suffix) => ({ start: one.end, end: one.end, text: suffix })));
}

/** `optimizer.zero_grad()` in a line of its own behind `optimizer.step()`. */
export function zeroBehindStep(site: Site): Edit[] {
  const { expression, source } = site;
  if (expression.kind !== "Call" || expression.func.kind !== "Attribute") return [];
  const { column } = source.position(expression.start);
  const line = source.text.slice(expression.start - column + 1, expression.start);
  if (line.trim() !== "") return [];
  return [
    { start: expression.end, end: expression.end, text: `\n${line}${site.text(expression.func.value)}.zero_grad()` },
  ];
}

/** A list of layers as `nn.ModuleList`, a dict of them as `nn.ModuleDict`. */
export function asModules(site: Site): Edit[] {
  const { expression } = site;
  const made = listAround(site) ?? expression;
  const layer = site.within(made, "Call")[0];
  const name = made.kind === "Dict" || made.kind === "DictComp" ? "ModuleDict" : "ModuleList";
  if (layer === undefined || !DISPLAYS.has(made.kind)) return [];
  const prefix = layer.func.kind === "Attribute" ? `${site.text(layer.func.value)}.` : "torch.nn.";
  return ["nn.", prefix].map((before) => ({ ...spanOf(made), text: `${before}${name}(${site.text(made)})` }));
}

const DISPLAYS: ReadonlySet<string> = new Set(["List", "ListComp", "Dict", "DictComp"]);

/** The outermost list or dict that is written around an expression. */
function listAround({ source, expression }: Site): Expr | undefined {
  let found: Expr | undefined;
  visit(source.tree, (node) => {
    if (found !== undefined || node.start > expression.start || node.end < expression.end) return;
    if (node.kind !== undefined && DISPLAYS.has(node.kind)) found = node as Expr;
  });
  return found;
}

/** What PyTorch has instead, where it takes the same and gives the same. */
export function replacement(site: Site): Edit[] {
  const one = call(site);
  if (one?.func.kind !== "Attribute") return [];
  const { attr } = one.func;
  if (attr.startsWith("checkpoint")) return [withArgument(site, one, "use_reentrant=False")];
  const row = Object.hasOwn(DEPRECATED, attr) ? DEPRECATED[attr] : undefined;
  if (row === undefined)
    return [...inAmp(site, one), ...weightsFor(one), ...inPlace(site, one.func), ...without(one, "verbose")];
  const { instead, arguments: most } = row;
  return most !== undefined && one.args.length <= most && one.keywords.length === 0
    ? [{ ...spanOf(one.func), text: instead }]
    : [];
}

/** `torch.cuda.amp.autocast()` → `torch.amp.autocast("cuda")` */
function inAmp(site: Site, { func, args, keywords, end }: Call): Edit[] {
  if (func.kind !== "Attribute") return [];
  const device = ["cuda", "cpu"].find((one) => site.text(func.value) === `torch.${one}.amp`);
  if (device === undefined) return [];
  const given = args.length + keywords.length > 0 ? `, ${site.source.text.slice(func.end + 1, end)}` : ")";
  return [{ start: func.start, end, text: `torch.amp.${func.attr}("${device}"${given}` }];
}

/** `resnet18(pretrained=True)` → `resnet18(weights="DEFAULT")` */
function weightsFor({ keywords }: Call): Edit[] {
  return keywords.flatMap(({ name, start, value }) => {
    if (name !== "pretrained" && name !== "pretrained_backbone") return [];
    if (value.kind !== "Constant" || typeof value.value !== "boolean") return [];
    const argument = name === "pretrained" ? "weights" : "weights_backbone";
    return [{ start, end: value.end, text: `${argument}=${value.value ? '"DEFAULT"' : "None"}` }];
  });
}

/** A call without an argument by name. */
function without({ args, keywords }: Call, name: string): Edit[] {
  const all = [...args, ...keywords].toSorted((a, b) => a.start - b.start);
  return keywords.flatMap((one) => {
    const before = all[all.indexOf(one) - 1];
    return one.name === name && before !== undefined ? [{ start: before.end, end: one.end, text: "" }] : [];
  });
}

/** `nn.init.normal(w)` → `nn.init.normal_(w)` */
function inPlace(site: Site, { value, attr, attrStart, end }: Extract<Expr, { kind: "Attribute" }>): Edit[] {
  const module = site.text(value);
  const isInit = module === "init" || module.endsWith(".init") || attr === "clip_grad_norm";
  return isInit ? [{ start: attrStart, end, text: `${attr}_` }] : [];
}

/** `torch.load(file)` → `torch.load(file, weights_only=True)` */
export function weightsOnly(site: Site): Edit[] {
  return site
    .inside("Call")
    .filter((one) => nameOf(one) === "load")
    .map((one) => withArgument(site, one, "weights_only=True"));
}

/** Logarithms by the function that is exact: `log(1 + x)`, `log(softmax(x))`, `log(exp(x).sum(1))`. */
export function exactLog(site: Site): Edit[] {
  const { expression } = site;
  if (expression.kind === "BinOp" && expression.op === "-" && expression.left.kind === "Call") {
    const powers = nameOf(expression.left) === "exp" ? subjectOf(expression.left) : undefined;
    return powers === undefined ? [] : [{ ...spanOf(expression), text: `torch.expm1(${site.text(powers)})` }];
  }
  const outer = call(site);
  const inner = outer === undefined ? undefined : subjectOf(outer);
  if (outer === undefined || inner === undefined || !LOGARITHMS.has(nameOf(outer))) return [];
  if (inner.kind === "BinOp") {
    const other = [inner.left, inner.right].find(({ kind }) => kind !== "Int" && kind !== "Float");
    if (inner.op === "-" && other?.kind === "Call" && nameOf(other) === "sigmoid") {
      const scores = subjectOf(other);
      const text = scores && (scores.kind === "Name" || scores.kind === "Call") ? site.text(scores) : undefined;
      return text === undefined ? [] : [{ ...spanOf(outer), text: `torch.nn.functional.logsigmoid(-${text})` }];
    }
    if (inner.op !== "+" || other === undefined) return [];
    return [{ ...spanOf(outer), text: `torch.log1p(${site.text(other)})` }];
  }
  if (inner.kind !== "Call" || inner.func.kind !== "Attribute") return [];
  if (inner.func.attr === "softmax" || inner.func.attr === "sigmoid") {
    const name = inner.func.attr === "softmax" ? "log_softmax" : "logsigmoid";
    const { attrStart, end } = inner.func;
    const text = site.text(inner);
    const isFunction = inner.func.attr === "sigmoid";
    if (isFunction) {
      const given = subjectOf(inner);
      return given === undefined
        ? []
        : [{ ...spanOf(outer), text: `torch.nn.functional.logsigmoid(${site.text(given)})` }];
    }
    return [{ ...spanOf(outer), text: text.slice(0, attrStart - inner.start) + name + text.slice(end - inner.start) }];
  }
  if (inner.func.attr !== "sum") return [];
  const isMethod = inner.func.value.kind === "Call";
  const exp = isMethod ? inner.func.value : inner.args[0];
  const dims = [...(isMethod ? inner.args : inner.args.slice(1)), ...inner.keywords].map((one) => site.text(one));
  const powers = exp?.kind === "Call" && nameOf(exp) === "exp" ? subjectOf(exp) : undefined;
  if (powers === undefined || dims.length === 0) return [];
  return [{ ...spanOf(outer), text: `torch.logsumexp(${[site.text(powers), ...dims].join(", ")})` }];
}

/** `out[-1]` → `out[:, -1]`, `out[:, -1]` → `out[-1]` */
export function ofEverySample({ expression }: Site): Edit[] {
  if (expression.kind !== "Subscript") return [];
  const { start, end } = expression.slice;
  return expression.slice.kind === "Tuple" && expression.slice.elements[0].kind === "Slice"
    ? [{ start, end, text: "-1" }]
    : [{ start, end: start, text: ":, " }];
}

/** `-1e9` → `torch.finfo(x.dtype).min` */
export function largestOfType(site: Site): Edit[] {
  const { expression } = site;
  const receiver =
    expression.kind === "Call" && expression.func.kind === "Attribute" ? expression.func.value : undefined;
  const isTensor = receiver?.kind === "Name" && !MODULES.has(receiver.id);
  const dtype = isTensor ? `${site.text(receiver)}.dtype` : "torch.float16";
  const negative = site.inside("UnaryOp").filter(({ op, operand }) => op === "-" && isLarge(operand));
  const within = new Set<Expr>(negative.map(({ operand }) => operand));
  const positive = [...site.inside("Float"), ...site.inside("Int")].filter((one) => isLarge(one) && !within.has(one));
  return [
    ...negative.map((one) => ({ ...spanOf(one), text: `torch.finfo(${dtype}).min` })),
    ...positive.map((one) => ({ ...spanOf(one), text: `torch.finfo(${dtype}).max` })),
  ];
}

/** More than the largest number of float16. */
const isLarge = (one: Expr) =>
  (one.kind === "Float" || one.kind === "Int") && typeof one.value === "number" && one.value > 65504;

/** `total / count` → `total / count.clamp(min=1)` */
export function keptAbove(site: Site): Edit[] {
  const { expression } = site;
  if (expression.kind !== "BinOp" || expression.op !== "/") return [];
  const { right } = expression;
  const isAtom =
    right.kind === "Name" || right.kind === "Attribute" || right.kind === "Call" || right.kind === "Subscript";
  return isAtom ? [{ start: right.end, end: right.end, text: ".clamp(min=1)" }] : [];
}

/** `x.std(0)` → `x.std(0, correction=0)` */
export function uncorrected(site: Site): Edit[] {
  const one = call(site);
  return one !== undefined && (nameOf(one) === "std" || nameOf(one) === "var")
    ? [withArgument(site, one, "correction=0")]
    : [];
}

/** `nn.LSTM(16, 32)` → `nn.LSTM(16, 32, batch_first=True)`, where the layer that is called is built. */
export function batchFirst(site: Site): Edit[] {
  const called = call(site)?.func;
  const built = called === undefined ? undefined : called.kind === "Call" ? called : site.assigned(called);
  return built?.kind === "Call" ? [withArgument(site, built, "batch_first=True")] : [];
}

/** Calls in the expression, in what its names were last assigned, and in the places that the diagnostic names. */
function callsBehind(site: Site, ...names: readonly string[]): Call[] {
  const assigned = site.inside("Name").flatMap((name) => site.assigned(name) ?? []);
  const places = [site.expression, ...assigned, ...[...site.related()].map(({ expression }) => expression)];
  return places.flatMap((one) => site.within(one, "Call")).filter((one) => names.includes(nameOf(one)));
}

/** `F.softmax(x, 1)` before a loss that applies one itself → `x`. */
export function unnormalized(site: Site): Edit[] {
  return callsBehind(site, "softmax", "log_softmax", "sigmoid").flatMap((one) => {
    const { func, args } = one;
    const isFunction = func.kind === "Attribute" && func.value.kind === "Name" && MODULES.has(func.value.id);
    const given = isFunction ? args[0] : func.kind === "Attribute" ? func.value : undefined;
    return given === undefined ? [] : [{ ...spanOf(one), text: site.text(given) }];
  });
}

const MODULES: ReadonlySet<string> = new Set(["torch", "F", "functional"]);

/** `softmax` → `log_softmax`, and so in layers; `binary_cross_entropy` takes scores as they are with logits. */
export function logarithmic(site: Site): Edit[] {
  const losses = callsBehind(site, "binary_cross_entropy", "BCELoss").flatMap(({ func }) =>
    func.kind === "Attribute"
      ? [
          {
            start: func.attrStart,
            end: func.end,
            text: func.attr === "BCELoss" ? "BCEWithLogitsLoss" : `${func.attr}_with_logits`,
          },
        ]
      : [],
  );
  return losses.length > 0 ? losses : logarithmicSoftmax(site);
}

function logarithmicSoftmax(site: Site): Edit[] {
  return callsBehind(site, "softmax", "Softmax").flatMap(({ func }) => {
    const name = nameOf({ func } as Call) === "Softmax" ? "LogSoftmax" : "log_softmax";
    return func.kind === "Attribute" ? [{ start: func.attrStart, end: func.end, text: name }] : [];
  });
}

/** `F.dropout(x)` → `F.dropout(x, training=self.training)` */
export function whileTraining(site: Site): Edit[] {
  const one = call(site);
  return one === undefined ? [] : [withSetting(site, one, "training", 2, "self.training")];
}

/** `F.kl_div(a, b)` → `F.kl_div(a, b, reduction="batchmean")`, of a layer where it is built. */
export function batchMean(site: Site): Edit[] {
  const one = call(site);
  if (one === undefined) return [];
  if (nameOf(one) === "kl_div") return [withSetting(site, one, "reduction", 4, '"batchmean"')];
  const built = one.func.kind === "Call" ? one.func : site.assigned(one.func);
  return built?.kind === "Call" ? [withSetting(site, built, "reduction", 2, '"batchmean"')] : [];
}

/** `[layer(8)] * 3` → `[layer(8) for _ in range(3)]` */
export function eachItsOwn(site: Site): Edit[] {
  return site.inside("BinOp").flatMap((product) => {
    const { left, right, op } = product;
    if (op !== "*" || left.kind !== "List" || left.elements.length !== 1) return [];
    const [layer] = left.elements;
    if (layer.kind !== "Call") return [];
    return [{ ...spanOf(product), text: `[${site.text(layer)} for _ in range(${site.text(right)})]` }];
  });
}

const SOFTMAXES: ReadonlySet<string> = new Set(["softmax", "log_softmax", "softmin"]);

/** A softmax along another dimension. */
export function otherSoftmax(site: Site): Edit[] {
  return ["-1", "1"].flatMap((dim) =>
    site.inside("Call").flatMap((one) => {
      const { func } = one;
      if (func.kind !== "Attribute" || !SOFTMAXES.has(func.attr)) return [];
      const isFunction = func.value.kind === "Name" && MODULES.has(func.value.id);
      return [withSetting(site, one, "dim", isFunction ? 1 : 0, dim)];
    }),
  );
}
